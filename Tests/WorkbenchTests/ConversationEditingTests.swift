import SeededRandom
import RelayKit
import Testing

@testable import Workbench

@Suite("Editing a conversation")
struct ConversationEditingTests {
  /// Messages are named by number in the order in which they are made.
  private static func message(_ number: Int) -> Message {
    Message(id: MessageID(number), role: .user, written: "text \(number)", createdAt: 0)
  }

  /// `1 - 2 - 3`, with the alternatives 4 and 5 beside 2 (5 is followed by 6); the path goes through 2.
  private static var forked: Conversation {
    var conversation = Conversation()
    for number in 1...3 { conversation.append(message(number)) }
    conversation.add(message(4), below: MessageID(1))
    conversation.add(message(5), below: MessageID(1))
    conversation.add(message(6), below: MessageID(5))
    conversation.choose(MessageID(2))
    return conversation
  }

  private static func numbers(_ ids: [MessageID]) -> [Int] { ids.map(\.number) }

  @Test("a message that is put in is followed by what followed, alternatives included")
  func insert() {
    var conversation = Self.forked
    #expect(Self.numbers(conversation.path) == [1, 2, 3])
    conversation.insert(Self.message(7), after: MessageID(1))
    #expect(Self.numbers(conversation.path) == [1, 7, 2, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(2))) == [2, 4, 5])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(7))) == [7])
    conversation.choose(MessageID(5))
    #expect(Self.numbers(conversation.path) == [1, 7, 5, 6])
    conversation.insert(Self.message(8), after: MessageID(6))
    #expect(Self.numbers(conversation.path) == [1, 7, 5, 6, 8])
  }

  @Test("a message that is put in at the beginning stands above every first message")
  func insertFirst() {
    var conversation = Self.forked
    conversation.add(Self.message(7), below: nil)
    conversation.choose(MessageID(3))
    conversation.insert(Self.message(8), after: nil)
    #expect(Self.numbers(conversation.path) == [8, 1, 2, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(1))) == [1, 7])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(8))) == [8])
    var empty = Conversation()
    empty.insert(Self.message(1), after: nil)
    #expect(Self.numbers(empty.path) == [1])
  }

  @Test("what followed a removed message follows the one before it")
  func remove() {
    var conversation = Self.forked
    conversation.remove(MessageID(2))
    #expect(Self.numbers(conversation.path) == [1, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(3))) == [3, 4, 5])
    #expect(conversation[MessageID(2)] == nil)
    conversation.remove(MessageID(1))
    #expect(Self.numbers(conversation.path) == [3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(3))) == [3, 4, 5])
    #expect(conversation.parent(of: MessageID(3)) == nil)
    conversation.choose(MessageID(6))
    #expect(Self.numbers(conversation.path) == [5, 6])
  }

  @Test("without what follows, the next alternative is gone on with")
  func removeLeaf() {
    var conversation = Self.forked
    conversation.choose(MessageID(4))
    conversation.remove(MessageID(4))
    #expect(Self.numbers(conversation.path) == [1, 5, 6])
    conversation.remove(MessageID(6))
    conversation.remove(MessageID(5))
    #expect(Self.numbers(conversation.path) == [1, 2, 3])
    for number in 1...3 { conversation.remove(MessageID(number)) }
    #expect(conversation.isEmpty)
    #expect(conversation.path.isEmpty)
  }

  @Test("removing a message that is not seen leaves what is seen alone", arguments: [4, 5, 6])
  func removeUnseen(number: Int) {
    var conversation = Self.forked
    conversation.remove(MessageID(number))
    #expect(Self.numbers(conversation.path) == [1, 2, 3])
  }

  @Test("a replaced message stays beside the new one, without what followed")
  func replace() {
    var conversation = Self.forked
    conversation.replace(MessageID(2), with: Self.message(7))
    #expect(Self.numbers(conversation.path) == [1, 7, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(7))) == [2, 4, 5, 7])
    conversation.choose(MessageID(2))
    #expect(Self.numbers(conversation.path) == [1, 2])
    conversation.replace(MessageID(1), with: Self.message(8))
    #expect(Self.numbers(conversation.path) == [8, 2])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(8))) == [1, 8])
  }

  @Test("a moved message changes places with its neighbour; alternatives keep their place")
  func move() {
    var conversation = Self.forked
    let moved1 = conversation.move(MessageID(2), up: true)
    #expect(moved1)
    #expect(Self.numbers(conversation.path) == [2, 1, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(1))) == [1, 4, 5])
    conversation.choose(MessageID(6))
    #expect(Self.numbers(conversation.path) == [2, 5, 6])
    conversation.choose(MessageID(3))
    let moved2 = conversation.move(MessageID(2), up: false)
    #expect(moved2)
    #expect(Self.numbers(conversation.path) == [1, 2, 3])
    #expect(Self.numbers(conversation.alternatives(of: MessageID(2))) == [2, 4, 5])
  }

  @Test("nothing moves over an end, and what is not seen does not move")
  func moveOverAnEnd() {
    var conversation = Self.forked
    let before = Shape(conversation)
    let moved3 = conversation.move(MessageID(1), up: true)
    #expect(!moved3)
    let moved4 = conversation.move(MessageID(3), up: false)
    #expect(!moved4)
    let moved5 = conversation.move(MessageID(5), up: true)
    #expect(!moved5)
    let moved6 = conversation.move(MessageID(99), up: true)
    #expect(!moved6)
    #expect(Shape(conversation) == before)
  }

  @Test("an edit of a message that is not there changes nothing")
  func unknown() {
    var conversation = Self.forked
    let before = Shape(conversation)
    conversation.insert(Self.message(7), after: MessageID(99))
    conversation.replace(MessageID(99), with: Self.message(8))
    conversation.remove(MessageID(99))
    conversation.change(MessageID(99)) { $0.isOff = true }
    #expect(Shape(conversation) == before)
  }

  @Test("a request ends what can be undone: an answer belongs to no earlier conversation")
  func undoEnds() {
    var workspace = Workspace(relay: nil, model: "m")
    let first = workspace.write(.user, "one", at: 0)
    workspace.edit("a change") { $0.change(first) { $0.written = "two" } }
    #expect(workspace.canUndo)
    let (answer, request) = workspace.ask(at: MonotonicTime(nanoseconds: 0), wallClock: 0)
    #expect(request.chat?.messages.map(\.content) == [.string("two")])
    #expect(!workspace.canUndo)
    #expect(workspace.undo() == nil)
    #expect(workspace.conversation[answer] != nil)
  }

  @Test("what is changed while an answer comes cannot be taken back: the answer would go with it")
  func undoWhileRunning() {
    var workspace = Workspace(relay: nil, model: "m")
    let first = workspace.write(.user, "one", at: 0)
    let (answer, _) = workspace.ask(at: MonotonicTime(nanoseconds: 0), wallClock: 0)
    workspace.edit("a change") { $0.change(first) { $0.written = "two" } }
    #expect(workspace.conversation[first]?.written == "two")
    let end = MonotonicTime(nanoseconds: 1)
    workspace.conversation.apply(.ended(.done, TransportSummary(), end), to: answer)
    #expect(workspace.undo() == nil)
    #expect(workspace.conversation.running.isEmpty)
  }

  @Test("after any edits the tree is whole, and undoing all gives the first one back", arguments: 1...40)
  func anyEdits(seed: UInt64) {
    var dice = SplitMix(seed: seed)
    var workspace = Workspace(relay: nil)
    for number in 0..<Int.random(in: 0...6, using: &dice) { workspace.write(.user, "\(number)", at: 0) }
    let first = Shape(workspace.conversation)
    var edits: [String] = []
    // As many as are kept.
    for _ in 0..<50 {
      edits.append(Self.editAnywhere(&workspace, &dice))
      let faults = Shape(workspace.conversation).faults(workspace.conversation)
      #expect(faults.isEmpty, "seed \(seed): \(faults) after \(edits)")
      guard faults.isEmpty else { return }
    }
    for edit in edits.reversed() { #expect(workspace.undo() == edit) }
    #expect(Shape(workspace.conversation) == first)
    #expect(workspace.undo() == nil)
  }

  private static func editAnywhere(_ workspace: inout Workspace, _ dice: inout SplitMix) -> String {
    let all = workspace.conversation.nodes.keys.sorted()
    let target = Bool.random(using: &dice) ? workspace.conversation.path.randomElement(using: &dice) : nil
    let id = target ?? all.randomElement(using: &dice)
    let new = workspace.newMessage(.user, "new", at: 0)
    let up = Bool.random(using: &dice)
    let kind = Int.random(in: 0..<8, using: &dice)
    let what = "\(kind) at \(id?.number ?? 0)\(up ? " up" : "")"
    workspace.edit(what) { conversation in
      guard let id else { return conversation.insert(new, after: nil) }
      switch kind {
      case 0: conversation.insert(new, after: id)
      case 1: conversation.insert(new, after: nil)
      case 2: conversation.remove(id)
      case 3: conversation.replace(id, with: new)
      case 4: conversation.move(id, up: up)
      case 5: conversation.add(new, below: up ? id : nil)
      case 6: conversation.choose(id)
      default: conversation.change(id) { $0.isOff.toggle() }
      }
    }
    return what
  }
}

/// Everything that a conversation is, comparable.
private struct Shape: Equatable {
  private struct Node: Equatable {
    var parent: MessageID?
    var children: [MessageID]
    var chosen: Int
    var written: String
    var isOff: Bool
  }
  private var nodes: [MessageID: Node] = [:]
  private let roots: [MessageID]
  private let chosenRoot: Int
  private let path: [MessageID]

  init(_ conversation: Conversation) {
    for (id, node) in conversation.nodes {
      nodes[id] = Node(
        parent: node.parent, children: node.children, chosen: node.chosen, written: node.message.written,
        isOff: node.message.isOff)
    }
    (roots, chosenRoot, path) = (conversation.roots, conversation.chosenRoot, conversation.path)
  }

  /// What is wrong with the tree, in words.
  func faults(_ conversation: Conversation) -> [String] {
    var faults: [String] = []
    for (id, node) in nodes {
      if conversation.nodes[id]?.message.id != id { faults.append("\(id.number) is kept under another name") }
      for child in node.children where nodes[child]?.parent != id {
        faults.append("\(child.number) does not know its parent \(id.number)")
      }
      let siblings = node.parent.map { nodes[$0]?.children ?? [] } ?? roots
      if siblings.count(where: { $0 == id }) != 1 {
        faults.append("\(id.number) is not once among its siblings")
      }
      if !node.children.isEmpty, !node.children.indices.contains(node.chosen) {
        faults.append("\(id.number) goes on nowhere")
      }
    }
    for root in roots where nodes[root] == nil { faults.append("the root \(root.number) is gone") }
    if !roots.isEmpty, !roots.indices.contains(chosenRoot) { faults.append("no root is chosen") }
    faults += pathFaults
    if reachable != nodes.count { faults.append("\(nodes.count - reachable) messages cannot be reached") }
    return faults
  }

  private var pathFaults: [String] {
    guard let first = path.first, let last = path.last else {
      return nodes.isEmpty ? [] : ["there is no path"]
    }
    var faults: [String] = []
    if !roots.contains(first) { faults.append("the path begins at no root") }
    if nodes[last]?.children.isEmpty != true { faults.append("the path ends at no leaf") }
    for (upper, lower) in zip(path, path.dropFirst()) where nodes[lower]?.parent != upper {
      faults.append("\(lower.number) does not follow \(upper.number)")
    }
    return faults
  }

  private var reachable: Int {
    var seen: Set<MessageID> = []
    var open = roots
    while let id = open.popLast() {
      if seen.insert(id).inserted { open += nodes[id]?.children ?? [] }
    }
    return seen.count
  }
}

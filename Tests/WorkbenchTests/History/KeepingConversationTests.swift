import RelayKit
import Testing
import Workbench

/// What is kept of a conversation brings the same conversation back.
@Suite struct KeepingConversationTests {
  private var workspace = Workspace(
    relay: RelayIdentity(baseURL: "https://relay.example/v1", keyLabel: "..9f3c"), model: "m-1")
  private var digests: [String: [UInt8]] = [:]

  private static func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: milliseconds * 1_000_000)
  }

  /// Asks, and lets the answer come as far as `outcome`.
  @discardableResult
  private mutating func ask(_ question: String?, _ answer: String, _ outcome: Outcome = .done) -> MessageID {
    if let question { workspace.write(.user, question, at: 10) }
    let (id, request) = workspace.ask(at: Self.time(0), wallClock: 11)
    let name = "x-\(id.number)"
    let record = Exchange(
      id: name,
      request: RecordedRequest(
        method: "POST", url: "u", headers: [], body: request.chat?.encodedBody() ?? []),
      requestedModel: request.model, asksForStream: true, startedAt: 11, start: Self.time(0))
    let updates: [ExchangeUpdate] = [
      .began(record), .sending(attempt: 1, Self.time(0)), .mark(.requestSent, Self.time(1)),
      .head(HTTPResponseHead(status: 200, version: "HTTP/1.1", reason: "", headers: []), Self.time(2)),
      .mark(.firstToken, Self.time(3)),
      .delta(
        AnswerDelta(parts: [.text(choice: 0, answer)], tokenEvents: 3, bytes: [1], instant: Self.time(5))),
      .ended(outcome, TransportSummary(), Self.time(9)),
    ]
    for update in updates { workspace.conversation.apply(update, to: id) }
    if let exchange = workspace.conversation[id]?.reply?.exchange { digests[name] = exchange.digest }
    return id
  }

  private func reopened() -> (talk: Talk, answers: [KeptAnswer]) {
    let talk = Talk(
      model: workspace.model, parameters: workspace.parameters, stream: workspace.stream,
      variables: workspace.variables, conversation: workspace.conversation)
    var kept = KeptConversation(
      image: ConversationSnapshot(name: "c-1", talk: talk, isDemo: false, at: 20).image)
    kept.digests = digests
    do {
      var opened = try OpenedConversation(kept)
      var last = 1000
      opened.rename {
        last += 1
        return MessageID(last)
      }
      return (opened.talk, opened.answers)
    } catch {
      Issue.record("It cannot be opened: \(error)")
      return (Talk(model: ""), [])
    }
  }

  @Test mutating func textsRolesAndSettingsComeBack() {
    workspace.write(.system, "Be brief.", at: 1)
    workspace.parameters["temperature"] = .double(0.5)
    workspace.variables.typed["name"] = "value"
    ask("one", "first")
    ask("two", "second")
    let talk = reopened().talk
    #expect(talk.conversation.messages.map(\.text) == ["Be brief.", "one", "first", "two", "second"])
    #expect(
      talk.conversation.messages.map(\.role.name) == ["system", "user", "assistant", "user", "assistant"])
    #expect(talk.model == "m-1")
    #expect(talk.parameters == workspace.parameters)
    #expect(talk.variables.values == ["name": "value"])
    #expect(talk.stream == true)
    #expect(talk.conversation.name == "c-1")
    #expect(talk.conversation.firstWords == "one")
  }

  @Test mutating func alternativesAndTheChosenPathComeBack() {
    let first = ask("one", "first")
    let question = workspace.conversation.parent(of: first)
    let (second, _) = workspace.ask(below: question, at: Self.time(0), wallClock: 12)
    #expect(workspace.conversation.last?.id == second)
    workspace.conversation.choose(first)
    let conversation = reopened().talk.conversation
    #expect(conversation.last?.text == "first")
    #expect(conversation.last.map { conversation.alternatives(of: $0.id).count } == 2)
  }

  @Test mutating func figuresOfAnAnswerComeBackWithoutItsBytes() throws {
    ask("one", "first", .stopped)
    let opened = reopened()
    let reply = try #require(opened.talk.conversation.last?.reply)
    #expect(reply.isDigest)
    #expect(reply.outcome == .stopped)
    #expect(reply.firstTokenMilliseconds == 2)
    #expect(reply.totalMilliseconds == 8)
    #expect(reply.outputTokens.count == 3)
    #expect(opened.answers.map(\.exchange) == ["x-2"])
    #expect(opened.answers.map(\.id) == [opened.talk.conversation.last?.id])
  }

  @Test mutating func aReadBackRecordTakesThePlaceOfTheDigestAndIsNotKeptAgain() throws {
    ask("one", "first")
    let whole = try #require(workspace.conversation.last?.reply)
    var conversation = reopened().talk.conversation
    let revision = conversation.keptRevision
    let id = try #require(conversation.last?.id)
    conversation.restore(id, whole)
    #expect(conversation[id]?.reply?.isDigest == false)
    #expect(conversation[id]?.reply?.exchange?.bytes == [1])
    #expect(conversation.keptRevision == revision)
  }

  @Test mutating func whatIsSwitchedOffAttachedOrReadStaysSo() throws {
    workspace.write(
      .user, "look", attachments: [try Attachment(name: "a.txt", bytes: Array("text".utf8))], at: 1)
    workspace.conversation.change(try #require(workspace.conversation.last?.id)) { $0.isOff = true }
    workspace.take(
      try ChatRequest(
        body: Array(
          #"{"model":"m-2","messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"strange","x":1}]}]}"#
            .utf8)),
      at: 2)
    let request = workspace.conversation.outgoing(before: nil)
    #expect(reopened().talk.conversation.outgoing(before: nil) == request)
    _ = workspace.undo()
    let before = try #require(reopened().talk.conversation.messages.first)
    #expect(before.isOff)
    #expect(before.attachments.map(\.name) == ["a.txt"])
  }

  @Test mutating func aGrowingAnswerIsNoReasonToKeepTheConversationAgain() {
    workspace.write(.user, "one", at: 1)
    let (id, _) = workspace.ask(at: Self.time(0), wallClock: 2)
    let before = workspace.conversation.keptRevision
    workspace.conversation.apply(
      .delta(AnswerDelta(parts: [.text(choice: 0, "a")], instant: Self.time(1))), to: id)
    #expect(workspace.conversation.keptRevision == before)
    workspace.conversation.apply(.ended(.done, TransportSummary(), Self.time(2)), to: id)
    #expect(workspace.conversation.keptRevision != before)
  }

  @Test mutating func aTreeThatGoesRoundInACircleLosesNoMessage() throws {
    ask("one", "first")
    ask("two", "second")
    var image = ConversationSnapshot(
      name: "c", talk: Talk(model: "m", conversation: workspace.conversation), isDemo: false, at: 1
    ).image
    image.shape = Array(#"{"roots":[1],"tree":[[1,[],0],[2,[3],0],[3,[2],7],[4,[99],-3]],"chosen":-8}"#.utf8)
    var kept = KeptConversation(image: image)
    kept.digests = digests
    let opened = try OpenedConversation(kept)
    #expect(Set(opened.talk.conversation.messages.map(\.text)) == ["one", "first", "two", "second"])
  }

  @Test func whatIsNoImageOpensAsWhatCanBeRead() throws {
    var image = ConversationImage(
      id: "c", title: "t", createdAt: 0, updatedAt: 0, shape: [0xFF, 0x7B], messages: [])
    image.messages = [MessageImage(number: 5, content: [0x00], text: "still here", exchange: "gone")]
    let opened = try OpenedConversation(KeptConversation(image: image))
    #expect(opened.talk.conversation.messages.map(\.text) == ["still here"])
  }
}

/// Changing a conversation that is there: nothing of it is lost but what is deleted, and `Workspace.undo` brings
/// that back.
extension Conversation {
  /// Puts a message right behind another one; what followed that follows the new one.
  package mutating func insert(_ message: Message, after id: MessageID?) {
    guard let id else { return insertFirst(message) }
    guard let before = nodes[id] else { return }
    nodes[message.id] = Node(
      message: message, parent: id, children: before.children, chosen: before.chosen)
    for child in before.children { nodes[child]?.parent = message.id }
    nodes[id]?.children = [message.id]
    nodes[id]?.chosen = 0
    walk()
  }

  package mutating func insertFirst(_ message: Message) {
    nodes[message.id] = Node(message: message, parent: nil, children: roots, chosen: chosenRoot)
    for root in roots { nodes[root]?.parent = message.id }
    (roots, chosenRoot) = ([message.id], 0)
    walk()
  }

  /// Takes a message out; what followed it follows the one before it.
  package mutating func remove(_ id: MessageID) {
    guard let node = nodes[id] else { return }
    for child in node.children { nodes[child]?.parent = node.parent }
    var siblings = node.parent.flatMap { nodes[$0]?.children } ?? roots
    guard let place = siblings.firstIndex(of: id) else { return }
    let old = node.parent.flatMap { nodes[$0]?.chosen } ?? chosenRoot
    let seen = siblings.indices.contains(old) ? siblings[old] : id
    siblings.replaceSubrange(place...place, with: node.children)
    let inItsPlace = min(max(0, siblings.count - 1), place + (node.children.isEmpty ? 0 : node.chosen))
    let chosen = seen == id ? inItsPlace : siblings.firstIndex(of: seen) ?? inItsPlace
    if let parent = node.parent {
      nodes[parent]?.children = siblings
      nodes[parent]?.chosen = chosen
    } else {
      (roots, chosenRoot) = (siblings, chosen)
    }
    nodes[id] = nil
    walk()
  }

  /// Puts another message in the place of one; the old one stays beside it as an alternative, without what followed.
  package mutating func replace(_ id: MessageID, with message: Message) {
    guard let old = nodes[id] else { return }
    nodes[message.id] = Node(
      message: message, parent: old.parent, children: old.children, chosen: old.chosen)
    for child in old.children { nodes[child]?.parent = message.id }
    nodes[id]?.children = []
    nodes[id]?.chosen = 0
    if let parent = old.parent {
      let count = nodes[parent]?.children.count ?? 0
      nodes[parent]?.children.append(message.id)
      nodes[parent]?.chosen = count
    } else {
      roots.append(message.id)
      chosenRoot = roots.count - 1
    }
    walk()
  }

  /// Moves a message one place up or down its path. - Returns: whether it could.
  @discardableResult
  package mutating func move(_ id: MessageID, up: Bool) -> Bool {
    guard let place = path.firstIndex(of: id) else { return false }
    let (upper, lower) = up ? (place - 1, place) : (place, place + 1)
    guard path.indices.contains(upper), path.indices.contains(lower) else { return false }
    exchange(path[upper], path[lower])
    return true
  }

  /// `lower` is a child of `upper`; they change places with what hangs on each.
  private mutating func exchange(_ upper: MessageID, _ lower: MessageID) {
    guard let first = nodes[upper], let second = nodes[lower],
      let place = first.children.firstIndex(of: lower)
    else { return }
    // The alternatives of the lower one stay where they were: below the message that is now there.
    var siblings = first.children
    siblings[place] = upper
    for sibling in siblings { nodes[sibling]?.parent = lower }
    for child in second.children { nodes[child]?.parent = upper }
    nodes[lower]?.parent = first.parent
    nodes[lower]?.children = siblings
    nodes[lower]?.chosen = place
    nodes[upper]?.parent = lower
    nodes[upper]?.children = second.children
    nodes[upper]?.chosen = second.chosen
    if let parent = first.parent {
      if let index = nodes[parent]?.children.firstIndex(of: upper) { nodes[parent]?.children[index] = lower }
    } else if let index = roots.firstIndex(of: upper) {
      roots[index] = lower
    }
    walk()
  }
}

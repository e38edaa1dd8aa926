import RelayKit

extension KeptConversation {
  /// The conversation again, under ids of this run, with the settings that it went on with.
  /// - Parameter newID: gives ids that were never given before.
  /// - Returns: the talk, and which exchange each answer is of.
  package func opened(newID: () -> MessageID) -> (talk: Talk, exchanges: [(id: MessageID, exchange: String)])
  {
    let shape = (try? JSONValue(parsing: image.shape)) ?? .null
    var ids: [Int: MessageID] = [:]
    var exchanges: [(id: MessageID, exchange: String)] = []
    var conversation = Conversation()
    for message in image.messages.sorted(by: { $0.number < $1.number }) {
      let id = newID()
      ids[message.number] = id
      let reply = message.exchange.flatMap(reply)
      if let exchange = message.exchange, digests[exchange] != nil, reply != nil {
        exchanges.append((id, exchange))
      }
      conversation.nodes[id] = Conversation.Node(message: Message(image: message, id: id, reply: reply))
    }
    conversation.hasPictures = conversation.nodes.values.contains {
      $0.message.reply?.allPictures.isEmpty == false
    }
    conversation.takeTree(shape, ids)
    conversation.name = image.id
    conversation.edition = edition
    conversation.title = shape["title"]?.stringValue
    var talk = Talk(
      model: shape["model"]?.stringValue ?? "", parameters: shape["parameters"]?.objectValue ?? JSONObject(),
      stream: shape["stream"]?.boolValue, conversation: conversation)
    talk.takeMedia(shape)
    for member in shape["variables"]?.objectValue?.members ?? [] {
      talk.variables.typed[member.key] = member.value.stringValue
    }
    return (talk, exchanges)
  }

  private func reply(_ exchange: String) -> Reply? {
    if let digest = digests[exchange] {
      return (try? ExchangeFileReader.updates(from: digest)).map { Reply(kept: $0, isDigest: true) }
    }
    guard let unended = unended[exchange],
      let updates = try? ExchangeFileReader.updates(
        from: unended.file, cause: unended.isComing ? Reply.comingElsewhere : "program ended")
    else { return nil }
    return Reply(kept: updates, isDigest: true)
  }
}

extension Reply {
  /// The cause of an end that is none: the answer goes on in another bayside.
  package static let comingElsewhere = "another bayside"

  /// It had not ended when it was read from the history, and another bayside is receiving it.
  package var isComingElsewhere: Bool {
    if case .cut(let error) = outcome { error?.details["cause"] == Self.comingElsewhere } else { false }
  }
}

extension Conversation {
  /// Joins messages that stand alone. One that the tree does not name, or names twice, goes to the end: nothing is
  /// left out, and no path goes round in a circle.
  fileprivate mutating func takeTree(_ shape: JSONValue, _ ids: [Int: MessageID]) {
    var placed: Set<MessageID> = []
    func known(_ values: JSONValue?) -> [MessageID] {
      (values?.arrayValue ?? []).compactMap { $0.intValue.flatMap { ids[$0] } }
    }
    roots = known(shape["roots"]).filter { placed.insert($0).inserted }
    for entry in shape["tree"]?.arrayValue ?? [] {
      guard let items = entry.arrayValue, items.count == 3, let id = items[0].intValue.flatMap({ ids[$0] })
      else {
        continue
      }
      let children = known(items[1]).filter { placed.insert($0).inserted }
      for child in children { nodes[child]?.parent = id }
      nodes[id]?.children = children
      nodes[id]?.chosen = min(max(0, items[2].intValue ?? 0), max(0, children.count - 1))
    }
    chosenRoot = min(max(0, shape["chosen"]?.intValue ?? 0), max(0, roots.count - 1))
    walk()
    let reachable = reachable
    for id in nodes.keys.sorted() where !reachable.contains(id) {
      let parent = path.last
      nodes[id]?.parent = parent
      nodes[id]?.children = []
      if let parent {
        nodes[parent]?.children.append(id)
        let last = (nodes[parent]?.children.count ?? 1) - 1
        nodes[parent]?.chosen = last
      } else {
        roots.append(id)
      }
      walk()
    }
  }

  private var reachable: Set<MessageID> {
    var found: Set<MessageID> = []
    var open = roots
    while let id = open.popLast() {
      if found.insert(id).inserted { open += nodes[id]?.children ?? [] }
    }
    return found
  }
}

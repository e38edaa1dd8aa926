package import RelayKit

/// The relay that is talked to, as the screen shows it. The key itself is never here.
package struct RelayIdentity: Sendable, Hashable {
  /// `https://api.tokenbay.com/v1`.
  package var baseURL: String
  /// `..9f3c` at most, or words such as `no key`.
  package var keyLabel: String
  package var isDemo: Bool
  /// What to ask while nothing else was chosen: the demo has a model that always answers.
  package var standardModel: String?
  /// As the user named the key, and the profile that joins it with a relay; empty where there is no name.
  package var keyName: String
  package var profile: String
  /// That the key is for, in the user's words.
  package var project: String
  package init(
    baseURL: String, keyLabel: String, isDemo: Bool = false, standardModel: String? = nil,
    keyName: String = "",
    profile: String = "", project: String = ""
  ) {
    self.standardModel = standardModel
    self.keyName = keyName
    self.profile = profile
    self.project = project
    self.baseURL = baseURL
    self.keyLabel = keyLabel
    self.isDemo = isDemo
  }
}

/// What all panes show and change: the relay, the request that is being made, the conversation.
package struct Workspace: Sendable {
  /// `nil` until a relay can be asked.
  package var relay: RelayIdentity?
  package var model: String
  /// Keys of the request beside model, messages and stream; what is not here is not sent.
  package var parameters: JSONObject
  /// `nil` leaves the key out of the request, which then does not stream.
  package var stream: Bool?
  package var streams: Bool {
    get { stream == true }
    set { stream = newValue ? true : nil }
  }
  /// What the message box sends: to a chat, or for pictures or a clip.
  package var kind = ParameterKind.text
  /// Requests for images and videos that are being made.
  package var mediaDrafts = MediaDraft.none
  /// Keys of the chat request that was sent last.
  package private(set) var lastSent: JSONObject?
  /// Values of `{{name}}` in messages.
  package var variables = Variables()
  package var reasoningBack = ReasoningBack.withCalls
  package var conversation = Conversation()
  package var models = ModelDirectory()
  package var shelf = ModelShelf()
  package var remedies = LearnedRemedies()
  package private(set) var ids = MessageIDSource()
  /// The conversation before each change by hand since the last request.
  private var earlier: [Earlier] = []
  typealias Earlier = (conversation: Conversation, what: String)

  package init(
    relay: RelayIdentity?, model: String = "", parameters: JSONObject = JSONObject(), streams: Bool = true
  ) {
    self.relay = relay
    self.model = model.isEmpty ? relay?.standardModel ?? "" : model
    self.parameters = parameters
    stream = streams ? true : nil
  }

  /// Starts an empty conversation; the system message, if there is one, stays.
  package mutating func startNewConversation() {
    let first = conversation.messages.first { [.system, .developer].contains($0.role) }
    earlier = []
    conversation = Conversation()
    if let first { conversation.append(first) }
  }

  /// Takes a request over that was made elsewhere: its messages become the conversation, its other keys the
  /// parameters.
  package mutating func take(_ request: ChatRequest, at wallClock: Double) {
    if !conversation.isEmpty { earlier.append((conversation, "the conversation that was replaced")) }
    conversation = Conversation()
    for message in request.messages {
      conversation.append(Message(id: ids.next(), read: message, createdAt: wallClock))
    }
    if !request.model.isEmpty { model = request.model }
    stream = request.stream
    parameters = request.parameters
  }

  /// The part of `swapTalk` that is nobody else's.
  mutating func swapPast(_ talk: inout Talk) {
    swap(&lastSent, &talk.lastSent)
    swap(&earlier, &talk.earlier)
  }

  /// For an exchange that is no message.
  package mutating func nextID() -> MessageID { ids.next() }

  /// A copy of a message under an id of its own.
  package mutating func copied(_ message: Message) -> Message { message.copied(as: ids.next()) }

  /// Goes on with a conversation in the way of `talk`; `undo` brings the one before back.
  package mutating func take(_ talk: Talk, _ other: Conversation) {
    edit("the conversation that was replaced") { $0 = other }
    (model, parameters, stream) = (talk.model, talk.parameters, talk.stream)
    variables = talk.variables
    (kind, mediaDrafts) = (talk.kind, talk.mediaDrafts)
  }

  /// A copy of a conversation under ids of its own; answers that are still coming stay behind.
  package mutating func copied(_ conversation: Conversation) -> Conversation {
    var copy = Conversation()
    for message in conversation.messages where message.reply?.isRunning != true {
      copy.append(message.copied(as: ids.next()))
    }
    return copy
  }

  // MARK: Editing

  /// Changes the conversation by hand; `undo` takes it back, unless an answer was coming.
  /// - Parameter what: what was done, for the words of `undo`.
  package mutating func edit(_ what: String, _ change: (inout Conversation) -> Void) {
    // Taking a change back must not take an answer along that comes meanwhile.
    if conversation.running.isEmpty { earlier.append((conversation, what)) }
    if earlier.count > 50 { earlier.removeFirst() }
    change(&conversation)
  }

  /// - Returns: what was taken back; `nil` when there is nothing.
  package mutating func undo() -> String? {
    guard let last = earlier.popLast() else { return nil }
    conversation = last.conversation
    return last.what
  }

  package var canUndo: Bool { !earlier.isEmpty }

  /// A message for `edit`.
  package mutating func newMessage(_ role: MessageRole, _ text: String, at wallClock: Double) -> Message {
    Message(id: ids.next(), role: role, written: text, createdAt: wallClock)
  }

  @discardableResult
  package mutating func write(
    _ role: MessageRole, _ text: String, attachments: [Attachment] = [], at wallClock: Double
  ) -> MessageID {
    var message = Message(id: ids.next(), role: role, written: text, createdAt: wallClock)
    message.attachments = attachments
    conversation.append(message)
    return message.id
  }

  /// Opens an answer below `parent` (the end of the path when `nil`).
  /// - Returns: its id, and the request that asks for it.
  package mutating func ask(
    below parent: MessageID? = nil, model: String? = nil, at now: MonotonicTime, wallClock: Double
  ) -> (MessageID, RelayRequest) {
    // An answer that comes belongs to no earlier conversation.
    earlier = []
    let model = model ?? askedModel
    let reply = Reply(model: model, askedAt: now)
    let message = Message(id: ids.next(), reply: reply, createdAt: wallClock)
    if let parent { conversation.add(message, below: parent) } else { conversation.append(message) }
    guard kind == .text else { return (message.id, .media(pictureRequest(model: model, for: message.id))) }
    lastSent = formBody(.text)
    let request = chatRequest(
      model: model, messages: conversation.outgoing(before: message.id, reasoning: reasoningBack))
    return (message.id, .chat(mended(request, for: message.id)))
  }

  /// The prompt is the message that the answer stands below; nothing else of the conversation is sent.
  private func pictureRequest(model: String, for answer: MessageID) -> MediaRequest {
    var asked = conversation.parent(of: answer).flatMap { conversation[$0] }
    while let message = asked, message.role != .user {
      asked = conversation.parent(of: message.id).flatMap { conversation[$0] }
    }
    return mediaRequest(.image, model: model, prompt: asked?.written ?? "", files: asked?.attachments ?? [])
  }

  /// Opens an answer that a recording fills. - Parameter sibling: the answer that it stands beside.
  package mutating func openReplay(
    model: String, beside sibling: MessageID?, at now: MonotonicTime, wallClock: Double
  )
    -> MessageID
  {
    earlier = []
    var reply = Reply(model: model, askedAt: now)
    reply.isReplay = true
    let message = Message(id: ids.next(), reply: reply, createdAt: wallClock)
    conversation.add(message, below: sibling.map { conversation.parent(of: $0) } ?? conversation.path.last)
    return message.id
  }

  /// A request of the settings as they are, with variables filled in.
  package func chatRequest(model: String? = nil, messages: [ChatMessage]) -> ChatRequest {
    ChatRequest(
      model: model ?? self.model, messages: variables.filled(messages), stream: stream, parameters: parameters
    )
  }

  /// What a relay refused before is left out or renamed; the answer says so.
  private mutating func mended(_ request: ChatRequest, for id: MessageID) -> ChatRequest {
    let (request, done) = mended(request)
    if !done.isEmpty { conversation.change(id) { $0.reply?.lessons = done } }
    return request
  }

  /// The request as it would leave, and what was changed in it.
  package func mended(_ request: ChatRequest) -> (ChatRequest, [LearnedRemedies.Lesson]) {
    guard let relay, !remedies.lessons(relay: relay.baseURL, model: request.model).isEmpty,
      let body = try? JSONValue(parsing: request.encodedBody())
    else { return (request, []) }
    let (changed, done) = remedies.applied(to: body, relay: relay.baseURL)
    guard !done.isEmpty, let mended = try? ChatRequest(body: changed.encoded()) else { return (request, []) }
    return (mended, done)
  }
}

import Glibc
import HistoryStore
import RelayKit
import Workbench

/// The history of a command line that asks: what it keeps of its requests.
struct CommandHistory {
  let store: HistoryStore
  private let settings: Settings

  /// `nil` where nothing is to be kept.
  init?(_ settings: Settings) {
    guard settings.history.keeps else { return nil }
    self.settings = settings
    store = KeptHistory.open(settings.environment, frames: settings.history.frames) { Output.notice($0) }
  }

  var ledger: any SpendingLedger { HistoryLedger(store: store) }

  /// Waits until everything is on the disk.
  func close() { store.close() }

  /// - Parameter conversation: the chat or comparison that it belongs to.
  func journal(
    _ request: ChatRequest, number: Int, _ kind: UsageRecord.Kind, of conversation: String,
    prices: TokenPrices?, inputEstimate: Int?
  ) -> ExchangeJournal {
    journal(
      model: request.model, number: number, kind, of: conversation, prices: prices,
      inputEstimate: inputEstimate)
  }

  /// - Parameter conversation: `nil` for what is none, such as a video.
  func journal(
    model: String, number: Int, _ kind: UsageRecord.Kind, of conversation: String?, prices: TokenPrices?,
    inputEstimate: Int?
  ) -> ExchangeJournal {
    var record = UsageRecord(
      id: "\(KeptHistory.session)-\(number)", startedAt: LocalClock.now, model: model)
    record.conversation = conversation
    record.kind = kind
    record.relay = settings.relay.baseURL.description
    record.isDemo = settings.isDemo
    record.keyLabel = settings.keyLabel
    record.keyName = settings.namedKey?.name ?? ""
    record.project = settings.namedKey?.project ?? ""
    record.profile = settings.profile
    return ExchangeJournal(store, record, prices: prices, inputEstimate: inputEstimate, addsUp: true)
  }

  // MARK: Chats

  /// One question of `bayside chat` as a chat that can be gone on with.
  func keep(_ request: ChatRequest, _ exchange: Exchange, as name: String) {
    var workspace = Workspace(relay: nil, model: request.model)
    workspace.take(request, at: exchange.startedAt)
    let (answer, _) = workspace.ask(at: exchange.start, wallClock: exchange.startedAt)
    workspace.conversation.apply(.began(exchange), to: answer)
    let snapshot = ConversationSnapshot(
      name: name,
      talk: Talk(
        model: workspace.model, parameters: workspace.parameters, stream: workspace.stream,
        conversation: workspace.conversation),
      isDemo: settings.isDemo, at: exchange.startedAt)
    store.keep(snapshot.image.hiding(KnownSecrets(settings.relay)))
  }

  /// One request of `bayside image` as a conversation for pictures.
  /// - Parameter files: what became of its pictures, once they are saved.
  func keep(
    _ draft: MediaDraft, _ prompt: String, _ inputs: [Attachment], _ exchange: Exchange,
    files: [PictureFile] = [], as name: String
  ) {
    var workspace = Workspace(relay: nil, model: draft.model)
    (workspace.kind, workspace.mediaDrafts[.image]) = (.image, draft)
    var question = Message(
      id: workspace.nextID(), role: .user, written: prompt, createdAt: exchange.startedAt)
    question.attachments = inputs
    workspace.conversation.append(question)
    let (answer, _) = workspace.ask(at: exchange.start, wallClock: exchange.startedAt)
    workspace.conversation.apply(.began(exchange), to: answer)
    workspace.conversation.take(files, of: answer)
    let snapshot = ConversationSnapshot(
      name: name, talk: workspace.talk, isDemo: settings.isDemo, at: exchange.startedAt)
    store.keep(snapshot.image.hiding(KnownSecrets(settings.relay)))
  }

  // MARK: Comparisons

  func append(_ lines: [UInt8], to name: String, title: String) {
    let secrets = KnownSecrets(settings.relay)
    store.appendComparison(
      name, title: secrets.hidden(title), isDemo: settings.isDemo, secrets.hidden(lines))
  }
}

extension ConversationImage {
  /// Without keys that somebody typed into a message.
  func hiding(_ secrets: KnownSecrets) -> ConversationImage {
    var image = self
    image.title = secrets.hidden(title)
    image.shape = secrets.hidden(shape)
    for index in image.messages.indices {
      image.messages[index].content = secrets.hidden(image.messages[index].content)
      image.messages[index].text = secrets.hidden(image.messages[index].text)
    }
    return image
  }
}

extension KnownSecrets {
  func hidden(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let hidden = hidden(bytes)
    // The same text shares its storage with what was kept before, which makes comparing them free.
    return hidden == bytes ? text : String(decoding: hidden, as: UTF8.self)
  }
}

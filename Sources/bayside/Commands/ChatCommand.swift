import Glibc
import RelayKit
import Workbench

/// `bayside chat`: one question, the answer on standard output.
struct ChatCommand {
  let options: ParsedOptions

  /// - Returns: the exit status; 5 when a guard held the request back.
  func run() async throws(UsageError) -> Int32 {
    let settings = try Settings(options, .process)
    let request = try ChatInput(options: options, settings: settings).request()
    try settings.begin()
    let maxCost = try CommandGuard.maxCost(options)
    let history = CommandHistory(settings)
    defer { history?.close() }
    let gate = await CommandGuard(
      settings, options, maxCost: maxCost, ledger: CommandGuard.ledger(settings, history))
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let prices: ComparePrices
    if settings.isDemo, maxCost == nil {
      prices = .kept(settings)
    } else {
      prices = await CompareCatalogue(settings).prices(of: request.model, relay, maxCost: maxCost)
    }
    let name = "\(KeptHistory.session)-1"
    guard gate.admits(request, as: name, prices: prices, maxCost: maxCost) else {
      return CommandGuard.heldStatus
    }
    let recording = try options["record"].map { path throws(UsageError) in try Recording(path) }
    let reporter = ExchangeReporter(asJSON: options.has("json"), recording: recording)
    let listed = prices.prices(of: request.model)
    let inputEstimate = prices.tokens(request).tokens
    let journal = history.map { history in
      history.journal(
        request, number: 1, .chat, of: "\(KeptHistory.session)-chat1", prices: listed,
        inputEstimate: inputEstimate)
    }
    let uncounted = history == nil ? ExchangeRecorder() : nil
    let (status, exchange) = reporter.follow { observer in
      relay.client.chat(
        request, id: journal?.name ?? name, startedAt: LocalClock.now
      ) { update in
        if case .began(let exchange) = update {
          history?.keep(request, exchange, as: "\(KeptHistory.session)-chat1")
        }
        journal?.take(update)
        if let whole = uncounted?.apply(update) {
          var record = UsageRecord(id: name, startedAt: whole.startedAt, model: request.model)
          record.end(with: whole, prices: listed, inputEstimate: inputEstimate)
          gate.ended(
            name,
            cost: CostOfRequest.dollars(record.figures, prices: listed, inputEstimate: inputEstimate))
        }
        observer(update)
      }
    }
    return await Self.savePictures(of: exchange, request, settings, relay, history) ?? status
  }

  /// Chats that draw: their pictures are files, as those of `bayside image`; the text names them.
  /// - Returns: the exit status when one of them could not be saved.
  private static func savePictures(
    of exchange: Exchange, _ request: ChatRequest, _ settings: Settings, _ relay: RelayConnection,
    _ history: CommandHistory?
  ) async -> Int32? {
    guard !exchange.answer.keptPictures.isEmpty else { return nil }
    let keeper = PictureKeeper(
      place: MediaPlace(directory: settings.imageDirectory), client: relay.client, store: history?.store)
    let question = request.messages.last { $0.role == "user" }?.parts ?? []
    let prompt = question.lazy.compactMap { if case .text(let text) = $0 { text } else { nil } }.first ?? ""
    let files = await keeper.keep(exchange, prompt: prompt)
    for file in files {
      let words = [file.isSaved ? "saved as \(file.path)." : "", file.note].filter { !$0.isEmpty }
      Output.notice("Picture \(file.position + 1): \(words.joined(separator: " "))")
    }
    return files.allSatisfy(\.isSaved) ? nil : 1
  }
}

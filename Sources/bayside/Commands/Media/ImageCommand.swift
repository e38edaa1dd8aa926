import Glibc
import HistoryStore
import RelayKit
import Synchronization
import Workbench

/// `bayside image`: pictures for a prompt, saved as files.
struct ImageCommand {
  let options: ParsedOptions

  /// - Returns: 0 all saved, 1 failed or something was not saved, 3 cut or a file is not whole, 5 held back, 128 + signal.
  func run() async throws(UsageError) -> Int32 {
    // Parameters of the configuration are for chats; those of the options are typed as pictures have them.
    let settings = try Settings(options.removing(["param"]), .process)
    let input = try MediaInput(options, settings, .image)
    let place = try Self.place(options, settings, input)
    try settings.begin()
    let maxCost = try CommandGuard.maxCost(options)
    let history = CommandHistory(settings)
    defer { history?.close() }
    let gate = await CommandGuard(
      settings, options, maxCost: maxCost, ledger: CommandGuard.ledger(settings, history))
    let request = input.request
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let prices = await CompareCatalogue(settings).prices(of: request.model, relay, maxCost: maxCost)
      .prices(of: request.model)
    let credit = CreditEstimate(media: request, prices: prices)
    let name = "\(KeptHistory.session)-1"
    guard gate.admits(PlannedRequest(.media(request), credit), as: name, maxCost: maxCost) else {
      return CommandGuard.heldStatus
    }
    let recording = try options["record"].map { path throws(UsageError) in try Recording(path) }
    let conversation = "\(KeptHistory.session)-image1"
    let journal = history?.journal(
      model: request.model, number: 1, request.kind == .imageEdit ? .edit : .image, of: conversation,
      prices: prices, inputEstimate: credit.inputTokens)
    let (exchange, interruption) = Self.ask(settings, recording) { observer in
      relay.client.make(
        request, id: journal?.name ?? name, startedAt: LocalClock.now
      ) { update in
        if case .began(let exchange) = update {
          history?.keep(input.draft, input.prompt, input.files, exchange, as: conversation)
        }
        journal?.take(update)
        observer(update)
      }
    }
    let figures = RunFigures(exchange, prices: prices, inputEstimate: credit.inputTokens)
    if history == nil {
      let cost = CostOfRequest.dollars(figures, prices: prices, inputEstimate: credit.inputTokens)
      gate.ended(name, cost: exchange.answer.keptPictures.isEmpty ? cost : cost ?? credit.total)
    }
    let keeper = PictureKeeper(place: place, client: relay.client, store: history?.store)
    let files = await keeper.keep(exchange, prompt: input.prompt)
    if !files.isEmpty {
      history?.keep(input.draft, input.prompt, input.files, exchange, files: files, as: conversation)
    }
    let report = ImageReport(exchange, files, figures: figures, interruption: interruption)
    if options.has("json") { Output.write(report.json.text() + "\n") } else { report.print() }
    guard let failure = recording?.failure else { return report.status }
    Output.notice(failure)
    return report.status == 0 ? 1 : report.status
  }

  /// Runs the exchange with signals taken and a line that says how long it takes.
  private static func ask(
    _ settings: Settings, _ recording: Recording?,
    _ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle
  ) -> (Exchange, ExchangeSession.Interruption?) {
    let line = WaitingLine(settings.environment)
    let began = VideoDesk.now
    var received = 0
    let session = ExchangeSession(
      tick: (
        200,
        {
          let seconds = NumberWords.seconds(VideoDesk.now - began)
          line.show(
            received == 0
              ? "waiting for pictures, \(seconds)" : "\(NumberWords.bytes(received)) came, \(seconds)")
        }
      ))
    let exchange = session.run(start) { update in
      recording?.take(update)
      if case .delta(let delta) = update { received += delta.bytes.count }
      return []
    }
    line.clear()
    return (exchange, session.interruption)
  }

  /// - Throws: when the name is taken: nothing is sent for a file that could not get its name.
  private static func place(
    _ options: ParsedOptions, _ settings: Settings, _ input: MediaInput
  ) throws(UsageError) -> MediaPlace {
    let place = try MediaPlace(options, directory: settings.imageDirectory)
    guard place.pattern != nil else { return place }
    let name = MediaFileName(prompt: input.prompt, time: VideoDesk.now, utcOffset: LocalClock.utcOffset)
    let count = max(1, input.draft.body["n"]?.intValue ?? 1)
    for number in 1...count {
      let path = place.names(name, model: input.draft.model, number: number, of: count, ending: "png")(1)
      if MediaPath.isTaken(path) {
        throw UsageError(sentence: "\(path) is there already; nothing was sent, and nothing is replaced.")
      }
    }
    return place
  }
}

extension MediaPlace {
  /// - Parameter directory: where files go unless `-o` says otherwise.
  init(_ options: ParsedOptions, directory: String) throws(UsageError) {
    let pattern: FileNamePattern?
    do throws(FileNamePattern.Problem) {
      pattern = try options["output"].map { text throws(FileNamePattern.Problem) in try FileNamePattern(text)
      }
    } catch {
      throw UsageError(sentence: "--output: \(error.sentence)")
    }
    self.init(directory: directory, pattern: pattern)
  }
}

import Glibc
import HistoryStore
import RelayKit
import Workbench

/// `bayside video submit`: asks for a video, once.
struct VideoSubmitting {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let settings = try Settings(options.removing(["param"]), .process)
    let input = try MediaInput(options, settings, .video)
    let place = try MediaPlace(options, directory: settings.videoDirectory)
    let path = try endpoint()
    try settings.begin()
    let maxCost = try CommandGuard.maxCost(options)
    let history = CommandHistory(settings)
    defer { history?.close() }
    let gate = await CommandGuard(
      settings, options, maxCost: maxCost, ledger: CommandGuard.ledger(settings, history))
    var request = input.request
    request.path = path ?? request.path
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let prices = await CompareCatalogue(settings).prices(of: request.model, relay, maxCost: maxCost)
      .prices(of: request.model)
    let credit = CreditEstimate(media: request, prices: prices)
    let name = "\(KeptHistory.session)-1"
    guard gate.admits(PlannedRequest(.media(request), credit), as: name, maxCost: maxCost) else {
      return CommandGuard.heldStatus
    }
    let waits = options.has("wait") || settings.isDemo
    if settings.isDemo, !options.has("wait") {
      Output.notice("The demo relay ends with this program, so the video is waited for.")
    }
    let progress = VideoProgress(settings.environment, isQuiet: options.has("json"))
    let desk = VideoDesk(settings, options, store: history?.store, place: place) { progress.take($0) }
    let task = task(request, input, credit, settings, relay)
    let journal = history?.journal(
      model: request.model, number: 1, .video, of: nil, prices: prices, inputEstimate: nil)
    let submission = VideoDesk.Submission(
      request: request, task: task, client: relay.client, journal: journal, place: place)
    // Nothing is given back by itself: what was asked for counts, whatever comes of it.
    defer { if history == nil { gate.ended(name, cost: credit.total) } }
    return await submit(submission, desk, progress, waits: waits, isKept: history != nil)
  }

  private func submit(
    _ submission: VideoDesk.Submission, _ desk: VideoDesk, _ progress: VideoProgress, waits: Bool,
    isKept: Bool
  ) async -> Int32 {
    LastWords.arm {
      progress.clear()
      Output.notice(
        "Stopped. What was submitted goes on at the relay and is charged; bayside video list shows it.")
    }
    let ticking = Ticking(milliseconds: 200) { progress.tick() }
    defer { withExtendedLifetime(ticking) {} }
    var task: VideoTask
    do throws(HistoryProblem) {
      task = try await desk.submit(submission)
    } catch {
      progress.clear()
      Output.notice(
        "Nothing was sent: a task is written down first, and that cannot be done now. \(error.sentence) --private submits without keeping it."
      )
      return 1
    }
    if waits {
      task = await desk.settled(task.id) ?? task
    } else if !isKept, task.serverID != nil {
      Output.notice("Nothing is kept in private mode; only this id leads to the video.")
    }
    progress.clear()
    print(task, waits: waits)
    let isAccepted = task.serverID != nil && !waits
    return isAccepted && task.isUnfinished ? 0 : VideoCommand.status(task)
  }

  /// The path of a video that was waited for, or the id to ask for it by.
  private func print(_ task: VideoTask, waits: Bool) {
    if options.has("json") { return Output.write(task.report.text() + "\n") }
    if task.file?.state == .whole {
      Output.writeAnswer((task.file?.path ?? "") + "\n")
    } else if task.serverID != nil, !waits {
      Output.writeAnswer(task.id + "\n")
    }
  }

  private func endpoint() throws(UsageError) -> String? {
    guard let path = options["endpoint"] else { return nil }
    guard ["/videos", "/video/generations"].contains(path) else {
      throw UsageError(sentence: "--endpoint needs /videos or /video/generations, not “\(path.prefix(40))”.")
    }
    return path
  }

  private func task(
    _ request: MediaRequest, _ input: MediaInput, _ credit: CreditEstimate, _ settings: Settings,
    _ relay: RelayConnection
  ) -> VideoTask {
    let exchange = "\(KeptHistory.session)-1"
    var task = VideoTask(
      id: "\(KeptHistory.session)-video1", exchange: exchange, startedAt: VideoDesk.now,
      relay: relay.baseURL.description, model: request.model, prompt: input.prompt, path: request.path)
    (task.profile, task.isDemo) = (settings.profile, settings.isDemo)
    (task.keyName, task.keyLabel) = (settings.namedKey?.name ?? "", settings.keyLabel)
    task.project = settings.namedKey?.project ?? ""
    task.asked = VideoTask.asked(of: request)
    (task.estimate, task.currency) = (credit.total, credit.currency)
    return task
  }
}

import Glibc
import RelayKit

/// `bayside chat`: one question, the answer on standard output.
struct ChatCommand {
  let options: ParsedOptions

  /// - Returns: the exit status; 5 when a guard held the request back.
  func run() async throws(UsageError) -> Int32 {
    let settings = try Settings(options, .process)
    let request = try ChatInput(options: options, settings: settings).request()
    if let sentence = settings.missingKey { throw UsageError(sentence: sentence) }
    for notice in settings.notices { Output.notice(notice) }
    let maxCost = try CommandGuard.maxCost(options)
    let gate = await CommandGuard(settings, options, maxCost: maxCost)
    guard gate.admits(request, prices: .kept(settings), maxCost: maxCost) else {
      return CommandGuard.heldStatus
    }
    let recording = try options["record"].map { path throws(UsageError) in try Recording(path) }
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let reporter = ExchangeReporter(asJSON: options.has("json"), recording: recording)
    return reporter.run { observer in
      relay.client.chat(
        request, id: "cli-\(getpid())-\(time(nil))", startedAt: Double(time(nil)), observer: observer)
    }
  }
}

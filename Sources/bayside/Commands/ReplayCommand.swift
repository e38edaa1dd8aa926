import RelayKit
import Workbench

/// `bayside replay`: a recorded exchange again, without a network, as it was printed live.
struct ReplayCommand {
  let options: ParsedOptions

  /// - Returns: the exit status, that of the recorded run.
  func run() throws(UsageError) -> Int32 {
    let updates = try Self.updates(options.operands.first ?? "-")
    let isFast = options.has("fast")
    return ExchangeReporter(asJSON: options.has("json"), isReplay: true).run { observer in
      ReplayHandle(updates, pace: isFast ? .times(ReplayHandle.atOnce) : .recorded, observer: observer)
    }
  }

  private static func updates(_ path: String) throws(UsageError) -> [ExchangeUpdate] {
    let bytes = try InputFile.bytes(path)
    do {
      return try ExchangeFileReader.updates(from: bytes)
    } catch {
      throw UsageError(sentence: "\(path): \(error.explanation)")
    }
  }
}

import RelayKit

/// `bayside models`: what the key may use, one id a line.
struct ModelsCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 done, 1 failed.
  func run() async throws(UsageError) -> Int32 {
    let relay = try RelayOptions(options)
    defer { relay.stop() }
    let models: [ModelEntry]
    do {
      models = try await relay.client.models()
    } catch {
      Output.notice(ErrorLine.text(error as? RelayError, outcome: "failed"))
      return 1
    }
    if options.has("json") {
      Output.write(JSONValue.array(models.map(\.json)).text(pretty: true) + "\n")
    } else {
      for model in models { Output.writeAnswer(model.id + "\n") }
    }
    return 0
  }
}

/// A failure in one line for standard error: kind, status, the relay's own words, request id.
enum ErrorLine {
  static func text(_ error: RelayError?, outcome: String) -> String {
    guard let error else { return outcome }
    let status = error.status.map { " \($0)" } ?? ""
    let id = error.requestID.map { " (request id \($0))" } ?? ""
    return "\(outcome): \(error.kind.rawValue)\(status) \(error.message)\(id)"
  }
}

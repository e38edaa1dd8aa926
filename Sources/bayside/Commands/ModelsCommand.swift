import RelayKit

/// `bayside models`: what the key may use, one id a line.
struct ModelsCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 done, 1 failed.
  func run() async throws(UsageError) -> Int32 {
    let settings = try Settings(options, .process)
    if let sentence = settings.missingKey { throw UsageError(sentence: sentence) }
    for notice in settings.notices { Output.notice(notice) }
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let models: [ModelEntry]
    do {
      models = try await relay.client.models()
    } catch {
      let known = error as? RelayError ?? RelayError(kind: .other, message: "\(error)")
      Output.notice(ErrorText(known).text)
      return 1
    }
    if options.has("json") {
      Output.write(JSONValue.array(models.map(\.json)).text(pretty: true) + "\n")
    } else {
      for model in models { Output.writeAnswer(model.id + "\n") }
      if models.isEmpty { Output.notice("The relay lists no models.") }
    }
    return 0
  }
}

import RelayKit

/// Who answers which request to the demo relay, and what lasts from one to the next.
final class DemoDesk: Sendable {
  private let run: String
  private let tokenMilliseconds: Int
  private let refusals = DemoRefusals()
  private let ledger = DemoLedger()
  private let files = DemoFiles()
  private let films: DemoFilms

  init(run: String, tokenMilliseconds: Int) {
    (self.run, self.tokenMilliseconds) = (run, tokenMilliseconds)
    // At the usual pace a state lasts a little more than a second.
    films = DemoFilms(
      files: files, ledger: ledger, run: run, stepSeconds: Double(tokenMilliseconds) * 0.075)
  }

  func script(for request: RecordedRequest) -> Script {
    let wire = DemoWire(requestID: "demo-\(run)-\(request.number + 1)")
    let path = request.path.split(separator: "?").first.map(String.init) ?? ""
    switch (request.method, path) {
    case ("GET", "/v1/models"): return wire.answer(DemoModels.list)
    case ("GET", "/api/pricing"): return wire.answer(DemoModels.pricing)
    case ("GET", "/api/status"): return wire.answer(DemoModels.status)
    case ("GET", "/api/usage/token/"): return wire.answer(ledger.usage)
    case ("GET", "/api/log/token"): return wire.answer(ledger.log)
    case ("POST", "/v1/chat/completions"): return chat(request, wire)
    case ("POST", "/v1/images/generations"), ("POST", "/v1/images/edits"):
      return images(request, wire, isEdit: path.hasSuffix("edits"))
    default: break
    }
    if let script = films.script(for: request, path, wire, origin: origin(request)) { return script }
    if path.hasPrefix(DemoFiles.root) { return files.script(for: request) }
    guard path.hasPrefix("/v1/") else { return .htmlPage() }
    return wire.error(404, "Invalid URL (\(request.method) \(path))", type: "invalid_request_error", code: "")
  }

  private func chat(_ request: RecordedRequest, _ wire: DemoWire) -> Script {
    guard let chat = try? ChatRequest(body: request.body) else {
      return wire.error(400, "The body is not a chat request", code: "invalid_request")
    }
    let asked = DemoChat(
      chat: chat, wire: wire.serving(chat.model), tokenMilliseconds: tokenMilliseconds, refusals: refusals)
    return ledger.charging(asked.script, for: asked)
  }

  private func images(_ request: RecordedRequest, _ wire: DemoWire, isEdit: Bool) -> Script {
    guard let form = DemoForm(request) else {
      return wire.error(400, "The body is no request for pictures", code: "invalid_request")
    }
    let images = DemoImages(
      form: form, wire: wire, files: files, origin: origin(request), run: run,
      milliseconds: tokenMilliseconds * 75, isEdit: isEdit)
    if images.model == "demo-fails" { return DemoImageFailure.script(for: images) }
    return ledger.charging(images.script, for: images)
  }

  private func origin(_ request: RecordedRequest) -> String {
    "http://" + (request.headers.first("Host") ?? "127.0.0.1")
  }
}

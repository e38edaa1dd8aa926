/// What is known about a request, for the sentences about its failure.
struct RequestFacts: Sendable {
  var method = ""
  var url = ""
  var model = ""
  var sentBytes = 0
  /// The last four signs of the key.
  var keyEnding: String?
  var limits = TransferLimits()
  var proxy: String?
  var expectedChoices = 1
  var answer = AnswerKind.chat
  /// What the relay listed last; empty when that is not known.
  var listedModels: @Sendable () -> [String] = { [] }

  /// Fills in what the error itself does not know. What it knows stays.
  func completed(_ error: RelayError) -> RelayError {
    var error = error
    func fill(_ name: String, _ value: String?) {
      if error.details[name] == nil, let value, !value.isEmpty { error.details[name] = value }
    }
    let address = Self.address(of: url)
    fill("host", address?.host)
    fill("port", address?.port)
    fill("url", url)
    fill("method", method)
    fill("model", model)
    if answer == .video { fill("for", "video") }
    if error.submissionAdvice != nil { error.isRetryable = false }
    fill("key", keyEnding)
    fill("proxy", proxy)
    if error.kind == .tooLarge { fill("size", ByteCount.text(sentBytes)) }
    if [.modelUnavailable, .badRequest, .notFound, .forbidden].contains(error.kind), !model.isEmpty {
      fillModel(into: &error)
    }
    if error.kind == .connectTimeout || error.kind == .cannotConnect {
      fill("seconds", limits.connectSeconds.map(Seconds.text))
    }
    if [.notFound, .notARelay].contains(error.kind) { fill("try", BaseURL.alternative(to: url)) }
    return error
  }

  /// A model that the relay does not list is the likeliest reason for many a refusal.
  private func fillModel(into error: inout RelayError) {
    let listed = listedModels()
    guard !listed.isEmpty, !listed.contains(model) else { return }
    error.details["listed"] = "no"
    error.details["closest"] = ModelNames.closest(to: model, among: listed)
  }

  /// Host and port of a URL that a request was sent to.
  private static func address(of url: String) -> (host: String, port: String)? {
    guard let mark = url.firstRange(of: "://") else { return nil }
    let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
    let port = colon.map { String(authority[authority.index(after: $0)...]) }
    return (
      String(authority[..<(colon ?? authority.endIndex)]), port ?? (url.hasPrefix("http:") ? "80" : "443")
    )
  }
}

/// Sizes as people read them.
enum ByteCount {
  /// `812 B`, `14 kB`, `1.2 MB`.
  static func text(_ bytes: Int) -> String {
    func tenths(_ unit: Int) -> String {
      let value = (bytes + unit / 20) / (unit / 10)
      return value >= 100 || value % 10 == 0 ? "\(value / 10)" : "\(value / 10).\(value % 10)"
    }
    if bytes < 1000 { return "\(bytes) B" }
    if bytes < 999_500 { return "\(tenths(1000)) kB" }
    if bytes < 999_500_000 { return "\(tenths(1_000_000)) MB" }
    return "\(tenths(1_000_000_000)) GB"
  }
}

enum Seconds {
  /// Up to two decimals, none that say nothing: `10`, `0.25`.
  static func text(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e12 else { return "\(seconds)" }
    let hundredths = Int((seconds * 100).rounded())
    if hundredths.isMultiple(of: 100) { return "\(hundredths / 100)" }
    return "\(Double(hundredths) / 100)"
  }
}

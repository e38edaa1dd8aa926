package import RelayKit

extension VideoTask {
  /// What a request asks for beside model and prompt, as it is shown: pictures by their size, no megabytes.
  package static func asked(of request: MediaRequest) -> [Asked] {
    let fields = request.fields.members.filter { !["model", "prompt"].contains($0.key) }
    return fields.flatMap { words($0.key, $0.value) }
      + request.files.map { Asked(name: $0.field, value: "\($0.name), \(NumberWords.bytes($0.bytes.count))") }
  }

  private static let longestText = 80

  private static func words(_ name: String, _ value: JSONValue) -> [Asked] {
    switch value {
    case .object(let object): return object.members.flatMap { words("\(name).\($0.key)", $0.value) }
    case .array(let values) where values.contains(where: { $0.stringValue?.hasPrefix("data:") == true }):
      return values.flatMap { words(name, $0) }
    case .string(let text) where text.hasPrefix("data:"):
      let type = text.dropFirst("data:".count).prefix { $0 != ";" && $0 != "," }
      // Four signs of base64 are three bytes.
      return [Asked(name: name, value: "\(type), \(NumberWords.bytes(text.utf8.count * 3 / 4))")]
    default:
      let text = value.stringValue ?? value.text()
      let short = text.count > longestText ? text.prefix(longestText - 1) + "…" : text[...]
      return [Asked(name: name, value: String(short))]
    }
  }
}

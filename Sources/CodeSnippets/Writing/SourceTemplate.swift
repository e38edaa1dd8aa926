import RelayKit

/// Source with gaps. A line that begins with `?name:` is there only where that flag is up; `?one&!two:` asks for more
/// than one, `!` for one that is down. `‹name›` is replaced by a value, which may have many lines and is not read
/// again. A gap alone on its line takes the line with it when its value is empty; a gap without a value stays, which
/// tests find.
struct SourceTemplate {
  var flags: Set<String>
  var values: [String: String]

  /// The flags and values that all languages share.
  init(_ request: SnippetRequest, _ options: SnippetOptions) {
    let isVideo = request.kind == .video
    let raised: [(String, Bool)] = [
      ("chat", request.kind == .chat), ("picture", request.kind == .image || request.kind == .imageEdit),
      ("form", request.kind == .imageEdit), ("json", request.kind != .imageEdit), ("video", isVideo),
      ("stream", request.streams && !isVideo), ("choices", request.hasChoices), ("tools", request.hasTools),
      ("retry", options.retriesOnce && !isVideo), ("limit", options.timeLimit != nil),
      ("usage", options.printsUsage && !isVideo), ("comments", options.comments),
      ("environment", options.key.text == nil),
    ]
    flags = Set(raised.filter(\.1).map(\.0))
    let quoted = { (texts: [String]) in texts.map { "\"\($0)\"" }.joined(separator: ", ") }
    values = [
      "variable": SnippetWords.keyVariable, "limit": options.timeLimit.map(String.init) ?? "",
      "extension": request.imageExtension, "separator": SnippetWords.separator,
      "retry words": SnippetWords.retry, "retry pause": String(SnippetWords.retryPause),
      "video words": SnippetWords.video, "video file": SnippetWords.videoFile,
      "poll words": SnippetWords.poll, "poll pause": String(SnippetWords.pollPause),
      "poll factor": SnippetWords.pollFactor, "poll longest": String(SnippetWords.longestPollPause),
      "poll limit": String(SnippetWords.pollLimit), "done": quoted(SnippetWords.doneStatuses),
      "failed": quoted(SnippetWords.failedStatuses),
    ]
  }

  mutating func raise(_ flag: String, if isUp: Bool) { if isUp { flags.insert(flag) } }

  /// - Parameter indent: stands for each four spaces at the beginning of a line of the template.
  func fill(_ template: String, indent: String = "    ") -> String {
    var text = ""
    if template.isEmpty { return "" }
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let line = kept(line) else { continue }
      let depth = line.prefix { $0 == " " }.count / 4
      let code = line.dropFirst(depth * 4)
      let filled = filled(code)
      if filled.isEmpty, !code.isEmpty { continue }
      if !filled.isEmpty { text += String(repeating: indent, count: depth) + filled }
      text += "\n"
    }
    return text
  }

  /// The line without its condition; `nil` where that does not hold.
  private func kept(_ line: Substring) -> Substring? {
    guard line.first == "?", let colon = line.firstIndex(of: ":") else { return line }
    for condition in line[..<colon].dropFirst().split(separator: "&") {
      let isUp = flags.contains(condition.first == "!" ? String(condition.dropFirst()) : String(condition))
      if isUp == (condition.first == "!") { return nil }
    }
    return line[line.index(after: colon)...]
  }

  private func filled(_ line: Substring) -> String {
    var (result, rest) = ("", line)
    while let open = rest.firstIndex(of: "‹"), let close = rest[open...].firstIndex(of: "›") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open] + (values[name] ?? "‹\(name)›")
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

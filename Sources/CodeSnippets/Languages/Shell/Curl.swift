import RelayKit

extension SnippetLanguage {
  static let curl = SnippetLanguage(
    id: "curl", title: "curl", aliases: ["bash", "sh", "shell"], fileExtension: "sh", highlighting: "bash",
    check: .executed,
    clients: [
      SnippetClient(id: "curl", title: "curl") { request, options in
        switch options.shell {
        case .posix: Curl(request: request, options: options).text
        case .powershell: CurlOnWindows(request: request, options: options).powerShellText
        case .cmd: CurlOnWindows(request: request, options: options).promptText
        }
      }
    ])
}

/// curl as a POSIX shell runs it.
struct Curl {
  private var script: ShellScript
  private var request: SnippetRequest { script.request }
  private var options: SnippetOptions { script.options }

  init(request: SnippetRequest, options: SnippetOptions) {
    script = ShellScript(request: request, options: options)
  }

  var text: String {
    var copy = self
    copy.write()
    return copy.script.out.text
  }

  private mutating func write() {
    switch request.kind {
    case .chat: writePrinting()
    case .image, .imageEdit:
      guard !request.streams else { return writePrinting() }
      script.writeImages(post: post(isSilent: true), download: "curl -sSL \"$image\" -o \"$name\"")
    case .video:
      let key = script.authorization(separator: ": ")
      let extra = request.headers.map { " -H " + Self.header($0) }.joined()
      script.writeVideo(
        post: post(isSilent: true),
        get: { "curl -sSL --fail-with-body --retry 3 \($0) -H \(key)\(extra)" },
        download: { "curl -fsSL \($0) -H \(key)\(extra)" })
    }
  }

  /// The answer goes to standard output as it comes.
  private mutating func writePrinting() {
    if options.retriesOnce { script.out.comment(SnippetWords.retry) }
    script.out.line(post(isSilent: false))
  }

  static func header(_ header: HTTPHeader) -> String {
    // A header without a value ends with a semicolon; with a colon curl would leave it out.
    ShellQuoting.word(header.value.isEmpty ? header.name + ";" : "\(header.name): \(header.value)")
  }

  private func post(isSilent: Bool) -> String {
    var first = ["curl"]
    if isSilent { first.append("-sS") }
    if request.streams { first.append("-N") }
    var lines = [(first + [ShellQuoting.word(request.url)]).joined(separator: " "), "--fail-with-body"]
    if options.retriesOnce, request.kind != .video {
      lines.append("--retry 1 --retry-delay \(SnippetWords.retryPause) --retry-connrefused")
    }
    if let seconds = options.timeLimit { lines.append("--max-time \(seconds)") }
    lines.append("-H " + script.authorization(separator: ": "))
    if request.kind != .imageEdit { lines.append("-H 'Content-Type: application/json'") }
    lines += request.headers.map { "-H " + Self.header($0) }
    guard request.kind != .imageEdit else {
      lines += request.formFields.map { "--form-string " + ShellQuoting.word("\($0.name)=\($0.value)") }
      lines += request.files.map { "-F " + ShellQuoting.word(Self.formFile($0)) }
      return lines.joined(separator: " \\\n  ")
    }
    let body = JSONText.bytes(request)
    guard ShellScript.needsPipe(body) else {
      lines.append("--data-raw " + ShellQuoting.word(body))
      return lines.joined(separator: " \\\n  ")
    }
    lines.append("--data-binary @-")
    return ShellScript.pipe(body) + "\n  " + lines.joined(separator: " \\\n  ")
  }

  /// In quotes of curl's own, since a comma or semicolon would end the path.
  private static func formFile(_ file: SnippetFile) -> String {
    var path = ""
    for scalar in file.path.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { path += "\\" }
      path.unicodeScalars.append(scalar)
    }
    return "\(file.field)=@\"\(path)\";type=\(file.mediaType)"
  }
}

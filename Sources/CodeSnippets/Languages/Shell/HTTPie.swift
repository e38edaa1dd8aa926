import RelayKit

extension SnippetLanguage {
  static let httpie = SnippetLanguage(
    id: "httpie", title: "HTTPie", aliases: ["xh"], fileExtension: "sh", highlighting: "bash",
    check: .executed,
    clients: [
      SnippetClient(id: "httpie", title: "HTTPie", install: "pip install httpie") {
        HTTPie(request: $0, options: $1).text
      }
    ])
}

/// HTTPie in a POSIX shell. The body goes as one text, since its own way to write JSON changes numbers.
struct HTTPie {
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
    if options.retriesOnce, request.kind != .video { script.out.note("HTTPie has no second try of its own.") }
    switch request.kind {
    case .chat: script.out.line(post)
    case .image, .imageEdit:
      guard !request.streams else { return script.out.line(post) }
      script.writeImages(
        post: post, download: "http --ignore-stdin --check-status --follow --body GET \"$image\" > \"$name\"")
    case .video:
      let key = script.authorization(separator: ":")
      let extra = request.headers.map { " " + Self.header($0) }.joined()
      let get = { (link: String) in
        "http --ignore-stdin --check-status --follow --body GET \(link) \(key)\(extra)"
      }
      script.writeVideo(post: post, get: get, download: get)
    }
  }

  private static func header(_ header: HTTPHeader) -> String {
    ShellQuoting.word(header.value.isEmpty ? header.name + ";" : "\(header.name):\(header.value)")
  }

  private var post: String {
    let body = JSONText.bytes(request)
    let isForm = request.kind == .imageEdit
    let isPiped = !isForm && ShellScript.needsPipe(body)
    var flags = ["--check-status", "--body"]
    if !isPiped { flags.insert("--ignore-stdin", at: 0) }
    if request.streams { flags.append("--stream") }
    if isForm { flags.append("--multipart") }
    if let seconds = options.timeLimit { flags.append("--timeout \(seconds)") }
    var lines = ["http " + flags.joined(separator: " ") + " POST " + ShellQuoting.word(request.url)]
    lines.append(script.authorization(separator: ":"))
    lines += request.headers.map(Self.header)
    if isForm {
      lines += request.formFields.map { ShellQuoting.word("\($0.name)=\($0.value)") }
      lines += request.files.map { ShellQuoting.word("\($0.field)@\($0.path);type=\($0.mediaType)") }
    } else {
      lines.append("Content-Type:application/json")
      if !isPiped { lines.append("--raw " + ShellQuoting.word(body)) }
    }
    let command = lines.joined(separator: " \\\n  ")
    return isPiped ? ShellScript.pipe(body) + "\n  " + command : command
  }
}

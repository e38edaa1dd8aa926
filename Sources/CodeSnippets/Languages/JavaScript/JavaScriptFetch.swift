import RelayKit

/// JavaScript and TypeScript with nothing but what Node, Deno and Bun have.
struct JavaScriptFetch {
  private let parts: JavaScriptParts
  private var request: SnippetRequest { parts.request }
  private var options: SnippetOptions { parts.options }
  private var out: SourceText

  init(request: SnippetRequest, options: SnippetOptions, isTyped: Bool) {
    parts = JavaScriptParts(request: request, options: options, isTyped: isTyped)
    out = SourceText(indent: "  ", commentSign: "// ", comments: options.comments)
  }

  var text: String {
    var copy = self
    copy.write()
    return copy.out.text
  }

  private mutating func write() {
    writeImports()
    out.line("const url = " + JavaScript.quoted(request.url) + ";")
    writeHeaders()
    request.kind == .imageEdit ? writeForm() : writeBody()
    out.line()
    writeSending()
    let parts = parts
    switch request.kind {
    case .chat where request.streams:
      writeLines()
      parts.writeCollectors(&out)
      writeEvents { parts.writePiece("event", &$0) }
      parts.writeEnd(&out)
    case .chat:
      writeJSON()
      parts.writeAnswer(&out)
    case .image where request.streams, .imageEdit where request.streams:
      writeLines()
      out.line("let number = 0;")
      writeEvents(parts.writeImageEvent)
    case .image, .imageEdit:
      writeJSON()
      parts.writeImages(&out)
    case .video: writeVideo()
    }
  }

  private mutating func writeImports() {
    let names =
      (request.kind == .imageEdit ? ["readFile"] : []) + (request.kind == .chat ? [] : ["writeFile"])
    guard !names.isEmpty else {
      // Without imports it would be no module, and could not wait at its top level.
      if parts.isTyped { out.line("export {};\n") }
      return
    }
    out.line("import { \(names.joined(separator: ", ")) } from \"node:fs/promises\";")
    out.line()
  }

  private mutating func writeJSON() {
    out.line(
      "\(request.kind == .video ? "let" : "const") answer\(parts.type("any")) = await response.json();")
  }

  // MARK: - Request

  private mutating func writeHeaders() {
    let (request, options) = (request, options)
    out.block("const headers = {", "};") { out in
      if let key = options.key.text {
        out.line("Authorization: \(JavaScript.quoted("Bearer " + key)),")
      } else {
        out.line("Authorization: `Bearer ${process.env.\(SnippetWords.keyVariable)}`,")
      }
      if request.kind != .imageEdit { out.line("\"Content-Type\": \"application/json\",") }
      for header in request.headers {
        out.line("\(JavaScript.quoted(header.name)): \(JavaScript.headerValue(header.value)),")
      }
    }
  }

  private var sendsText: Bool { !JSONValue.object(request.body).numbers.allSatisfy(JavaScript.holds) }

  private mutating func writeBody() {
    if sendsText {
      out.note("As text, because a number in it has more digits than a number of JavaScript.")
      out.line("const body = " + JavaScript.quoted(JSONValue.object(request.body).text()) + ";")
    } else {
      out.line("const body = " + JavaScript.style.text(.object(request.body), taken: 14) + ";")
    }
  }

  private mutating func writeForm() {
    out.line("const body = new FormData();")
    for field in request.formFields {
      out.line("body.append(\(JavaScript.quoted(field.name)), \(JavaScript.quoted(field.value)));")
    }
    for file in request.files {
      let (field, path) = (JavaScript.quoted(file.field), JavaScript.quoted(file.path))
      let type = JavaScript.quoted(file.mediaType)
      out.block("body.append(", ");") { out in
        out.line("\(field),")
        out.line("new Blob([await readFile(\(path))], { type: \(type) }),")
        out.line("\(JavaScript.quoted(file.name)),")
      }
    }
  }

  private var signal: String? { options.timeLimit.map { "signal: AbortSignal.timeout(\($0)_000)" } }

  private mutating func writeSending() {
    let body = request.kind == .imageEdit || sendsText ? "body" : "body: JSON.stringify(body)"
    let settings = ["method: \"POST\"", "headers", body, signal].compactMap { $0 }
    let opening = options.retriesOnce && request.kind != .video ? "const send = () => " : "response = await "
    var call = "fetch(url, { \(settings.joined(separator: ", ")) })"
    if opening.utf8.count + call.utf8.count > 90 {
      call = "fetch(url, {\n" + settings.map { "  \($0),\n" }.joined() + "})"
    }
    if request.kind == .video { out.comment(SnippetWords.video) }
    if options.retriesOnce, request.kind != .video {
      out.line("const send = () => \(call);")
      out.comment(SnippetWords.retry)
      if options.timeLimit == nil {
        out.line("let response = await send().catch(() => undefined);")
      } else {
        out.block("let response = await send().catch((error) => {", "});") { out in
          out.line("if (error.name === \"TimeoutError\") throw error;")
        }
      }
      out.block("if (!response || response.status === 429 || response.status >= 500) {", "}") { out in
        out.line("await new Promise((resolve) => setTimeout(resolve, \(SnippetWords.retryPause)_000));")
        out.line("response = await send();")
      }
    } else {
      out.line("\(request.kind == .video ? "let" : "const") response = await \(call);")
    }
    out.line("if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);")
    out.line()
  }

  // MARK: - Stream

  private mutating func writeLines() {
    let isTyped = parts.isTyped
    let head = isTyped ? "(response: Response): AsyncGenerator<string, void, undefined>" : "(response)"
    let bytes = isTyped ? "response.body as unknown as AsyncIterable<Uint8Array>" : "response.body"
    out.block("async function* lines\(head) {", "}") { out in
      out.line("const decoder = new TextDecoder();")
      out.line("let rest = \"\";")
      out.block("for await (const bytes of \(bytes)) {", "}") { out in
        out.line("const whole = (rest + decoder.decode(bytes, { stream: true })).split(\"\\n\");")
        out.line("rest = whole.pop()\(isTyped ? " ?? \"\"" : "");")
        out.line("yield* whole;")
      }
      out.line("yield rest;")
    }
    out.line()
  }

  private mutating func writeEvents(_ body: (inout SourceText) -> Void) {
    let comment = options.comments ? " // blank lines, comments, names of events" : ""
    out.block("for await (const line of lines(response)) {", "}") { out in
      out.line("const data = line.replace(/^data:/, \"\").trim();")
      out.line("if (data === \"[DONE]\") break;")
      out.line("if (!data.startsWith(\"{\")) continue;\(comment)")
      out.line("const event = JSON.parse(data);")
      out.line("if (event.error) throw new Error(JSON.stringify(event.error));")
      body(&out)
    }
  }

  // MARK: - Video

  private mutating func writeVideo() {
    let settings = ["headers", signal].compactMap { $0 }.joined(separator: ", ")
    let content = JavaScript.quoted(request.baseURL + "/videos/") + " + video + \"/content\""
    writeJSON()
    parts.writePolling(&out) { out in
      out.line("response = await fetch(`${url}/${video}`, { \(settings) });")
      out.line("if (response.ok) answer = await response.json();")
      out.block("else if (response.status !== 429 && response.status < 500) {", "}") { out in
        out.line("throw new Error(`HTTP ${response.status}: ${await response.text()}`);")
      }
    }
    out.line("response = await fetch(\(content), { \(settings) });")
    out.line("if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);")
    out.line("await writeFile(\"\(SnippetWords.videoFile)\", Buffer.from(await response.arrayBuffer()));")
    out.line("console.log(\"\(SnippetWords.videoFile)\");")
  }
}

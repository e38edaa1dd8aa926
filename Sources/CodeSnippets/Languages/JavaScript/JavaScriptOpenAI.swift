import RelayKit

/// JavaScript and TypeScript with the SDK of OpenAI, which sends every key of an object as it is.
struct JavaScriptOpenAI {
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
    writeClient()
    out.line()
    writeNumberNotes()
    let parts = parts
    switch request.kind {
    case .chat where request.streams:
      writeCall(
        "stream", "client.chat.completions.create", "Chat.Completions.ChatCompletionCreateParamsStreaming")
      parts.writeCollectors(&out)
      out.block("for await (const chunk of stream) {", "}") { parts.writePiece("chunk", &$0) }
      parts.writeEnd(&out)
    case .chat:
      writeCall(
        "answer", "client.chat.completions.create", "Chat.Completions.ChatCompletionCreateParamsNonStreaming")
      parts.writeAnswer(&out)
    case .image where request.streams, .imageEdit where request.streams:
      writeImageCall("stream")
      out.line("let number = 0;")
      let any = parts.isTyped ? "stream as AsyncIterable<any>" : "stream"
      out.block("for await (const event of \(any)) {", "}", body: parts.writeImageEvent)
    case .image, .imageEdit:
      writeImageCall("answer")
      parts.writeImages(&out)
    case .video: writeVideo()
    }
  }

  private mutating func writeImports() {
    if request.kind == .imageEdit { out.line("import { createReadStream } from \"node:fs\";") }
    if request.kind != .chat { out.line("import { writeFile } from \"node:fs/promises\";") }
    out.line("import OpenAI\(request.kind == .imageEdit ? ", { toFile }" : "") from \"openai\";")
    out.line()
  }

  private mutating func writeClient() {
    let (request, options) = (request, options)
    let retries = options.retriesOnce && request.kind != .video
    out.block("const client = new OpenAI({", "});") { out in
      out.line("baseURL: \(JavaScript.quoted(request.baseURL)),")
      out.line("apiKey: \(JavaScript.key(options)),")
      if request.kind == .video {
        out.comment(SnippetWords.video)
      } else if retries {
        out.comment(SnippetWords.retry)
      }
      out.line("maxRetries: \(retries ? 1 : 0),")
      if let seconds = options.timeLimit {
        out.comment("Until the answer begins.")
        out.line("timeout: \(seconds)_000,")
      }
      if !request.headers.isEmpty {
        out.block("defaultHeaders: {", "},") { out in
          for header in request.headers {
            out.line("\(JavaScript.quoted(header.name)): \(JavaScript.headerValue(header.value)),")
          }
        }
      }
    }
  }

  private mutating func writeNumberNotes() {
    guard request.kind != .imageEdit else { return }
    for number in JSONValue.object(request.body).numbers where !JavaScript.holds(number) {
      out.note("JavaScript cannot hold \(number.text.prefix(60)): another number, or null, will be sent.")
    }
  }

  /// The keys that the types of the SDK know for long.
  private static let known: Set<String> = [
    "messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction",
    "presence_penalty", "prompt_cache_key", "reasoning_effort", "response_format", "safety_identifier",
    "seed",
    "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools",
    "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
  ]
  private static let knownForImages: Set<String> = [
    "prompt", "background", "model", "moderation", "n", "output_compression", "output_format",
    "partial_images", "quality", "response_format", "size", "stream", "style", "user",
  ]

  /// Types refuse keys that they do not know, unless one says that it is meant.
  private func cast(_ type: String, known: Set<String>) -> String {
    let isKnown = request.body.members.allSatisfy { known.contains($0.key) }
    return parts.isTyped && !isKnown ? " as unknown as OpenAI.\(type)" : ""
  }

  private mutating func writeCall(_ result: String, _ method: String, _ type: String) {
    let cast = cast(type, known: Self.known)
    let opening = "const \(result) = await \(method)("
    let body = JavaScript.style.text(.object(request.body), taken: opening.utf8.count + cast.utf8.count + 2)
    if !cast.isEmpty { out.comment("The SDK sends keys too that its types do not know.") }
    out.line(opening + body + cast + ");")
    out.line()
  }

  private mutating func writeImageCall(_ result: String) {
    guard request.kind == .imageEdit else {
      let type = "Images.ImageGenerateParams" + (request.streams ? "Streaming" : "NonStreaming")
      let cast = cast(type, known: Self.knownForImages)
      let opening = "const \(result) = await client.images.generate("
      let body = JavaScript.style.text(.object(request.body), taken: opening.utf8.count + cast.utf8.count + 2)
      out.line(opening + body + cast + ");")
      out.line()
      return
    }
    let request = request
    let cast = parts.isTyped ? " as any" : ""
    out.block("const \(result) = await client.images.edit({", "}\(cast));") { out in
      let images = request.files.filter { $0.field != "mask" }
      if images.count > 1 || images.contains(where: { $0.field.hasSuffix("[]") }) {
        out.block("image: [", "],") { out in
          for file in images { out.line(Self.file(file) + ",") }
        }
      } else if let image = images.first {
        out.line("image: \(Self.file(image)),")
      }
      if let mask = request.files.first(where: { $0.field == "mask" }) {
        out.line("mask: \(Self.file(mask)),")
      }
      for member in request.body.members {
        out.line(JavaScript.style.member(key: member.key, member.value, depth: out.depth) + ",")
      }
    }
    out.line()
  }

  private static func file(_ file: SnippetFile) -> String {
    let (path, name) = (JavaScript.quoted(file.path), JavaScript.quoted(file.name))
    return "await toFile(createReadStream(\(path)), \(name), { type: \(JavaScript.quoted(file.mediaType)) })"
  }

  // MARK: - Video

  /// The SDK's own calls for videos send a form and read one shape of answer; its general calls take what relays
  /// take and give.
  private mutating func writeVideo() {
    let path = request.path
    let body = JavaScript.style.text(.object(request.body), depth: 1, taken: 7)
    out.block("let answer\(parts.type("any")) = await client.post(\(JavaScript.quoted(path)), {", "});") {
      out in
      out.line("body: \(body),")
    }
    parts.writePolling(&out) { out in
      out.line("answer = await client.get(`\(path)/${video}`, { maxRetries: 3 });")
    }
    out.line("const content = await client.videos.downloadContent(video);")
    out.line("await writeFile(\"\(SnippetWords.videoFile)\", Buffer.from(await content.arrayBuffer()));")
    out.line("console.log(\"\(SnippetWords.videoFile)\");")
  }
}

import RelayKit

/// Python with the SDK of OpenAI.
struct PythonOpenAI {
  let request: SnippetRequest
  let options: SnippetOptions
  private var modules: Set<String> = []
  private var out: SourceText

  init(request: SnippetRequest, options: SnippetOptions) {
    self.request = request
    self.options = options
    out = SourceText(commentSign: "# ", comments: options.comments)
  }

  var text: String {
    var copy = self
    copy.write()
    return Python.source(
      standard: copy.modules, others: ["from openai import OpenAI"], rest: copy.out)
  }

  private mutating func write() {
    writeClient()
    out.line()
    switch request.kind {
    case .chat:
      writeCall(request.streams ? "stream" : "completion", "client.chat.completions.create", Self.chatNames)
      out.line()
      request.streams ? writeChatStream() : writeCompletion()
    case .image, .imageEdit:
      let method = request.kind == .image ? "client.images.generate" : "client.images.edit"
      writeCall(request.streams ? "stream" : "result", method, Self.imageNames)
      out.line()
      request.streams ? writeImageStream() : writeImages()
    case .video: writeVideo()
    }
  }

  // MARK: - Request

  private mutating func writeClient() {
    let isVideo = request.kind == .video
    if options.key.text == nil { modules.insert("os") }
    let key = options.key.text.map(Python.quoted) ?? "os.environ[\"\(SnippetWords.keyVariable)\"]"
    let retries = options.retriesOnce && !isVideo
    let (baseURL, timeLimit, headers) = (request.baseURL, options.timeLimit, request.headers)
    out.block("client = OpenAI(", ")") { out in
      out.line("base_url=\(Python.quoted(baseURL)),")
      out.line("api_key=\(key),")
      if isVideo {
        out.comment(SnippetWords.video)
      } else if retries {
        out.comment(SnippetWords.retry)
      }
      out.line("max_retries=\(retries ? 1 : 0),")
      if let seconds = timeLimit {
        out.comment("Counts the seconds without any byte, not those of the whole answer.")
        out.line("timeout=\(seconds),")
      }
      if !headers.isEmpty {
        out.block("default_headers={", "},") { out in
          for header in headers {
            out.line("\(Python.quoted(header.name)): \(Python.headerValue(header.value)),")
          }
        }
      }
    }
  }

  /// What the SDK takes as arguments of their own, and has taken for long; the rest goes into `extra_body`.
  private static let chatNames: Set<String> = [
    "messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction",
    "presence_penalty", "prompt_cache_key", "reasoning_effort", "response_format", "safety_identifier",
    "seed",
    "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools",
    "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
  ]
  private static let imageNames: Set<String> = [
    "prompt", "background", "model", "n", "output_compression", "output_format", "partial_images", "quality",
    "response_format", "size", "stream", "user",
  ]
  private static let generateNames: Set<String> = ["moderation", "style"]

  private mutating func writeCall(_ result: String, _ method: String, _ names: Set<String>) {
    var names = names
    if request.kind == .image { names.formUnion(Self.generateNames) }
    if request.kind == .imageEdit { names.insert("input_fidelity") }
    let (direct, extra) = request.body.members.reduce(into: (JSONObject(), JSONObject())) { parts, member in
      if names.contains(member.key) {
        parts.0[member.key] = member.value
      } else {
        parts.1[member.key] = member.value
      }
    }
    writeNumberNote()
    let writer = self
    out.block("\(result) = \(method)(", ")") { out in
      writer.writeFiles(&out)
      for member in direct.members {
        let taken = member.key.utf8.count + 2
        out.line("\(member.key)=\(Python.style.text(member.value, depth: out.depth, taken: taken)),")
      }
      if !extra.members.isEmpty {
        out.comment("Keys that the SDK has no argument for.")
        out.line("extra_body=\(Python.style.text(.object(extra), depth: out.depth, taken: 12)),")
      }
    }
  }

  private mutating func writeNumberNote() {
    guard request.kind != .imageEdit else { return }
    for number in JSONValue.object(request.body).numbers where !Python.holds(number) {
      out.note("Python cannot hold \(number.text.prefix(60)): another number, or none, will be sent.")
    }
  }

  private func writeFiles(_ out: inout SourceText) {
    let images = request.files.filter { $0.field != "mask" }
    let list = images.count > 1 || images.contains { $0.field.hasSuffix("[]") }
    if list {
      out.block("image=[", "],") { out in
        for file in images { out.line(Self.file(file) + ",") }
      }
    } else if let image = images.first {
      out.line("image=\(Self.file(image)),")
    }
    if let mask = request.files.first(where: { $0.field == "mask" }) {
      out.line("mask=\(Self.file(mask)),")
    }
  }

  private static func file(_ file: SnippetFile) -> String {
    let parts = [
      Python.quoted(file.name), "open(\(Python.quoted(file.path)), \"rb\")", Python.quoted(file.mediaType),
    ]
    return "(\(parts.joined(separator: ", ")))"
  }

  // MARK: - Chat

  private mutating func writeUsage(_ input: String = "prompt_tokens", _ output: String = "completion_tokens")
  {
    guard options.printsUsage else { return }
    modules.insert("sys")
    out.block("if usage:") { out in
      out.line("print(f\"{usage.\(input)} tokens in, {usage.\(output)} out\", file=sys.stderr)")
    }
  }

  private mutating func writeCompletion() {
    let hasTools = request.hasTools
    modules.insert("sys")
    out.block("if not completion.choices:") { $0.line("sys.exit(completion.to_json())") }
    if request.hasChoices {
      out.line("texts = [choice.message.content or \"\" for choice in completion.choices]")
      out.line("print(\"\\n\(SnippetWords.separator)\\n\".join(texts))")
    } else {
      out.line("print(completion.choices[0].message.content or \"\")")
    }
    if hasTools {
      out.block("for choice in completion.choices:") { out in
        out.block("for call in choice.message.tool_calls or []:") { out in
          out.line("print(f\"{call.function.name}({call.function.arguments})\")")
        }
      }
    }
    if options.printsUsage { out.line("usage = completion.usage") }
    writeUsage()
  }

  private mutating func writeChatStream() {
    let (hasChoices, hasTools, printsUsage) = (request.hasChoices, request.hasTools, options.printsUsage)
    if hasChoices { out.line("others = {}") }
    if hasTools { out.line("calls = {}") }
    if printsUsage { out.line("usage = None") }
    out.block("for chunk in stream:") { out in
      if printsUsage { out.line("usage = chunk.usage or usage") }
      out.block("for choice in chunk.choices or []:") { out in
        out.block("if not choice.delta:") { $0.line("continue") }
        if hasChoices {
          out.block("if choice.index == 0:") { out in
            out.line("print(choice.delta.content or \"\", end=\"\", flush=True)")
          }
          out.block("else:") { out in
            out.line("text = choice.delta.content or \"\"")
            out.line("others[choice.index] = others.get(choice.index, \"\") + text")
          }
        } else {
          out.line("print(choice.delta.content or \"\", end=\"\", flush=True)")
        }
        if hasTools {
          out.block("for call in choice.delta.tool_calls or []:") { out in
            out.line("place = (choice.index or 0, call.index if call.index is not None else len(calls))")
            out.line("name, arguments = calls.get(place, (\"\", \"\"))")
            out.block("calls[place] = (", ")") { out in
              out.line("name or call.function.name or \"\",")
              out.line("arguments + (call.function.arguments or \"\"),")
            }
          }
        }
      }
    }
    out.line("print()")
    if hasChoices {
      out.block("for number in sorted(others):") { out in
        out.line("print(\"\(SnippetWords.separator)\\n\" + others[number])")
      }
    }
    if hasTools {
      out.block("for _, (name, arguments) in sorted(calls.items()):") { out in
        out.line("print(f\"{name}({arguments})\")")
      }
    }
    writeUsage()
  }

  // MARK: - Images

  private mutating func writeImages() {
    modules.formUnion(["base64", "sys", "urllib.request"])
    let name = "f\"image-{number}.\(request.imageExtension)\""
    out.block("if not result.data:") { $0.line("sys.exit(result.to_json())") }
    out.block("for number, image in enumerate(result.data, start=1):") { out in
      out.line("name = \(name)")
      out.block("if image.b64_json:") { out in
        out.block("with open(name, \"wb\") as file:") { out in
          out.line("file.write(base64.b64decode(image.b64_json))")
        }
      }
      out.block("else:") { $0.line("urllib.request.urlretrieve(image.url, name)") }
      out.line("print(name)")
    }
    if options.printsUsage { out.line("usage = result.usage") }
    writeUsage("input_tokens", "output_tokens")
  }

  private mutating func writeImageStream() {
    modules.insert("base64")
    let name = "f\"image-{number}.\(request.imageExtension)\""
    let printsUsage = options.printsUsage
    out.line("number = 0")
    if printsUsage { out.line("usage = None") }
    out.block("for event in stream:") { out in
      out.block("if event.type.endswith(\".completed\"):") { out in
        out.line("number += 1")
        out.line("name = \(name)")
        out.block("with open(name, \"wb\") as file:") { out in
          out.line("file.write(base64.b64decode(event.b64_json))")
        }
        out.line("print(name)")
        if printsUsage { out.line("usage = event.usage") }
      }
    }
    writeUsage("input_tokens", "output_tokens")
  }

  // MARK: - Video

  /// The SDK's own calls for videos send a form and read one shape of answer; its general calls take what relays
  /// take and give.
  private mutating func writeVideo() {
    modules.formUnion(["sys", "time"])
    let (request, path) = (request, Python.quoted(request.path))
    out.line()
    out.block("def unwrapped(answer):") { out in
      out.line("return answer[\"data\"] if isinstance(answer.get(\"data\"), dict) else answer")
    }
    out.line()
    out.line()
    writeNumberNote()
    let body = Python.style.text(.object(request.body), depth: 1, taken: 6)
    out.block("answer = client.post(", ")") { out in
      out.line("\(path),")
      out.line("body=\(body),")
      out.line("cast_to=object,")
    }
    out.line("video = unwrapped(answer).get(\"id\") or unwrapped(answer).get(\"task_id\")")
    out.block("if not video:") { $0.line("sys.exit(str(answer))") }
    out.line("print(video, file=sys.stderr)")
    out.line()
    out.comment(SnippetWords.poll)
    out.line("pause = \(SnippetWords.pollPause)")
    out.line("end = time.monotonic() + \(SnippetWords.pollLimit)")
    out.block("while time.monotonic() < end:") { out in
      out.line(
        "answer = client.with_options(max_retries=3).get(f\"\(request.path)/{video}\", cast_to=object)")
      out.line("status = str(unwrapped(answer).get(\"status\")).lower()")
      out.block("if status in \(Python.doneStatuses):") { $0.line("break") }
      out.block("if status in \(Python.failedStatuses):") { $0.line("sys.exit(str(answer))") }
      out.line("time.sleep(pause)")
      out.line("pause = min(pause * \(SnippetWords.pollFactor), \(SnippetWords.longestPollPause))")
    }
    out.block("else:") { $0.line("sys.exit(f\"{video} is not done yet.\")") }
    out.line()
    out.block("with open(\"\(SnippetWords.videoFile)\", \"wb\") as file:") { out in
      out.line("file.write(client.get(f\"/videos/{video}/content\", cast_to=bytes))")
    }
    out.line("print(\"\(SnippetWords.videoFile)\")")
  }
}

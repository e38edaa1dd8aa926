import RelayKit

/// Python with a client that knows HTTP and nothing of the API.
struct PythonHTTP {
  enum Library: String {
    case requests, httpx
  }

  let request: SnippetRequest
  let options: SnippetOptions
  let library: Library
  private var modules: Set<String> = ["sys"]
  private var out: SourceText

  init(request: SnippetRequest, options: SnippetOptions, library: Library) {
    self.request = request
    self.options = options
    self.library = library
    out = SourceText(commentSign: "# ", comments: options.comments)
  }

  var text: String {
    var copy = self
    copy.write()
    return Python.source(
      standard: copy.modules, others: ["import " + library.rawValue], rest: copy.out)
  }

  private mutating func write() {
    out.line("url = " + Python.quoted(request.url))
    writeHeaders()
    request.kind == .imageEdit ? writeForm() : writeBody()
    let startsWithFunction = library == .requests && options.retriesOnce && request.kind != .video
    if !startsWithFunction { out.line() }
    writeSending()
    switch request.kind {
    case .chat: request.streams ? writeChatStream() : writeChatAnswer()
    case .image, .imageEdit: request.streams ? writeImageStream() : writeImages()
    case .video: writeVideo()
    }
  }

  // MARK: - Request

  private mutating func writeHeaders() {
    var members: [String] = []
    if let key = options.key.text {
      members.append("\"Authorization\": " + Python.quoted("Bearer " + key))
    } else {
      modules.insert("os")
      members.append("\"Authorization\": f\"Bearer {os.environ['\(SnippetWords.keyVariable)']}\"")
    }
    if sendsText { members.append("\"Content-Type\": \"application/json\"") }
    members += request.headers.map { Python.quoted($0.name) + ": " + Python.headerValue($0.value) }
    if members.count == 1 {
      out.line("headers = {\(members[0])}")
    } else {
      out.block("headers = {", "}") { out in out.lines(members.map { $0 + "," }) }
    }
  }

  /// Whether the body has a number that Python would change.
  private var sendsText: Bool {
    request.kind != .imageEdit && !JSONValue.object(request.body).numbers.allSatisfy(Python.holds)
  }

  private mutating func writeBody() {
    if sendsText {
      out.note("As text, because a number in it has more digits than a float of Python.")
      out.line("body = " + Python.quoted(JSONValue.object(request.body).text()))
    } else {
      out.line("body = " + Python.style.text(.object(request.body), taken: 7))
    }
  }

  private mutating func writeForm() {
    var form = JSONObject()
    for field in request.formFields { form[field.name] = .string(field.value) }
    out.line("data = " + Python.style.text(.object(form), taken: 7))
    out.block("files = [", "]") { out in
      for file in request.files {
        let parts = [Python.quoted(file.name), "open(\(Python.quoted(file.path)), \"rb\")"]
        let values = (parts + [Python.quoted(file.mediaType)]).joined(separator: ", ")
        out.line("(\(Python.quoted(file.field)), (\(values))),")
      }
    }
  }

  private var content: String {
    if request.kind == .imageEdit { return "data=data, files=files" }
    guard sendsText else { return "json=body" }
    return library == .requests ? "data=body.encode()" : "content=body.encode()"
  }

  /// As an argument; httpx would give up after five seconds if nothing were said.
  private var timeout: String {
    if let seconds = options.timeLimit { return ", timeout=\(seconds)" }
    return library == .httpx ? ", timeout=None" : ""
  }

  private var call: String {
    let streams = request.streams && request.kind != .video
    if library == .requests {
      return "requests.post(url, headers=headers, \(content)\(streams ? ", stream=True" : "")\(timeout))"
    }
    return streams
      ? "client.send(client.build_request(\"POST\", url, headers=headers, \(content)), stream=True)"
      : "client.post(url, headers=headers, \(content))"
  }

  private mutating func writeSending() {
    if library == .httpx {
      writeTimeLimitNote(&out)
      let limit = options.timeLimit.map(String.init) ?? "None"
      out.line("client = httpx.Client(timeout=\(limit))")
    }
    if request.kind == .video { out.comment(SnippetWords.video) }
    let retries = options.retriesOnce && request.kind != .video
    if retries {
      writeRetry()
    } else {
      if library == .requests { writeTimeLimitNote(&out) }
      out.line("response = " + call)
    }
    out.block("if \(isFailure):") { out in
      if library == .httpx, request.streams { out.line("response.read()") }
      out.line("sys.exit(f\"HTTP {response.status_code}: {response.text}\")")
    }
    out.line()
  }

  private func writeTimeLimitNote(_ out: inout SourceText) {
    if options.timeLimit != nil {
      out.comment("The time limit counts the seconds without any byte, not those of the whole answer.")
    }
  }

  private var isFailure: String { library == .requests ? "not response.ok" : "response.is_error" }

  private mutating func writeRetry() {
    modules.insert("time")
    let failure = library == .requests ? "requests.ConnectionError" : "httpx.ConnectError"
    let call = call
    // The files of a form are read to their ends by the first try.
    let rewinds = request.kind == .imageEdit
    let writer = self
    out.lines("", "")
    out.block("def send():") { out in
      if writer.library == .requests { writer.writeTimeLimitNote(&out) }
      out.line("return \(call)")
    }
    out.lines("", "")
    out.comment(SnippetWords.retry)
    out.block("try:") { $0.line("response = send()") }
    out.block("except \(failure):") { $0.line("response = None") }
    out.block("if response is None or response.status_code == 429 or response.status_code >= 500:") { out in
      out.line("time.sleep(\(SnippetWords.retryPause))")
      if rewinds { out.block("for _, (_, file, _) in files:") { $0.line("file.seek(0)") } }
      out.line("response = send()")
    }
  }

  // MARK: - Chat

  private mutating func writeUsage() {
    guard options.printsUsage else { return }
    out.block("if usage:") { out in
      out.block("print(", ")") { out in
        out.line("f\"{usage['prompt_tokens']} tokens in, {usage['completion_tokens']} out\", file=sys.stderr")
      }
    }
  }

  private mutating func writeChatAnswer() {
    let (hasChoices, hasTools, printsUsage) = (request.hasChoices, request.hasTools, options.printsUsage)
    out.line("answer = response.json()")
    out.block("if not answer.get(\"choices\"):") { $0.line("sys.exit(response.text)") }
    if hasChoices {
      out.line("texts = [choice[\"message\"].get(\"content\") or \"\" for choice in answer[\"choices\"]]")
      out.line("print(\"\\n\(SnippetWords.separator)\\n\".join(texts))")
    } else {
      out.line("print(answer[\"choices\"][0][\"message\"].get(\"content\") or \"\")")
    }
    if hasTools {
      out.block("for choice in answer[\"choices\"]:") { out in
        out.block("for call in choice[\"message\"].get(\"tool_calls\") or []:") { out in
          out.line("print(f\"{call['function']['name']}({call['function']['arguments']})\")")
        }
      }
    }
    if printsUsage { out.line("usage = answer.get(\"usage\")") }
    writeUsage()
  }

  /// The lines of a stream; `body` reads `event`.
  private mutating func writeEvents(_ body: (inout SourceText) -> Void) {
    modules.insert("json")
    if library == .httpx {
      out.line()
      out.block("def lines():") { out in
        out.comment("iter_lines() would also split at characters that JSON may hold.")
        out.line("rest = b\"\"")
        out.block("for chunk in response.iter_bytes():") { out in
          out.line("*whole, rest = (rest + chunk).split(b\"\\n\")")
          out.line("yield from whole")
        }
        out.line("yield rest")
      }
      out.line()
      out.line()
    }
    out.block("for line in \(library == .httpx ? "lines()" : "response.iter_lines()"):") { out in
      out.line("data = line.removeprefix(b\"data:\").strip()")
      out.block("if data == b\"[DONE]\":") { $0.line("break") }
      out.block("if not data.startswith(b\"{\"):") { out in
        out.line("continue" + (options.comments ? "  # blank lines, comments, names of events" : ""))
      }
      out.line("event = json.loads(data)")
      out.block("if event.get(\"error\"):") { $0.line("sys.exit(f\"\\n{event['error']}\")") }
      body(&out)
    }
  }

  private mutating func writeChatStream() {
    let (hasChoices, hasTools, printsUsage) = (request.hasChoices, request.hasTools, options.printsUsage)
    if hasChoices { out.line("others = {}") }
    if hasTools { out.line("calls = {}") }
    if printsUsage { out.line("usage = None") }
    writeEvents { out in
      if printsUsage { out.line("usage = event.get(\"usage\") or usage") }
      out.block("for choice in event.get(\"choices\") or []:") { out in
        out.line("delta = choice.get(\"delta\") or {}")
        if hasChoices || hasTools { out.line("number = choice.get(\"index\") or 0") }
        if hasChoices {
          out.block("if number == 0:") { out in
            out.line("print(delta.get(\"content\") or \"\", end=\"\", flush=True)")
          }
          out.block("else:") { out in
            out.line("others[number] = others.get(number, \"\") + (delta.get(\"content\") or \"\")")
          }
        } else {
          out.line("print(delta.get(\"content\") or \"\", end=\"\", flush=True)")
        }
        if hasTools {
          out.block("for call in delta.get(\"tool_calls\") or []:") { out in
            out.line("function = call.get(\"function\") or {}")
            out.line("place = (number, call.get(\"index\", len(calls)))")
            out.line("name, arguments = calls.get(place, (\"\", \"\"))")
            out.block("calls[place] = (", ")") { out in
              out.line("name or function.get(\"name\") or \"\",")
              out.line("arguments + (function.get(\"arguments\") or \"\"),")
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

  /// Writes one picture, which `item` holds as base64 or as a link, to `name`.
  private func writeSaving(_ out: inout SourceText) {
    let get =
      library == .requests
      ? "requests.get(item[\"url\"]\(timeout))" : "client.get(item[\"url\"], follow_redirects=True)"
    out.block("if item.get(\"b64_json\"):") { $0.line("data = base64.b64decode(item[\"b64_json\"])") }
    out.block("else:") { out in
      out.line("response = \(get)")
      out.line("response.raise_for_status()")
      out.line("data = response.content")
    }
    out.block("with open(name, \"wb\") as file:") { $0.line("file.write(data)") }
    out.line("print(name)")
  }

  private mutating func writeImages() {
    modules.insert("base64")
    let name = "f\"image-{number}.\(request.imageExtension)\""
    let writer = self
    out.line("answer = response.json()")
    out.block("if not answer.get(\"data\"):") { $0.line("sys.exit(response.text)") }
    out.block("for number, item in enumerate(answer[\"data\"], start=1):") { out in
      out.line("name = \(name)")
      writer.writeSaving(&out)
    }
    if options.printsUsage { writer.writeImageUsage("answer", &out) }
  }

  private func writeImageUsage(_ holder: String, _ out: inout SourceText) {
    out.line("usage = \(holder).get(\"usage\")")
    out.block("if usage:") { out in
      out.block("print(", ")") { out in
        out.line("f\"{usage['input_tokens']} tokens in, {usage['output_tokens']} out\", file=sys.stderr")
      }
    }
  }

  private mutating func writeImageStream() {
    modules.insert("base64")
    let name = "f\"image-{number}.\(request.imageExtension)\""
    let writer = self
    out.line("number = 0")
    writeEvents { out in
      out.block("if event.get(\"type\", \"\").endswith(\".completed\"):") { out in
        out.line("number += 1")
        out.line("name = \(name)")
        out.line("item = event")
        writer.writeSaving(&out)
        if writer.options.printsUsage { writer.writeImageUsage("event", &out) }
      }
    }
  }

  // MARK: - Video

  private mutating func writeVideo() {
    modules.insert("time")
    let get =
      library == .requests
      ? "requests.get(f\"{url}/{video}\", headers=headers\(timeout))"
      : "client.get(f\"{url}/{video}\", headers=headers)"
    let content = Python.quoted(request.baseURL + "/videos/") + " + video + \"/content\""
    out.line()
    out.block("def unwrapped(answer):") { out in
      out.line("return answer[\"data\"] if isinstance(answer.get(\"data\"), dict) else answer")
    }
    out.line()
    out.line()
    out.line("task = unwrapped(response.json())")
    out.line("video = task.get(\"id\") or task.get(\"task_id\")")
    out.block("if not video:") { $0.line("sys.exit(response.text)") }
    out.line("print(video, file=sys.stderr)")
    out.line()
    out.comment(SnippetWords.poll)
    out.line("pause = \(SnippetWords.pollPause)")
    out.line("end = time.monotonic() + \(SnippetWords.pollLimit)")
    out.block("while time.monotonic() < end:") { out in
      out.line("response = \(get)")
      out.block("if response.status_code == 200:") { out in
        out.line("status = str(unwrapped(response.json()).get(\"status\")).lower()")
        out.block("if status in \(Python.doneStatuses):") { $0.line("break") }
        out.block("if status in \(Python.failedStatuses):") { $0.line("sys.exit(response.text)") }
      }
      out.block("elif response.status_code != 429 and response.status_code < 500:") { out in
        out.line("sys.exit(f\"HTTP {response.status_code}: {response.text}\")")
      }
      out.line("time.sleep(pause)")
      out.line("pause = min(pause * \(SnippetWords.pollFactor), \(SnippetWords.longestPollPause))")
    }
    out.block("else:") { $0.line("sys.exit(f\"{video} is not done yet.\")") }
    out.line()
    out.line("content = \(content)")
    let isRequests = library == .requests
    let open =
      isRequests
      ? "with requests.get(content, headers=headers, stream=True\(timeout)) as response:"
      : "with client.stream(\"GET\", content, headers=headers, follow_redirects=True) as response:"
    out.block(open) { out in
      out.line("response.raise_for_status()")
      out.block("with open(\"\(SnippetWords.videoFile)\", \"wb\") as file:") { out in
        out.block("for chunk in response.\(isRequests ? "iter_content(65536)" : "iter_bytes()"):") { out in
          out.line("file.write(chunk)")
        }
      }
    }
    out.line("print(\"\(SnippetWords.videoFile)\")")
  }
}

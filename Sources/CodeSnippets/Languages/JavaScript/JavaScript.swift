import RelayKit

extension SnippetLanguage {
  static let javascript = SnippetLanguage(
    id: "javascript", title: "JavaScript", aliases: ["js", "node"], fileExtension: "mjs",
    highlighting: "javascript", check: .executed, clients: JavaScript.clients(isTyped: false))

  static let typescript = SnippetLanguage(
    id: "typescript", title: "TypeScript", aliases: ["ts"], fileExtension: "ts", highlighting: "typescript",
    check: .executed, clients: JavaScript.clients(isTyped: true))
}

/// What all clients of JavaScript and TypeScript write alike. The source is a module: it waits at its top level.
enum JavaScript {
  fileprivate static func clients(isTyped: Bool) -> [SnippetClient] {
    [
      SnippetClient(id: "openai", title: "openai SDK", install: "npm install openai") {
        JavaScriptOpenAI(request: $0, options: $1, isTyped: isTyped).text
      },
      SnippetClient(id: "fetch", title: "fetch") {
        JavaScriptFetch(request: $0, options: $1, isTyped: isTyped).text
      },
    ]
  }

  static let style: LiteralStyle = {
    var style = LiteralStyle(string: quoted)
    style.indent = "  "
    style.object.padding = " "
    style.key = key
    return style
  }()

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text) { code in
      code < 0x100 ? "\\x" + QuotedText.hexadecimal(code, digits: 2) : QuotedText.utf16Codes(code)
    }
  }

  /// Bare where it is a name. The key `__proto__` would set the prototype if it were not computed.
  private static func key(_ name: String) -> String {
    if name == "__proto__" { return "[\"__proto__\"]" }
    let signs = name.utf8
    let isName = signs.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    let startsWithDigit = signs.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? true
    return isName && !startsWithDigit ? name : quoted(name)
  }

  /// Whether a number comes out of a program as it went in: all of them are doubles.
  static func holds(_ number: NumberLiteral) -> Bool { number.fitsDouble }

  /// Headers as an object. What is not ASCII is sent as UTF-8, whose bytes it takes as characters.
  static func headerValue(_ value: String) -> String {
    guard !value.utf8.allSatisfy({ $0 < 0x80 }) else { return quoted(value) }
    return "Buffer.from(\(quoted(value))).toString(\"latin1\")"
  }

  /// An expression for the key.
  static func key(_ options: SnippetOptions) -> String {
    options.key.text.map(quoted) ?? "process.env.\(SnippetWords.keyVariable)"
  }

  static var doneStatuses: String { list(SnippetWords.doneStatuses) }
  static var failedStatuses: String { list(SnippetWords.failedStatuses) }
  private static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }
}

/// The parts of a program that do not depend on the client.
struct JavaScriptParts {
  let request: SnippetRequest
  let options: SnippetOptions
  let isTyped: Bool

  /// A type where there are types.
  func type(_ name: String) -> String { isTyped ? ": " + name : "" }

  /// Variables that collect what is not printed at once.
  func writeCollectors(_ out: inout SourceText) {
    if request.hasChoices { out.line("const others\(type("Record<number, string>")) = {};") }
    if request.hasTools {
      let call = "{ place: string; name: string; text: string }[]"
      out.line("const calls\(type(call)) = [];")
    }
    if options.printsUsage { out.line("let usage\(type("any"));") }
  }

  /// What a piece of a stream, named `holder`, brings.
  func writePiece(_ holder: String, _ out: inout SourceText) {
    if options.printsUsage { out.line("usage = \(holder).usage ?? usage;") }
    out.block("for (const choice of \(holder).choices ?? []) {", "}") { out in
      let text = "choice.delta?.content ?? \"\""
      if request.hasChoices {
        out.line("if (choice.index === 0) process.stdout.write(\(text));")
        out.line("else others[choice.index] = (others[choice.index] ?? \"\") + (\(text));")
      } else {
        out.line("process.stdout.write(\(text));")
      }
      if request.hasTools {
        out.block("for (const call of choice.delta?.tool_calls ?? []) {", "}") { out in
          out.line("const place = `${choice.index} ${call.index ?? calls.length}`;")
          out.line("let known = calls.find((one) => one.place === place);")
          out.line("if (!known) calls.push((known = { place, name: \"\", text: \"\" }));")
          out.line("known.name ||= call.function?.name ?? \"\";")
          out.line("known.text += call.function?.arguments ?? \"\";")
        }
      }
    }
  }

  /// What is printed behind a stream.
  func writeEnd(_ out: inout SourceText) {
    out.line("console.log();")
    if request.hasChoices {
      out.line(
        "for (const text of Object.values(others)) console.log(`\(SnippetWords.separator)\\n${text}`);")
    }
    if request.hasTools { out.line("for (const { name, text } of calls) console.log(`${name}(${text})`);") }
    if options.printsUsage { writeUsage("usage", "prompt_tokens", "completion_tokens", &out) }
  }

  func writeUsage(_ holder: String, _ input: String, _ output: String, _ out: inout SourceText) {
    out.line(
      "if (\(holder)) console.error(`${\(holder).\(input)} tokens in, ${\(holder).\(output)} out`);")
  }

  /// What a whole answer, named `answer`, holds.
  func writeAnswer(_ out: inout SourceText) {
    out.line("if (!answer.choices?.length) throw new Error(JSON.stringify(answer));")
    if request.hasChoices {
      let each = isTyped ? "(choice: any)" : "(choice)"
      out.line("const texts = answer.choices.map(\(each) => choice.message.content ?? \"\");")
      out.line("console.log(texts.join(\"\\n\(SnippetWords.separator)\\n\"));")
    } else {
      out.line("console.log(answer.choices[0].message.content ?? \"\");")
    }
    if request.hasTools {
      let calls = isTyped ? "(choice.message.tool_calls ?? []) as any[]" : "choice.message.tool_calls ?? []"
      out.block("for (const choice of answer.choices) {", "}") { out in
        out.block("for (const call of \(calls)) {", "}") { out in
          out.line("console.log(`${call.function.name}(${call.function.arguments})`);")
        }
      }
    }
    if options.printsUsage { writeUsage("answer.usage", "prompt_tokens", "completion_tokens", &out) }
  }

  /// Saves the pictures of `answer`.
  func writeImages(_ out: inout SourceText) {
    out.line("if (!answer.data?.length) throw new Error(JSON.stringify(answer));")
    out.block("for (const [index, image] of answer.data.entries()) {", "}") { out in
      out.line("const name = `image-${index + 1}.\(request.imageExtension)`;")
      out.block("const data = image.b64_json") { out in
        out.line("? Buffer.from(image.b64_json, \"base64\")")
        out.line(": Buffer.from(await (await fetch(image.url\(isTyped ? "!" : ""))).arrayBuffer());")
      }
      out.line("await writeFile(name, data);")
      out.line("console.log(name);")
    }
    if options.printsUsage { writeUsage("answer.usage", "input_tokens", "output_tokens", &out) }
  }

  /// Saves the picture of an event of a stream.
  func writeImageEvent(_ out: inout SourceText) {
    out.block("if (event.type?.endsWith(\".completed\")) {", "}") { out in
      out.line("const name = `image-${++number}.\(request.imageExtension)`;")
      out.line("await writeFile(name, Buffer.from(event.b64_json, \"base64\"));")
      out.line("console.log(name);")
      if options.printsUsage { writeUsage("event.usage", "input_tokens", "output_tokens", &out) }
    }
  }

  /// From the answer to the submission, in `answer`, to the one that says that the video is there.
  /// - Parameter ask: gives `answer` a new value; `pause` follows.
  func writePolling(_ out: inout SourceText, ask: (inout SourceText) -> Void) {
    let any = type("any")
    out.line(
      "const unwrapped = (answer\(any)) => (answer.data && !Array.isArray(answer.data) ? answer.data : answer);"
    )
    out.line("const video = unwrapped(answer).id ?? unwrapped(answer).task_id;")
    out.line("if (!video) throw new Error(JSON.stringify(answer));")
    out.line("console.error(video);")
    out.line()
    out.comment(SnippetWords.poll)
    out.line("const end = Date.now() + \(SnippetWords.pollLimit)_000;")
    let next = "pause = Math.min(pause * \(SnippetWords.pollFactor), \(SnippetWords.longestPollPause))"
    out.block("for (let pause = \(SnippetWords.pollPause); ; \(next)) {", "}") { out in
      ask(&out)
      out.line("const status = String(unwrapped(answer).status).toLowerCase();")
      out.line("if (\(JavaScript.doneStatuses).includes(status)) break;")
      out.line("if (\(JavaScript.failedStatuses).includes(status)) throw new Error(JSON.stringify(answer));")
      out.line("if (Date.now() > end) throw new Error(`${video} is not done yet.`);")
      out.line("await new Promise((resolve) => setTimeout(resolve, pause * 1000));")
    }
    out.line()
  }
}

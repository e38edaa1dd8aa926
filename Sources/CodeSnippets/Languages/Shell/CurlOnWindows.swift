import RelayKit

/// curl as the shells of Windows run it. The body is ASCII: it is not known in which encoding a shell hands it on.
struct CurlOnWindows {
  let request: SnippetRequest
  let options: SnippetOptions

  private var settings: [String] {
    var settings = ["--fail-with-body"]
    if options.retriesOnce, request.kind != .video {
      settings.append("--retry 1 --retry-delay \(SnippetWords.retryPause) --retry-connrefused")
    }
    if let seconds = options.timeLimit { settings.append("--max-time \(seconds)") }
    return settings
  }

  // MARK: - PowerShell

  var powerShellText: String {
    let isForm = request.kind == .imageEdit
    var out = SourceText(commentSign: "# ", comments: options.comments)
    let quote: (String) -> String = { PowerShell.argument($0) }
    let key =
      options.key.text.map { quote("Authorization: Bearer \($0)") }
      ?? "\"Authorization: Bearer $env:\(SnippetWords.keyVariable)\""
    let headers = ["-H " + key] + request.headers.map { "-H " + quote("\($0.name): \($0.value)") }
    var lines = ["curl.exe\(request.streams ? " -N" : "") \(quote(request.url))"] + settings + headers
    if isForm {
      lines += request.formFields.map { "--form-string " + quote("\($0.name)=\($0.value)") }
      lines += request.files.map { "-F " + quote("\($0.field)=@\($0.path);type=\($0.mediaType)") }
    } else {
      lines += ["-H 'Content-Type: application/json'", "--data-binary '@-'"]
    }
    let isEscaped = lines.contains { $0.contains("\\\"") }
    if isEscaped { out.line("$PSNativeCommandArgumentPassing = 'Legacy'") }
    if request.kind == .video { out.comment(SnippetWords.video) }
    let command = lines.joined(separator: " `\n  ")
    if isForm {
      out.line(command)
    } else {
      out.line("@'\n\(JSONText.ascii(request.body))\n'@ | \(command)")
    }
    if request.kind == .video {
      out.line()
      out.comment("Put in the id of the answer, and ask until the status is completed.")
      out.line("$video = 'task_...'")
      out.line((["curl.exe \"\(request.url)/$video\""] + headers).joined(separator: " `\n  "))
      let content = "curl.exe -L \"\(request.baseURL)/videos/$video/content\" -o \(SnippetWords.videoFile)"
      out.line(([content] + headers).joined(separator: " `\n  "))
    }
    return out.text
  }

  // MARK: - The prompt

  /// What the prompt reads before the program gets to see it; JSON can do without them.
  private static let special: Set<Unicode.Scalar> = ["%", "^", "&", "|", "<", ">", "!", "\"", "\\"]
  /// Longer lines are refused by the prompt.
  private static let longestLine = 8000

  var promptText: String {
    var out = SourceText(commentSign: "rem ", comments: options.comments)
    let key = "-H \"Authorization: Bearer \(options.key.text ?? "%\(SnippetWords.keyVariable)%")\""
    let headers = [key] + request.headers.map { "-H " + Self.word("\($0.name): \($0.value)") }
    var lines = ["curl\(request.streams ? " -N" : "") " + Self.word(request.url)] + settings + headers
    if request.headers.contains(where: { $0.value.contains("%") }) {
      out.note("In a batch file, write %% for % in a header.")
    }
    if request.kind == .imageEdit {
      lines += request.formFields.map { "--form-string " + Self.word("\($0.name)=\($0.value)") }
      lines += request.files.map { "-F " + Self.word("\($0.field)=@\($0.path);type=\($0.mediaType)") }
    } else {
      lines.append("-H \"Content-Type: application/json\"")
      let body = JSONText.ascii(request.body, codes: Self.special)
      if body.utf8.count < Self.longestLine - 500 {
        lines.append("--data-raw " + Self.word(body))
      } else {
        out.note("The prompt takes no line of more than 8191 characters: save the JSON as body.json.")
        lines.append("--data-binary @body.json")
      }
    }
    if request.kind == .video { out.comment(SnippetWords.video) }
    out.line(lines.joined(separator: " ^\n  "))
    if request.kind == .video {
      out.line()
      out.comment("Put in the id of the answer, and ask until the status is completed.")
      out.line("set VIDEO=task_...")
      out.line((["curl " + Self.word(request.url + "/%VIDEO%")] + headers).joined(separator: " ^\n  "))
      let content =
        "curl -L \(Self.word(request.baseURL + "/videos/%VIDEO%/content")) -o \(SnippetWords.videoFile)"
      out.line(([content] + headers).joined(separator: " ^\n  "))
    }
    return out.text
  }

  /// In quotes as the programs of Windows read them: a quote inside is escaped, and so are backslashes before one.
  static func word(_ text: String) -> String {
    var word = "\""
    var backslashes = 0
    for scalar in text.unicodeScalars {
      if scalar == "\\" {
        backslashes += 1
      } else {
        if scalar == "\"" { word += String(repeating: "\\", count: backslashes + 1) }
        backslashes = 0
      }
      word.unicodeScalars.append(scalar)
    }
    return word + String(repeating: "\\", count: backslashes) + "\""
  }
}

import RelayKit

extension SnippetLanguage {
  static let powershell = SnippetLanguage(
    id: "powershell", title: "PowerShell", aliases: ["ps", "ps1", "pwsh"], fileExtension: "ps1",
    highlighting: "powershell", check: .unchecked,
    clients: [
      SnippetClient(id: "web", title: "Invoke-RestMethod") { PowerShell(request: $0, options: $1).text }
    ])
}

/// PowerShell 7. The source is ASCII, since Windows PowerShell reads other files in an encoding of its own.
struct PowerShell {
  let request: SnippetRequest
  let options: SnippetOptions
  private var out: SourceText

  init(request: SnippetRequest, options: SnippetOptions) {
    self.request = request
    self.options = options
    out = SourceText(commentSign: "# ", comments: options.comments)
  }

  var text: String {
    var copy = self
    copy.write()
    return copy.out.text
  }

  /// In single quotes, where only they have a meaning; the curly ones count as such. What is not ASCII is put
  /// together from codes.
  static func quoted(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) }) else {
      return QuotedText.make(text, quote: "'") { $0 == "'" ? "''" : nil }
    }
    let units = text.utf16.map { "0x" + QuotedText.hexadecimal(UInt32($0), digits: 1) }
    return "(-join [char[]](\(units.joined(separator: ", "))))"
  }

  /// For a program: its quotes are escaped as `$PSNativeCommandArgumentPassing = 'Legacy'` wants it.
  static func argument(_ text: String) -> String {
    let word = CurlOnWindows.word(text)
    return quoted(String(word.dropFirst().dropLast()))
  }

  private mutating func write() {
    out.line("$ErrorActionPreference = 'Stop'")
    writeHeaders()
    request.kind == .imageEdit ? writeForm() : out.line("$body = @'\n\(JSONText.ascii(request.body))\n'@")
    out.line()
    switch request.kind {
    case .chat where request.streams, .image where request.streams: writeStream()
    case .chat:
      writeSending()
      writeAnswer()
    case .image, .imageEdit:
      writeSending()
      writeImages()
    case .video: writeVideo()
    }
  }

  // MARK: - Request

  private mutating func writeHeaders() {
    let (request, options) = (request, options)
    out.block("$headers = @{", "}") { out in
      let key =
        options.key.text.map { Self.quoted("Bearer \($0)") } ?? "\"Bearer $env:\(SnippetWords.keyVariable)\""
      out.line("'Authorization' = \(key)")
      for header in request.headers { out.line("\(Self.quoted(header.name)) = \(Self.quoted(header.value))") }
    }
  }

  private mutating func writeForm() {
    let request = request
    out.block("$form = @{", "}") { out in
      for field in request.formFields { out.line("\(Self.quoted(field.name)) = \(Self.quoted(field.value))") }
      var fields: [String] = []
      for file in request.files where !fields.contains(file.field) { fields.append(file.field) }
      for field in fields {
        let files = request.files.filter { $0.field == field }.map {
          "(Get-Item -LiteralPath \(Self.quoted($0.path)))"
        }
        out.line("\(Self.quoted(field)) = " + files.joined(separator: ", "))
      }
    }
  }

  private mutating func writeSending() {
    var words = ["Invoke-RestMethod \(Self.quoted(request.url)) -Method Post -Headers $headers"]
    words.append(
      request.kind == .imageEdit
        ? "-Form $form" : "-ContentType 'application/json' -Body $body")
    if let seconds = options.timeLimit { words.append("-TimeoutSec \(seconds)") }
    if options.retriesOnce, request.kind != .video {
      out.comment("One more try after a pause.")
      words.append("-MaximumRetryCount 1 -RetryIntervalSec \(SnippetWords.retryPause)")
    }
    if request.kind == .video { out.comment(SnippetWords.video) }
    out.line("$answer = " + words.joined(separator: " `\n    "))
  }

  // MARK: - Chat

  private mutating func writeUsage(_ input: String, _ output: String, holder: String = "$answer.usage") {
    guard options.printsUsage else { return }
    out.line(
      "if (\(holder)) { [Console]::Error.WriteLine(\"$(\(holder).\(input)) tokens in, $(\(holder).\(output)) out\") }"
    )
  }

  private mutating func writeAnswer() {
    out.line("if (-not $answer.choices) { throw ($answer | ConvertTo-Json -Depth 20) }")
    out.line("$answer.choices.message.content -join \"`n\(SnippetWords.separator)`n\"")
    if request.hasTools {
      out.block("foreach ($call in $answer.choices.message.tool_calls) {", "}") { out in
        out.line("if ($call) { \"$($call.function.name)($($call.function.arguments))\" }")
      }
    }
    writeUsage("prompt_tokens", "completion_tokens")
  }

  /// Only the classes of .NET give an answer while it comes.
  private mutating func writeStream() {
    let (request, options) = (request, options)
    let collects = request.hasChoices || request.hasTools
    out.line("$client = [Net.Http.HttpClient]::new()")
    if let seconds = options.timeLimit { out.line("$client.Timeout = [TimeSpan]::FromSeconds(\(seconds))") }
    out.block("function Send {", "}") { out in
      out.line("$message = [Net.Http.HttpRequestMessage]::new('POST', \(Self.quoted(request.url)))")
      out.block("foreach ($name in $headers.Keys) {", "}") { out in
        out.line("$null = $message.Headers.TryAddWithoutValidation($name, $headers[$name])")
      }
      out.line(
        "$message.Content = [Net.Http.StringContent]::new($body, [Text.Encoding]::UTF8, 'application/json')")
      out.line("$client.SendAsync($message, 'ResponseHeadersRead').GetAwaiter().GetResult()")
    }
    out.line()
    if options.retriesOnce {
      out.comment(SnippetWords.retry)
      out.line("try { $response = Send } catch [Net.Http.HttpRequestException] { $response = $null }")
      let condition = "-not $response -or $response.StatusCode -eq 429 -or [int]$response.StatusCode -ge 500"
      out.block("if (\(condition)) {", "}") { out in
        out.line("Start-Sleep -Seconds \(SnippetWords.retryPause)")
        out.line("$response = Send")
      }
    } else {
      out.line("$response = Send")
    }
    out.block("if (-not $response.IsSuccessStatusCode) {", "}") { out in
      out.line("throw \"HTTP $([int]$response.StatusCode): $($response.Content.ReadAsStringAsync().Result)\"")
    }
    out.line("$reader = [IO.StreamReader]::new($response.Content.ReadAsStreamAsync().Result)")
    if collects { out.line("$others = [ordered]@{}; $calls = [ordered]@{}") }
    if request.kind != .chat { out.line("$number = 0") }
    out.block("while ($null -ne ($line = $reader.ReadLine())) {", "}") { out in
      out.line("$data = ($line -replace '^data:').Trim()")
      out.line("if ($data -eq '[DONE]') { break }")
      out.line("if (-not $data.StartsWith('{')) { continue }")
      out.line("$chunk = $data | ConvertFrom-Json")
      out.line("if ($chunk.error) { throw ($chunk.error | ConvertTo-Json -Compress) }")
      if request.kind == .chat {
        Self.writePiece(request, options, &out)
      } else {
        out.block("if ($chunk.type -like '*.completed') {", "}") { out in
          out.line("$number += 1; $name = \"image-$number.\(request.imageExtension)\"")
          out.line(
            "[IO.File]::WriteAllBytes(\"$PWD/$name\", [Convert]::FromBase64String($chunk.b64_json)); $name")
        }
      }
    }
    guard request.kind == .chat else { return }
    out.line("[Console]::WriteLine()")
    if request.hasChoices {
      out.line("foreach ($text in $others.Values) { \"\(SnippetWords.separator)`n$text\" }")
    }
    if request.hasTools { out.line("foreach ($call in $calls.Values) { \"$($call.name)($($call.text))\" }") }
    writeUsage("prompt_tokens", "completion_tokens", holder: "$usage")
  }

  private static func writePiece(
    _ request: SnippetRequest, _ options: SnippetOptions, _ out: inout SourceText
  ) {
    if options.printsUsage { out.line("if ($chunk.usage) { $usage = $chunk.usage }") }
    out.block("foreach ($choice in $chunk.choices) {", "}") { out in
      if request.hasChoices {
        out.line("if ($choice.index -eq 0) { [Console]::Write($choice.delta.content) }")
        out.line("else { $others[\"$($choice.index)\"] += $choice.delta.content }")
      } else {
        out.line("[Console]::Write($choice.delta.content)")
      }
      if request.hasTools {
        out.block("foreach ($call in $choice.delta.tool_calls) {", "}") { out in
          out.line("if (-not $call) { continue }")
          out.line("$place = \"$($choice.index) $($call.index)\"")
          out.line("if (-not $calls[$place]) { $calls[$place] = @{ name = ''; text = '' } }")
          out.line("if ($call.function.name) { $calls[$place].name = $call.function.name }")
          out.line("$calls[$place].text += $call.function.arguments")
        }
      }
    }
  }

  // MARK: - Images and videos

  private mutating func writeImages() {
    let name = "\"image-$number.\(request.imageExtension)\""
    out.line("if (-not $answer.data) { throw ($answer | ConvertTo-Json -Depth 20) }")
    out.line("$number = 0")
    out.block("foreach ($image in $answer.data) {", "}") { out in
      out.line("$number += 1; $name = \(name)")
      out.block("if ($image.b64_json) {", "}") { out in
        out.line("[IO.File]::WriteAllBytes(\"$PWD/$name\", [Convert]::FromBase64String($image.b64_json))")
      }
      out.line("else { Invoke-WebRequest $image.url -OutFile $name }")
      out.line("$name")
    }
    writeUsage("input_tokens", "output_tokens")
  }

  private mutating func writeVideo() {
    let list = { (texts: [String]) in texts.map(Self.quoted).joined(separator: ", ") }
    let get = "-Headers $headers"
    writeSending()
    out.line("function Unwrap($answer) { if ($answer.data) { $answer.data } else { $answer } }")
    out.line("$task = Unwrap $answer")
    out.line("$video = if ($task.id) { $task.id } else { $task.task_id }")
    out.line("if (-not $video) { throw ($answer | ConvertTo-Json -Depth 20) }")
    out.line("[Console]::Error.WriteLine($video)")
    out.line()
    out.comment(SnippetWords.poll)
    out.line("$pause = \(SnippetWords.pollPause)")
    out.line("$end = (Get-Date).AddSeconds(\(SnippetWords.pollLimit))")
    out.block("while ($true) {", "}") { out in
      out.line(
        "$answer = Invoke-RestMethod (\(Self.quoted(request.url)) + \"/$video\") \(get) -MaximumRetryCount 3")
      out.line("$status = \"$((Unwrap $answer).status)\".ToLower()")
      out.line("if ($status -in \(list(SnippetWords.doneStatuses))) { break }")
      out.line(
        "if ($status -in \(list(SnippetWords.failedStatuses))) { throw ($answer | ConvertTo-Json -Depth 20) }"
      )
      out.line("if ((Get-Date) -gt $end) { throw \"$video is not done yet.\" }")
      out.line("Start-Sleep -Seconds $pause")
      out.line("$pause = [Math]::Min($pause * \(SnippetWords.pollFactor), \(SnippetWords.longestPollPause))")
    }
    let content = "(\(Self.quoted(request.baseURL + "/videos/")) + \"$video/content\")"
    out.line("Invoke-WebRequest \(content) \(get) -OutFile \(SnippetWords.videoFile)")
    out.line("'\(SnippetWords.videoFile)'")
  }
}

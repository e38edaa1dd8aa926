import RelayKit

/// Scripts of a POSIX shell around a program that sends requests. `jq` reads the answers where more than printing
/// them is to be done.
struct ShellScript {
  let request: SnippetRequest
  let options: SnippetOptions
  var out: SourceText

  init(request: SnippetRequest, options: SnippetOptions) {
    self.request = request
    self.options = options
    out = SourceText(indent: "  ", commentSign: "# ", comments: options.comments)
  }

  /// No argument may be longer on Linux; that of another system is longer still.
  static let longestArgument = 100_000

  /// The header with the key as a word of the shell; `separator` stands behind its name.
  func authorization(separator: String) -> String {
    if let key = options.key.text { return ShellQuoting.word("Authorization\(separator)Bearer \(key)") }
    return ShellQuoting.word("Authorization\(separator)Bearer ", thenVariable: SnippetWords.keyVariable)
  }

  /// Whether the body is too long for an argument, or cannot be one.
  static func needsPipe(_ body: [UInt8]) -> Bool { body.count > longestArgument || body.contains(0) }

  /// What gives the body to a pipe. `printf` is a part of the shell, so its arguments may be of any length.
  static func pipe(_ body: [UInt8]) -> String {
    let words = body.contains(0) ? ShellQuoting.printfWord(body) : "'%s' " + ShellQuoting.word(body)
    return "printf \(words) |"
  }

  /// - Parameters:
  ///   - post: the command that sends the request and prints the answer.
  ///   - download: the command that writes what is behind the link `$image` to the file `$name`.
  mutating func writeImages(post: String, download: String) {
    out.line("answer=$(\(post)) ||")
    out.line("  { printf '%s\\n' \"$answer\" >&2; exit 1; }")
    out.line("number=0")
    out.line("printf '%s' \"$answer\" |")
    out.line("  jq -r '.data[]? | if (.b64_json // \"\") != \"\" then .b64_json else .url end' |")
    out.block("  while read -r image; do", "  done") { out in
      out.line("  number=$((number + 1))")
      out.line("  name=image-$number.\(request.imageExtension)")
      out.line("  case $image in")
      out.line("    http*) \(download) ;;")
      out.line("    *) printf '%s' \"$image\" | base64 -d > \"$name\" ;;")
      out.line("  esac")
      out.line("  echo \"$name\"")
    }
    if options.printsUsage { out.line("printf '%s' \"$answer\" | jq -c '.usage // empty' >&2") }
  }

  /// - Parameters:
  ///   - post: the command that submits the request and prints the answer.
  ///   - get: the command that prints what is behind a link, a word of the shell.
  ///   - download: the same, that prints nothing when it fails.
  mutating func writeVideo(post: String, get: (String) -> String, download: (String) -> String) {
    let again = ShellQuoting.word(request.url + "/") + "\"$video\""
    let content = ShellQuoting.word(request.baseURL + "/videos/") + "\"$video\"/content"
    let failure = "{ printf '%s\\n' \"$answer\" >&2; exit 1; }"
    let patterns = { (texts: [String]) in texts.joined(separator: " | ") }
    out.comment(SnippetWords.video)
    out.line("answer=$(\(post)) ||")
    out.line("  " + failure)
    out.line("video=$(printf '%s' \"$answer\" | jq -r '(.data // .) | .id // .task_id // empty')")
    out.line("[ -n \"$video\" ] || \(failure)")
    out.line("echo \"$video\" >&2")
    out.line()
    out.comment(SnippetWords.poll)
    out.line("pause=\(SnippetWords.pollPause) waited=0")
    out.block("while [ $waited -lt \(SnippetWords.pollLimit) ]; do", "done") { out in
      out.line("answer=$(\(get(again))) || \(failure)")
      out.line("status=$(printf '%s' \"$answer\" | jq -r '(.data // .).status // \"\" | ascii_downcase')")
      out.line("case $status in")
      out.line("  \(patterns(SnippetWords.doneStatuses))) break ;;")
      out.line("  \(patterns(SnippetWords.failedStatuses))) \(failure) ;;")
      out.line("esac")
      out.line("sleep $pause")
      out.line("waited=$((waited + pause)) pause=$((pause * 3 / 2))")
      out.line("[ $pause -le \(SnippetWords.longestPollPause) ] || pause=\(SnippetWords.longestPollPause)")
    }
    out.line("[ $waited -lt \(SnippetWords.pollLimit) ] || { echo \"$video is not done yet.\" >&2; exit 1; }")
    out.line()
    out.line("\(download(content)) > \(SnippetWords.videoFile) && echo \(SnippetWords.videoFile)")
  }
}

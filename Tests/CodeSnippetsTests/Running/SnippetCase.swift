import CodeSnippets
import MockRelay
import RelayKit

/// A request, what the relay answers, and what must come of it.
struct SnippetCase: Sendable {
  /// What must happen.
  struct Expectation: Sendable {
    /// On standard output, without white space around it.
    var text = ""
    /// On standard error, somewhere.
    var errors: [String] = []
    var fails = false
    /// Requests that arrive, all with the same method and path as the first, but for those of videos.
    var tries = 1
    var files: [String: [UInt8]] = [:]
  }

  var name: String
  /// The base URL is that of the run.
  var request: SnippetRequest
  var options: SnippetOptions
  var answer: SnippetRelay.Answer
  var expected: Expectation
  /// Runs also where each run is slow.
  var isEssential: Bool

  init(
    _ name: String, _ request: SnippetRequest, options: SnippetOptions = SnippetOptions(),
    expecting expected: Expectation, isEssential: Bool = false, answer: @escaping SnippetRelay.Answer
  ) {
    self.name = name
    self.request = request
    self.options = options
    self.expected = expected
    self.isEssential = isEssential
    self.answer = answer
  }

  static let all: [SnippetCase] = ChatCases.all + MediaCases.all
}

/// What strings are made of to break quotes.
enum Hostile {
  static let text =
    "\"double\" 'single' `tick` \\back\\slash\\\\ \\n no newline, a real one:\nand\r\nCRLF \ttab $HOME ${HOME} "
    + "$(id) #{1+1} %s %d %PATH% %% !x! ^& | < > ; {{x}} {0} \\(1+1) \u{0}nul \u{1B}[31m \u{7F} \u{85} 🦖 👨‍👩‍👧 中文 "
    + "שלום \u{202E}rtl\u{202C} \u{2028}line\u{2029}par \u{FEFF} é e\u{301} '''  \"\"\" `` // # /* */ <!-- --> --% @x"
  /// Every ASCII sign, twice in a row, so that doubled quotes and backslashes occur.
  static let ascii = (0..<128).map { String(repeating: String(Unicode.Scalar(UInt8($0))), count: 2) }.joined()
  /// Ends that swallow a closing quote.
  static let ends = [
    "\\", "\"", "'", "\\\"", "\\'", "'\\''", "$", "`", "\n", "%", "\"\"\"", "'''", "\\\\\\", "#", "\"#", "@",
  ]
}

/// Answers in the shapes that relays send.
enum Answers {
  static func json(_ text: String) -> JSONValue { (try? JSONValue(parsing: Array(text.utf8))) ?? .null }

  private static func object(_ members: (String, JSONValue)...) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }

  static let usage = json(#"{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46}"#)

  static func completion(_ texts: [String?], calls: JSONValue? = nil) -> Script {
    let choices = texts.enumerated().map { index, text -> JSONValue in
      var message = JSONObject([.init(key: "role", value: .string("assistant"))])
      message["content"] = text.map(JSONValue.string) ?? .null
      if index == 0 { message["tool_calls"] = calls }
      return object(
        ("index", .integer(index)), ("message", .object(message)), ("finish_reason", .string("stop")))
    }
    let answer = object(
      ("id", .string("chatcmpl-1")), ("object", .string("chat.completion")),
      ("created", .integer(1_790_000_000)),
      ("model", .string("m")), ("choices", .array(choices)), ("usage", usage))
    return .answer(answer.text())
  }

  static func chunk(_ delta: JSONValue, index: Int = 0, finish: String? = nil) -> String {
    let choice = object(
      ("index", .integer(index)), ("delta", delta),
      ("finish_reason", finish.map(JSONValue.string) ?? .null))
    return chunk(choices: .array([choice]))
  }

  static func chunk(choices: JSONValue, usage: JSONValue = .null) -> String {
    object(
      ("id", .string("chatcmpl-1")), ("object", .string("chat.completion.chunk")), ("created", .integer(1)),
      ("model", .string("m")), ("choices", choices), ("usage", usage)
    ).text()
  }

  static func content(_ text: String) -> JSONValue { object(("content", .string(text))) }

  /// Events of a stream as text, with the last one of the usage and the end.
  static func events(_ chunks: [String], separator: String = "\n\n", done: Bool = true) -> [String] {
    let last = [chunk(choices: .array([]), usage: usage)] + (done ? ["[DONE]"] : [])
    return (chunks + (done ? last : [])).map { "data: " + $0 + separator }
  }

  static func stream(_ texts: [String]) -> Script {
    let role = chunk(object(("role", .string("assistant")), ("content", .string(""))))
    let chunks = [role] + texts.map { chunk(content($0)) } + [chunk(json("{}"), finish: "stop")]
    return .eventStream(events(chunks))
  }

  static func failure(_ message: String, status: Int, type: String = "application/json") -> Script {
    let error = object(
      ("message", .string(message)), ("type", .string("new_api_error")), ("param", .string("")),
      ("code", .string("some_code")))
    return .answer(object(("error", error)).text(), status: status, type: type)
  }
}

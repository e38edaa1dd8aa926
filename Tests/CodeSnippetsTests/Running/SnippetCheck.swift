import CodeSnippets
import MockRelay
import RelayKit

/// Runs one case with one runner and says what was wrong with it.
struct SnippetCheck {
  let runner: SnippetRunner
  let client: SnippetClient
  let relay: SnippetRelay

  /// - Returns: what differs from what must be; empty when all is equal.
  func problems(of snippet: SnippetCase) async -> [String] {
    let run = relay.begin(snippet.answer)
    var request = snippet.request
    request.baseURL = run.baseURL
    let source = client.write(request, snippet.options)
    let directory = SnippetDirectory()
    runner.prepare(directory)
    directory.write(runner.file, source)
    for file in request.files { directory.write(file.path, Self.content(of: file)) }
    if !runner.compile.isEmpty {
      let compiled = await SnippetProcess.run(runner.compile, in: directory, seconds: runner.patience)
      guard compiled.status == 0 else {
        return ["\(snippet.name): it does not compile: \(compiled.errors)\(compiled.text)\n\(source)"]
      }
    }
    let result = await SnippetProcess.run(runner.command, in: directory, seconds: runner.patience)
    let arrived = relay.arrived(run.number)
    var problems = Self.problems(arrived, request, snippet, runner)
    let last = arrived.last.map { snippet.answer($0, arrived.count - 1).bodyBytes } ?? []
    problems += Self.problems(result, snippet.expected, last, directory, runner, request.kind)
    guard !problems.isEmpty else { return [] }
    let shown = source.utf8.count > 6000 ? String(source.prefix(6000)) + "…" : source
    return problems.map { "\(snippet.name): \($0)" } + ["status \(result.status)\n\(result.errors)\n\(shown)"]
  }

  static func content(of file: SnippetFile) -> [UInt8] { Array("bytes of \(file.path)\r\n\u{0}--".utf8) }

  // MARK: - What arrived

  private static func problems(
    _ arrived: [ArrivedRequest], _ request: SnippetRequest, _ snippet: SnippetCase, _ runner: SnippetRunner
  ) -> [String] {
    var found: [String] = []
    let own = arrived.filter { $0.path.hasPrefix("/v1" + request.path) || $0.path.hasSuffix("/content") }
    if own.count != snippet.expected.tries {
      found.append("\(own.count) requests arrived instead of \(snippet.expected.tries)")
    }
    let key = snippet.options.key.text ?? SnippetProcess.key
    for one in own {
      if one.headers.first("Authorization") != "Bearer \(key)" {
        found.append("the key arrived as \(one.headers.first("Authorization") ?? "nothing")")
      }
      for header in request.headers where one.headers.first(header.name) != header.value {
        found.append("the header \(header.name) arrived as \(one.headers.first(header.name) ?? "nothing")")
      }
    }
    let posts = own.filter { $0.method == "POST" }
    if posts.isEmpty { found.append("nothing was posted") }
    if request.kind == .video, posts.count > 1 {
      found.append("the video was submitted \(posts.count) times")
    }
    for post in posts {
      if post.path != "/v1" + request.path { found.append("it was sent to \(post.path)") }
      found += request.kind == .imageEdit ? formProblems(post, request) : bodyProblems(post, request, runner)
    }
    return found
  }

  private static func bodyProblems(
    _ post: ArrivedRequest, _ request: SnippetRequest, _ runner: SnippetRunner
  ) -> [String] {
    var found: [String] = []
    if post.headers.first("Content-Type")?.hasPrefix("application/json") != true {
      found.append("it was sent as \(post.headers.first("Content-Type") ?? "nothing")")
    }
    guard let body = try? JSONValue(parsing: post.body) else {
      return found + ["no JSON arrived: \(String(decoding: post.body.prefix(2000), as: UTF8.self))"]
    }
    let wanted = JSONValue.object(request.body).comparable(runner.numbers)
    let came = body.comparable(runner.numbers)
    if came != wanted {
      found.append("this arrived: \(came.text().prefix(3000))\ninstead of: \(wanted.text().prefix(3000))")
    }
    return found
  }

  private static func formProblems(_ post: ArrivedRequest, _ request: SnippetRequest) -> [String] {
    guard let parts = FormPart.parts(of: post) else {
      return ["no form arrived but \(post.headers.first("Content-Type") ?? "nothing")"]
    }
    let texts = parts.filter { $0.file == nil }.map {
      "\($0.name)=\(String(decoding: $0.content, as: UTF8.self))"
    }
    let wanted = request.formFields.map { "\($0.name)=\($0.value)" }
    var found = texts.sorted() == wanted.sorted() ? [] : ["these fields arrived: \(texts)"]
    let files = parts.filter { $0.file != nil }
    // Names of files are quoted in several ways; contents are what counts.
    let isEqual =
      files.map(\.name) == request.files.map(\.field) && files.map(\.type) == request.files.map(\.mediaType)
      && files.map(\.content) == request.files.map(content)
    if !isEqual {
      found.append("these files arrived: \(files.map { "\($0.name) \($0.type) \($0.content.count)" })")
    }
    return found
  }

  // MARK: - What was printed

  private static func problems(
    _ result: SnippetProcess.Result, _ expected: SnippetCase.Expectation, _ answer: [UInt8],
    _ directory: SnippetDirectory,
    _ runner: SnippetRunner, _ kind: SnippetRequest.Kind
  ) -> [String] {
    var found: [String] = []
    let isBody = runner.prints == .body || runner.prints == .chatBody && kind == .chat
    let failures = runner.otherFailures.union([runner.failure])
    // Who prints the body as it is does not see an error in it.
    let isEnded =
      expected.fails && !(isBody && !expected.text.isEmpty)
      ? failures.contains(result.status) : result.status == 0
    if !isEnded { found.append("it ended with \(result.status)") }
    let said = result.errors + (isBody ? result.text : "")
    for words in expected.errors where !said.contains(words) { found.append("it did not say “\(words)”") }
    if isBody {
      if !result.out.elementsEqual(answer),
        !(result.out.count > answer.count && result.out.suffix(answer.count).elementsEqual(answer))
      {
        found.append("it printed “\(result.text.prefix(2000))”, which is not the body")
      }
      return found
    }
    if expected.text.trimmed != result.text.trimmed {
      found.append("it printed “\(result.text.prefix(2000))” instead of “\(expected.text.prefix(2000))”")
    }
    for (name, content) in expected.files where directory.read(name) != content {
      found.append("\(name) is \(directory.read(name)?.count ?? -1) bytes long, or others")
    }
    return found
  }
}

extension String {
  /// Without line ends and spaces around it.
  fileprivate var trimmed: String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, first == "\n" || first == " " { scalars.removeFirst() }
    while let last = scalars.last, last == "\n" || last == " " || last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}

extension JSONValue {
  /// The same for all texts of one value, as far as the numbers survive.
  func comparable(_ numbers: SnippetRunner.Numbers) -> JSONValue {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          object.members.map { .init(key: $0.key, value: $0.value.comparable(numbers)) }.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
          }))
    case .array(let elements): .array(elements.map { $0.comparable(numbers) })
    case .number(let literal):
      switch numbers {
      case .literal: self
      case .value: .string(NumberLiteral(literal).canonical)
      case .double: .string(NumberLiteral("\(Double(literal) ?? 0)").canonical)
      }
    default: self
    }
  }
}

/// A part of a form.
struct FormPart {
  var name: String
  /// The name of the file; `nil` for a text.
  var file: String?
  var type: String
  var content: [UInt8]

  /// `nil` when the body is no form.
  static func parts(of request: ArrivedRequest) -> [FormPart]? {
    guard let type = request.headers.first("Content-Type"), type.hasPrefix("multipart/form-data"),
      let mark = type.firstRange(of: "boundary=")
    else { return nil }
    let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
    let delimiter = Array("\r\n--\(boundary)".utf8)
    var rest = (Array("\r\n".utf8) + request.body)[...]
    var parts: [FormPart] = []
    guard let start = rest.firstRange(of: delimiter) else { return nil }
    rest = rest[start.upperBound...]
    while let end = rest.firstRange(of: delimiter) {
      let part = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      guard let gap = part.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      let head = String(decoding: part[..<gap.lowerBound], as: UTF8.self)
      let lines = head.split(separator: "\r\n")
      let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition") } ?? ""
      let media = lines.first { $0.lowercased().hasPrefix("content-type") } ?? ""
      parts.append(
        FormPart(
          name: value("name", in: disposition) ?? "", file: value("filename", in: disposition),
          type: String(media.dropFirst("content-type:".count).drop { $0 == " " }),
          content: Array(part[gap.upperBound...])))
    }
    return parts
  }

  private static func value(_ name: String, in line: Substring) -> String? {
    guard let mark = line.firstRange(of: "; \(name)=\"") ?? line.firstRange(of: "; \(name)*=") else {
      return nil
    }
    return String(line[mark.upperBound...].prefix { $0 != "\"" })
  }
}

extension Script {
  /// The bytes of the body that it sends.
  fileprivate var bodyBytes: [UInt8] {
    steps.flatMap { step -> [UInt8] in
      switch step {
      case .body(let bytes), .dribble(let bytes): bytes
      default: []
      }
    }
  }
}

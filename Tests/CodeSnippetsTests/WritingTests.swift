@testable import CodeSnippets
import RelayKit
import Testing

/// What the writers of all languages share.
@Suite struct WritingTests {
  private static let hostile = [Hostile.text, Hostile.ascii] + Hostile.ends

  @Test(arguments: hostile)
  func jsonInASourceReadsBackAsTheSameText(text: String) throws {
    var body = JSONObject()
    body[text] = .array([.string(text), .string(text + text)])
    for written in [
      JSONText.readable(body), JSONText.ascii(body), JSONText.ascii(body, codes: ["%", "\"", "\\"]),
    ] {
      #expect(try JSONValue(parsing: Array(written.utf8)) == .object(body))
      #expect(!written.unicodeScalars.contains { $0 != "\n" && QuotedText.isUnseen($0) })
    }
    #expect(JSONText.ascii(body).utf8.allSatisfy { (0x20...0x7E).contains($0) })
  }

  @Test func whatCannotBeSeenIsWrittenAsACode() {
    let text = "a\u{202E}b\u{200B}\u{2028}\u{0}\u{7F}\u{FEFF}👨‍👩‍👧é"
    #expect(Python.quoted(text) == "\"a\\u202eb\\u200b\\u2028\\x00\\x7f\\ufeff👨‍👩‍👧é\"")
    #expect(JavaScript.quoted(text) == "\"a\\u202eb\\u200b\\u2028\\x00\\x7f\\ufeff👨‍👩‍👧é\"")
    #expect(QuotedText.utf16Codes(0x1F996) == "\\ud83e\\udd96")
  }

  @Test func aKeyThatWouldSetThePrototypeIsComputed() {
    var body = JSONObject()
    for key in ["__proto__", "a_1", "1", "a-b", "", "class"] { body[key] = .integer(1) }
    let text = JavaScript.style.text(.object(body))
    #expect(text == "{ [\"__proto__\"]: 1, a_1: 1, \"1\": 1, \"a-b\": 1, \"\": 1, class: 1 }")
  }

  @Test(
    arguments: [
      ("0.70", "0.7"), ("1e3", "1000"), ("1E+3", "1000.0"), ("-0", "0.00"), ("0.001", "1e-3"),
      ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
    ])
  func oneNumberHasOneCanonicalForm(one: String, other: String) {
    #expect(NumberLiteral(one).canonical == NumberLiteral(other).canonical)
  }

  @Test func numbersThatDifferHaveDifferentForms() {
    let numbers = ["1", "10", "-1", "0.1", "1.01", "101", "0", "9007199254740993", "9007199254740992"]
    #expect(Set(numbers.map { NumberLiteral($0).canonical }).count == numbers.count)
    #expect(NumberLiteral("9007199254740992").fitsDouble && !NumberLiteral("9007199254740993").fitsDouble)
    #expect(NumberLiteral("0.1").fitsDouble && !NumberLiteral("0.10000000000000001").fitsDouble)
    #expect(!NumberLiteral("1e999").fitsDouble && !NumberLiteral("1.0").isInteger)
    #expect(
      NumberLiteral("-9223372036854775808").fitsInt64 && !NumberLiteral("9223372036854775808").fitsInt64)
  }

  @Test func literalsStayInOneLineOnlyWhereTheyFit() {
    let long = String(repeating: "x", count: 70)
    let value = Answers.json(#"{"a":[1,2],"b":{"c":"\#(long)","d":[]},"e":{}}"#)
    let expected = """
      {
          "a": [1, 2],
          "b": {
              "c": "\(long)",
              "d": [],
          },
          "e": {},
      }
      """
    #expect(Python.style.text(value) == expected)
  }

  // MARK: - The request

  @Test func ofRepeatedKeysTheLastOneCounts() {
    let body = Answers.json(#"{"a":1,"b":{"c":1,"c":2},"a":3}"#).objectValue ?? JSONObject()
    let request = SnippetRequest(kind: .chat, baseURL: "https://h/v1", body: body)
    #expect(JSONValue.object(request.body).text() == #"{"a":3,"b":{"c":2}}"#)
  }

  @Test func headersThatMayHoldAKeyAreNoneOfASnippet() {
    let headers = [
      HTTPHeader("Authorization", "Bearer sk-1"), HTTPHeader("X-Api-Key", "2"), HTTPHeader("Cookie", "3"),
      HTTPHeader("Content-Type", "x"), HTTPHeader("Host", "h"), HTTPHeader("X-Title", "t"),
      HTTPHeader("X-Bad", "a\r\nb: c"),
    ]
    let request = SnippetRequest(kind: .chat, baseURL: "https://h/v1", body: JSONObject(), headers: headers)
    #expect(request.headers == [HTTPHeader("X-Title", "t")])
  }
}

/// What holds for the snippets of every language.
@Suite struct EverySnippetTests {
  private static let clients = SnippetLanguages.all.flatMap { language in
    language.clients.map { (language.id, $0) }
  }

  private func request(_ text: String = "Hi") -> SnippetRequest {
    var request = ChatCases.chat("{\(ChatCases.hi),\"stream\":true,\"top_k\":7}")
    request.baseURL = "https://api.tokenbay.com/v1"
    request.body["user"] = .string(text)
    return request
  }

  @Test func theKeyIsInTheSourceOnlyWhenItIsToBe() {
    let key = "sk-0123456789abcdef"
    for (language, client) in Self.clients where language != "json" {
      let plain = client.write(request(), SnippetOptions())
      #expect(plain.contains(SnippetWords.keyVariable) && !plain.contains("sk-"), "\(language)/\(client.id)")
      let inline = client.write(request(), SnippetOptions(key: .inline(key)))
      #expect(inline.contains(key) && !inline.contains(SnippetWords.keyVariable), "\(language)/\(client.id)")
      let placeholder = client.write(request(), SnippetOptions(key: .placeholder))
      #expect(placeholder.contains("sk-..."), "\(language)/\(client.id)")
    }
  }

  @Test func commentsCanBeLeftOut() {
    for (language, client) in Self.clients {
      let options = SnippetOptions(retriesOnce: true, timeLimit: 60, comments: false)
      for snippet in SnippetCase.all {
        let source = client.write(snippet.request, options)
        for words in [SnippetWords.retry, SnippetWords.video, SnippetWords.poll] {
          #expect(!source.contains(words), "\(language)/\(client.id) \(snippet.name)")
        }
      }
    }
  }

  @Test func noSourceHoldsWhatCannotBeSeen() {
    for (language, client) in Self.clients where language != "json" {
      for text in [Hostile.text, Hostile.ascii] {
        let source = client.write(request(text), SnippetOptions())
        let unseen = source.unicodeScalars.filter {
          QuotedText.isUnseen($0) && $0 != "\n" && $0 != "\t" && !(language == "http" && $0 == "\r")
        }
        #expect(unseen.isEmpty, "\(language)/\(client.id) \(unseen.map(\.value))")
      }
    }
  }

  @Test func jsonIsTheBodyByteForByte() throws {
    let json = try #require(SnippetLanguages.find("json")).client
    var known = request()
    known.rawBody = Array("{ \"model\" :1.0,\n\n\"a\":1,\"a\":2}".utf8)
    #expect(json.write(known, SnippetOptions()) == "{ \"model\" :1.0,\n\n\"a\":1,\"a\":2}")
    #expect(Array(json.write(request(), SnippetOptions()).utf8) == JSONValue.object(request().body).encoded())
  }

  @Test func theExactBytesGoIntoShellsAndMessages() throws {
    var known = request()
    known.rawBody = Array("{ \"model\" :1.0,\n\"a\":\"it's\"}".utf8)
    let curl = try #require(SnippetLanguages.find("curl")).client.write(known, SnippetOptions())
    #expect(curl.contains("--data-raw '{ \"model\" :1.0,\n\"a\":\"it'\\''s\"}'"))
    let http = try #require(SnippetLanguages.find("http")).client.write(known, SnippetOptions())
    #expect(http.hasSuffix("\r\n\r\n{ \"model\" :1.0,\n\"a\":\"it's\"}"))
  }
}

/// The shells of Windows cannot be run here: what they would hand on is read by rules of our own.
@Suite struct WindowsShellTests {
  private func request(_ text: String) -> SnippetRequest {
    var request = ChatCases.chat("{\(ChatCases.hi),\"temperature\":0.70}")
    request.baseURL = "https://api.tokenbay.com/v1"
    request.body[text] = .array([.string(text)])
    return request
  }

  private func curl(_ request: SnippetRequest, _ shell: SnippetShell) throws -> String {
    let client = try #require(SnippetLanguages.find("curl")).client
    return client.write(request, SnippetOptions(shell: shell))
  }

  @Test(arguments: [Hostile.text, Hostile.ascii] + Hostile.ends)
  func thePromptHandsOnTheBody(text: String) throws {
    let request = request(text)
    let source = try curl(request, .cmd)
    let found = try RequestImport(parsing: Array(source.utf8))
    #expect(found.source == .curl && found.baseURL?.description == request.baseURL)
    #expect(found.request.json == .object(request.body))
    let data = source.split(separator: "--data-raw").last ?? ""
    #expect(!data.unicodeScalars.contains { "%^&|<>!".unicodeScalars.contains($0) }, "\(data)")
  }

  @Test func aBodyThatIsTooLongForThePromptIsAFile() throws {
    let source = try curl(request(String(repeating: "x", count: 9000)), .cmd)
    #expect(
      source.contains("--data-binary @body.json")
        && source.split(separator: "\n").allSatisfy { $0.count < 8191 })
  }

  /// A here-string ends with `'@` at the start of a line and takes everything before it as it is.
  @Test(arguments: [Hostile.text, Hostile.ascii] + Hostile.ends, ["curl", "powershell"])
  func powerShellHandsOnTheBody(text: String, language: String) throws {
    let request = request(text)
    let client = try #require(SnippetLanguages.find(language)).client
    let source = client.write(request, SnippetOptions(shell: .powershell))
    #expect(source.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
    let start = try #require(source.firstRange(of: "@'\n"))
    let rest = source[start.upperBound...]
    let end = try #require(rest.firstRange(of: "\n'@"))
    #expect(try JSONValue(parsing: Array(rest[..<end.lowerBound].utf8)) == .object(request.body))
  }

  @Test(arguments: [Hostile.text, Hostile.ascii] + Hostile.ends)
  func aTextOfPowerShellReadsBack(text: String) {
    let quoted = PowerShell.quoted(text)
    var read = ""
    if quoted.hasPrefix("(-join") {
      let codes = quoted.split { !$0.isHexDigit && $0 != "x" }.filter { $0.hasPrefix("0x") }
      read = String(decoding: codes.compactMap { UInt16($0.dropFirst(2), radix: 16) }, as: UTF16.self)
    } else {
      let inside = quoted.dropFirst().dropLast()
      let halves = inside.split(separator: "''", omittingEmptySubsequences: false)
      #expect(halves.allSatisfy { !$0.contains("'") })
      read = halves.joined(separator: "'")
    }
    #expect(read == text)
  }
}

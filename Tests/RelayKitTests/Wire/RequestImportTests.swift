import SeededRandom
@testable import RelayKit
import Testing

@Suite struct RequestImportTests {
  private func read(_ text: String) throws -> RequestImport { try RequestImport(parsing: Array(text.utf8)) }

  @Test func aBodyKeepsItsBytes() throws {
    let body = #"{"messages":[{"role":"user","content":"x"}], "temperature":0.70,"model":"m"}"#
    let read = try read("\u{FEFF}\n" + body + "\n")
    #expect(read.source == .body && read.model == "m" && read.notes.isEmpty && read.baseURL == nil)
    #expect(String(decoding: read.request.encodedBody(), as: UTF8.self) == body)
  }

  @Test(arguments: [
    #"[{"role":"system","content":"a"},{"role":"user","content":"b"}]"#,
    #"{"messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}]}"#,
    "{\"role\":\"system\",\"content\":\"a\"}\r\n\r\n{\"role\":\"user\",\"content\":\"b\"}\r\n",
  ])
  func everyFormOfAConversationIsRead(text: String) throws {
    let read = try read(text)
    #expect(read.source == .conversation && read.notes.isEmpty && read.model == nil)
    #expect(
      read.request.messages == [ChatMessage(role: "system", text: "a"), ChatMessage(role: "user", text: "b")])
  }

  @Test func ofACollectionTheFirstIsTaken() throws {
    let line = #"{"messages":[{"role":"user","content":"a"}]}"#
    for text in [line + "\n" + line + "\n" + line, "[\(line),\(line),\(line)]"] {
      let read = try read(text)
      #expect(read.source == .collection && read.request.messages.count == 1)
      #expect(read.notes.count == 1 && read.notes[0].contains("holds 3 conversations; the first was taken."))
    }
    let batch =
      #"{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[]}}"#
    #expect(try read(batch + "\n" + batch).model == "m")
    #expect(try read(batch).notes.isEmpty)
  }

  @Test func messagesWithoutARoleAreNamed() throws {
    let read = try read(#"{"model":"m","messages":[{"content":"a"},{"role":"user","content":"b"},7]}"#)
    #expect(read.request.messages == [ChatMessage(role: "user", text: "b")])
    #expect(read.notes == ["Messages 1, 3 were left out: they have no role."])
    let lines = try self.read("{\"role\":\"user\",\"content\":\"a\"}\nno\n{\"x\":1}")
    #expect(lines.notes == ["Of the lines with text these are no messages: 2, 3."])
  }

  @Test func anExchangeOfOursIsRead() throws {
    let body = #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}"#
    let file = ExchangeFileTests.written(
      [ExchangeFileTests.began(body: Array(body.utf8))] + ExchangeFileTests.retried.dropFirst())
    let read = try RequestImport(parsing: file)
    #expect(read.source == .exchange && read.notes.isEmpty)
    #expect(read.baseURL?.description == "https://relay.example/v1")
    #expect(String(decoding: read.request.encodedBody(), as: UTF8.self) == body)
  }

  @Test func anArchiveOfOursIsReadBack() throws {
    let body = Array(#"{"model":"m","messages":[{"role":"user","content":"x"}]}"#.utf8)
    let exchange = try #require(
      ExchangeFileTests.folded([ExchangeFileTests.began(body: body)] + ExchangeFileTests.retried.dropFirst()))
    let read = try RequestImport(parsing: HARExport.json(exchange, version: "1").encoded(pretty: true))
    #expect(read.source == .har && read.request.encodedBody() == body)
    #expect(read.baseURL?.description == "https://relay.example/v1")
    #expect(
      read.notes == ["The key in the header Authorization was left out.", "The header X-Empty was left out."])
  }

  @Test func ofAnArchiveTheFirstChatRequestIsTaken() throws {
    func entry(_ body: String) -> String {
      #"{"request":{"method":"POST","url":"https://h/v1/chat/completions","headers":[],"postData":{"text":\#(JSONValue.string(body).text())}}}"#
    }
    let text =
      #"{"log":{"entries":[{"request":{"method":"GET"}},\#(entry("a=1")),\#(entry(#"{"messages":[]}"#))]}}"#
    #expect(try read(text).notes == ["The archive holds 3 requests; number 3 was taken."])
  }

  @Test func aKeyInTheBodyStaysAndIsTold() throws {
    let read = try read(#"{"messages":[{"role":"user","content":"sk-abcdefgh12345678"}]}"#)
    #expect(read.notes == ["The body holds something that looks like a key; it was kept as it is."])
  }

  @Test func textOfWindowsIsRead() throws {
    let text = #"[{"role":"user","content":"é😀"}]"#
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 {
      bytes += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
    }
    #expect(try RequestImport(parsing: bytes).request.messages.first?.content == .string("é😀"))
  }

  // MARK: Hostile input

  static let seeds: [[UInt8]] =
    CurlImportTests.commands.keys.sorted().map { Array((CurlImportTests.commands[$0] ?? "").utf8) }
    + [
      ExchangeFileTests.written(ExchangeFileTests.retried), Array(#"[{"role":"user","content":"b"}]"#.utf8),
      Array("{\"role\":\"a\",\"content\":\"a\"}\n{\"messages\":[{\"role\":\"b\"}]}".utf8),
      Array(
        #"{"log":{"entries":[{"request":{"method":"POST","url":"http://u:p@h:1/?a=b#c","postData":{"text":"{\"messages\":[]}"}}}]}}"#
          .utf8),
      Array(
        "curl h <<<'x' -d @- <<-\"A B\" <<C\n\tq\nA\n${x} `y` $(z)\nC\n -Zq --data-urlencode x --next".utf8),
    ]
  private static let spice: [[UInt8]] =
    [
      "'", "\"", "\\", "$'", "$(", "`", "^", "^\"", "\n", "\r\n", "\\\n", "<<", "<<<", "curl ", " -d ", "-H",
      "--json ", "@", "{", "}",
      "[", "]", ":", ",", "\\u", "\\x", "\\U", "\u{FEFF}", "```", "#", "&", "=", "://", "%", "e999",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xFF, 0xFE], [0xED, 0xA0, 0x80], [0xC3]]

  @Test(arguments: 1...8)
  func noInputCanTrapAReader(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    var understood = 0
    for _ in 0..<750 {
      var bytes = Self.seeds.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes.replaceSubrange(place..<end, with: Self.spice.randomElement(using: &random) ?? [])
        case 1: bytes.insert(contentsOf: Self.spice.randomElement(using: &random) ?? [], at: place)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: bytes = Array(bytes[..<place])
        }
      }
      do {
        let read = try RequestImport(parsing: bytes)
        understood += 1
        #expect((try? JSONValue(parsing: read.request.encodedBody())) != nil)
        _ = ConversationExport.markdown(read.request.messages)
      } catch {
        #expect(!error.sentences.isEmpty)
      }
      _ = WindowsCommand.command(in: bytes)
      _ = ShellReader.commands(in: bytes)
    }
    #expect(understood > 50)
  }

  @Test(arguments: [
    "[", "{\"a\":", "'", "\"$(", "$(", "`", "\\ ", "<<a ", "curl ", "${a", "$'\\u", "^\n", "^\"", "\\",
    "-d @- ",
  ])
  func longRepetitionsTakeNoLongerThanTheirLength(piece: String) {
    let bytes = Array(("curl " + String(repeating: piece, count: 40_000)).utf8)
    let start = ContinuousClock.now
    _ = try? RequestImport(parsing: bytes)
    _ = try? RequestImport(parsing: Array(bytes.dropFirst(5)))
    // Anything worse than linear would take minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func tooMuchIsRefused() {
    let bytes = [UInt8](repeating: 0x20, count: RequestImport.maximumBytes + 1)
    #expect(throws: RequestImport.Problem(["It is larger than 67 MB."])) { try RequestImport(parsing: bytes) }
  }
}

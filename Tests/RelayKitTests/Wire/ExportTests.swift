@testable import RelayKit
import Testing

@Suite struct ExportTests {
  private static func exchange(
    body: [UInt8] = Array(#"{"model":"m"}"#.utf8), reads: [[UInt8]] = [ExchangeFileTests.stream]
  ) throws -> Exchange {
    let marks: [(PhaseMark, Int64)] = [
      (.queued, 2), (.nameResolved, 5), (.connected, 15), (.tlsDone, 40), (.requestSent, 41),
      (.firstByte, 90),
    ]
    let updates =
      [ExchangeFileTests.began(body: body), .sending(attempt: 1, ExchangeFileTests.time(1))]
      + marks.map { .mark($0.0, ExchangeFileTests.time($0.1)) } + ExchangeFileTests.answer(reads, from: 90)
      + [
        .mark(.lastByte, ExchangeFileTests.time(120)),
        .ended(.done, TransportSummary(), ExchangeFileTests.time(121)),
      ]
    return try #require(ExchangeFileTests.folded(updates))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (951_782_400.5, "2000-02-29T00:00:00.500Z"),
    (1_790_000_000.125, "2026-09-21T14:13:20.125Z"), (4_107_542_399.999, "2100-02-28T23:59:59.999Z"),
    (4_107_542_400, "2100-03-01T00:00:00.000Z"), (1e300, "9999-12-31T23:59:59.999Z"),
    (.nan, "1970-01-01T00:00:00.000Z"), (-5, "1970-01-01T00:00:00.000Z"),
  ])
  func timesAreWrittenInUTC(seconds: Double, text: String) {
    #expect(WallClockText.iso8601(seconds) == text)
  }

  @Test func anArchiveHoldsTheExchangeWithItsPhases() throws {
    let log = try #require(HARExport.json(try Self.exchange(), version: "1")["log"])
    #expect(log["version"] == .string("1.2"))
    let entry = try #require(log["entries"]?.arrayValue?.first)
    #expect(entry["startedDateTime"] == .string("2026-09-21T14:13:20.126Z"))
    #expect(entry["time"]?.doubleValue == 120)
    let timings = try #require(entry["timings"]?.objectValue)
    #expect(
      timings.members.map { "\($0.key) \($0.value.text())" } == [
        "blocked 1", "dns 3", "connect 35", "ssl 25", "send 1", "wait 49", "receive 30",
      ])
    #expect(entry["request"]?["postData"]?["text"] == .string(#"{"model":"m"}"#))
    #expect(entry["request"]?["headers"]?.arrayValue?.first?["value"] == .string("Bearer sk-....cdef"))
    #expect(entry["response"]?["status"] == .integer(200))
    #expect(
      entry["response"]?["content"]?["text"]
        == .string(String(decoding: ExchangeFileTests.stream, as: UTF8.self)))
  }

  @Test func bytesThatAreNoTextSurviveAnArchive() throws {
    let bytes: [UInt8] = [0x7B, 0xFF, 0x00, 0x7D]
    let exchange = try Self.exchange(body: bytes, reads: [[0xFF, 0xFE]])
    let entry = try #require(HARExport.json(exchange, version: "1")["log"]?["entries"]?.arrayValue?.first)
    #expect(entry["response"]?["content"]?["encoding"] == .string("base64"))
    #expect(entry["response"]?["content"]?["text"] == .string("//4="))
    #expect(entry["request"]?["postData"]?["_base64"]?.stringValue.flatMap(Base64.decoded) == bytes)
  }

  @Test func whatIsNotKnownOfTheTimingIsMinusOne() throws {
    let updates = [
      ExchangeFileTests.began(),
      .ended(.failed(RelayError(kind: .tls)), TransportSummary(), ExchangeFileTests.time(9)),
    ]
    let exchange = try #require(ExchangeFileTests.folded(updates))
    let entry = try #require(HARExport.json(exchange, version: "1")["log"]?["entries"]?.arrayValue?.first)
    for member in entry["timings"]?.objectValue?.members ?? [] { #expect(member.value == .integer(-1)) }
    #expect(entry["response"]?["status"] == .integer(0))
    #expect(entry["_outcome"] == .string("failed") && entry["_error"] == .string("tls"))
  }

  @Test func theCommandNamesTheKeyAndNeverHoldsIt() throws {
    #expect(
      CurlExport.command(try Self.exchange()) == #"""
        curl -N 'https://relay.example/v1/chat/completions' \
          -H "Authorization: Bearer $TOKENBAY_API_KEY" \
          -H 'X-Empty;' \
          --data-raw '{"model":"m"}'

        """#)
    let other = RecordedRequest(
      method: "PUT", url: "http://h/",
      headers: [HTTPHeader("X-Team-Token", "....abcd"), HTTPHeader("api-key", "....abcd")],
      body: [])
    #expect(
      CurlExport.command(other, isStream: false) == #"""
        curl -X PUT 'http://h/' \
          -H "X-Team-Token: $X_TEAM_TOKEN" \
          -H "api-key: $TOKENBAY_API_KEY"

        """#)
  }

  static let bodies: [[UInt8]] = [
    Array(#"{"a":"it's","b":"$HOME `x` \\ \"q\" !"}"#.utf8), Array("@file\nsecond\tline\n".utf8),
    Array("\u{1B}[31m\r\n7\u{7F}é😀".utf8), [0x7B, 0xFF, 0x31, 0x80, 0x7D],
    [0x00, 0x31, 0x27, 0x25, 0x5C, 0xFF, 0x0A],
    Array("-n '' \\".utf8),
  ]

  @Test(arguments: bodies)
  func whatIsQuotedIsReadBack(body: [UInt8]) throws {
    let request = RecordedRequest(method: "POST", url: "http://h/?a='b'", headers: [], body: body)
    let commands = ShellReader.commands(in: Array(CurlExport.command(request, isStream: true).utf8)).commands
    let words = try #require(commands.last?.curlArguments)
    #expect(words[1].text == "http://h/?a='b'")
    if body.contains(0) {
      #expect(words.suffix(2).map(\.text) == ["--data-binary", "@-"])
      #expect(commands.count == 2)
    } else {
      #expect(words.suffix(2).map(\.bytes) == [Array("--data-raw".utf8), body])
    }
  }

  @Test func aConversationIsWrittenAsMarkdown() throws {
    var answer = AssembledAnswer()
    answer.apply(.reasoning(choice: 0, "hm\nso"))
    answer.apply(.text(choice: 0, "Cut"))
    answer.apply(.finish(choice: 0, "length"))
    var call = ChatMessage(role: "assistant", content: .null)
    call.toolCalls = [
      try JSONValue(
        parsing: #"{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":\"```\"}"}}"#)
    ]
    var result = ChatMessage(role: "tool", text: "42")
    result.toolCallID = "c1"
    let messages = [
      ChatMessage(role: "system", text: "Be brief."),
      ChatMessage(
        role: "user",
        parts: [.text("What?"), .imageURL("https://h/a.png"), .imageURL("data:image/png;base64,AAAA")]),
      call, result,
    ]
    #expect(
      ConversationExport.markdown(messages, answer: answer) == """
        ## system

        Be brief.

        ## user

        What?

        ![picture](<https://h/a.png>)

        [picture, image/png, 3 B]

        ## assistant

        Tool call `f` (`c1`):

        ````json
        {"a":"```"}
        ````

        ## tool

        Result of the tool call `c1`.

        42

        ## assistant

        > hm
        > so

        Cut

        *(cut off: the token limit was reached)*

        """)
    #expect(ConversationExport.markdown([], answer: nil).isEmpty)
  }

  @Test func aConversationAsJSONIsReadBackWithItsAnswer() throws {
    var answer = AssembledAnswer()
    answer.apply(.reasoning(choice: 0, "hm"))
    answer.apply(.text(choice: 0, "Hi"))
    let json = ConversationExport.json([ChatMessage(role: "user", text: "Hello")], answer: answer)
    #expect(
      json.text() == #"{"messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"}]}"#)
    let read = try RequestImport(parsing: json.encoded(pretty: true))
    #expect(read.source == .conversation && read.request.messages.count == 2 && read.notes.isEmpty)
  }
}

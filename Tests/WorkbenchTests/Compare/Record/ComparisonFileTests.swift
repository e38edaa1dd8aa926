import RelayKit
import SeededRandom
import Testing

@testable import Workbench

/// The file of a comparison: it can be torn anywhere and still be read as far as it goes.
struct ComparisonFileTests {
  private func text(_ record: ComparisonRecord) -> String {
    String(decoding: ComparisonFile.bytes(of: record), as: UTF8.self)
  }

  private func read(_ text: String) throws -> (record: ComparisonRecord, notes: [ComparisonFile.Note]) {
    try ComparisonFile.read(Array(text.utf8))
  }

  private var full: ComparisonRecord {
    var record = SampleComparison.small
    record.title = "Skies"
    record.rows = [JSONObject([.init(key: "city", value: .string("Rome"))])]
    record.repeats = 3
    record.streams = false
    record.checks = ["contains:so"]
    record.judge = .init(model: "judge", rubric: "Be fair.")
    record.lanes[1].rows = [1]
    record.lanes[0].variables = ["name": "x"]
    record.runs[0].toolCalls = [.object(JSONObject([.init(key: "id", value: .string("c1"))]))]
    record.runs[0].exchange = [#"{"format":"bayside-exchange"}"#, "{}"]
    var verdict = ComparisonVerdict(model: "judge", question: RunKey(lane: "A", row: 1))
    verdict.scores = [
      .init(lane: "A", score: 7.5, reason: "Good."), .init(lane: "B", score: nil, reason: ""),
    ]
    verdict.note = "One answer was missing."
    record.verdicts = [verdict]
    record.votes = [JSONObject([.init(key: "for", value: .string("A"))])]
    record.winner = "A"
    return record
  }

  @Test func everythingComesBack() throws {
    let (record, notes) = try read(text(full))
    #expect(record == full && notes.isEmpty)
    #expect(text(record) == text(full))
  }

  @Test func theFirstLineNamesTheFormat() {
    #expect(text(full).hasPrefix(#"{"type":"comparison","version":1,"created":1790000000,"#))
  }

  @Test func theBodyKeepsItsExactText() throws {
    var record = SampleComparison.small
    record.runs[0].request = "{ \"temperature\" : 0.70,\n \"x\":1e3 }"
    #expect(try read(text(record)).record.runs[0].request == record.runs[0].request)
  }

  @Test func whatIsUnknownIsKept() throws {
    var lines = text(SampleComparison.small).split(separator: "\n").map(String.init)
    for index in lines.indices {
      let more = index == 0 ? #","mood":{"a":1}}"# : #","later":[1.50]}"#
      lines[index] = lines[index].dropLast() + more
    }
    lines.append(#"{"type":"song","words":"la"}"#)
    let whole = lines.joined(separator: "\n") + "\n"
    let (record, notes) = try read(whole)
    #expect(notes.isEmpty && record.runs.count == 2)
    let again = text(record)
    #expect(again.contains(#""mood":{"a":1}"#) && again.contains(#"{"type":"song","words":"la"}"#))
    #expect(again.split(separator: "\n").count { $0.contains(#""later":[1.50]"#) } == 2)
  }

  @Test func aTornLastLineIsSkippedAndSaid() throws {
    let bytes = ComparisonFile.bytes(of: full)
    let header = try #require(bytes.firstIndex(of: 0x0A))
    for end in stride(from: header + 1, to: bytes.count, by: 7) {
      let (record, notes) = try ComparisonFile.read(bytes[..<end])
      let isTorn = bytes[end - 1] != 0x0A && bytes[end] != 0x0A
      #expect(notes.count == (isTorn ? 1 : 0))
      if isTorn { #expect(notes[0].sentence.contains("is torn, since writing it was broken off")) }
      #expect(record.lanes == full.lanes)
    }
  }

  @Test func damagedLinesAreNamed() throws {
    let good = text(SampleComparison.small).split(separator: "\n")
    let (record, notes) = try read(
      [good[0], "{broken", "7", #"{"type":"run","text":"x"}"#, #"{"no":"type"}"#, good[1], ""]
        .joined(separator: "\n"))
    #expect(record.runs.count == 1)
    #expect(notes.map(\.line) == [2, 3, 4, 5])
    #expect(
      notes.map(\.sentence) == [
        "Line 2 is damaged and was skipped.", "Line 3 is damaged and was skipped.",
        "Line 4 has no lane, turn and outcome and was skipped.", "Line 5 has no type and was skipped.",
      ])
  }

  @Test(arguments: [
    ("", ComparisonFile.Problem.notAComparison), ("{}", .notAComparison), ("not JSON", .notAComparison),
    (#"{"type":"run"}"#, .notAComparison), (#"{"type":"comparison","version":1}"#, .notAComparison),
    (#"{"type":"comparison","version":2,"relay":{},"lanes":[]}"#, .newerVersion(2)),
  ])
  func otherFilesAreRefused(_ text: String, _ problem: ComparisonFile.Problem) {
    #expect(throws: problem) { try ComparisonFile.read(Array(text.utf8)) }
  }

  @Test func aNewerVersionIsRefusedInWords() {
    #expect(
      ComparisonFile.Problem.newerVersion(3).sentence
        == "The file has version 3 of the format; this bayside reads up to 1.")
  }

  @Test(arguments: ["9223372036854775807", "1e18", "1000001"])
  func whatCannotBeCountedOutIsRefused(_ repeats: String) throws {
    let text = text(SampleComparison.small).replacing(#""repeats":1"#, with: #""repeats":\#(repeats)"#)
    #expect(throws: ComparisonFile.Problem.tooMuch) { try ComparisonFile.read(Array(text.utf8)) }
  }

  @Test(arguments: ["-9223372036854775808", "0", "9223372036854775807", "1e40"])
  func runsOfNoPlaceAreSkipped(_ turn: String) throws {
    let text = text(SampleComparison.small).replacing(
      #""lane":"A","turn":1"#, with: #""lane":"A","turn":\#(turn)"#)
    let (record, notes) = try read(text)
    #expect(record.runs.count == 1 && notes.map(\.line) == [2])
  }

  @Test func noBytesEndTheProgram() throws {
    var random = SplitMix(seed: 5)
    let bytes = ComparisonFile.bytes(of: full)
    var read = 0
    for _ in 0..<400 {
      var broken = bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let place = Int.random(in: 0..<broken.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: broken[place] = UInt8.random(in: 0...255, using: &random)
        case 1: broken.remove(at: place)
        default: broken.insert(contentsOf: Array("999999999999999999".utf8), at: place)
        }
      }
      guard let record = try? ComparisonFile.read(broken).record else { continue }
      read += 1
      for form in ComparisonExport.allCases { #expect(!form.bytes(of: record).isEmpty) }
      var comparison = Comparison()
      var ids = MessageIDSource()
      _ = comparison.open(record, newID: { ids.next() }, at: MonotonicTime(nanoseconds: 0))
      // What was read once is read again.
      #expect(throws: Never.self) { try ComparisonFile.read(ComparisonFile.bytes(of: record)) }
    }
    #expect(read > 100)
  }

  @Test func lanesAndTurnsCanComeLater() throws {
    var bytes = ComparisonFile.header(SampleComparison.small)
    bytes += ComparisonFile.line(turn: "And then?")
    bytes += ComparisonFile.line(lane: ComparisonLane(letter: "C", model: "c"))
    bytes += ComparisonFile.line(lane: ComparisonLane(letter: "A", model: "other"))
    bytes += ComparisonFile.line(winner: "C") + ComparisonFile.line(winner: nil)
    let (record, _) = try ComparisonFile.read(bytes)
    #expect(record.turns == ["Why?", "And then?"])
    #expect(record.lanes.map(\.model) == ["other", "claude-y", "c"] && record.winner == nil)
  }

  // MARK: What is missing

  @Test func theLastTryCounts() throws {
    var record = SampleComparison.small
    #expect(record.missing == [RunKey(lane: "B")])
    var again = record.runs[1]
    again.outcome = "done"
    again.text = "Now."
    record.runs.append(again)
    #expect(record.missing.isEmpty && record.results.map(\.text) == ["Because, so", "Now."])
  }

  @Test func laterTurnsCarryTheAnswersBefore() throws {
    var record = SampleComparison.small
    record.turns = ["Why {{x}}?", "And {{x}}?"]
    record.rows = [JSONObject([.init(key: "x", value: .string("me"))])]
    let key = RunKey(lane: "A", turn: 2, repetition: 1, row: 1)
    #expect(record.request(of: key) { _ in nil } == nil)
    let request = try #require(
      record.request(of: key) { earlier in
        earlier.turn == 1 ? ChatMessage(role: "assistant", text: "{{x}} is kept") : nil
      })
    #expect(
      request.messages.map { $0.content?.stringValue } == [
        "Be brief.", "Why me?", "{{x}} is kept", "And me?",
      ])
    var other = key
    other.lane = "B"
    #expect(
      record.messages(of: other) { _ in ChatMessage(role: "assistant", text: "y") }?.map(\.role) == [
        "user", "assistant", "user",
      ])
  }
}

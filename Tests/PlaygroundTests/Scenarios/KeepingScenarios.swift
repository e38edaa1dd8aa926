import Playground
import RelayKit
import TerminalUI
import Testing

@testable import Workbench

@Suite struct KeepingScenarios {
  @Test(arguments: ComparisonExport.allCases) func aComparisonIsExported(format: ComparisonExport) throws {
    var stage = Stage.answered()
    stage.command("export-lanes \(format.rawValue)")
    let file = try #require(
      stage.takeEffects().compactMap { effect -> ([UInt8], String)? in
        if case .save(let bytes, let name) = effect { (bytes, name) } else { nil }
      }.first)
    #expect(file.1 == "comparison.\(format.fileExtension)")
    let text = String(decoding: file.0, as: UTF8.self)
    #expect(text.contains("The answer is 42.") && text.contains("The answer is 41.") && text.contains("m-2"))
  }

  @Test func aKeptComparisonIsOpenedAsItWas() throws {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answerOnWire("A", "The answer is 42.")
    stage.answerOnWire("B", "The answer is 41.")
    stage.press(.escape)
    stage.command("check contains:42")
    stage.press("*")
    stage.command("keep two of them")
    let bytes = try #require(
      stage.takeEffects().compactMap { effect -> [UInt8]? in
        if case .keepComparison(_, let bytes) = effect { bytes } else { nil }
      }.first)
    var other = Stage(columns: 120, rows: 36)
    other.update(.comparisonRead(bytes, name: "two of them"))
    other.expect("A m-1", "B m-2", "The answer is 42.", "* winner", "checks 1/1", "checks 0/1")
    #expect(other.playground.lanes.map(\.prompts) == [["hello"], ["hello"]])
    // Its exchanges can be inspected again, and it goes on from there.
    other.press(.function(7))
    other.expect("Wire")
    other.press(.function(7))
    other.askAll("more")
    #expect(other.playground.lanes.map(\.prompts) == [["hello", "more"], ["hello", "more"]])
  }

  @Test func answersAreWrittenDownAsTheyEnd() throws {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answerOnWire("B", "second")
    stage.answerOnWire("A", "first")
    stage.askAll("more")
    stage.answerOnWire("A", "third")
    stage.beginLanes()
    let written = stage.written
    #expect(Set(written.map(\.name)).count == 1, "one file for one comparison")
    let (record, notes) = try ComparisonFile.read(written.flatMap(\.bytes))
    #expect(notes.isEmpty)
    #expect(record.turns == ["hello", "more"])
    #expect(record.lanes.map(\.model) == ["m-1", "m-2"])
    #expect(
      record.runs.map { [$0.key.lane, "\($0.key.turn)", $0.text] } == [
        ["B", "1", "second"], ["A", "1", "first"], ["A", "2", "third"],
      ])
    var other = Stage(columns: 120, rows: 36)
    other.update(.comparisonRead(written.flatMap(\.bytes), name: "it.jsonl"))
    other.expect("third", "second")
  }

  @Test func aCSVPlanFillsEachLaneWithItsPrompt() {
    var stage = Stage(columns: 120, rows: 36)
    let plan = "model,prompt,temperature\nm-1,Hello there,0.1\nm-2,Hello again,1.2\n"
    stage.update(.comparisonRead(Array(plan.utf8), name: "plan.csv"))
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, .chat(let request)) = effect { request } else { nil }
    }
    #expect(requests.map { $0.lines.last } == ["user: Hello there", "user: Hello again"])
  }

  @Test func aPlanIsOpenedAndItsPromptWaits() {
    var stage = Stage(columns: 120, rows: 36)
    let plan =
      "{ system: 'Be brief.', prompts: ['one', 'two'], lanes: [{ model: 'm-1' }, { model: 'm-2', parameters: { temperature: 0 } }] }"
    stage.update(.comparisonRead(Array(plan.utf8), name: "plan.json5"))
    stage.expect("A m-1", "B m-2", "> one")
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap { effect -> ChatRequest? in
      if case .sendInLane(_, .chat(let request)) = effect { request } else { nil }
    }
    #expect(requests.map(\.lines) == Array(repeating: ["system: Be brief.", "user: one"], count: 2))
    #expect(requests.last?.parameters["temperature"]?.text() == "0")
  }

  @Test func whatIsNoComparisonIsSaid() {
    var stage = Stage.answered()
    stage.update(.comparisonRead(Array("hello".utf8), name: "x.jsonl"))
    stage.expect("x.jsonl is no comparison")
    #expect(stage.playground.lanes.count == 2, "nothing is lost")
    stage.update(.comparisonRead(Array("{ lanes: 5 }".utf8), name: "x.json5"))
    #expect(stage.playground.lanes.count == 2)
  }
}

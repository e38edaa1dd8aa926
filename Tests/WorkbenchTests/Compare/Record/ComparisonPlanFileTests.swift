import RelayKit
import Testing

@testable import Workbench

/// Lanes and prompts that somebody wrote down.
struct ComparisonPlanFileTests {
  private func plan(_ text: String, _ name: String) throws -> ComparisonPlanFile {
    try ComparisonPlanFile(file: Array(text.utf8), fileName: name)
  }

  private func problem(_ text: String, _ name: String) -> String {
    do {
      _ = try plan(text, name)
      return ""
    } catch {
      return (error as? ComparisonPlanFile.Problem)?.report ?? "\(error)"
    }
  }

  @Test func json5() throws {
    let plan = try plan(
      """
      {
        // what everybody gets
        title: 'Skies', system: 'Be brief.', prompts: ['Why?', 'And then?'],
        lanes: [
          'gpt-x',
          { model: 'claude-y', parameters: { temperature: 0.70, stop: ['END'], }, system: null },
          { model: 'z', system: 'Be long.', variables: { city: 'Rome', n: 2 } },
        ],
      }
      """, "plan.json5")
    #expect(plan.title == "Skies" && plan.system == "Be brief." && plan.prompts == ["Why?", "And then?"])
    #expect(plan.lanes.map(\.model) == ["gpt-x", "claude-y", "z"])
    #expect(plan.lanes.map(\.ownSystem) == [nil, "", "Be long."])
    #expect(plan.lanes[1].parameters.members.map { $0.value.text() } == ["0.70", #"["END"]"#])
    #expect(plan.lanes[2].variables == ["city": "Rome", "n": "2"] && plan.rows.isEmpty)
  }

  @Test func problemsOfJSON5AreSaidTogetherWithTheirPlaces() {
    let report = problem(
      """
      {
        promt: 'x',
        lanes: [{ model: 'a', parameters: { model: 1 }, colour: 'red' }, { system: 1 }, 7],
      }
      """, "plan.json5")
    for words in [
      "plan.json5:2:3: There is no setting “promt”. Did you mean “prompt”?",
      "plan.json5:3:39: “model” is no parameter of a lane.",
      "plan.json5:3:51: A lane has model, parameters, system and variables, not \"colour\".",
      "plan.json5:3:78: “system” is a text, not a number.", "plan.json5:3:68: This lane has no “model”.",
      "plan.json5:3:83: A lane is { model: '…' } or the id of a model, not a number.",
    ] {
      #expect(report.contains(words), "\(words) in \(report)")
    }
    #expect(problem("{}", "p.json5").contains("p.json5:1:1: “lanes” is missing"))
    #expect(problem("{ lanes: [] }", "p.json5").contains("an array of at least one"))
    #expect(
      problem("{ lanes: ['a'], prompt: 'x', prompts: ['y'] }", "p.json5").contains("one of them is enough"))
    #expect(problem("{ lanes: ['a'", "p.json5").hasPrefix("p.json5:1:"))
  }

  @Test func csvWithOnePrompt() throws {
    let plan = try plan(
      "model,prompt,system,temperature,stop\ngpt-x,Why?,S,0.70,\nclaude-y,Why?,S,,\"[\"\"END\"\"]\"\n",
      "plan.csv")
    #expect(plan.prompts == ["Why?"] && plan.rows.isEmpty && plan.system == "S")
    #expect(
      plan.lanes.map(\.model) == ["gpt-x", "claude-y"] && plan.lanes.allSatisfy { $0.ownSystem == nil })
    #expect(plan.lanes[0].parameters.members == [.init(key: "temperature", value: .number("0.70"))])
    #expect(plan.lanes[1].parameters["stop"] == .array([.string("END")]))
  }

  @Test func csvWithSeveralPromptsMakesRows() throws {
    let plan = try plan("model,prompt\na,One {{x}}\nb,One {{x}}\na,Two\n", "plan.csv")
    #expect(plan.prompts == ["{{prompt}}"] && plan.rows.count == 2)
    #expect(plan.lanes.map(\.rows) == [nil, [1]])
    var record = ComparisonRecord(created: 0, relay: .init(baseURL: "", keyLabel: ""), turns: plan.prompts)
    record.lanes = try VaryPlan(lanes: plan.lanes, rows: 2).lanes
    record.rows = plan.rows
    let requests = record.plan.compactMap { record.request(of: $0) { _ in nil } }
    #expect(requests.map(\.model) == ["a", "b", "a"])
    // Text of the file is no template.
    #expect(requests.map { $0.messages.last?.content?.stringValue } == ["One {{x}}", "One {{x}}", "Two"])
  }

  @Test(arguments: [
    ("prompt\nx\n", "p.csv: Line 1: there is no column “model”."),
    ("model,stream\na,true\n", "p.csv: Line 1: a column cannot be named stream."),
    ("model,prompt\na,x\n,y\n", "p.csv: Row 2: it has no model."),
    ("model,prompt\na,x\nb,\n", "p.csv: Row 2: it has no prompt, unlike the first row."),
    ("model,prompt\na,x\na,x\n", "p.csv: Row 2: an earlier row asks the same."),
    ("model,prompt\na\n", "p.csv: Row 1 (line 2): it has 1 values, and there are 2 names."),
    ("model,prompt\n", "p.csv: Line 1: the file has no row of values."),
  ])
  func problemsOfCSVNameTheirPlace(_ text: String, _ sentence: String) {
    #expect(problem(text, "p.csv") == sentence)
  }

  @Test func theFirstCharacterTellsWhereTheNameDoesNot() throws {
    #expect(try plan("{ lanes: ['a'] }", "plan").lanes.map(\.model) == ["a"])
    #expect(try plan("// lanes\n{ lanes: ['a'] }", "plan.txt").lanes.count == 1)
    #expect(try plan("model\na\nb\n", "plan").lanes.map(\.model) == ["a", "b"])
  }
}

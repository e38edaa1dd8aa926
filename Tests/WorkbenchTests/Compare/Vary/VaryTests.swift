import RelayKit
import Testing

@testable import Workbench

/// What is varied, as it is typed.
struct VaryTests {
  private func axis(_ text: String) throws -> VaryAxis {
    try VaryAxis(text) { path throws(VaryAxis.Problem) in
      guard path == "long.txt" else { throw VaryAxis.Problem("\(path) cannot be read.") }
      return "A text, with | and commas"
    }
  }

  private func problem(_ text: String) -> String {
    do {
      _ = try axis(text)
      return ""
    } catch {
      return (error as? VaryAxis.Problem)?.sentence ?? "\(error)"
    }
  }

  @Test(arguments: [
    ("temperature=0,0.7", ["0", "0.7"]), ("reasoning_effort=low, high", ["\"low\"", "\"high\""]),
    (#"stop=["END"],[]"#, [#"["END"]"#, "[]"]), (#"stop=["a,b","c]"],null"#, [#"["a,b","c]"]"#, "null"]),
    (#"user="a,\"b",c"#, [#""a,\"b""#, "\"c\""]), ("logprobs=true,false", ["true", "false"]),
    (
      #"response_format={"type":"text"},{"type":"json_object"}"#,
      [#"{"type":"text"}"#, #"{"type":"json_object"}"#]
    ),
    ("seed=0.70,1e3,-2", ["0.70", "1e3", "-2"]), (#"user="","unset""#, ["\"\"", "\"unset\""]),
    ("user=don't,x{y", ["\"don't\"", "\"x{y\""]), ("version=v1..2", ["\"v1..2\""]),
    ("temperature=0..1.5/0.5", ["0", "0.5", "1", "1.5"]), ("t=0..1/0.4", ["0", "0.4", "0.8"]),
    ("t=0.1..0.5/0.1", ["0.1", "0.2", "0.3", "0.4", "0.5"]), ("t=3..1/-1", ["3", "2", "1"]),
    ("t=5..5/1", ["5"]), ("t=0..0.3/1e-1", ["0", "0.1", "0.2", "0.3"]), ("t=-2..2/2", ["-2", "0", "2"]),
  ])
  func valuesKeepTheirKinds(_ text: String, _ expected: [String]) throws {
    #expect(try axis(text).values.map { $0.json?.text() } == expected)
  }

  @Test func aKeyCanBeLeftOut() throws {
    let values = try axis("temperature=unset,0.7").values
    #expect(values.map(\.json) == [nil, .number("0.7")])
    #expect(values.map(\.label) == ["temperature unset", "temperature 0.7"])
  }

  @Test func modelsAndSystemMessages() throws {
    #expect(try axis("model=a, b/c").values.map(\.json) == [.string("a"), .string("b/c")])
    #expect(try axis("model=4,b").values.map(\.label) == ["4", "b"])
    let system = try axis("system=Be brief, please.|@long.txt|")
    #expect(system.subject == .system)
    #expect(
      system.values.map { $0.json?.stringValue } == [
        "Be brief, please.", "A text, with | and commas", nil,
      ])
    #expect(system.values.map(\.label) == ["system Be brief, please.", "system @long.txt", "system none"])
  }

  @Test func labelsAreShortOneLineAndDifferent() throws {
    let long = String(repeating: "word ", count: 20)
    let labels = try axis("system=\(long)one|\(long)two|line\n\u{1B}[31mred").values.map(\.label)
    #expect(
      labels == [
        "system 1: word word word word word wor…", "system 2: word word word word word wor…",
        "system 3: line [31mred",
      ])
  }

  @Test(arguments: [
    ("temperature", "What is varied is written NAME=V1,V2, not \"temperature\"."),
    ("=1", "What is varied is written NAME=V1,V2, not \"=1\"."),
    (" =1", "What is varied has no name before its =."),
    ("messages=1,2", "messages cannot be varied."), ("stream=true,false", "stream cannot be varied."),
    ("t=0,,1", "t: value 2 is empty. An empty text is \"\", and unset leaves the key out."),
    ("t=", "t: value 1 is empty. An empty text is \"\", and unset leaves the key out."),
    ("t=[1,2", "t: \"[1,2\" begins as JSON and is none."),
    ("t=[1]2", "t: \"[1]2\" begins as JSON and is none."),
    ("t=1,1", "t has the value 1 twice."), ("t=0..1", "t: a range needs the size of its steps: 0..1/STEP."),
    ("t=0..1/0", "t: steps of 0 never come to an end."),
    ("t=0..1/x", "t: \"0..1/x\" has no number for the size of its steps."),
    ("t=0..1/-0.5", "t: steps of -0.5 do not lead from 0 to 1."),
    ("t=0..100/1", "t: the range has more than 64 values."),
    (
      "t=0..900000000000000000/0.000000000000000001",
      "t: the range has numbers of too many digits."
    ),
    ("model=a,\"\"", "A model is named by its id, not by \"\"."),
    ("model=a,[1]", "A model is named by its id, not by [1]."),
    ("system=@", "A file is named behind @, and here is none."), ("system=a|@gone", "gone cannot be read."),
  ])
  func problemsAreSaid(_ text: String, _ sentence: String) { #expect(problem(text) == sentence) }

  @Test func atMost64Values() {
    let many = (1...65).map { "\($0)" }.joined(separator: ",")
    #expect(problem("t=\(many)") == "t has 65 values; at most 64 are tried.")
  }
}

/// Which requests a comparison makes, in which order.
struct VaryPlanTests {
  private func axis(_ text: String) throws -> VaryAxis { try VaryAxis(text) { _ in "" } }

  @Test func everyValueWithEveryOther() throws {
    var base = JSONObject()
    base["max_tokens"] = .integer(50)
    let models = ["a", "b"].map { ComparisonLane(model: $0, parameters: base) }
    let plan = try VaryPlan(
      lanes: models, axes: [axis("temperature=0,0.7"), axis("system=x|y")], rows: 2, repeats: 3, turns: 2)
    #expect(plan.lanes.map(\.letter) == ["A", "B", "C", "D", "E", "F", "G", "H"])
    #expect(plan.lanes[1].title == "a · temperature 0 · system y" && plan.lanes[1].ownSystem == "y")
    #expect(plan.lanes[6].title == "b · temperature 0.7 · system x")
    #expect(plan.lanes[6].parameters.members.map(\.key) == ["max_tokens", "temperature"])
    #expect(plan.requestCount == 2 * 4 * 2 * 3 * 2 && Set(plan.runs).count == plan.requestCount)
    #expect(plan.runs[0] == RunKey(lane: "A", turn: 1, repetition: 1, row: 1))
    #expect(plan.runs[1] == RunKey(lane: "A", turn: 2, repetition: 1, row: 1))
    #expect(plan.runs[16] == RunKey(lane: "A", turn: 1, repetition: 1, row: 2))
    #expect(plan.runs[32] == RunKey(lane: "A", turn: 1, repetition: 2, row: 1))
  }

  @Test func whatDiffersIsNamed() throws {
    func keys(_ text: String) throws -> JSONObject {
      try JSONValue(parsing: text).objectValue ?? JSONObject()
    }
    let plan = try VaryPlan(lanes: [
      ComparisonLane(model: "a", parameters: try keys(#"{"top_p":1,"seed":1}"#)),
      ComparisonLane(model: "b", parameters: try keys(#"{"top_p":1}"#), ownSystem: ""),
    ])
    #expect(plan.lanes.map(\.differs) == [["seed 1"], ["seed unset", "system none"]])
    #expect(plan.runs == [RunKey(lane: "A"), RunKey(lane: "B")])
  }

  @Test func aVariedModelTakesThePlace() throws {
    let plan = try VaryPlan(lanes: [ComparisonLane(model: "")], axes: [axis("model=x,y")])
    #expect(plan.lanes.map(\.title) == ["x", "y"])
  }

  @Test func aLaneMayBeAskedForSomeRowsOnly() throws {
    let lanes = [ComparisonLane(model: "a"), ComparisonLane(model: "b", rows: [2])]
    #expect(try VaryPlan(lanes: lanes, rows: 2).runs.map(\.lane) == ["A", "A", "B"])
  }

  @Test func tooManyAreRefused() throws {
    let wide = try axis("t=" + (1...64).map { "\($0)" }.joined(separator: ","))
    let other = try VaryAxis("u=" + (1...64).map { "\($0)" }.joined(separator: ",")) { _ in "" }
    func sentence(_ repeats: Int, _ rows: Int?) -> String {
      do {
        return
          "\(try VaryPlan(lanes: [ComparisonLane(model: "a")], axes: [wide, other], rows: rows, repeats: repeats).requestCount)"
      } catch { return error.sentence }
    }
    #expect(sentence(2, nil) == "8192")
    #expect(sentence(3, nil) == "At most 10000 requests are made for one comparison; these are 12288.")
    #expect(sentence(.max, 2) == "At most 10000 requests are made for one comparison; these are far more.")
  }

  @Test func lettersGoOn() {
    #expect(
      [0, 25, 26, 51, 52, 701, 702].map(ComparisonLane.letter) == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
  }

  @Test func costsThatAreNotKnownAreSaid() {
    func estimate(_ body: JSONObject, _ prices: TokenPrices?) -> CreditEstimate {
      CreditEstimate(
        input: TokenEstimate(tokens: 1000, methods: []), body: body, prices: prices, outputLimit: nil)
    }
    var bounded = JSONObject()
    bounded["max_tokens"] = .integer(1000)
    let prices = TokenPrices(input: 1, output: 9)
    var cost = PlanCost()
    cost.add(estimate(bounded, prices), model: "a", times: 3)
    #expect(cost.total != nil && cost.text == "at most ~$0.030")
    cost.add(estimate(JSONObject(), prices), model: "b")
    cost.add(estimate(bounded, nil), model: "c", times: 2)
    cost.add(estimate(bounded, TokenPrices(input: 1, output: 1, currency: "quota")), model: "d")
    #expect(cost.total == nil && cost.unknownRequests == 4)
    #expect(
      cost.text
        == "at most ~$0.030 for 3 of 7 requests; the rest is unknown: nothing bounds the answers of b, no price of c is known, d is paid in quota"
    )
    var none = PlanCost()
    none.add(estimate(bounded, nil), model: "c")
    #expect(none.text == "unknown: no price of c is known" && none.total == nil)
  }
}

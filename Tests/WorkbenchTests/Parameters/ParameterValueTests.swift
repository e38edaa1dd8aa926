import RelayKit
import SeededRandom
import Testing

@testable import Workbench

private func parameter(_ path: ParameterPath, _ kind: ParameterKind = .text) throws -> Parameter {
  try #require(ParameterCatalogue.parameter(path, kind))
}

struct ParameterTypingTests {
  @Test(arguments: [
    ("0.7", "0.7"), ("0.70", "0.70"), ("1e3", "1e3"), (" .5 ", "0.5"), ("+1", "1"), ("5.", "5"),
    ("-0.2", "-0.2"),
    ("007", "7"), ("-.5", "-0.5"),
  ])
  func numbersKeepTheirDigits(_ typed: String, _ literal: String) throws {
    #expect(try parameter("temperature").value(typed: typed) == .number(literal))
  }

  @Test(arguments: [
    ("1024", "1024"), ("1e3", "1000"), ("1_000", "1000"), ("5.0", "5"), ("-3", "-3"), ("+7", "7"),
  ])
  func wholeNumbersAreWrittenOut(_ typed: String, _ literal: String) throws {
    #expect(try parameter("seed").value(typed: typed) == .number(literal))
  }

  @Test(arguments: ["", " ", "x", "1,5", "0x10", "nan", "inf", "1e999", "--1", "1 2", "4k", "٣"])
  func whatIsNoNumberSaysWhatWouldBeRight(_ typed: String) throws {
    let temperature = try parameter("temperature")
    let problem = #expect(throws: TypingProblem.self) { try temperature.value(typed: typed) }
    #expect(problem?.sentence.hasSuffix(".") == true)
  }

  @Test func aCommaAndAFractionAreExplained() throws {
    let temperature = try parameter("temperature")
    let comma = #expect(throws: TypingProblem.self) { try temperature.value(typed: "0,7") }
    #expect(comma?.sentence.contains("0.7") == true)
    let seed = try parameter("seed")
    let fraction = #expect(throws: TypingProblem.self) { try seed.value(typed: "1.5") }
    #expect(fraction?.sentence == "seed is a whole number; 1.5 has a fraction.")
    #expect(throws: TypingProblem.self) { try seed.value(typed: "99999999999999999999") }
  }

  @Test(arguments: [
    ("yes", true), ("ON", true), ("1", true), ("true", true), ("no", false), ("off", false), ("N", false),
  ])
  func switchesTakeWords(_ typed: String, _ flag: Bool) throws {
    #expect(try parameter("stream").value(typed: typed) == .bool(flag))
    let stream = try parameter("stream")
    #expect(throws: TypingProblem.self) { try stream.value(typed: "maybe") }
  }

  @Test func choicesTakeTheirNamesAndOtherTexts() throws {
    let effort = try parameter("reasoning_effort")
    #expect(try effort.value(typed: "HIGH") == .string("high"))
    #expect(try effort.value(typed: "extreme") == .string("extreme"))
    #expect(effort.check(.string("extreme")).map(\.severity) == [.warns])
    #expect(effort.check(.integer(3)).map(\.severity) == [.blocks])
    let format = try parameter("response_format")
    #expect(try format.value(typed: "json_object").text() == #"{"type":"json_object"}"#)
    #expect(throws: TypingProblem.self) { try format.value(typed: "yaml") }
    let choice = try parameter("tool_choice")
    #expect(try choice.value(typed: #"{"type":"function"}"#).objectValue != nil)
    let seconds = try parameter("seconds", .video)
    #expect(try seconds.value(typed: "7") == .string("7"))
    #expect(try parameter("metadata.durationSeconds", .video).value(typed: "7") == .integer(7))
  }

  @Test func listsTakeCommasQuotesAndJSON() throws {
    let stop = try parameter("stop")
    #expect(try stop.value(typed: "END") == .string("END"))
    #expect(try stop.value(typed: "a, b") == .array([.string("a"), .string("b")]))
    #expect(try stop.value(typed: #""a, b", "\n""#) == .array([.string("a, b"), .string("\n")]))
    #expect(try stop.value(typed: #"["x", "y"]"#) == .array([.string("x"), .string("y")]))
    #expect(try stop.value(typed: "") == .array([]))
    for wrong in [#""open"#, "a,,b", #""a" b"#, "[1]", #""\q""#] {
      #expect(throws: TypingProblem.self) { try stop.value(typed: wrong) }
    }
    let image = try parameter("image", .image)
    #expect(try image.value(typed: "data:image/png;base64,AAAA") == .string("data:image/png;base64,AAAA"))
  }

  @Test func wrongJSONNamesItsPlace() throws {
    let tools = try parameter("tools")
    let problem = #expect(throws: TypingProblem.self) { try tools.value(typed: "[\n  {\"é\": x}]") }
    #expect(problem?.sentence.contains("line 2, column 9") == true, "\(problem?.sentence ?? "")")
  }

  @Test func whatIsShownForEditingReadsBackAsTheSameValue() throws {
    var random = SplitMix(seed: 11)
    let signs: [Character] = [
      "a", "é", ",", "\"", "\\", " ", "\n", "[", "]", "{", "中", "👩‍👩‍👧", "1", ".", "-", "e", "\u{301}",
    ]
    func text() -> String {
      String(
        (0..<Int.random(in: 0...8, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" })
    }
    for parameter in ParameterKind.allCases.flatMap(ParameterCatalogue.parameters) {
      for _ in 0..<20 {
        let value: JSONValue
        switch parameter.type {
        case .integer: value = .integer(Int.random(in: Int.min...Int.max, using: &random))
        case .number: value = .double(Double.random(in: -1e6...1e6, using: &random))
        case .toggle: value = .bool(Bool.random(using: &random))
        case .choice(let choices, _):
          value =
            Bool.random(using: &random)
            ? choices.randomElement(using: &random)?.value ?? .null : .string(text())
        case .text, .modelText: value = .string(text())
        case .texts(let onePlain):
          let texts = (0..<Int.random(in: 0...3, using: &random)).map { _ in text() }
          value = onePlain && texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
        case .json: value = .object(JSONObject([.init(key: text(), value: .string(text()))]))
        }
        let typed = parameter.typed(value)
        #expect(try parameter.value(typed: typed) == value, "\(parameter.name): \(typed)")
        if parameter.isNumeric, parameter.unit.isEmpty {
          #expect(try parameter.value(typed: parameter.display(value)) == value)
        }
      }
    }
  }

  @Test func boundsWarnAndTypesBlock() throws {
    let temperature = try parameter("temperature")
    #expect(temperature.check(.number("0.7")).isEmpty)
    #expect(temperature.check(.number("2.5")).map(\.severity) == [.warns])
    #expect(temperature.check(.string("0.7")).map(\.severity) == [.blocks])
    #expect(temperature.check(.number("1e999")).map(\.severity) == [.blocks])
    #expect(temperature.check(.null).isEmpty)
    #expect(try parameter("n").check(.number("1.5")).map(\.severity) == [.blocks])
    let texts = JSONValue.array((0..<5).map { .string("\($0)") })
    #expect(try parameter("stop").check(texts).map(\.severity) == [.warns])
    #expect(try parameter("stop").check(.array([.integer(1)])).map(\.severity) == [.blocks])
    #expect(try parameter("tools").check(.string("x")).map(\.severity) == [.blocks])
  }
}

struct ParameterStepTests {
  @Test func stepsOfFractionsStayExact() throws {
    let temperature = try parameter("temperature")
    var value: JSONValue? = .number("0.70")
    for _ in 0..<6 { value = temperature.stepped(value, up: true) }
    #expect(value == .number("1"))
    #expect(temperature.stepped(.number("0.1"), up: false, .big) == .number("-0.4"))
    #expect(temperature.stepped(.number("2"), up: true) == .number("2.05"))
    #expect(temperature.stepped(nil, up: true) == .integer(1))
  }

  @Test func wholeNumbersEndWhereTheirTypeEnds() throws {
    let seed = try parameter("seed")
    #expect(seed.stepped(.integer(.max), up: true) == nil)
    #expect(seed.stepped(.integer(.max), up: false) == .integer(.max - 1))
    #expect(seed.stepped(.integer(.min), up: false) == nil)
    #expect(seed.stepped(nil, up: true) == .integer(0))
  }

  @Test func logarithmicStepsGoAlongRoundNumbers() throws {
    let most = try parameter("max_tokens")
    #expect(most.stepped(.integer(1024), up: true) == .integer(1536))
    #expect(most.stepped(.integer(1536), up: true) == .integer(2048))
    #expect(most.stepped(.integer(1000), up: false) == .integer(768))
    #expect(most.stepped(.integer(1024), up: true, .big) == .integer(4096))
    #expect(most.stepped(.integer(1), up: false) == .integer(0))
    #expect(most.stepped(.integer(0), up: true) == .integer(1))
    #expect(most.stepped(.integer(.max), up: true) == nil)
    var value: JSONValue? = .integer(1)
    var last = 0
    while let number = value?.intValue {
      #expect(number > last)
      last = number
      value = most.stepped(value, up: true)
    }
    #expect(last > 1 << 60)
  }

  @Test func slidersRunFromEndToEndAndBack() throws {
    for parameter in ParameterKind.allCases.flatMap(ParameterCatalogue.parameters) where parameter.hasSlider {
      var last = -1.0
      for place in stride(from: 0.0, through: 1.0, by: 0.1) {
        let value = try #require(parameter.value(slider: place))
        let number = try #require(value.doubleValue)
        let span = try #require(parameter.span ?? parameter.limits)
        #expect(span.contains(number), "\(parameter.name): \(number)")
        let position = try #require(parameter.sliderPosition(value))
        #expect((0...1).contains(position))
        #expect(position >= last)
        last = position
        #expect(parameter.check(value).isEmpty, "\(parameter.name): \(value)")
      }
      #expect(last == 1, "\(parameter.name)")
    }
    #expect(try parameter("temperature").sliderPosition(.number("5")) == 1)
    #expect(try parameter("seed").sliderPosition(.integer(1)) == nil)
  }

  @Test func choicesAndSwitchesGoRound() throws {
    let verbosity = try parameter("verbosity")
    #expect(verbosity.stepped(nil, up: true) == .string("medium"))
    #expect(verbosity.stepped(.string("high"), up: true) == .string("low"))
    #expect(verbosity.stepped(.string("low"), up: false) == .string("high"))
    #expect(verbosity.cycled(.string("odd"), forward: true) == .string("low"))
    let format = try parameter("response_format")
    #expect(
      format.cycled(try JSONValue(parsing: #"{"type":"json_object"}"#), forward: false)?["type"]
        == .string("text"))
    #expect(try parameter("stream").stepped(nil, up: true) == .bool(true))
    #expect(try parameter("parallel_tool_calls").stepped(nil, up: true) == .bool(false))
    #expect(try parameter("stream").stepped(.bool(true), up: true) == .bool(false))
    #expect(try parameter("tools").stepped(nil, up: true) == nil)
  }
}

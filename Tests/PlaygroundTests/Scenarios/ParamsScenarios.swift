import CodeSnippets
import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// The form of parameters and the body beside it.
struct ParamsScenarios {
  private func open(columns: Int = 120, rows: Int = 36, model: String = "m-1") -> Stage {
    var stage = Stage(columns: columns, rows: rows, model: model)
    stage.press(.function(2))
    return stage
  }

  @Test func unsetMeansNotSentAndTheBodyFollowsEachKey() {
    var stage = open()
    stage.expect("[3 Params]", "· temperature", "(not sent)", "Will be sent", "\"model\": \"m-1\"", "1 set")
    stage.expectNot("\"temperature\"")
    stage.type("l")
    stage.expect("● temperature", "\"temperature\": 1", "2 set")
    stage.type("h")
    stage.expect("\"temperature\": 0.95")
    stage.press(Key(.delete))
    stage.expectNot("\"temperature\"")
    stage.type("u")
    stage.expect("\"temperature\": 0.95", "Taken back: temperature.")
    stage.type("=")
    stage.expect("\"temperature\": 1")
  }

  @Test func aNumberIsTypedAtOnceAndWhatIsNoneStaysToBeMended() {
    var stage = open()
    stage.type("0.70x")
    stage.press(.enter)
    stage.expect("0.70x", "is no number")
    stage.expectNot("\"temperature\"")
    stage.press(Key(.backspace), .enter)
    // The digits stay as they were typed.
    stage.expect("\"temperature\": 0.70")
    stage.type("9.5")
    stage.press(.enter)
    // A range warns and does not fence.
    stage.expect("\"temperature\": 9.5", "? temperature", "1 warning")
    stage.type("3")
    stage.press(.escape)
    stage.expect("\"temperature\": 9.5")
  }

  @Test func whatChangedSinceTheLastSendIsMarked() {
    var stage = open()
    stage.type("0.2")
    stage.press(.enter, .escape)
    stage.expect("[1 Chat]")
    stage.type("i")
    stage.ask("q")
    stage.end(.done)
    stage.press(.function(2))
    stage.expectNot("temperature *")
    stage.type("0.9")
    stage.press(.enter)
    stage.expect("temperature *", "* was 0.2", "1 changed since last send", "Sent last: 0.2")
    stage.press(Key(.delete))
    stage.expect("* temperature was sent last time")
  }

  @Test func whatIsShownIsWhatLeaves() throws {
    var stage = open()
    stage.type("0.3")
    stage.press(.enter, .escape)
    stage.type("ihello \"you\"")
    let shown = stage.playground.draftBytes(.text)
    stage.press(.function(2))
    stage.expect("\(shown.count) B")
    stage.press(.escape)
    stage.press(.enter)
    let taken = stage.takeRequest()
    let sent = try #require(taken)
    #expect(sent.encodedBody() == shown)
  }

  /// A value as a user could set it.
  private static func sample(_ parameter: Parameter) -> JSONValue {
    if let standard = parameter.standardValue { return standard }
    switch parameter.type {
    case .integer: return .integer(Int(parameter.limits?.least ?? 7))
    case .number: return .number("0.70")
    case .toggle: return .bool(true)
    case .choice(let choices, _): return choices[0].value
    case .text, .modelText: return .string("a \"text\" of 2 lines")
    case .texts: return .array([.string("a, b"), .string("c")])
    case .json(.list): return .array([.object(JSONObject())])
    case .json: return .object(JSONObject([.init(key: "a", value: .number("1.50"))]))
    }
  }

  @Test(arguments: ParameterKind.allCases)
  func everyParameterIsSetInTheFormAndStandsInBodyAndSnippet(kind: ParameterKind) throws {
    for parameter in ParameterCatalogue.parameters(kind) {
      var stage = open()
      while stage.playground.workspace.kind != kind { stage.type("]") }
      stage.playground.workspace.setModel("some-model", kind)
      stage.playground.params.showsOthers = true
      stage.playground.params.mark[kind] = .row(parameter.path)
      let value = Self.sample(parameter)
      set(value, of: parameter, &stage)
      let bytes = stage.playground.draftBytes(kind)
      let body = try #require(JSONValue(parsing: bytes).objectValue)
      #expect(body[parameter.path] == value, "\(parameter.name)")
      let request = try #require(stage.playground.snippetRequest(nil))
      let json = try #require(SnippetLanguages.find("json")?.client.write(request, SnippetOptions()))
      #expect(Array(json.utf8).starts(with: bytes), "\(parameter.name)")
      let curl = try #require(SnippetLanguages.find("curl")?.client.write(request, SnippetOptions()))
      #expect(curl.contains("\"\(parameter.path.keys.last ?? "")\""), "\(parameter.name)")
      guard kind == .text else { continue }
      stage.press(.escape)
      stage.type("iq")
      stage.press(.enter)
      let taken = stage.takeRequest()
      let sent = try #require(taken)
      let leaves = try #require(JSONValue(parsing: sent.encodedBody()).objectValue)
      #expect(leaves[parameter.path] == value, "\(parameter.name)")
    }
  }

  /// As a person would: typed, chosen or edited.
  private func set(_ value: JSONValue, of parameter: Parameter, _ stage: inout Stage) {
    switch parameter.type {
    case .toggle:
      stage.type(" ")
      if stage.playground.workspace.formBody(parameter.kind)[parameter.path] != value { stage.type(" ") }
    case .choice, .integer, .number, .text, .texts:
      stage.press(.enter)
      if case .choice = parameter.type {
        stage.type(parameter.typed(value))
      } else {
        stage.control("u")
        stage.paste(parameter.typed(value))
      }
      stage.press(.enter)
    case .modelText, .json:
      _ = stage.takeEffects()
      stage.press(.enter)
      guard case .edit(let target, _)? = stage.takeEffects().first else {
        Issue.record("no editor for \(parameter.name)")
        return
      }
      stage.update(.edited(target, value.stringValue ?? value.text(), notice: ""))
    }
  }

  @Test func choicesAreListedAndJSONIsEditedWithoutLosingAnything() {
    var stage = open()
    stage.playground.params.mark[.text] = .row("verbosity")
    stage.press(.enter)
    stage.expect("verbosity", "medium")
    stage.type("low")
    stage.press(.enter)
    stage.expect("\"verbosity\": \"low\"")
    stage.playground.params.mark[.text] = .row("logit_bias")
    _ = stage.takeEffects()
    stage.press(.enter)
    stage.update(.edited(.value(.text, "logit_bias"), "{\"50256\": -100", notice: ""))
    stage.expect("logit_bias was not changed")
    _ = stage.takeEffects()
    stage.press(.enter)
    #expect(stage.takeEffects() == [.edit(.value(.text, "logit_bias"), "{\"50256\": -100")])
    stage.update(.edited(.value(.text, "logit_bias"), "{\"50256\": -100}", notice: ""))
    stage.expect("\"50256\": -100")
  }

  @Test func theWholeBodyIsEditedAndKeysThatTheFormDoesNotKnowStay() throws {
    var stage = open()
    stage.type("E")
    guard case .edit(let target, let text)? = stage.takeEffects().last else {
      Issue.record("no editor")
      return
    }
    #expect(try JSONValue(parsing: text)["model"]?.stringValue == "m-1")
    stage.update(.edited(target, "{\"model\": ", notice: ""))
    stage.expect("The body was not changed: this is no JSON.")
    let body =
      #"{"model":"m-2","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}],"x_new":{"a":[1]},"temperature":0.70}"#
    stage.update(.edited(target, body, notice: ""))
    stage.playground.params.mark[.text] = .row(ParameterPath(key: "x_new"))
    stage.expect("m-2", "FREE KEYS", "x_new", "\"temperature\": 0.70", "[ 2 messages ]")
    let sent = try #require(JSONValue(parsing: stage.playground.draftBytes(.text)).objectValue)
    #expect(sent["x_new"]?.text() == #"{"a":[1]}"#)
    #expect(sent["messages"]?.arrayValue?.count == 2)
    // A free key is changed like any other.
    stage.playground.params.mark[.text] = .row(ParameterPath(key: "x_new"))
    stage.press(.enter)
    stage.control("u")
    stage.type("[2]")
    stage.press(.enter)
    stage.expect("x_new", "[2]")
  }

  @Test func narrowScreensShowFormOrBody() {
    var stage = open(columns: 80, rows: 24)
    stage.expect("Parameters", "temperature")
    stage.expectNot("Will be sent")
    stage.type("v")
    stage.expect("Will be sent")
    stage.type("v")
    stage.expectNot("Will be sent")
    stage.press(Key(.tab))
    stage.expect("Will be sent")
  }

  @Test func rowsThatTheModelDoesNotTakeAreFoldedWithTheirReason() {
    var stage = open(model: "gpt-5.4-mini")
    stage.playground.params.mark[.text] = .others
    stage.expect("NOT FOR THIS MODEL")
    stage.type(" ")
    stage.expect("Space closes")
    stage.playground.params.mark[.text] = .row("presence_penalty")
    stage.type("l")
    // It can be set all the same, and says what will happen.
    stage.expect("\"presence_penalty\"", "This model")
  }

  @Test func unsetAllAsksAndCanBeTakenBack() {
    var stage = open()
    stage.type("0.5")
    stage.press(.enter)
    stage.type("U")
    stage.expect("Unset all?")
    stage.press(.escape)
    stage.expect("\"temperature\": 0.5")
    stage.type("U")
    stage.press(Key(.right), .enter)
    stage.expectNot("\"temperature\"", "\"stream\"")
    stage.type("u")
    stage.expect("\"temperature\": 0.5", "\"stream\"")
  }

  @Test func estimatesSayThatTheyAre() {
    var stage = open()
    var answers = RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: "")
    answers.models = [ModelEntry(json: .string("m-1"))].compactMap { $0 }
    var facts = ModelFacts(id: "m-1")
    facts.prices = ModelPrices(input: 2, output: 10)
    stage.update(.modelAnswersCame(answers, user: ModelFactList(.userFile, [facts])))
    stage.expect("as an estimate", "no limit known", "unknown")
    stage.playground.workspace.parameters["max_tokens"] = .integer(1000)
    stage.expect("up to 1000 tok", "~$0.010")
    // A price list that comes later is shown at once.
    facts.prices = ModelPrices(input: 2, output: 50)
    stage.update(.modelAnswersCame(answers, user: ModelFactList(.userFile, [facts])))
    stage.expect("~$0.050")
  }

  @Test func anotherEditAfterAnUndoneOneIsWhatIsShown() {
    var stage = open()
    stage.press(.escape)
    stage.playground.workspace.write(.user, "abc", at: 0)
    let id = stage.playground.workspace.conversation.path[0]
    stage.playground.workspace.edit("a") { $0.change(id) { $0.written = "cat" } }
    stage.press(.function(3))
    stage.playground.code.language = "python"
    stage.expect("\"cat\"")
    _ = stage.playground.workspace.undo()
    stage.playground.workspace.edit("b") { $0.change(id) { $0.written = "dog" } }
    stage.expect("\"dog\"")
    stage.expectNot("\"cat\"")
  }
}

/// Presets and variables.
struct PresetScenarios {
  @Test func aPresetKeepsTheRequestAndBringsItBack() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.playground.workspace.parameters["temperature"] = .number("0.20")
    stage.control("p")
    stage.type("save-preset web banner")
    stage.press(.enter)
    guard case .savePreset(let preset, replaces: false)? = stage.takeEffects().last else {
      Issue.record("nothing was kept")
      return
    }
    #expect(preset.name == "web banner" && preset.parameters["temperature"] == .number("0.20"))
    stage.update(.presetExists(preset))
    stage.expect("Replace the preset?")
    stage.press(Key(.right), .enter)
    #expect(stage.takeEffects() == [.savePreset(preset, replaces: true)])
    stage.playground.workspace.parameters = JSONObject()
    stage.press(.function(2))
    _ = stage.takeEffects()
    stage.type("P")
    #expect(stage.takeEffects() == [.listPresets])
    stage.update(.presetsListed(["other", "web banner"]))
    stage.type("web")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.loadPreset("web banner")])
    let read = try Preset(file: Array(preset.fileText.utf8), fileName: preset.fileName)
    stage.update(.presetRead(read))
    stage.expect("\"temperature\": 0.20", "preset: web banner", "m-1")
    stage.type("u")
    stage.expectNot("\"temperature\"")
  }

  @Test func namesThatAreNoFileNamesAreRefused() {
    var stage = Stage()
    stage.control("p")
    stage.type("save-preset ../x")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.expect("A name cannot")
  }

  @Test func variablesFillMessagesAndNothingElse() throws {
    var stage = Stage(columns: 120, rows: 36)
    for text in ["var city Bergen"] {
      stage.control("p")
      stage.type(text)
      stage.press(.enter)
    }
    stage.type("Weather in {{city}} or {{town}}?")
    stage.press(.function(2))
    stage.expect("Without a value: town")
    stage.press(.escape)
    stage.update(.variablesRead(Array("town,city\nOslo,Paris\nVoss,Rome\n".utf8), name: "towns.csv"))
    stage.control("p")
    stage.type("row 2")
    stage.press(.enter)
    // In the transcript and the box the name stays; in the request the value does.
    stage.expect("{{city}}")
    stage.press(.enter)
    let taken = stage.takeRequest()
    let sent = try #require(taken)
    #expect(sent.messages.last?.content?.stringValue == "Weather in Bergen or Voss?")
    stage.update(.variablesRead(Array("a,b\n1\n".utf8), name: "bad.csv"))
    stage.expect("bad.csv was not loaded")
  }
}

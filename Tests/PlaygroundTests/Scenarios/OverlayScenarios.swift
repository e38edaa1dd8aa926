import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

struct OverlayScenarios {
  @Test func withoutAKeyTheFirstScreenAsksForOneAndNeverShowsIt() {
    var stage = Stage(isConnected: false)
    stage.expect("Set up", "https://api.tokenbay.com/v1", "no key yet")
    stage.type("sk-fake-fake-fake-9f3c")
    stage.expectNot("sk-fake")
    stage.expect("ends in 9f3c", "22 characters")
    stage.press(.enter)
    let request = ConnectionRequest(
      baseURL: "https://api.tokenbay.com/v1", key: "sk-fake-fake-fake-9f3c", keeping: .file)
    #expect(stage.takeEffects() == [.connect(request)])
    #expect(!"\(request)".contains("sk-fake"))
    stage.expect("asking the relay for its models")
    stage.update(
      .connectionFailed(
        .refused(RelayError(kind: .unauthorized, status: 401, message: "Invalid token"))))
    stage.expect("The relay refused this key", "Invalid token")
    stage.update(.connected(Stage.relay))
    stage.expect("Type below and press Enter.", "key ..9f3c")
    stage.expectNot("Set up")
  }

  @Test func aPastedKeyLosesItsLineEnd() {
    var stage = Stage(isConnected: false)
    stage.paste("sk-fake-0123456789\n")
    stage.press(.enter)
    guard case .connect(let request)? = stage.takeEffects().first else {
      Issue.record("nothing was tested")
      return
    }
    #expect(request.key == "sk-fake-0123456789")
  }

  @Test func foreignKeysAreNamedAndNotUsed() {
    var surroundings = Surroundings()
    surroundings.foreignKeys = ["OPENAI_API_KEY"]
    let stage = Stage(isConnected: false, surroundings: surroundings)
    stage.expect("OPENAI_API_KEY is set too. Not used")
  }

  @Test(arguments: [(60, 16), (80, 24), (120, 36)])
  func theFirstScreenFits(columns: Int, rows: Int) {
    let stage = Stage(columns: columns, rows: rows, isConnected: false)
    stage.expect("Set up", "Base URL", "API key", "Keep it in", "Enter")
  }

  @Test func escapeOnTheFirstScreenOpensTheDemoRelay() {
    var stage = Stage(isConnected: false)
    stage.press(.escape)
    #expect(stage.takeEffects() == [.connectDemo])
    stage.update(
      .connected(
        RelayIdentity(
          baseURL: "http://127.0.0.1:1/v1", keyLabel: "no key", isDemo: true, standardModel: "demo-writer")))
    #expect(stage.takeEffects() == [.loadModels])
    stage.expect("Type below and press Enter.", "demo, simulated")
    stage.update(.modelsCame(Self.models("demo-writer", "demo-slow")))
    #expect(stage.playground.workspace.model == "demo-writer")
  }

  static func models(_ ids: String...) -> [ModelEntry] {
    ids.compactMap { ModelEntry(json: .string($0)) }
  }

  @Test func anyModelIdCanBeTyped() {
    var stage = Stage()
    stage.leader("m")
    stage.type("vendor/new-model:1")
    stage.expect("use it as typed")
    stage.press(.enter)
    #expect(stage.playground.workspace.model == "vendor/new-model:1")
  }

  @Test func theFilterTakesWordsInAnyOrderAndPutsBeginningsFirst() {
    var stage = Stage()
    stage.update(.modelsCame(Self.models("gemini-2.5-flash", "mini-flash", "gpt-5")))
    stage.press(.escape, Key(.character("m")))
    stage.type("flash mini")
    stage.expect("gemini-2.5-flash", "mini-flash", "of 3")
    stage.expectNot("gpt-5")
    stage.press(.enter)
    #expect(stage.playground.workspace.model == "mini-flash")
  }

  @Test func aListThatComesLateKeepsTheFilter() {
    var stage = Stage()
    stage.leader("m")
    stage.type("gpt")
    stage.update(.modelsCame(Self.models("gpt-5", "other")))
    stage.expect("> gpt", "gpt-5")
    stage.expectNot("other")
  }

  @Test func aFailedListSaysSoAndLetsOneType() {
    var stage = Stage(model: "")
    stage.update(.modelsFailed(RelayError(kind: .notFound, status: 404)))
    stage.expect("No list from the relay")
    stage.type("hello")
    stage.press(.enter)
    stage.expect("Models", "asking the relay for its list")
    #expect(stage.playground.message.box.expandedText == "hello")
  }

  @Test func theCommandListGivesReasonsAndTakesArguments() {
    var stage = Stage()
    stage.control("p")
    stage.type("ask again")
    stage.expect("not now: there is no answer yet")
    stage.press(.enter)
    stage.expect("Not now: there is no answer yet")
    _ = stage.takeEffects()
    stage.press(.escape, .escape)
    stage.control("p")
    stage.type("theme mono")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.useTheme("mono")])
    stage.control("p")
    stage.type("set temperature 0.2")
    stage.press(.enter)
    #expect(stage.playground.workspace.parameters["temperature"] == .number("0.2"))
    stage.ask("q")
    #expect(stage.takeRequest()?.parameters["temperature"] == .number("0.2"))
  }

  @Test func slashOpensTheCommandListAndTwoAreASlash() {
    var stage = Stage()
    stage.type("/")
    stage.expect("Commands", "type to filter")
    stage.type("/")
    #expect(stage.playground.message.box.expandedText == "/")
  }

  @Test func theLeaderExplainsItselfAfterAMoment() {
    var stage = Stage()
    stage.control("x")
    stage.expectNot("Esc cancels")
    stage.expect("[^X]")
    stage.pass(seconds: 0.5)
    stage.expect("^X then ...", "Esc cancels")
    stage.press(Key(.character("%")))
    stage.expect("is no command")
  }

  @Test func theLeaderIsForgottenAfterFiveSeconds() {
    var stage = Stage()
    stage.control("x")
    stage.pass(seconds: 6)
    stage.type("q")
    #expect(stage.takeEffects().isEmpty)
    #expect(stage.playground.message.box.expandedText == "q")
  }

  @Test func helpBeginsWithTheFocusedPaneAndListsWhatCannotBeDone() {
    var stage = Stage(columns: 120, rows: 120)
    stage.press(.escape, Key(.character("?")))
    stage.expect("[Transcript]", "MOVE", "Not available right now", "there is no answer yet")
    stage.press(Key(.tab))
    stage.expect("[Everywhere]")
    stage.type("/theme")
    stage.expect("^X t")
    stage.press(.enter, .escape, .escape)
    stage.expectNot("[Everywhere]")
  }

  @Test func noKeyMeansTwoThingsInOnePlace() {
    var seen: [KeyBinding: CommandID] = [:]
    for command in CommandTable.all {
      for binding in command.bindings {
        #expect(seen[binding] == nil, "\(binding) runs \(command.id.name) and \(seen[binding]?.name ?? "")")
        seen[binding] = command.id
      }
    }
    #expect(Set(CommandTable.all.map(\.id)).count == CommandTable.all.count)
  }

  @Test func keysCanBeRebound() {
    var map = KeyMap()
    let problems = map.rebind([
      (command: "model", keys: [[.control("t")], [.control("x"), Key(.character("j"))]]),
      (command: "modle", keys: [[.control("g")]]),
      (command: "search", keys: [[Key(.character("y"))]]),
      (command: "palette", keys: []),
    ])
    #expect(
      problems.map(\.1) == [
        .unknownCommand("modle", closest: "model"), .taken(key: "y", by: "copy"),
        .unreachable("palette"),
      ])
    #expect(map.command(for: .control("t"), in: .anywhere)?.id == "model")
    #expect(map.command(for: Key(.character("j")), in: .leader)?.id == "model")
    #expect(map.command(for: Key(.character("m")), in: .navigation) == nil)
  }

  @Test(arguments: [(60, 16), (80, 24), (120, 36), (200, 50), (300, 90)])
  func everySizeHasAllParts(columns: Int, rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.expect("bayside", "[1 Chat]", "Transcript", "Message", "[TYPE]")
  }

  @Test func aSmallScreenSaysSoAndComesBack() {
    var stage = Stage()
    stage.type("kept")
    stage.resize(52, 12)
    stage.expect("bayside needs more room.", "52 x 12", "60 x 16")
    stage.type("abc")
    stage.resize(80, 24)
    stage.expect("Transcript", "kept")
    #expect(stage.playground.message.box.expandedText == "kept")
  }

  @Test(arguments: [(1, 1), (2, 3), (10, 2), (59, 15), (60, 16), (61, 40), (400, 16)])
  func noSizeBreaksAnything(columns: Int, rows: Int) {
    var stage = Stage(columns: columns, rows: rows)
    stage.type("界界 text")
    stage.control("p")
    #expect(stage.grid.cells.count == columns * rows)
    stage.press(.escape, Key(.function(1)))
    #expect(stage.grid.cells.count == columns * rows)
    stage.press(.escape)
    stage.control("x")
    stage.pass(seconds: 1)
    #expect(stage.grid.cells.count == columns * rows)
  }

  @Test func quittingAsksWhileAnAnswerComes() {
    var stage = Stage()
    stage.ask("q")
    stage.press(.escape)
    _ = stage.takeEffects()
    stage.press(Key(.character("Q")))
    stage.expect("Quit?", "A reply is coming", "▸ Stay")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.press(Key(.character("Q")), Key(.down), .enter)
    #expect(stage.takeEffects() == [.quit])
  }

  @Test func anUnboundAltKeyIsEscapeThenTheKey() {
    var stage = Stage()
    stage.press(Key(.function(1)))
    stage.press(Key(.character("i"), .alt))
    #expect(stage.playground.overlay == nil)
  }

  @Test func plainSignsHaveTheSameCells() {
    var preferences = Preferences()
    preferences.usesASCII = true
    var stage = Stage(preferences: preferences)
    stage.ask("q")
    stage.say("text")
    stage.expect("* STREAMING", "+= Message", "+- Transcript")
    let own = stage.grid.cells.map(\.glyph.text).filter { $0.unicodeScalars.contains { $0.value > 127 } }
    #expect(own.isEmpty, "\(Set(own))\n\(stage.screen)")
  }
}

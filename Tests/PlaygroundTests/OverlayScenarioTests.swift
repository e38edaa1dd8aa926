import Playground
import RelayKit
import TerminalUI
import Testing

struct OverlayScenarioTests {
  @Test func withoutAKeyTheFirstScreenAsksForOneAndNeverShowsIt() {
    var stage = Stage(isConnected: false)
    #expect(stage.shows("Set up"))
    #expect(stage.shows("https://relay.example/v1"))
    stage.type("sk-fake-fake-fake-9f3c")
    #expect(!stage.screen.contains("sk-fake"))
    #expect(stage.shows("ends in 9f3c"))
    stage.press(Key(.enter))
    #expect(
      stage.takeEffects() == [.connect(baseURL: "https://relay.example/v1", key: "sk-fake-fake-fake-9f3c")])
  }

  @Test func escapeOnTheFirstScreenOpensTheDemoRelay() {
    var stage = Stage(isConnected: false)
    stage.press(Key(.escape))
    #expect(stage.takeEffects() == [.connectDemo])
    _ = stage.playground.update(.connected(relay: "demo", key: "no key", isDemo: true), at: stage.now)
    #expect(stage.shows("Type below and press Enter."))
  }

  @Test func anyModelIdCanBeTyped() {
    var stage = Stage()
    stage.control("x")
    stage.press(Key(.character("m")))
    stage.type("vendor/new-model:1")
    stage.press(Key(.enter))
    #expect(stage.playground.model == "vendor/new-model:1")
  }

  @Test func theFilterTakesWordsInAnyOrder() throws {
    var stage = Stage()
    let rows = ["gemini-2.5-flash", "gpt-mini-flash", "gpt-5"].map { JSONValue.string($0) }
    _ = stage.playground.update(.modelsCame(rows.compactMap { ModelEntry(json: $0) }), at: stage.now)
    stage.press(Key(.escape), Key(.character("m")))
    stage.type("flash mini")
    #expect(stage.shows("gpt-mini-flash"))
    #expect(!stage.shows("gpt-5 "))
    stage.press(Key(.enter))
    // "gemini" holds "mini" too: the first row that fits is taken.
    #expect(stage.playground.model == "gemini-2.5-flash")
  }

  @Test func theCommandListGivesReasons() {
    var stage = Stage()
    stage.control("p")
    stage.type("ask again")
    #expect(stage.shows("not now: nothing was asked yet"), "\(stage.screen)")
    stage.press(Key(.enter))
    #expect(stage.shows("Not now: nothing was asked yet"))
  }

  @Test func everyCommandCanBeReachedAndNoKeyMeansTwoThings() {
    var seen: [String: CommandID] = [:]
    for command in Command.table {
      for (place, keys) in [
        ("any", command.chords), ("pane", command.navigation), ("leader", command.leader),
      ] {
        for key in keys {
          let name = place + KeyLabel.text(key)
          #expect(seen[name] == nil, "\(name) runs \(command.id) and \(String(describing: seen[name]))")
          seen[name] = command.id
        }
      }
    }
    #expect(Set(Command.table.map(\.id)).union([.quit]) == Set(CommandID.allCases))
  }

  @Test(arguments: [(60, 16), (80, 24), (120, 36), (200, 50), (300, 90)])
  func everySizeHasAllParts(columns: Int, rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    for text in ["bayside", "[1 Chat]", "Transcript", "Message", "[TYPE]"] {
      #expect(stage.shows(text), "\(text) at \(columns)x\(rows)\n\(stage.screen)")
    }
  }

  @Test func aSmallScreenSaysSoAndComesBack() {
    var stage = Stage()
    stage.resize(52, 12)
    #expect(stage.shows("bayside needs more room."))
    #expect(stage.shows("52 x 12"))
    stage.resize(80, 24)
    #expect(stage.shows("Transcript"))
  }

  @Test(arguments: [(1, 1), (2, 3), (10, 2), (59, 15), (60, 16), (61, 40), (400, 16)])
  func noSizeBreaksAnything(columns: Int, rows: Int) {
    var stage = Stage(columns: columns, rows: rows)
    stage.type("界界 text")
    stage.control("p")
    #expect(stage.grid.cells.count == columns * rows)
    stage.press(Key(.escape), Key(.function(1)))
    #expect(stage.grid.cells.count == columns * rows)
  }

  @Test func quittingAsksWhileAnAnswerComes() {
    var stage = Stage()
    stage.type("q")
    stage.press(Key(.enter), Key(.escape))
    _ = stage.takeEffects()
    stage.press(Key(.character("q")))
    #expect(stage.shows("Quit and stop it?"))
    stage.press(Key(.character("n")))
    #expect(stage.takeEffects().isEmpty)
    stage.press(Key(.character("q")), Key(.character("y")))
    #expect(stage.takeEffects() == [.quit])
  }

  @Test func anUnboundAltKeyIsEscapeThenTheKey() {
    var stage = Stage()
    stage.press(Key(.function(1)))
    stage.press(Key(.character("i"), .alt))
    #expect(stage.playground.overlay == nil)
  }
}

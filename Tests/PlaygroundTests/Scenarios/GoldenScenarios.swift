import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// Whole screens, kept cell by cell with their styles.
struct GoldenScenarios {
  private static let answer = """
    # Server-sent events

    Text goes **one way**, from `server` to client:

    - over *one* long response
    - reconnects by itself

    | topic | SSE |
    |---|---|
    | direction | one way |

    ```swift
    for try await line in bytes.lines { print(line) }
    ```
    """

  @Test(arguments: [(80, 24), (120, 36)])
  func conversations(columns: Int, rows: Int) {
    var stage = Stage(columns: columns, rows: rows)
    let size = "\(columns)x\(rows)"
    stage.golden("empty-\(size)")
    stage.ask("Explain server-sent events.")
    stage.pass(seconds: 0.4)
    stage.stream(.reasoning(choice: 0, "The user wants it short."))
    stage.golden("thinking-\(size)")
    stage.pass(seconds: 0.2)
    stage.say(Self.answer)
    stage.pass(seconds: 0.5)
    stage.golden("streaming-\(size)")
    stage.end(.done)
    stage.golden("done-\(size)")
    stage.press(.escape, Key(.character(" ")))
    stage.golden("unfolded-\(size)")
    stage.type("/one")
    stage.golden("searching-\(size)")
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func overlays(columns: Int, rows: Int) {
    let size = "\(columns)x\(rows)"
    var stage = Stage(columns: columns, rows: rows)
    stage.update(.modelsCame(OverlayScenarios.models("gpt-5.4", "gpt-5.4-mini", "claude-opus-4.8")))
    stage.control("p")
    stage.golden("commands-\(size)")
    stage.press(.escape)
    stage.leader("m")
    stage.golden("models-\(size)")
    stage.press(.escape, Key(.function(1)))
    stage.golden("help-\(size)")
    stage.press(.escape)
    stage.control("x")
    stage.pass(seconds: 0.5)
    stage.golden("leader-\(size)")
    Stage(columns: columns, rows: rows, isConnected: false).golden("first-run-\(size)")
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func formAndCode(columns: Int, rows: Int) {
    let size = "\(columns)x\(rows)"
    var stage = Stage(columns: columns, rows: rows, model: "gpt-5.4-mini")
    stage.ask("Explain server-sent events.")
    stage.say("Text goes one way.")
    stage.end(.done)
    stage.type("And WebSockets?")
    stage.press(.function(2))
    stage.type("0.70")
    stage.press(.enter)
    stage.golden("params-\(size)")
    stage.type("v")
    stage.golden("body-\(size)")
    stage.press(.function(3))
    stage.type("]")
    stage.golden("code-\(size)")
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func troubles(columns: Int, rows: Int) {
    let size = "\(columns)x\(rows)"
    var stage = Stage(columns: columns, rows: rows)
    stage.ask("q")
    let error = RelayError(kind: .rateLimited, status: 429, isRetryable: true)
    stage.deliver(.retrying(error, seconds: 8, nextAttempt: 2, stage.now))
    stage.pass(seconds: 2)
    stage.golden("waiting-\(size)")
    stage.fail(
      RelayError(
        kind: .unauthorized, status: 401, code: "", message: "Invalid token", requestID: "20261123..8c"))
    stage.golden("refused-\(size)")
    stage.control("u")
    stage.ask("again")
    stage.say("Some text that ends too ea")
    stage.pass(seconds: 18)
    stage.golden("quiet-\(size)")
    stage.end(.cut(nil), finish: nil)
    stage.golden("cut-\(size)")
  }

  @Test func narrowSmallAndPlain() {
    var stage = Stage(columns: 60, rows: 16)
    stage.ask("A question that is longer than one line of a narrow screen can hold.")
    stage.say(Self.answer)
    stage.golden("narrow-60x16")
    stage.resize(52, 12)
    stage.golden("too-small-52x12")
    var preferences = Preferences()
    preferences.usesASCII = true
    var plain = Stage(preferences: preferences)
    plain.ask("q")
    plain.say("text")
    plain.golden("ascii-80x24")
  }
}

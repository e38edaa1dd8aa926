import Glibc
import MockRelay
import RelayKit
import Synchronization
import Testing

@testable import Workbench

/// `bayside compare` as a user runs it.
@Suite(.timeLimit(.minutes(10)))
struct CompareProgramTests {
  private let program = Program()

  private func start(_ relay: CompareRelay, _ more: [String], in other: Program? = nil) -> RunningProgram {
    (other ?? program).start(["compare", "--base-url", relay.origin] + more)
  }

  private func run(_ relay: CompareRelay, _ more: String...) async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await start(relay, more).result()
  }

  private static func named() throws -> CompareRelay {
    try CompareRelay { CompareRelay.answer("This is \($0.model).") }
  }

  private func record(_ name: String) throws -> ComparisonRecord {
    try ComparisonFile.read(program.home.read(name)).record
  }

  // MARK: Forms

  @Test func answersThenATable() async throws {
    let result = await run(try Self.named(), "-m", "one,two", "-m", "three", "hi")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("── B two ──\nThis is two.\n\n"))
    let table = result.text.split(separator: "\n").suffix(4)
    #expect(table.first?.contains("model  answers  first token") == true)
    #expect(table.last?.hasPrefix("C  three      1/1") == true && table.last?.contains("  5    3") == true)
    #expect(!result.out.contains("\u{1B}") && !result.err.contains("\u{1B}"))
    #expect(result.errors.hasPrefix("bayside: 3 requests; cost unknown: no price of one is known, "))
    #expect(result.errors.contains("/3 C three: done, "))
    #expect(result.errors.contains("bayside: 3 of 3 answered, the cost is unknown.\n"))
    #expect(result.errors.contains("Everything is kept in ~/.local/state/bayside/comparisons/"))
  }

  @Test func everyFormGoesToAFileOrStandardOutput() async throws {
    let relay = try Self.named()
    for (ending, beginning) in [
      ("csv", "lane,model,"), ("json", "{\n"), ("md", "# Comparison of 2 models\n"),
      ("html", "<!doctype html>"),
      ("jsonl", #"{"type":"comparison","version":1,"#),
    ] {
      let path = program.home.path + "/x." + ending
      let result = await run(relay, "-m", "a,b", "-o", path, "hi")
      #expect(result.status == 0 && result.out.isEmpty, "\(result.errors)")
      let text = String(decoding: program.home.read("x." + ending), as: UTF8.self)
      #expect(text.hasPrefix(beginning) && text.contains("This is b."), "\(ending)")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      let form = ending == "md" ? "markdown" : ending
      let shown = await run(relay, "-m", "a,b", "--format", form, "hi")
      #expect(shown.status == 0 && shown.text.hasPrefix(beginning) && shown.text.contains("This is b."))
    }
    // A file that is there is not touched, and nothing is asked.
    let before = relay.asked.count
    let again = await run(relay, "-m", "a,b", "-o", program.home.path + "/x.csv", "hi")
    #expect(again.status == 2 && again.errors.contains("it exists already and was not touched"))
    #expect(relay.asked.count == before)
  }

  @Test func theJournalHoldsTheExchange() async throws {
    let result = await run(try Self.named(), "-m", "a", "-o", program.home.path + "/x.jsonl", "hi")
    #expect(result.status == 0)
    let kept = try record("x.jsonl").runs[0]
    let file = try #require(kept.exchangeFile)
    let recorder = ExchangeRecorder()
    var exchange: Exchange?
    for update in try ExchangeFileReader.updates(from: file) { exchange = recorder.apply(update) }
    #expect(exchange?.answer.text == "This is a." && exchange?.outcome == .done)
    #expect(kept.request == String(decoding: exchange?.request.body ?? [], as: UTF8.self))
  }

  // MARK: What is asked

  @Test func valuesRowsAndRepeats() async throws {
    let relay = try Self.named()
    let rows = program.home.write("rows.csv", "city\nRome\nOslo\n")
    let system = program.home.write("long.txt", "Be long.")
    let result = await run(
      relay, "-m", "m", "--vary", "temperature=0..1/0.5", "--vary", "system=Be {{city}}.|@\(system)",
      "--repeat",
      "2", "--vars", rows, "--param", "max_tokens=9", "--format", "csv", "Where is {{city}}?")
    #expect(result.status == 0, "\(result.errors)")
    #expect(relay.asked.count == 24 && result.text.split(separator: "\r\n").count == 25)
    let bodies = Set(relay.asked.map { $0.body.text() })
    #expect(bodies.count == 12)
    #expect(
      bodies.contains(
        #"{"model":"m","messages":[{"role":"system","content":"Be Rome."},{"role":"user","content":"Where is Rome?"}],"stream":true,"max_tokens":9,"temperature":0.5}"#
      ))
    #expect(
      bodies.contains(
        #"{"model":"m","messages":[{"role":"system","content":"Be long."},{"role":"user","content":"Where is Oslo?"}],"stream":true,"max_tokens":9,"temperature":1}"#
      ))
  }

  @Test func aPlanAsksTurnByTurn() async throws {
    let relay = try CompareRelay { CompareRelay.answer("\($0.model) on \($0.prompt)") }
    let plan = program.home.write(
      "plan.json5",
      "{ system: 'S', prompts: ['One', 'Two'], lanes: ['a', { model: 'b', parameters: { seed: 7 }, system: null }] }"
    )
    let result = await run(relay, "--plan", plan, "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let second = relay.asked.filter { $0.prompt == "Two" }
    #expect(second.count == 2)
    let b = try #require(second.first { $0.model == "b" })
    #expect(b.body["messages"]?.arrayValue?.map { $0["content"]?.stringValue } == ["One", "b on One", "Two"])
    #expect(b.body["seed"] == .integer(7))
    let a = try #require(second.first { $0.model == "a" })
    #expect(a.body["messages"]?.arrayValue?.first?["content"] == .string("S"))
  }

  @Test func standardInputIsAPrompt() async throws {
    let relay = try Self.named()
    let result = await program.start(
      ["compare", "--base-url", relay.origin, "-m", "a", "-"], input: "from a pipe"
    ).result()
    #expect(result.status == 0 && relay.asked.map(\.prompt) == ["from a pipe"])
  }

  // MARK: Ends

  @Test func checksDecideTheStatus() async throws {
    let relay = try Self.named()
    let good = await run(relay, "-m", "a,b", "--check", "contains:This", "--check", "length<=10w", "hi")
    #expect(good.status == 0)
    let bad = await run(relay, "-m", "a,b", "--check", "contains:This is a", "hi")
    #expect(bad.status == 4 && bad.errors.contains("fail: contains:This is a"))
    #expect(bad.text.contains("(fail: contains:This is a: It is not there.)"))
    let rows = program.home.write("r.csv", "who\na\nb\n")
    let each = await run(relay, "-m", "a", "--vars", rows, "--check", "contains:is {{who}}.", "hi")
    #expect(each.status == 4 && each.text.contains("A row 2: fail: contains:is b.: It is not there."))
    let none = await run(relay, "-m", "a", "--check", "colour:red", "hi")
    #expect(none.status == 2 && none.errors.contains("--check colour:red: There is no check “colour”."))
  }

  @Test func aRefusalBacksOffAloneAndIsAskedAgain() async throws {
    let relay = try CompareRelay { asked in
      asked.model == "busy" && asked.number < 2
        ? CompareRelay.refusal(429, "slow down", retryAfter: "0")
        : CompareRelay.answer("This is \(asked.model).")
    }
    let result = await run(relay, "-m", "busy,b,c", "--concurrency", "1", "hi")
    #expect(result.status == 0, "\(result.errors)")
    #expect(relay.count("busy") == 3 && relay.count("b") == 1 && relay.count("c") == 1)
    #expect(result.errors.contains("A busy: ") && result.errors.contains("(429); again in 0.0 s, try 3"))
    #expect(result.text.contains("This is busy."))
  }

  @Test func othersGoOnWhileOneWaits() async throws {
    let relay = try CompareRelay { asked in
      asked.model == "busy"
        ? CompareRelay.refusal(429, "slow down", retryAfter: "50")
        : CompareRelay.answer("This is \(asked.model).")
    }
    let running = start(relay, ["-m", "busy,b,c", "--concurrency", "1", "hi"])
    #expect(await running.until(has: "2/3 C c: done"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130 && relay.count("busy") == 1)
    #expect(result.text.contains("This is c."))
  }

  @Test func whatFailsAndWhatIsCutIsSaid() async throws {
    let relay = try CompareRelay { asked in
      switch asked.model {
      case "cut":
        Script([CompareRelay.head, CompareRelay.token("Half an"), .cutMidChunk(Array("data: {".utf8))])
      case "bad": CompareRelay.refusal(400, "no \u{1B}[31m such thing")
      default: CompareRelay.answer("whole")
      }
    }
    let result = await run(relay, "-m", "cut,bad,good", "hi")
    #expect(result.status == 1)
    #expect(result.text.contains("── A cut ──\nHalf an\n(It was cut; this is what had come.)"))
    #expect(result.text.contains("── B bad ──\n(It failed.)"))
    #expect(result.errors.contains("1 of 3 answered, 1 failed, 1 cut"))
    #expect(result.errors.contains("To ask for the rest: bayside compare --resume "))
    #expect(!result.err.contains("\u{1B}"))
  }

  @Test func neverMoreAtOnceThanAllowed() async throws {
    let gates = (0..<9).map { _ in Gate() }
    let next = Mutex(0)
    let relay = try CompareRelay { asked in
      let place = next.withLock { next in
        defer { next += 1 }
        return next
      }
      return Script([CompareRelay.head, .wait(gates[place])] + CompareRelay.answer("x").steps.dropFirst())
    }
    let running = start(relay, ["-m", "a,b,c", "--repeat", "3", "--concurrency", "2", "hi"])
    _ = await relay.nextQuestion()
    for gate in gates.dropLast() {
      #expect(await relay.nextQuestion())
      relay.close()
      gate.open()
    }
    gates.last?.open()
    #expect(await running.result().status == 0)
    #expect(relay.mostOpen == 2 && relay.asked.count == 9)
  }

  @Test func theCapStopsBeforeItCouldBePassed() async throws {
    program.home.write(
      ".config/bayside/models.json5",
      "{ models: { a: { type: 'text', price: { input: 0, output: 1000000 } }, b: { type: 'text', price: { input: 0, output: 1000000 } } } }"
    )
    // Each may cost 4 and costs 1.
    let relay = try CompareRelay { _ in CompareRelay.answer("x", input: 5, output: 1) }
    let result = await run(
      relay, "-m", "a", "--repeat", "9", "--param", "max_tokens=4", "--max-cost", "6.5", "--concurrency", "4",
      "hi")
    #expect(result.status == 5, "\(result.errors)")
    #expect(result.errors.hasPrefix("bayside: 9 requests; cost at most ~$36.00.\n"))
    // 1 + 1 + 1 may be spent and 4 more would be 7.
    #expect(relay.asked.count == 3)
    #expect(result.errors.contains("3 of 9 answered, ~$3.00 of at most $6.50 spent."))
    #expect(result.errors.contains("Stopped: the next request could pass --max-cost. 6 are not answered."))
    let unbounded = await run(relay, "-m", "a,other", "--max-cost", "9", "hi")
    #expect(unbounded.status == 5 && relay.asked.count == 3)
    #expect(
      unbounded.errors.contains(
        "--max-cost holds back what nothing bounds (nothing bounds the answers of a, no price of other is known)"
      ))
    let agreed = await run(relay, "-m", "a,other", "--max-cost", "9", "--yes", "hi")
    #expect(agreed.status == 0 && relay.asked.count == 5, "\(agreed.errors)")
  }

  @Test func aTerminalGetsATableThatNothingButCursorMovesDraw() async throws {
    let relay = try CompareRelay { asked in CompareRelay.answer("\u{1B}[31mred \(asked.model)\u{7}") }
    let bytes = await program.runOnTerminal([
      "compare", "--base-url", relay.origin, "-m", "one,two\u{1B}[5m", "hi",
    ])
    withExtendedLifetime(relay) {}
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("of 2 ended") && text.contains("red one"))
    let escapes = text.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst().map { rest in
      String(rest.prefix { !$0.isLetter }) + String(rest.first { $0.isLetter } ?? "?")
    }
    #expect(!escapes.isEmpty)
    #expect(
      escapes.allSatisfy { $0 == "[K" || $0 == "[J" || $0.wholeMatch(of: /\[[0-9]+A/) != nil }, "\(escapes)")
    #expect(!text.contains("\u{7}"))
  }

  // MARK: Wrong usage

  @Test(arguments: [
    (["hi"], "No model is named: use -m MODEL,MODEL or --plan FILE."),
    (["-m", "a"], "There is no prompt: give one, - to read it from standard input, or --plan."),
    (["-m", "a,a", "hi"], "a is named twice; --repeat 2 asks it twice."),
    (
      ["-m", "a", "--vary", "model=b,c", "hi"], "--vary model= names the models; -m cannot be given with it."
    ),
    (["-m", "a", "--vary", "t=0..1", "hi"], "--vary: t: a range needs the size of its steps: 0..1/STEP."),
    (
      ["-m", "a", "--vary", "system=@/no/such", "hi"],
      "--vary: /no/such cannot be read: No such file or directory."
    ),
    (
      ["-m", "a", "--format", "xml", "hi"],
      "--format needs one of table, csv, json, jsonl, markdown, html, not “xml”."
    ),
    (
      ["-m", "a", "--max-cost", "much", "hi"], "--max-cost needs an amount of money such as 0.50, not “much”."
    ),
    (["-m", "a", "--repeat", "0", "hi"], "--repeat needs a whole number from 1 to 1000, not “0”."),
    (["-m", "a", "--rubric", "x", "hi"], "--rubric is for a judge: --judge MODEL."),
    (["-m", "a", "--plan", "/no/plan"], "/no/plan cannot be read: No such file or directory."),
    (["--resume", "/no/file"], "--resume: /no/file cannot be opened: No such file or directory."),
  ])
  func wrongUsageAsksNothing(_ words: [String], _ sentence: String) async throws {
    let relay = try Self.named()
    let result = await start(relay, words).result()
    #expect(result.status == 2 && result.errors.contains(sentence), "\(result.errors)")
    #expect(relay.asked.isEmpty && result.out.isEmpty)
  }

  @Test func valuesThatAreMissingAreSaid() async throws {
    let relay = try Self.named()
    let rows = program.home.write("rows.jsonl", "{\"a\":1}\n{\"b\":2}\n")
    let result = await run(relay, "-m", "a", "--vars", rows, "{{a}}")
    #expect(result.status == 2 && result.errors.contains("{{a}} has no value in row 2"))
  }

  @Test func theHelpPageNamesIt() async {
    let page = await program.run("compare", "--help")
    #expect(page.status == 0 && page.text.contains("--vary NAME=V1,V2") && page.text.contains("--max-cost X"))
    #expect(page.text.contains("5          ") || page.text.contains("stopped at --max-cost"))
    #expect(await program.run("--help").text.contains("compare"))
  }
}

import CodeSnippets
import MockRelay
import RelayKit
import Testing

/// Snippets are run by what runs their language, and what arrives at a relay is compared with the request.
@Suite struct SnippetRunTests {
  @Test(arguments: SnippetRunners.chosen)
  func whatASnippetSendsAndPrintsIsWhatItMust(_ runner: SnippetRunner) async throws {
    let client = try #require(SnippetLanguages.find(runner.language, client: runner.client)).client
    if let obstacle = await runner.obstacle() {
      print("snippets: \(runner.name) skipped: \(obstacle)")
      try Test.cancel("\(obstacle)")
    }
    let relay = try SnippetRelay()
    defer { relay.stop() }
    let check = SnippetCheck(runner: runner, client: client, relay: relay)
    var (run, equal) = (0, 0)
    for snippet in SnippetCase.all where !runner.leavesOut(snippet) {
      let problems = await check.problems(of: snippet)
      run += 1
      if problems.isEmpty { equal += 1 }
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }
    var line = "snippets: \(runner.name) \(run) run, \(equal) equal"
    if run < SnippetCase.all.count { line += " (of \(SnippetCase.all.count) in the matrix)" }
    if !runner.note.isEmpty { line += ", " + runner.note }
    print(line)
    #expect(run > 0)
  }

  /// The relay sends the second piece only once the first was printed.
  @Test(arguments: SnippetRunners.chosen)
  func textIsPrintedAsItComes(_ runner: SnippetRunner) async throws {
    let client = try #require(SnippetLanguages.find(runner.language, client: runner.client)).client
    if let obstacle = await runner.obstacle() { try Test.cancel("\(obstacle)") }
    let relay = try SnippetRelay()
    defer { relay.stop() }
    let gate = Gate()
    let events = Answers.events(["first", "second"].map { Answers.chunk(Answers.content($0)) })
    let run = relay.begin { _, _ in
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")]),
        .body(Array(events[0].utf8)), .wait(gate), .body(Array(events.dropFirst().joined().utf8)), .end,
      ])
    }
    var request = ChatCases.chat("{\(ChatCases.hi),\"stream\":true}")
    request.baseURL = run.baseURL
    let directory = SnippetDirectory()
    runner.prepare(directory)
    directory.write(runner.file, client.write(request, SnippetOptions()))
    if !runner.compile.isEmpty {
      let compiled = await SnippetProcess.run(runner.compile, in: directory, seconds: runner.patience)
      #expect(compiled.status == 0, "\(compiled.errors)")
    }
    let result = await withTaskGroup(of: SnippetProcess.Result.self) { group in
      group.addTask {
        await SnippetProcess.run(runner.command, in: directory, seconds: runner.patience) { out in
          guard out.firstRange(of: Array("first".utf8)) != nil else { return }
          gate.open()
        }
      }
      return await group.next()
    }
    let text = result?.text ?? ""
    #expect(text.contains("first") && text.contains("second"), "\(text) \(result?.errors ?? "")")
  }

  @Test func everyExecutedLanguageHasARunner() {
    let run = Set(SnippetRunners.all.map(\.name))
    for language in SnippetLanguages.all where language.check == .executed && language.id != "json" {
      for client in language.clients { #expect(run.contains("\(language.id)/\(client.id)")) }
    }
  }
}

import Testing

@testable import bayside

struct OptionTests {
  private func chat(_ arguments: String...) throws(UsageError) -> ParsedOptions {
    try ParsedOptions(arguments, table: .chat)
  }

  @Test(arguments: [["--model=m"], ["--model", "m"], ["-m", "m"], ["-mm"]])
  func everySpellingGivesTheValue(arguments: [String]) throws {
    #expect(try ParsedOptions(arguments, table: .chat)["model"] == "m")
  }

  @Test func onlyTheFirstEqualsSignSplits() throws {
    #expect(try chat("--param=stop=[\"=\"]").all("param") == ["stop=[\"=\"]"])
  }

  @Test func repeatedOptionsKeepTheirOrder() throws {
    #expect(try chat("--param", "b=1", "--param", "a=2").all("param") == ["b=1", "a=2"])
  }

  @Test func dashesEndTheOptions() throws {
    let parsed = try chat("--json", "--", "--no-stream")
    #expect(parsed.operands == ["--no-stream"])
    #expect(parsed.has("json"))
    #expect(!parsed.has("no-stream"))
    #expect(try chat("-").operands == ["-"])
  }

  @Test(arguments: [
    (["--modle", "x"], "There is no option --modle. Did you mean --model? See bayside chat --help."),
    (["--zzzzzzzz"], "There is no option --zzzzzzzz. See bayside chat --help."),
    (["-x"], "There is no option -x. See bayside chat --help."),
    (["--model"], "--model needs a value: --model MODEL."),
    (["-m"], "-m needs a value: -m MODEL."),
    (["--json=1"], "--json takes no value."),
    (["-m", "a", "--model", "b"], "--model is given twice."),
    (["two", "words"], "“words” is one argument too many; put quotes around a text with spaces."),
  ])
  func wrongUsageIsASentence(arguments: [String], sentence: String) {
    #expect(throws: UsageError(sentence: sentence)) { try ParsedOptions(arguments, table: .chat) }
  }

  @Test(arguments: ["x", "-1", "nan", "inf", ""])
  func numbersAreChecked(text: String) throws {
    let parsed = try chat("--timeout=" + text)
    #expect(throws: UsageError.self) { try parsed.number("timeout", minimum: 0) }
  }

  @Test(arguments: [OptionTable.chat, .models].map { ($0.command, $0) })
  func theHelpPageNamesEveryOptionWithinItsWidth(command: String, table: OptionTable) {
    let page = table.page(width: 80)
    for option in table.all { #expect(page.contains(option.spelling)) }
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(Set(table.all.map(\.name)).count == table.all.count)
  }
}

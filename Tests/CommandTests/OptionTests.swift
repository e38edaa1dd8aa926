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
    (["-m=x"], "-m=x: write --model=x or -m x."),
    (["two", "words"], "“words” is one argument too many; put quotes around a text with spaces."),
  ])
  func wrongUsageIsASentence(arguments: [String], sentence: String) {
    #expect(throws: UsageError(sentence: sentence)) { try ParsedOptions(arguments, table: .chat) }
  }

  @Test(arguments: [
    ("fetch", "--demo", "bayside video submit"), ("list", "--output", "bayside video submit"),
    ("watch", "--system", "bayside chat"), ("submit", "--mask", "bayside image"),
    ("submit", "--theme", "bayside"),
  ])
  func anOptionOfAnotherCommandIsPlaced(word: String, option: String, holder: String) throws {
    let table = try #require(OptionTable.videoTables.first { $0.word == word }).table
    let sentence =
      "There is no option \(option). It belongs to \(holder). See bayside video \(word) --help."
    #expect(throws: UsageError(sentence: sentence)) { try ParsedOptions([option], table: table) }
  }

  @Test func theHelpPageTellsHowLongPicturesAndVideosAreWaitedFor() throws {
    let submit = try #require(OptionTable.videoTables.first { $0.word == "submit" }).table
    for (table, total, silence) in [
      (OptionTable.chat, "120", "60"), (.image, "900", "300"), (submit, "600", "180"),
    ] {
      let page = table.page(width: 200)
      #expect(page.contains("Seconds for the whole answer (\(total)); 0: no limit."))
      #expect(page.contains("Seconds without a byte before giving up (\(silence)); 0: no limit."))
    }
  }

  @Test(arguments: ["x", "-1", "nan", "inf", "", "86401"])
  func numbersAreChecked(text: String) throws {
    let parsed = try chat("--timeout=" + text, "--retries=" + text)
    let sentence = "--timeout needs a number from 0 to 86400, not “\(text)”."
    #expect(throws: UsageError(sentence: sentence)) { try parsed.number("timeout", in: 0...86_400) }
    #expect(throws: UsageError.self) { try parsed.integer("retries", in: 0...10) }
  }

  @Test func numbersAreRead() throws {
    let parsed = try chat("--timeout", "1.5", "--retries", "3", "--stall=0")
    #expect(try parsed.number("timeout", in: 0...86_400) == 1.5)
    #expect(try parsed.number("stall", in: 0...86_400) == 0)
    #expect(try parsed.integer("retries", in: 0...10) == 3)
    #expect(throws: UsageError.self) { try chat("--retries", "1.5").integer("retries", in: 0...10) }
  }

  @Test(arguments: ["", "chat", "code", "models"])
  func theHelpPageNamesEveryOptionWithinItsWidth(name: String) throws {
    let table = OptionTable.named(name) ?? .screen
    let page = table.page(width: 80)
    for option in table.all { #expect(page.contains(option.spelling)) }
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(Set(table.all.map(\.name)).count == table.all.count)
    for title in ["Usage:", "Examples:", "Environment:", "Files:", "Exit status:"] {
      #expect(page.contains(title))
    }
  }

  @Test func everySubcommandButHelpHasAPage() {
    for (name, _) in OptionTable.subcommands where name != "help" {
      #expect(OptionTable.named(name)?.command == "bayside " + name)
    }
  }

  @Test(
    arguments: [
      (["caht", "hello"], "There is no subcommand “caht”. Did you mean bayside chat?"),
      (["caht", "--json", "hello"], "There is no subcommand “caht”. Did you mean bayside chat?"),
      (["modles", "--json"], "There is no subcommand “modles”. Did you mean bayside models?"),
      (["--demo", "chat", "hello"], "“chat” must come first: bayside chat [OPTIONS] …"),
      (["caht"], nil), (["hello", "world"], nil), (["cat", "-m", "x"], nil),
    ] as [([String], String?)])
  func aSubcommandThatIsSpelledWrongIsNamed(arguments: [String], sentence: String?) {
    #expect(CommandLineEntry.misspelling(in: arguments) == sentence)
  }
}

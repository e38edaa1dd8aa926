import Testing

@testable import Workbench

struct DifferenceLensTests {
  private func lens(_ texts: String..., most: Int = 200) -> DifferenceLens {
    DifferenceLens(zip("ABCDEFGH", texts).map { LensAnswer(lane: String($0), text: $1) }, most: most)
  }

  /// `kind value: lanes that say it`.
  private func facts(_ lens: DifferenceLens) -> [String] {
    lens.facts.map { "\($0.kind) \($0.value): \($0.said.joined())" }
  }

  private func agreed(_ lens: DifferenceLens) -> [String] {
    lens.answers.map { answer in
      answer.parts.filter { $0.kind == .agreed }.map { String($0.text) }.joined()
    }
  }

  @Test func numbersThatDisagreeAreListedWithTheirWords() {
    let lens = lens(
      "The population is 4.1 million. The area is 1,000 km.",
      "The population is 4.2 million. The area is 1000 km.",
      "The population is 4,100,000. The area is 1 000 kilometers.")
    #expect(facts(lens) == ["number 4.1 million: AC", "number 4.2 million: B"])
    #expect(lens.facts[0].missing == ["B"])
    #expect(lens.facts[0].context == "The population is 4.1 million.")
    #expect(lens.facts[1].missing == ["A", "C"])
  }

  @Test(arguments: [
    ("It costs $5 now.", "It costs 5 dollars now."), ("It costs $5.00 now.", "It costs USD 5 now."),
    ("It took 30% more.", "It took 30 percent more."), ("It took 5ms.", "It took 5 milliseconds."),
    ("Es kostet 1.500,50 Euro und das ist nicht viel.", "It costs €1,500.50 and that is not much."),
    ("全长6300公里。", "It is 6,300 km long."), ("人口1400万人。", "There are 14,000,000 people."),
    ("On 2024-05-01 it began.", "It began on May 1, 2024."),
    ("On 1 May 2024 it began.", "It began at 1. Mai 2024."),
    ("2024年5月1日开始。", "It began on 01.05.2024."), ("It began in March 1999.", "It began in Mar 1999."),
    ("See https://Example.org/a/ now.", "See (http://example.org/a)."),
    ("Mail Me@Example.org.", "Mail me@example.org!"),
    ("In space -5 °C is warm.", "In space -5°C is warm."), ("About 2.50 units.", "About 2.5 units."),
  ])
  func oneFactWrittenInTwoWaysIsOneFact(first: String, second: String) {
    #expect(facts(lens(first, second)) == [])
  }

  @Test(arguments: [
    ("It costs $5.", "It costs €5.", ["number $5: A", "number €5: B"]),
    ("It took 5 ms.", "It took 5 s.", ["number 5 ms: A", "number 5 s: B"]),
    ("It is -3 today.", "It is 3 today.", ["number -3: A", "number 3: B"]),
    ("It began on 5/6/2024.", "It began on 6/5/2024.", ["date 5/6/2024: A", "date 6/5/2024: B"]),
    ("Use version 1.2.3 of it.", "Use version 1.2.4 of it.", ["number 1.2.3: A", "number 1.2.4: B"]),
    ("See https://a.org/x.", "See https://a.org/y.", ["url https://a.org/x: A", "url https://a.org/y: B"]),
    ("Write to a@b.org.", "Write to c@b.org.", ["email a@b.org: A", "email c@b.org: B"]),
    ("Call `fetch` first.", "Call `open` first.", ["name fetch: A", "name open: B"]),
  ])
  func factsThatDifferAreTold(first: String, second: String, expected: [String]) {
    #expect(facts(lens(first, second)) == expected)
  }

  @Test func namesAreFoundAndLookedForEverywhere() {
    let lens = lens(
      "The river flows from the Black Forest to the Black Sea. It passes Vienna.",
      "The river begins near Ulm. Vienna lies on it. It ends in the black sea.")
    #expect(facts(lens) == ["name Black Forest: A", "name Ulm: B"])
  }

  @Test func firstWordsOfSentencesListsAndLabelsAreNoNames() {
    let lens = lens(
      "- **Direction:** one way.\n- Retry by hand.\n\n## Short Words Here\n\"Quoted words.\" I think I'm done.",
      "Nothing of this.")
    #expect(facts(lens) == ["name Short Words Here: A"])
  }

  @Test func germanNounsAreNoNames() {
    let lens = lens(
      "Die Donau ist ein Fluss und mündet mit der Zeit in das Schwarze Meer, wie das HTTP-Protokoll.",
      "Nichts davon ist wahr.")
    #expect(facts(lens) == ["name Schwarze Meer: A", "name HTTP-Protokoll: A"])
  }

  @Test func listNumbersAndCodeAreNoFacts() {
    let lens = lens("1. First\n2. Second\n\n```\nx = 42\n```\n", "Nothing and 42 apples.")
    #expect(facts(lens) == [])
  }

  @Test func valuesOfJSONAreComparedByPath() {
    let lens = lens(AnswerSamples.json, AnswerSamples.otherJSON, "No idea.")
    #expect(
      facts(lens) == [
        "json \"Vienna\": AB", "json 1900000: A", "json 2000000: B", "json \"Danube\": AB",
        "json \"Wien\": AB",
        "json true: AB", "json \"Liesing\": B",
      ])
    #expect(lens.facts[1].context == "/population")
    #expect(lens.facts[1].missing == ["B", "C"])
    #expect(facts(self.lens(#"{"a": 1.0, "b": [true]}"#, #"{"b":[true],"a":1}"#)) == [])
  }

  @Test func whatAllSayInTheSameWordsIsAgreed() {
    let lens = lens(
      "**Water is wet.** Fire is hot.\n\n```\na = 1\nb = 2\n```\n",
      "Fire is hot! Water is dry.\n\n```\na = 1\nb = 3\n```\n",
      "Fire is HOT.\n```\na = 1\n```\n")
    #expect(
      agreed(lens) == [
        "Fire is hot.\n\n```\na = 1\n```\n", "Fire is hot! ```\na = 1\n```\n",
        "Fire is HOT.\n```\na = 1\n```\n",
      ])
    for (answer, text) in zip(lens.answers, ["**Water is wet.** Fire is hot.\n\n```\na = 1\nb = 2\n```\n"]) {
      #expect(answer.parts.map(\.text).joined() == text)
    }
  }

  @Test(arguments: [
    ("It is safe.", "It is not safe."), ("a < b.", "a > b."), ("It grew 5%.", "It grew 5."),
    ("It is 35.", "It is 3.5."),
    ("It is -5.", "It is 5."), ("Is it so?", "Is it so."), ("It can work.", "It can't work."),
  ])
  func smallSignsThatChangeTheMeaningAreNotAgreed(first: String, second: String) {
    #expect(agreed(lens(first, second)) == ["", ""])
  }

  @Test func onlyOneAnswerAgreesWithNobody() {
    let lens = lens("Water is wet. It costs $5.")
    #expect(agreed(lens) == [""])
    #expect(lens.facts == [])
    #expect(DifferenceLens([]).answers == [])
  }

  @Test func factsOfTheListAreMarkedInTheText() {
    let lens = lens("It costs $5 at Vienna. Water is wet.", "It costs $6 at Vienna. Water is wet.")
    #expect(
      lens.answers[0].parts.map { "\($0.kind):\($0.text)" } == [
        "own:It costs ", "fact:$5", "own: at Vienna. ", "agreed:Water is wet.",
      ])
  }

  @Test func anAnswerThatStillStreamsIsNotCountedAgainstAFact() {
    let lens = DifferenceLens([
      LensAnswer(lane: "A", text: "It weighs 7 kg and costs $5."),
      LensAnswer(lane: "B", text: "It weighs 8 kg and costs $5."),
      LensAnswer(lane: "C", text: "It weighs", isComplete: false),
    ])
    #expect(lens.incomplete == ["C"])
    #expect(facts(lens) == ["number 7 kg: A", "number 8 kg: B", "number $5: AB"])
    #expect(lens.facts[0].missing == ["B"])
    #expect(lens.facts[0].pending == ["C"])
    #expect(!lens.facts[2].isContested)
  }

  @Test func whatContradictsComesBeforeWhatStandsAlone() {
    let lens = lens(
      "It has 3 lakes. The tower is 50 m high. It sold 12 boats.", "The tower is 60 m high. It grew in 1999.",
      "The tower is 60 m high. It sold 12 boats.")
    #expect(
      facts(lens) == [
        "number 60 m: BC", "number 50 m: A", "number 12: AC", "number 3: A", "number 1999: B",
      ])
  }

  @Test func theListIsCappedAndSaysByHowMuch() {
    let many = (1...50).map { "Item has \($0 * 7) parts." }.joined(separator: " ")
    let lens = lens(many, "Nothing here.", most: 10)
    #expect(lens.facts.count == 10)
    #expect(lens.leftOut == 40)
    #expect(lens.answers[0].parts.filter { $0.kind == .fact }.count == 10)
  }

  @Test func partsMakeUpTheText() {
    for first in AnswerSamples.all {
      for second in AnswerSamples.all {
        let lens = lens(first, second)
        #expect(
          lens.answers.map { Array($0.parts.map(\.text).joined().utf8) } == [
            Array(first.utf8), Array(second.utf8),
          ])
      }
    }
  }
}

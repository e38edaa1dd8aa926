import Testing
import Workbench

@Suite struct FoundWordsTests {
  @Test func theMessageWithMostOfTheWordsIsFound() {
    let words = FoundWords("Server, EVENTS")
    #expect(words.bestPlace(in: ["hello", "an event", "Server-sent events", "server events"]) == 2)
    #expect(words.bestPlace(in: ["hello", "nothing"]) == nil)
    #expect(FoundWords("").bestPlace(in: ["hello"]) == nil && FoundWords(" * ").count(in: "a*b") == 0)
  }

  @Test func aLongTextBeginsALittleBeforeItsHit() {
    let text = String(repeating: "before ", count: 100) + "needle" + String(repeating: " after", count: 100)
    let part = FoundWords("needle").beginning(near: text)
    #expect(part.hasPrefix("…before ") && part.hasSuffix(" after"))
    #expect(part.prefix(200).contains("needle"))
    #expect(FoundWords("needle").beginning(near: "a needle") == "a needle")
    #expect(FoundWords("none").beginning(near: text) == text)
  }

  @Test func hitsAreCharactersOfTheLine() {
    let hits = FoundWords("ÜBER überall").hits(in: "Über 😀 überall, über")
    #expect(hits == [0..<4, 7..<14, 16..<20])
    #expect(FoundWords("aa").hits(in: "") == [])
  }
}

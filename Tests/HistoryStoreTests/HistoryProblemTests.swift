import HistoryStore
import Testing

@Test func aProblemKeepsItsSentence() {
  #expect(HistoryProblem(.diskFull, "The disk is full.").sentence == "The disk is full.")
}

import Playground
import RelayKit
import TerminalUI
import Testing

@testable import Workbench

@Suite struct VoteScenarios {
  @Test func aBlindVoteHidesWhoIsWho() {
    var stage = Stage.answered()
    stage.press("B")
    stage.expect("Answer 1", "Answer 2", "blind vote")
    stage.expectNot("m-1", "m-2", "TTFT", "base")
    for key in ["T", "p", "*", "c", "m", "2"] as [Key] where key != "2" {
      stage.press(key)
      stage.expect("this is a blind vote")
      stage.expectNot("m-1", "m-2")
    }
    stage.press(.function(7))
    stage.expect("this is a blind vote")
  }

  @Test func aVoteIsCastRevealedAndKept() throws {
    var stage = Stage.answered()
    stage.press("B", "2")
    let vote = try #require(
      stage.takeEffects().compactMap { effect -> Vote? in
        if case .keepVote(let vote) = effect { vote } else { nil }
      }.first)
    let voting = try #require(stage.playground.compare.voting)
    let second = try #require(stage.playground.comparison[voting.order[1]])
    #expect(vote.choice == .winner(second.model))
    #expect(Set(vote.keys) == ["m-1", "m-2"] && vote.isBlind && !vote.isEarly)
    stage.expect("m-1", "m-2", "* winner", "you: best")
    stage.press("V")
    stage.expect("Elo", "1016", "984", "1 vote")
    stage.press(.escape, "B")
    #expect(stage.playground.lanes.map(\.model) == ["m-1", "m-2"], "the lanes stand as before")
  }

  @Test func votesOutliveTheirLanes() {
    var stage = Stage.answered()
    stage.press("B", "1", "B", "N")
    #expect(stage.playground.lanes.isEmpty)
    stage.press("V")
    stage.expect("1 vote", "m-1", "m-2")
  }

  @Test func aVoteOnVariedLanesTellsNeitherModelNorVariation() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.press(.escape)
    stage.command("vary temperature=0,1")
    stage.askAll("hello")
    for letter in stage.playground.lanes.map(\.letter) { stage.answer(letter, "answer") }
    stage.pass(seconds: 20)
    stage.press(.escape)
    for _ in 0..<4 {
      stage.leader("l")
      stage.pass(seconds: 20)
      stage.press("B")
      stage.pass(seconds: 20)
      stage.expect("Answer 1")
      stage.expectNot("m-1", "m-2", "temperature")
      stage.press("B")
    }
  }

  @Test func nothingTellsWhoIsWhoDuringAVote() {
    var stage = Stage.comparing("m-1", "m-2")
    stage.askAll("hello")
    stage.answer("A", "whole")
    stage.turn(to: "B")
    stage.head(200)
    stage.say("half")
    stage.press(.escape, "B", "z")
    stage.expectNot("m-1", "m-2", "TTFT")
    stage.press("z", "Q")
    stage.expect("A reply is coming.")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape, "D")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape, "L")
    stage.expectNot("m-1", "m-2")
    stage.press(.escape)
    for words in ["keep x", "share", "vary temperature=0,1", "export-lanes csv", "compare m-3"] {
      stage.command(words)
      stage.expectNot("m-1", "m-2")
    }
    #expect(stage.playground.lanes.count == 2)
  }

  @Test func aVoteWhileAnswersComeStopsTheLosers() throws {
    var stage = Stage.comparing("m-1", "m-2", "m-3")
    stage.askAll("hello")
    for letter in ["A", "B", "C"] {
      stage.turn(to: letter)
      stage.head(200)
      stage.say("so far")
    }
    stage.press(.escape, "B", "3", "1", .enter)
    let voting = try #require(stage.playground.compare.voting)
    let effects = stage.takeEffects()
    let losers = voting.order.prefix(2).flatMap { stage.playground.lane($0)?.runs ?? [] }
    #expect(Set(losers.map { Effect.stop($0) }).isSubset(of: Set(effects)))
    #expect(effects.count { if case .stop = $0 { true } else { false } } == 2)
    let vote = effects.compactMap { effect -> Vote? in
      if case .keepVote(let vote) = effect { vote } else { nil }
    }.first
    #expect(vote?.isEarly == true)
  }

  @Test func tieAndAllBadAreVotesToo() {
    for (key, choice) in [("=", Vote.Choice.tie), ("0", .allBad)] as [(Key, Vote.Choice)] {
      var stage = Stage.answered()
      stage.press("B", key)
      let vote = stage.takeEffects().compactMap { effect -> Vote? in
        if case .keepVote(let vote) = effect { vote } else { nil }
      }.first
      #expect(vote?.choice == choice)
    }
  }
}

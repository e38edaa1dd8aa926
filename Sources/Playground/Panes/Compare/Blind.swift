import RelayKit
import TerminalUI
package import Workbench

/// A vote without knowing who is who.
package struct Voting: Sendable {
  /// The lanes as they are numbered, and as they stand until the vote is over.
  package let order: [LaneID]
  /// As they stood before.
  let before: [LaneID]
  /// The lanes that were picked so far, best first.
  package var ranking: [LaneID] = []
  /// The vote was cast: who is who is shown.
  package var isCast = false

  func number(of lane: LaneID) -> Int? { order.firstIndex(of: lane).map { $0 + 1 } }
}

extension Playground {
  /// Names, figures and order are hidden.
  package var isBlind: Bool { compare.voting.map { !$0.isCast } ?? false }
  var isRevealed: Bool { compare.voting?.isCast ?? false }

  /// What tells who is who has to wait.
  func blindReason(_ id: CommandID) -> String? {
    isBlind && Self.telling.contains(id) ? "this is a blind vote; B ends it" : nil
  }

  private static let telling: Set<CommandID> = [
    "wire", "model", "view.params", "view.code", "copy.menu", "export", "again.with", "doctor", "mend",
    "fallback", "bare",
    "lane.copy", "lane.add", "lane.chat", "lanes.vary", "lanes.share", "lanes.export", "lanes.keep",
    "lanes.keep.set", "lanes.open",
    "lanes.judge",
  ]

  /// Begins a vote, or ends it: the lanes stand as before then.
  mutating func toggleBlind(at now: MonotonicTime) {
    standUp()
    if let voting = compare.voting {
      compare.voting = nil
      comparison.arrange(voting.before)
      settleColumns()
      say(
        voting.isCast ? "The lanes stand as before." : "No vote was cast; names and figures are back.",
        at: now)
      return
    }
    let lanes = comparison.lanes.map(\.id)
    guard lanes.count <= 9 else { return say("At most nine answers can be voted on at once.", at: now) }
    layouts.difference.forgetLens()
    // Another lane will stand first; the base stays who it is.
    comparison.base = comparison.base
    let seed = UInt64(bitPattern: now.nanoseconds) ^ UInt64(max(0, wallClock(at: now) * 1000))
    let order = BlindOrder(lanes, seed: seed, naming: .numbers).keys
    compare.voting = Voting(order: order, before: lanes)
    comparison.arrange(order)
    compare.mode = .lanes
    wire.isOpen = false
    for id in lanes { compare.looks[id]?.wire.isOpen = false }
    compare.focused = order.first
    settleColumns()
    say(
      "Names, figures and order are hidden. \(order.count == 2 ? "1 or 2 picks" : "1 to \(order.count), then Enter, pick") the best, = tie, 0 all bad.",
      seconds: 8,
      at: now)
  }

  /// Keys of a vote that is not cast; `nil` for all others.
  mutating func pressWhileVoting(_ key: Key, at now: MonotonicTime) -> [Effect]? {
    guard let voting = compare.voting, key.modifiers.isEmpty else { return nil }
    if voting.isCast {
      guard case .character(let digit) = key.code, digit.isNumber else { return nil }
      say("The vote is cast; B ends it.", at: now)
      return []
    }
    switch key.code {
    case .character("0"): return cast(.allBad, at: now)
    case .character("="): return cast(.tie, at: now)
    case .backspace where !voting.ranking.isEmpty:
      compare.voting?.ranking.removeLast()
      return []
    case .enter where !voting.ranking.isEmpty: return castRanking(at: now)
    case .character(let digit):
      guard let number = digit.wholeNumberValue, voting.order.indices.contains(number - 1) else { return nil }
      guard hasAnswer(voting.order[number - 1]) else {
        say("Answer \(number) says nothing yet.", at: now)
        return []
      }
      pick(voting.order[number - 1])
      // Of two, the better one says all.
      return voting.order.count == 2 ? castRanking(at: now) : []
    default: return nil
    }
  }

  /// Something that can be voted for; the lanes that have nothing lose.
  private func hasAnswer(_ lane: LaneID) -> Bool { self.lane(lane)?.shown?.text.isEmpty == false }

  private mutating func pick(_ lane: LaneID) {
    guard compare.voting?.ranking.contains(lane) == false, hasAnswer(lane) else { return }
    compare.voting?.ranking.append(lane)
  }

  var rankingWords: String {
    guard let voting = compare.voting, !voting.ranking.isEmpty else { return "" }
    return voting.ranking.compactMap { voting.number(of: $0) }.map(String.init).joined(separator: " > ")
  }

  private mutating func castRanking(at now: MonotonicTime) -> [Effect] {
    guard let ranking = compare.voting?.ranking, let best = ranking.first else { return [] }
    if ranking.count == 1 { return cast(.winner(competitor(best)), best: best, at: now) }
    return cast(.ranking(ranking.map { [competitor($0)] }), best: best, at: now)
  }

  /// The model, and what else it is asked with where it competes with itself.
  func competitor(_ id: LaneID) -> String {
    guard let lane = lane(id) else { return "" }
    let twins = lanes.filter { $0.answeredModel == lane.answeredModel }
    guard twins.count > 1 else { return lane.answeredModel }
    let keys = Set(twins.flatMap { $0.talk.parameters.members.map(\.key) }).sorted()
    let told = keys.filter { key in twins.contains { $0.talk.parameters[key] != lane.talk.parameters[key] } }
    var differences = told.map { (name: $0, value: lane.talk.parameters[$0].map { $0.text() } ?? "unset") }
    if Set(twins.map(\.talk.system)).count > 1 {
      differences.append((name: "system", value: lane.talk.system.map { ShortLabel.cut($0) } ?? "none"))
    }
    let isAmbiguous = twins.contains {
      $0.id != lane.id && $0.talk.parameters == lane.talk.parameters && $0.talk.system == lane.talk.system
    }
    if isAmbiguous { differences.append((name: "lane", value: lane.letter)) }
    return CompetitorName.name(model: lane.answeredModel, differences: differences)
  }

  private mutating func cast(_ choice: Vote.Choice, best: LaneID? = nil, at now: MonotonicTime) -> [Effect] {
    standUp()
    guard let voting = compare.voting else { return [] }
    let lanes = voting.order.compactMap { lane($0) }
    guard lanes.contains(where: { $0.shown?.text.isEmpty == false }) else {
      say("There is nothing to vote on yet.", at: now)
      compare.voting?.ranking = []
      return []
    }
    var costs: [String: Vote.Cost] = [:]
    for lane in lanes {
      guard let id = lane.talk.conversation.lastAnswer, let reply = lane.shown else { continue }
      costs[competitor(lane.id)] = Vote.Cost(figures(of: id, reply, at: now))
    }
    let vote = Vote(
      keys: lanes.map { competitor($0.id) }, choice: choice, time: wallClock(at: now), tag: compare.tag,
      promptDigest: Vote.digest(lanes.first?.prompts.last ?? ""), costs: costs, isBlind: true,
      isEarly: lanes.contains(where: \.isRunning))
    compare.voting?.isCast = true
    compare.votes.append(vote)
    note(choice, voting, lanes)
    if let best { (comparison.winner, compare.focused) = (best, best) }
    say("\(choiceWords(choice, best)) B ends the vote.", seconds: 12, at: now)
    return losers(lanes, choice, best) + [.keepVote(vote)]
  }

  /// Whoever lost need not go on.
  private func losers(_ lanes: [Lane], _ choice: Vote.Choice, _ best: LaneID?) -> [Effect] {
    if case .tie = choice { return [] }
    return lanes.filter { $0.id != best }.flatMap { $0.talk.conversation.runningIDs }.map { .stop($0) }
  }

  private mutating func note(_ choice: Vote.Choice, _ voting: Voting, _ lanes: [Lane]) {
    for lane in lanes {
      guard let answer = lane.talk.conversation.lastAnswer else { continue }
      switch choice {
      case .tie: compare.ballots[answer] = "you: tie"
      case .allBad: compare.ballots[answer] = "you: bad"
      case .winner, .ranking:
        let place = voting.ranking.firstIndex(of: lane.id)
        compare.ballots[answer] = place.map { $0 == 0 ? "you: best" : "you: \(Ranking<Int>.ordinal($0 + 1))" }
      }
    }
  }

  private func choiceWords(_ choice: Vote.Choice, _ best: LaneID?) -> String {
    switch choice {
    case .tie: "A tie."
    case .allBad: "None is good."
    case .winner, .ranking:
      "You chose \(best.flatMap { lane($0) }.map { "\($0.letter) \($0.answeredModel)" } ?? "")."
    }
  }
}

import RelayKit
import TerminalUI
import Workbench

/// Lanes: making them, asking them, going among them.
enum LaneCommands {
  private static let none: @Sendable (Playground) -> String? = {
    $0.comparison.isEmpty ? "there are no lanes; a adds models, Ctrl-X 2 shows them" : nil
  }
  private static let alone: @Sendable (Playground) -> String? = {
    none($0) ?? ($0.comparison.lanes.count < 2 ? "there is only one lane; a adds models" : nil)
  }
  private static let unanswered: @Sendable (Playground) -> String? = {
    alone($0) ?? ($0.lanes.count { $0.shown != nil } < 2 ? "two answers are needed" : nil)
  }
  private static let hidden: @Sendable (Playground) -> String? = {
    none($0) ?? ($0.isBlind ? "this is a blind vote; B ends it" : nil)
  }

  static let table: [Command] = [
    Command(
      "lane.next", "lane: next", "To the lane on the right.", .go,
      [.pane(.lane, "l"), .pane(.lane, Key(.right))], hint: .init("Lane", 12, when: { $0.focus == .lane }),
      reason: none, run: Command.onLanes { app, _ in _ = app.stepLane(1) }),
    Command(
      "lane.prev", "lane: previous", "To the lane on the left.", .go,
      [.pane(.lane, "h"), .pane(.lane, Key(.left))], reason: none,
      run: Command.onLanes { app, _ in _ = app.stepLane(-1) }),
    Command(
      "lane.add", "lane: add models", "Compare with more models; they are asked what was asked last.", .act,
      [.pane(.lane, "a")], hint: .init("Add", 14, when: { $0.focus == .lane }), verb: "compare",
      run: { app, call in app.addLanes(call) }),
    Command(
      "lane.chat", "lane: the present chat", "Make a lane of the chat: its model, parameters and history.",
      .act,
      [.pane(.transcript, "c")], hint: .init("Compare", 52, when: { $0.focus == .transcript }),
      run: { app, call in app.carryChat(at: call.now) }),
    Command(
      "lane.copy", "lane: copy", "The same lane once more, to change something in it.", .act,
      [.pane(.lane, "=")], reason: none, run: Command.onLanes { app, now in app.copyLane(at: now) }),
    Command(
      "lane.off", "lane: on or off", "Leave the lane out of what is sent to all, or take it in.", .act,
      [.pane(.lane, "o")], reason: none,
      run: Command.onLanes { app, now in app.toggleLane(at: now) }),
    Command(
      "lane.remove", "lane: remove", "Remove the lane; asks when it has answers.", .act, [.pane(.lane, "d")],
      reason: none, run: { app, call in app.askToRemoveLane(at: call.now) }),
    Command(
      "lane.left", "lane: move left", "Move the lane to the left.", .act, [.pane(.lane, "<")], reason: hidden,
      run: Command.onLanes { app, _ in app.moveLane(-1) }),
    Command(
      "lane.right", "lane: move right", "Move the lane to the right.", .act, [.pane(.lane, ">")],
      reason: hidden,
      run: Command.onLanes { app, _ in app.moveLane(1) }),
    Command(
      "lane.base", "lane: make it the base", "Tell the other lanes apart from this one.", .act,
      [.pane(.lane, "b")], reason: hidden,
      run: Command.onLanes { app, _ in app.comparison.base = app.focusedLane }),
    Command(
      "lane.winner", "lane: winner", "Make this lane the winner.", .act, [.pane(.lane, "*")],
      hint: .init("Winner", 56, when: { $0.focus == .lane && $0.comparison.lanes.count > 1 }), reason: hidden,
      run: Command.onLanes { app, now in app.toggleWinner(at: now) }),
    Command(
      "lane.carry", "lane: go on in the chat", "Go on with this lane in the chat; the others stay beside it.",
      .act,
      [.pane(.lane, "c")], hint: .init("To chat", 57, when: { $0.focus == .lane }), reason: hidden,
      run: { app, call in app.carryToChat(at: call.now) }),
    Command(
      "lane.params", "lane: parameters", "The parameters of this lane.", .go, [.pane(.lane, "p")],
      hint: .init("Params", 16, when: { $0.focus == .lane }), reason: hidden,
      run: Command.onLanes { app, _ in app.show(.params) }),
    Command(
      "lanes.send.one", "lane: send to this one only", "Send the message to the focused lane only.", .message,
      [], reason: none,
      run: { app, call in app.sendToLanes(only: app.focusedLane, at: call.now) }),
    Command(
      "lanes.together", "lanes: scroll together", "Scroll all lanes together, or each alone.", .look,
      [.pane(.lane, "S")], reason: alone,
      run: Command.onLanes { app, now in
        app.compare.scrollsTogether.toggle()
        app.say(
          app.compare.scrollsTogether ? "All lanes scroll together." : "Each lane scrolls alone.", at: now)
      }),
    Command(
      "lanes.arrangement", "lanes: arrangement",
      "Columns, a table over one answer, one open among lines, or a grid of what was varied.", .look,
      [.leader("l")], reason: { $0.view == .compare ? none($0) : "this is for lanes; Ctrl-X 2 shows them" },
      run: Command.onLanes { app, now in app.nextArrangement(at: now) }),
    Command(
      "lanes.vary", "lanes: vary one thing",
      "The same over a list or range of one thing: vary temperature=0,0.7; vary top_p=0.1..1/0.3; vary rows.",
      .act,
      [.leader("v")], verb: "vary", run: { app, call in app.vary(call) }),
    Command(
      "lanes.repeat", "lanes: repeat", "Ask each lane so many times: repeat 5", .act, [], verb: "repeat",
      run: { app, call in app.setRepeats(call) }),
    Command(
      "lanes.limit", "lanes: at once", "How many are asked at once: at-once 4", .act, [], verb: "at-once",
      run: { app, call in app.setLimit(call) }),
    Command(
      "lanes.cap", "lanes: cap", "Money that a comparison is not to pass: cap 0.10; cap off", .act, [],
      verb: "cap", run: { app, call in app.setCap(call) }),
    Command(
      "lanes.share", "lanes: same parameters", "Give all lanes the parameters of this one.", .act, [],
      reason: alone,
      run: Command.onLanes { app, now in app.shareParameters(at: now) }),
    Command(
      "lanes.clear", "lanes: new comparison", "Begin a new comparison; the old one can be brought back.",
      .act,
      [.pane(.lane, "N")], reason: none, run: { app, call in app.clearLanes(at: call.now) }),
    Command(
      "lanes.back", "lanes: bring back", "Bring the comparison back that the present one took the place of.",
      .act,
      [.pane(.lane, "u")], reason: { $0.cleared == nil ? "no comparison was replaced" : nil },
      run: Command.onLanes { app, now in app.bringBackLanes(at: now) }),
    Command(
      "lanes.results", "lanes: table of results", "The figures of all answers, to be sorted.", .look,
      [.pane(.lane, "T")],
      hint: .init("Table", 54, when: { $0.focus == .lane && $0.comparison.lanes.count > 1 }),
      reason: hidden, run: Command.onLanes { app, now in app.showResults(at: now) }),
    Command(
      "lanes.rank", "lanes: rank by", "By which figure the grid ranks: the next one.", .look,
      [.pane(.lane, "s")],
      reason: { app in
        hidden(app)
          ?? (app.compare.arrangement == .grid ? nil : "this is for the grid of varied lanes; Ctrl-X l")
      },
      run: Command.onLanes { app, now in app.nextRank(at: now) }),
  ]
}

extension Playground {
  mutating func toggleLane(at now: MonotonicTime) {
    guard let id = focusedLane else { return }
    comparison.change(id) { $0.isOn.toggle() }
    let isOn = comparison[id]?.isOn == true
    say(
      isOn ? "The lane takes part again." : "The lane is off: what is sent to all is not sent to it.", at: now
    )
  }

  mutating func nextArrangement(at now: MonotonicTime) {
    let all = LaneArrangement.allCases
    let present = layout[.lane].map { laneGeometry($0).arrangement } ?? .columns
    var next = all[((all.firstIndex(of: present) ?? 0) + 1) % all.count]
    if next == .grid, LaneGrid(lanes).variations.count < 2 { next = .columns }
    compare.arrangement = next
    settleColumns()
    say("Lanes as \(next.words).", at: now)
  }

  static let mostRepeats = 50

  mutating func setRepeats(_ call: Invocation) -> [Effect] {
    guard let count = call.argument.flatMap({ Int($0) }), (1...Self.mostRepeats).contains(count) else {
      say(
        "For example: repeat 5. Each lane is asked \(Figures.counted(comparison.repeats, "time")) now.",
        at: call.now)
      return []
    }
    comparison.repeats = count
    say(
      count == 1
        ? "Each lane is asked once." : "Each lane is asked \(count) times; [ and ] show the answers.",
      at: call.now)
    return []
  }

  mutating func setLimit(_ call: Invocation) -> [Effect] {
    guard let count = call.argument.flatMap({ Int($0) }), (1...64).contains(count) else {
      say("For example: at-once 4. Now at most \(comparison.queue.limit) are asked at once.", at: call.now)
      return []
    }
    comparison.queue.limit = count
    say("At most \(count) \(count == 1 ? "is" : "are") asked at once; the others wait.", at: call.now)
    return []
  }

  mutating func setCap(_ call: Invocation) -> [Effect] {
    let word = call.argument ?? ""
    if word == "off" {
      comparison.cap = nil
    } else if let cap = Double(word.drop { $0 == "$" }), cap.isFinite, cap > 0 {
      comparison.cap = cap
    } else {
      say("For example: cap 0.10, or cap off. The cap is \(money(comparison.cap)).", at: call.now)
      return []
    }
    comparison.queue.isHeld = false
    say(
      comparison.cap == nil
        ? "No cap." : "The cap is \(money(comparison.cap)); requests that could pass it wait.", at: call.now)
    return []
  }

  mutating func shareParameters(at now: MonotonicTime) {
    guard let lane = lane(focusedLane) else { return }
    for other in comparison.lanes where other.id != lane.id {
      comparison.change(other.id) {
        ($0.talk.parameters, $0.talk.stream) = (lane.talk.parameters, lane.talk.stream)
        $0.variation = []
      }
    }
    say("All lanes have the parameters of \(lane.letter).", at: now)
  }

  mutating func clearLanes(at now: MonotonicTime) -> [Effect] {
    standUp()
    if let lanesBusy {
      say("Not now: \(lanesBusy).", at: now)
      return []
    }
    for lane in comparison.lanes { layouts.forget(lane.id) }
    let (repeats, cap, limit) = (comparison.repeats, comparison.cap, comparison.queue.limit)
    cleared = (comparison, compare)
    comparison = Comparison()
    (comparison.repeats, comparison.cap, comparison.queue.limit) = (repeats, cap, limit)
    compare = compare.renewed()
    say("A new comparison. u brings the old one back.", seconds: 10, at: now)
    return []
  }

  mutating func bringBackLanes(at now: MonotonicTime) {
    if let lanesBusy { return say("Not now: \(lanesBusy).", at: now) }
    guard let old = cleared else { return }
    let present = (comparison, compare)
    for lane in comparison.lanes { layouts.forget(lane.id) }
    let (votes, tag) = (compare.votes, compare.tag)
    (comparison, compare) = old
    (compare.votes, compare.tag) = (votes, tag)
    cleared = present.0.isEmpty ? nil : present
    say("The comparison before is back.", at: now)
  }

  mutating func nextRank(at now: MonotonicTime) {
    let all = RunMetric.allCases.filter { $0.preference != nil }
    compare.rankedBy = all[((all.firstIndex(of: compare.rankedBy) ?? -1) + 1) % all.count]
    say("Ranked by \(compare.rankedBy.title).", at: now)
  }
}

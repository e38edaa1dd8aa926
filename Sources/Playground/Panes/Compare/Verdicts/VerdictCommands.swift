import RelayKit
import TerminalUI
import Workbench

/// Votes, judges and checks.
enum VerdictCommands {
  private static let alone: @Sendable (Playground) -> String? = {
    $0.comparison.lanes.count < 2 ? "two lanes are needed; a adds models" : nil
  }
  private static let unanswered: @Sendable (Playground) -> String? = { app in
    app.lanes.contains { $0.shown?.isRunning == false } ? nil : "no lane has an answer yet"
  }

  static let table: [Command] = [
    Command(
      "lanes.blind", "lanes: blind vote", "Hide names, figures and order, and vote; or end the vote.", .act,
      [.pane(.lane, "B")],
      hint: .init("Blind", 58, when: { $0.focus == .lane && $0.comparison.lanes.count > 1 }),
      reason: alone, run: Command.onLanes { $0.toggleBlind(at: $1) }),
    Command(
      "lanes.scores", "lanes: running score", "Wins, losses and Elo of all votes, by model and tag.", .look,
      [.pane(.lane, "V"), .pane(.scores, "V")], run: Command.onLanes { app, _ in app.showMode(.scores) }),
    Command(
      "lanes.tag", "lanes: tag of votes", "Votes count for a tag too: tag coding; tag off", .act, [],
      verb: "tag",
      run: { app, call in
        guard let tag = call.argument else {
          app.say("For example: tag coding. The tag is \(app.compare.tag ?? "none").", at: call.now)
          return []
        }
        app.compare.tag = tag == "off" ? nil : String(tag.prefix(40))
        app.say(app.compare.tag.map { "Votes count for \($0)." } ?? "No tag.", at: call.now)
        return []
      }),
    Command(
      "lanes.judge", "lanes: judge", "Let a model score the answers; its place is beside your vote.", .act,
      [.pane(.lane, "J")], verb: "judge", reason: unanswered, run: { app, call in app.judge(call) }),
    Command(
      "lanes.rubric", "lanes: rubric",
      "By what the judge scores: rubric Is it true? Is it short?; rubric off", .act, [],
      verb: "rubric",
      run: { app, call in
        guard let text = call.argument else {
          app.say(
            app.compare.rubric ?? "The built-in rubric is used. For example: rubric Is it true?", at: call.now
          )
          return []
        }
        app.compare.rubric = text == "off" ? nil : text
        app.say(text == "off" ? "The built-in rubric is used." : "The rubric is set.", at: call.now)
        return []
      }),
    Command(
      "lanes.check", "lanes: check answers",
      "Check each answer: check contains:TEXT, check json, check latency<=2s; check off",
      .act, [], verb: "check", run: { app, call in app.addCheck(call) }),
    Command(
      "scores.tag", "votes: next tag", "Count the votes of the next tag.", .look, [.pane(.scores, "t")],
      run: Command.onLanes { app, _ in app.nextScoreTag() }),
    Command(
      "scores.down", "votes: down", "A row down.", .move, [.pane(.scores, "j"), .pane(.scores, Key(.down))],
      run: Command.onLanes { app, _ in app.moveInScores(1) }),
    Command(
      "scores.up", "votes: up", "A row up.", .move, [.pane(.scores, "k"), .pane(.scores, Key(.up))],
      run: Command.onLanes { app, _ in app.moveInScores(-1) }),
  ]
}

import RelayKit
package import Workbench

/// A judge at work.
package struct JudgeRun: Sendable {
  package let id: MessageID
  package let plan: JudgePlan
  package var reply: Reply
}

/// A model that scores the answers; its verdict stands beside the user's, never in its place.
extension Playground {
  /// `judge MODEL`; without one, a list of models.
  mutating func judge(_ call: Invocation) -> [Effect] {
    guard let model = call.argument else {
      return openModelList(for: "lanes.judge", title: "Who judges the answers?")
    }
    standUp()
    var answers: [JudgePlan.Answer] = []
    for lane in lanes {
      for id in lane.runs {
        guard let reply = lane.talk.conversation[id]?.reply, !reply.isRunning, !reply.text.isEmpty else {
          continue
        }
        answers.append(JudgePlan.Answer(key: "\(id.number)", text: reply.text))
      }
    }
    guard compare.judge == nil else {
      say("A judge is at work already.", at: call.now)
      return []
    }
    do throws(JudgePlan.Problem) {
      // Another order each time: what stands first is liked better.
      let seed = UInt64(bitPattern: call.now.nanoseconds) ^ UInt64(max(0, wallClock(at: call.now) * 1000))
      let plan = try JudgePlan(
        model: model, prompts: lane(focusedLane)?.prompts ?? [], answers: answers,
        rubric: compare.rubric ?? JudgeWords.rubric, seed: seed)
      let id = workspace.nextID()
      compare.judge = JudgeRun(id: id, plan: plan, reply: Reply(model: model, askedAt: call.now))
      let cost = estimate(of: plan.request).credit
      guard comparison.hasRoom(for: PlannedRequest(plan.request, cost).reckoned) else {
        compare.judge = nil
        say("The judge could pass the cap of \(money(comparison.cap)); :cap raises it.", at: call.now)
        return []
      }
      say(
        "\(model) judges \(Figures.counted(answers.count, "answer")), up to \(cost.text(cost.total)).",
        at: call.now)
      return [.send(id, .chat(plan.request))]
    } catch {
      say(error.sentence, at: call.now)
      return []
    }
  }

  /// Takes over what came from the judge. - Returns: whether it was for the judge.
  mutating func takeJudge(_ updates: [ExchangeUpdate], of id: MessageID, at now: MonotonicTime) -> [Effect]? {
    guard var run = compare.judge, run.id == id else { return nil }
    var bytes = 0
    for update in updates {
      run.reply.apply(update)
      if case .delta(let delta) = update { bytes += delta.bytes.count }
    }
    compare.judge = run
    if !run.reply.isRunning { judgeEnded(run, at: now) }
    return bytes > 0 ? [.consumed(id, bytes: bytes)] : []
  }

  private mutating func judgeEnded(_ run: JudgeRun, at now: MonotonicTime) {
    compare.judge = nil
    let figures = RunFigures(run.reply, prices: prices(of: run.reply.model), at: now)
    comparison.charge(figures)
    if case .failed(let error) = run.reply.outcome {
      return say(
        "The judge \(run.reply.model) gave no verdict: \(error.title). \(error.message)", seconds: 12, at: now
      )
    }
    do throws(JudgePlan.Problem) {
      let verdict = try run.plan.read(run.reply.text, figures: figures)
      compare.judgeVerdicts.append(verdict)
      let best = verdict.best.flatMap { laneName(ofAnswer: $0) }.map { " Best: \($0)." } ?? ""
      let cost = RunMetric.cost.text(of: figures)
      say(
        "\(run.reply.model) has judged (cost \(cost)).\(best) T shows scores and reasons.", seconds: 12,
        at: now)
    } catch {
      say("The verdict of \(run.reply.model) cannot be used: \(error.sentence)", seconds: 12, at: now)
    }
  }

  private func laneName(ofAnswer key: String) -> String? {
    guard let number = Int(key), let owner = comparison.owner(of: MessageID(number)), let lane = lane(owner)
    else {
      return nil
    }
    return laneTitle(lane)
  }

  /// The verdicts on one answer, the newest last.
  func judgements(_ answer: MessageID) -> [(judge: String, score: JudgeVerdict.Score)] {
    compare.judgeVerdicts.compactMap { verdict in verdict["\(answer.number)"].map { (verdict.judge, $0) } }
  }

  /// Mean of the scores of all judges; `nil` without any.
  func judgeScore(_ answer: MessageID) -> Double? {
    let scores = judgements(answer).map(\.score.score)
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }
}

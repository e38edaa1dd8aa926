import RelayKit
import TerminalUI
import Workbench

/// Figures of answers; those of one that has ended are measured once. Main thread.
final class FiguresMemo {
  private struct Key: Hashable {
    var answer: MessageID
    var prices: TokenPrices?
    var hasLength: Bool
  }
  private var known: [Key: RunFigures] = [:]
  private var kept: [MessageID: RunFigures] = [:]

  /// Figures that were measured in another run of the program.
  func keep(_ figures: RunFigures, of answer: MessageID) { kept[answer] = figures }

  func figures(
    of id: MessageID, _ reply: Reply, prices: TokenPrices?, input: Int?, measuresLength: Bool,
    at now: MonotonicTime
  ) -> RunFigures {
    guard !reply.isRunning else { return RunFigures(reply, prices: prices, at: now, inputEstimate: input) }
    if let kept = kept[id] { return kept }
    let key = Key(answer: id, prices: prices, hasLength: measuresLength)
    if let figures = known[key] { return figures }
    let figures = RunFigures(
      reply, prices: prices, at: now, inputEstimate: input, measuresLength: measuresLength)
    if known.count > 4096 { known = [:] }
    known[key] = figures
    return figures
  }
}

/// The figures of the answers that are shown, and their places among each other.
struct LaneFigures {
  private(set) var figures: [LaneID: RunFigures] = [:]
  private var ranks: [RunMetric: Ranking<LaneID>] = [:]

  init(_ app: Playground, at now: MonotonicTime) {
    var entries: [(key: LaneID, figures: RunFigures)] = []
    for lane in app.lanes {
      guard let id = lane.talk.conversation.lastAnswer, let reply = lane.talk.conversation[id]?.reply,
        reply.exchange != nil
      else { continue }
      let made = app.figures(of: id, reply, at: now)
      figures[lane.id] = made
      entries.append((lane.id, made))
    }
    for metric in RunMetric.allCases where metric.preference != nil {
      ranks[metric] = Ranking(metric, entries)
    }
  }

  subscript(lane: LaneID) -> RunFigures? { figures[lane] }

  func rank(_ metric: RunMetric, _ lane: LaneID) -> Int? { ranks[metric]?[lane] }
}

extension Playground {
  /// - Parameter measuresLength: a long text takes a while.
  func figures(
    of id: MessageID, _ reply: Reply, measuresLength: Bool = true, at now: MonotonicTime
  ) -> RunFigures {
    layouts.figures.figures(
      of: id, reply, prices: prices(of: reply.model),
      input: comparison.inputTokens(of: id) ?? guarding.inputTokens[id], measuresLength: measuresLength,
      at: now)
  }

  /// What an answer costs, or has cost so far; `nil` where nobody knows.
  func costWords(of id: MessageID, _ reply: Reply, at now: MonotonicTime) -> String? {
    guard reply.exchange != nil else { return nil }
    let figures = figures(of: id, reply, measuresLength: false, at: now)
    // The words of the failure say that nothing was billed.
    if figures.isUnbilled { return nil }
    return figures.cost.map {
      // What grows is not told yet.
      NumberWords.money($0, currency: figures.currency, isEstimate: figures.costIsEstimate || reply.isRunning)
    }
  }

  /// What was asked here and in the comparison that was opened, also what is on its way.
  func spentWords(at now: MonotonicTime) -> String {
    var spent = SpentMoney(compare.spentBefore + comparison.ledger)
    for id in comparison.queue.open {
      guard let lane = comparison.owner(of: id), let reply = self.lane(lane)?.talk.conversation[id]?.reply,
        let figures = Optional(figures(of: id, reply, at: now)), figures.cost != nil
      else { continue }
      spent.add(figures)
    }
    return spent.text == "nothing" ? "" : spent.text == "unknown" ? "cost unknown" : spent.text
  }

  func money(_ amount: Double?) -> String {
    amount.map { NumberWords.money($0, currency: "USD", isEstimate: false) } ?? "none"
  }

  /// The runs of the turn that was asked last, of a lane.
  func runFigures(of lane: Lane, at now: MonotonicTime) -> [(
    id: MessageID, reply: Reply, figures: RunFigures
  )] {
    lane.runs.compactMap { id in
      guard let reply = lane.talk.conversation[id]?.reply else { return nil }
      return (id, reply, figures(of: id, reply, at: now))
    }
  }
}

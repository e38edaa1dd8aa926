import RelayKit
import TerminalUI
import Workbench

/// Asking lanes, and what it may cost.
extension Playground {
  /// Sends what is in the message box to all lanes that are on, or to one.
  mutating func sendToLanes(only: LaneID? = nil, isAgreed: Bool = false, at now: MonotonicTime) -> [Effect] {
    guard message.purpose == .send else { return applyPurpose(at: now) }
    standUp()
    let text = message.box.expandedText
    guard text.contains(where: { !$0.isWhitespace }) || !message.attachments.isEmpty else { return [] }
    guard let targets = askable(only, at: now) else { return [] }
    let files = message.attachments
    if !isAgreed, let question = costQuestion(targets, only: only) {
      overlay = .question(question)
      return []
    }
    message.attachments = []
    _ = message.takeAll()
    let before = Set(comparison.runs.keys)
    for id in targets { ask(id, text, files, at: now) }
    compare.asked = Asked(at: now, answers: Set(comparison.runs.keys).subtracting(before))
    if comparison.winner != nil { comparison.winner = nil }
    return []
  }

  /// Whom a message can be sent to now; `nil` when that was told instead.
  private mutating func askable(_ only: LaneID?, at now: MonotonicTime) -> [LaneID]? {
    guard workspace.relay != nil else {
      say("No relay is set up yet.", at: now)
      return nil
    }
    let lanes = only.flatMap { comparison[$0] }.map { [$0] } ?? comparison.lanes.filter(\.isOn)
    guard !lanes.isEmpty else {
      say(
        comparison.isEmpty ? "There are no lanes yet: a adds models." : "All lanes are off; o turns one on.",
        at: now)
      return nil
    }
    if let lane = lanes.first(where: { $0.model.isEmpty }) {
      say(isBlind ? "A lane has no model." : "Lane \(lane.letter) has no model: m picks one.", at: now)
      return nil
    }
    let busy = lanes.filter(\.isRunning)
    guard busy.isEmpty else {
      let names = busy.map(\.letter).joined(separator: ", ")
      say(
        isBlind
          ? "Not now: an answer is still coming; X stops all."
          : "Not now: \(names) \(busy.count == 1 ? "is" : "are") still answering; X stops all, x one.",
        at: now)
      return nil
    }
    return lanes.map(\.id)
  }

  private mutating func ask(_ id: LaneID, _ text: String, _ files: [Attachment], at now: MonotonicTime) {
    let wallClock = wallClock(at: now)
    inLane(id) { app in
      let question = app.workspace.write(.user, text, attachments: files, at: wallClock)
      app.ask(below: question, in: id, times: app.comparison.repeats, at: now)
    }
  }

  /// Asks the lane that has the chat's place, so many times; the first answer is shown.
  mutating func ask(below question: MessageID, in lane: LaneID, times: Int, at now: MonotonicTime) {
    var first: MessageID?
    for _ in 0..<max(1, times) {
      let (answer, request) = workspace.ask(below: question, at: now, wallClock: wallClock(at: now))
      enqueue(answer, request, lane)
      first = first ?? answer
    }
    if let first { workspace.conversation.choose(first) }
    transcript.follow()
  }

  // MARK: Cost

  /// What the next message would cost at the most.
  func plannedCost(_ targets: [LaneID]) -> LaneCost {
    var cost = LaneCost()
    for id in targets {
      let app = withLane(id)
      let key = LaneCostKey(
        lane: id, model: app.workspace.model, parameters: app.workspace.parameters,
        revision: app.workspace.conversation.revision, text: message.box.expandedText,
        files: message.attachments,
        variables: app.workspace.variables, prices: prices(of: app.workspace.model),
        limit: outputLimit(of: app.workspace.model))
      let one = layouts.laneCosts.cost(key) { app.estimate(of: app.draft(app.workspace.kind)).credit }
      cost.add(one, model: key.model, times: comparison.repeats)
    }
    return cost
  }

  /// Many requests, or more than the cap, are not sent without a word.
  private func costQuestion(_ targets: [LaneID], only: LaneID?) -> Question? {
    let cost = plannedCost(targets)
    var lines: [String] = []
    if let cap = comparison.cap, let most = cost.worstCase, most > cap {
      lines = [
        "This could cost up to \(cost.words), and the cap is \(money(cap)).",
        "Sent anyway, the cap holds back what would pass it.",
      ]
    } else if cost.requests >= Self.manyRequests {
      lines = ["These are \(cost.requests) requests, up to \(cost.words)."]
    }
    guard !lines.isEmpty else { return nil }
    return Question(
      title: "Send all of them?", lines: lines + ["Nothing was sent yet."],
      choices: [
        ("Not yet", .stay), ("Send \(Figures.counted(cost.requests, "request"))", .sendToLanes(only)),
      ])
  }

  static let manyRequests = 20
}

/// What a message to lanes costs at the most, as an estimate.
struct LaneCost {
  private(set) var inputTokens = 0
  private var cost = PlanCost()

  var requests: Int { cost.knownRequests + cost.unknownRequests }
  /// `nil` when it is not known of any.
  var worstCase: Double? { cost.knownRequests > 0 ? cost.known : nil }

  mutating func add(_ credit: CreditEstimate, model: String, times: Int) {
    inputTokens += credit.inputTokens * times
    cost.add(credit, model: model, times: times)
  }

  /// `~$0.022`, with what is not known.
  var words: String {
    guard let worstCase else { return "unknown" }
    let money = EstimatedMoney.text(worstCase, currency: cost.currency)
    return cost.unknownRequests == 0 ? money : "\(money) + \(cost.unknownRequests) unknown"
  }
}

struct LaneCostKey: Hashable {
  var lane: LaneID
  var model: String
  var parameters: JSONObject
  var revision: Int
  var text: String
  var files: [Attachment]
  var variables: Variables
  var prices: TokenPrices?
  var limit: Int?
}

/// Estimates of the next message to each lane, made when something of it changed. Main thread.
final class LaneCostMemo {
  private var known: [LaneID: (key: LaneCostKey, credit: CreditEstimate)] = [:]

  func cost(_ key: LaneCostKey, _ make: () -> CreditEstimate) -> CreditEstimate {
    if let found = known[key.lane], found.key == key { return found.credit }
    let credit = make()
    known[key.lane] = (key, credit)
    return credit
  }
}

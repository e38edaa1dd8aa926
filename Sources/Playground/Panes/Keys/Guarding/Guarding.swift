package import RelayKit
import TerminalUI
package import Workbench

/// What guards of money and keys remember: who spent what, and what was held back.
package struct Guarding: Sendable {
  package var book = SpendingBook<MessageID>()
  /// What was pressed when requests were held back; pressing it again with the user's word sends them.
  var held: HeldAction?
  var repeated: (held: HeldAction, agreed: RequestGuard.Agreement)?
  /// What the user agreed to with the key that is being carried out.
  var agreedNow = RequestGuard.Agreement.nothing
  /// The user does not want to be asked about expense any more.
  package internal(set) var asksNoMore = false
  /// Estimated tokens of requests that have not ended, for costs that the relay does not tell.
  var inputTokens: [MessageID: Int] = [:]
  /// Requests that the user let out though they may pass a limit.
  var sentOverLimit: Set<MessageID> = []
  /// Models whose unknown price was told.
  var toldUnknown: Set<String> = []
  /// The relay that was asked for its prices and has not answered, by its base URL.
  var priceQuestion: String?
  /// What was held waits for that answer, not for the user's word.
  var waitsForPrices = false
  package init() {}
}

struct HeldAction: Sendable {
  var action: Action
  /// What lay over the panes, and whether the leader key had been pressed.
  var overlay: Overlay?
  var hadLeader: Bool
  /// Where the same key means the same.
  var place: Place

  struct Place: Sendable, Hashable {
    var view: ViewID
    var focus: PaneID
    var face: ChatFace
    var message: MessageID?
  }
}

extension HeldAction {
  init(_ action: Action, _ app: Playground) {
    self.init(
      action: action, overlay: app.overlay, hadLeader: app.leaderSince != nil, place: app.place)
  }
}

extension Playground {
  fileprivate var place: HeldAction.Place {
    HeldAction.Place(view: view, focus: focus, face: face, message: workspace.conversation.last?.id)
  }

  /// Whether what was pressed would still do what was meant.
  func isInPlace(_ held: HeldAction) -> Bool { place == held.place }

  /// Takes over what happened. Requests leave only when the guards let them: what the user pressed is undone as a
  /// whole when they do not, so that nothing of the text is lost, and a question says why.
  /// - Returns: what to do outside.
  package mutating func update(_ action: Action, at now: MonotonicTime) -> [Effect] {
    var effects = guarded(action, agreed: guarding.asksNoMore ? .expense : .nothing, at: now)
    takePriceNews(action, at: now)
    if let (held, agreed) = guarding.repeated {
      guarding.repeated = nil
      overlay = held.overlay
      leaderSince = held.hadLeader ? now : nil
      effects += guarded(held.action, agreed: agreed, at: now)
    }
    return effects
  }

  /// Nobody is asked about the simulated money of the demo relay.
  private var isGuarded: Bool {
    guard let relay = workspace.relay, !relay.isDemo else { return false }
    return !preferences.spending.isEmpty || keys.list[relay.keyName] != nil
  }

  private mutating func guarded(
    _ action: Action, agreed: RequestGuard.Agreement, at now: MonotonicTime
  ) -> [Effect] {
    let before = isGuarded && action.canBeUndone ? self : nil
    let judge = compare.judge
    let waiting = Set(comparison.runs.keys)
    guarding.agreedNow = agreed
    var effects = carryOut(action, at: now)
    let agreed = max(agreed, guarding.agreedNow)
    if case .exchange(let id, let updates) = action, case .ended = updates.last {
      let cost = noteEnd(of: id, reply(of: id, judge, updates), at: now)
      // Of what is kept the history counts by itself.
      if preferences.isPrivate || workspace.conversation.isPrivate || compare.isPrivate {
        effects.append(.settle(id, cost: cost))
      }
    }
    let new = newRequests(effects, waiting: waiting)
    noteLeaving(effects, at: now)
    guard !new.isEmpty, workspace.relay?.isDemo == false else { return effects }
    let models = new.map(\.request.model)
    if let before, agreed < .limit, lacksPrices(of: models) {
      self = before
      return waitForPrices(action, of: models)
    }
    let planned = new.map { id, request in
      let (input, credit) = estimate(of: request)
      guarding.inputTokens[id] = input.tokens
      return PlannedRequest(request, credit)
    }
    if isGuarded {
      switch requestGuard(at: now).verdict(planned, agreed: agreed) {
      case .pass(let unknown): tell(unknown, of: planned, at: now)
      case .ask(let held), .stop(let held):
        guard let before else { return drop(new.map(\.id), held, effects, at: now) }
        self = before
        hold(action, held)
        return []
      }
    }
    let leaving = Set(effects.compactMap(\.sentID))
    for ((id, _), request) in zip(new, planned) {
      if agreed == .limit { guarding.sentOverLimit.insert(id) }
      guarding.book.begin(
        id, key: workspace.relay?.keyName ?? "", reserving: request.reserve, on: today(at: now),
        hasLeft: leaving.contains(id))
    }
    return effects
  }

  /// The facts of the key in use.
  func requestGuard(at now: MonotonicTime) -> RequestGuard {
    RequestGuard(
      key: keys.list[workspace.relay?.keyName ?? ""], limits: preferences.spending, book: guarding.book,
      now: wallClock(at: now), utcOffset: surroundings.utcOffset)
  }

  // MARK: Requests

  /// Requests that leave now or wait for their turn since this action.
  private func newRequests(_ effects: [Effect], waiting: Set<MessageID>) -> [(
    id: MessageID, request: RelayRequest
  )] {
    var new: [(id: MessageID, request: RelayRequest)] = []
    for effect in effects {
      switch effect {
      case .send(let id, let request): new.append((id, request))
      case .submitVideo(let id, let order): new.append((id, .media(order.request)))
      default: break
      }
    }
    // Asked with every piece of an answer, so nothing is looked through for nothing.
    guard !comparison.runs.isEmpty else { return new }
    let runs = comparison.runs.filter { !waiting.contains($0.key) && !guarding.book.isOpen($0.key) }
    return new + runs.sorted { $0.key.number < $1.key.number }.map { ($0.key, $0.value.request) }
  }

  /// Those that waited leave, with the key that is in use now; those that do not wait any more are forgotten.
  private mutating func noteLeaving(_ effects: [Effect], at now: MonotonicTime) {
    let key = workspace.relay?.keyName ?? ""
    for case .sendInLane(let id, let request) in effects where guarding.book.isOpen(id) {
      if guarding.book.key(of: id) != key {
        guarding.book.begin(
          id, key: key, reserving: PlannedRequest(request, estimate(of: request).credit).reserve,
          on: today(at: now))
      }
      guarding.book.left(id)
    }
    let runs = comparison.runs
    guarding.book.dropWaiting { runs[$0] == nil }
  }

  private func reply(of id: MessageID, _ judge: JudgeRun?, _ updates: [ExchangeUpdate]) -> Reply? {
    if var judge, judge.id == id {
      for update in updates { judge.reply.apply(update) }
      return judge.reply
    }
    return comparison.owner(of: id).flatMap { comparison[$0]?.talk.conversation[id]?.reply }
      ?? workspace.conversation[id]?.reply
  }

  /// - Returns: what it cost, US dollars; `nil` where nobody knows.
  private mutating func noteEnd(of id: MessageID, _ reply: Reply?, at now: MonotonicTime) -> Double? {
    let input = guarding.inputTokens[id]
    guarding.sentOverLimit.remove(id)
    guard guarding.book.isOpen(id) else { return nil }
    guard let reply else {
      guarding.book.end(id, cost: nil)
      return nil
    }
    let prices = prices(of: reply.model)
    let figures = RunFigures(
      reply, prices: prices, at: now, inputEstimate: input, measuresLength: false)
    let cost = CostOfRequest.dollars(figures, prices: prices, inputEstimate: input)
    guarding.book.end(id, cost: cost)
    return cost
  }

  // MARK: Holding back

  private mutating func hold(_ action: Action, _ held: HeldRequest) {
    guarding.held = HeldAction(action, self)
    leaderSince = nil
    // Whatever was said before is not true any more.
    footer.stop()
    overlay = .question(Question(held, columns: min(76, size.columns - 8)))
  }

  /// Nothing that was pressed can be undone: the requests alone are taken back.
  private mutating func drop(
    _ ids: [MessageID], _ held: HeldRequest, _ effects: [Effect], at now: MonotonicTime
  ) -> [Effect] {
    for id in ids {
      guarding.inputTokens[id] = nil
      if comparison.owner(of: id) != nil { drop(id) } else { workspace.conversation.drop(id) }
      if compare.judge?.id == id { compare.judge = nil }
    }
    say("Held back, nothing was sent: \(held.short).", seconds: 15, at: now)
    let gone = Set(ids)
    return effects.filter { effect in effect.sentID.map { !gone.contains($0) } ?? true }
  }

  /// Lanes that wait stay waiting when the key was switched off meanwhile, or is not for their model.
  mutating func holdWaitingLanes(at now: MonotonicTime) {
    guard let first = comparison.queue.waiting.first, let run = comparison.runs[first],
      guarding.book.isOpen(first), let relay = workspace.relay, let key = keys.list[relay.keyName]
    else { return }
    let request = PlannedRequest(run.request, estimate(of: run.request).credit)
    let rules = RequestGuard(key: key, limits: GuardLimits(), now: wallClock(at: now))
    guard case .stop(let held) = rules.verdict([request], agreed: .limit) else { return }
    if !comparison.queue.isHeld {
      say("\(comparison.queue.waiting.count) wait: \(held.short). X drops them.", seconds: 15, at: now)
    }
    comparison.queue.isHeld = true
  }

  private mutating func tell(_ unknown: String?, of planned: [PlannedRequest], at now: MonotonicTime) {
    guard let unknown, let model = planned.first(where: { $0.unknown != nil })?.model,
      guarding.toldUnknown.insert(model).inserted
    else { return }
    say("Limits cannot count this: \(unknown).", seconds: 8, at: now)
  }

  /// The user's word about what is held back.
  mutating func sendHeld(forSession: Bool) {
    guard let held = guarding.held else { return }
    if forSession { guarding.asksNoMore = true }
    guarding.repeated = (held, forSession ? .expense : .limit)
    guarding.held = nil
  }
}

extension Question {
  /// - Parameter columns: of its lines.
  init(_ held: HeldRequest, columns: Int) {
    var lines: [String] = []
    for line in held.lines + held.screenAdvice {
      lines += TextWrapping.lines(line, columns: columns)
    }
    var choices: [(label: String, answer: Answer)] = [("Do not send", .stay)]
    switch held.reason {
    case .expensive, .unusual:
      choices.append(("Send it, and do not ask again until bayside ends", .sendHeld(forSession: true)))
      choices.append(("Send it", .sendHeld(forSession: false)))
    default:
      if held.isAboutKey { choices.append(("Go to the keys (7)", .showKeys)) }
      if held.canBeSent { choices.append(("Send this once all the same", .sendHeld(forSession: false))) }
    }
    self.init(title: held.title, lines: lines, choices: choices)
  }
}

/// Plain text in lines of whole words.
enum TextWrapping {
  static func lines(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension Effect {
  /// The answer that is asked for.
  fileprivate var sentID: MessageID? {
    switch self {
    case .send(let id, _), .sendInLane(let id, _), .submitVideo(let id, _): id
    default: nil
    }
  }
}

extension Action {
  /// Nothing came from outside with it: it can be done again.
  fileprivate var canBeUndone: Bool {
    switch self {
    case .input, .sendAsked: true
    default: false
    }
  }
}

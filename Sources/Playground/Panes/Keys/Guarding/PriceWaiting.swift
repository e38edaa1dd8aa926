import RelayKit
import TerminalUI
import Workbench

/// Limits in money cannot count what has no price. Where the relay was not asked for its prices yet, it is asked, which
/// is free, and what was to be sent waits for the answer.
extension Playground {
  /// Whether a limit counts what was spent, by the day, the month or in all.
  package var limitsCountSums: Bool {
    guard let relay = workspace.relay, !relay.isDemo else { return false }
    return preferences.spending.perDay != nil || keys.list[relay.keyName]?.limits.isEmpty == false
  }

  /// Whether a limit counts what a request costs that is sent now.
  package var limitsCountMoney: Bool {
    guard let relay = workspace.relay, !relay.isDemo else { return false }
    return limitsCountSums || preferences.spending.perRequest != nil
      || view == .compare && comparison.cap != nil
  }

  /// Whether the relay was asked for prices that limits need, and has not answered.
  package var limitsAwaitPrices: Bool { limitsCountMoney && hasPriceQuestion }

  private var hasPriceQuestion: Bool {
    guarding.priceQuestion != nil && guarding.priceQuestion == workspace.relay?.baseURL
  }

  /// Asks the relay where limits need a price that nobody knows: once in a run, as what it says is kept.
  mutating func pricesForLimits(of models: [String]) -> [Effect] {
    guard limitsCountMoney, let relay = workspace.relay, pricesAskedOf != relay.baseURL,
      models.contains(where: { !$0.isEmpty && prices(of: $0) == nil })
    else { return [] }
    notePriceQuestion()
    if workspace.models.entries.isEmpty { workspace.models.load() }
    return [.loadPrices]
  }

  /// The relay in use is asked for its prices now.
  mutating func notePriceQuestion() {
    pricesAskedOf = workspace.relay?.baseURL
    guarding.priceQuestion = pricesAskedOf
  }

  /// Whether limits need a price that the relay may tell soon.
  func lacksPrices(of models: [String]) -> Bool {
    limitsCountMoney && models.contains { prices(of: $0) == nil }
      && (pricesAskedOf != workspace.relay?.baseURL || hasPriceQuestion)
  }

  /// What was pressed is done again when the answer has come.
  mutating func waitForPrices(_ action: Action, of models: [String]) -> [Effect] {
    guarding.held = HeldAction(action, self)
    guarding.waitsForPrices = true
    leaderSince = nil
    let model = models.first { prices(of: $0) == nil } ?? ""
    overlay = .question(Question(waitingForPriceOf: model, columns: min(76, size.columns - 8)))
    return pricesForLimits(of: models)
  }

  /// What waits goes on with each answer: it waits again where that was not the one. What the user took back stays
  /// unsent.
  mutating func takePriceNews(_ action: Action, at now: MonotonicTime) {
    guard case .modelAnswersCame(let answers, _) = action, answers.baseURL == workspace.relay?.baseURL
    else { return }
    if answers.endsPriceQuestion { guarding.priceQuestion = nil }
    guard guarding.waitsForPrices else { return }
    guarding.waitsForPrices = false
    guard case .question(let question) = overlay, question.title == Question.priceTitle,
      let held = guarding.held
    else { return }
    guarding.held = nil
    guard isInPlace(held) else {
      overlay = held.overlay
      return say(
        "The relay told its prices; nothing was sent, as something else is on the screen now.", at: now)
    }
    guarding.repeated = (held, guarding.asksNoMore ? .expense : .nothing)
  }
}

extension Question {
  static let priceTitle = "Asking the relay for its prices"

  /// Only the safe answer is there: this goes by itself, perhaps while somebody types.
  init(waitingForPriceOf model: String, columns: Int) {
    let words = [
      "A limit counts what this costs, and no price of \(model) is known yet. The question is free.",
      "Your text is sent when the answer has come, if the limit allows it.",
    ]
    self.init(
      title: Self.priceTitle, lines: words.flatMap { TextWrapping.lines($0, columns: columns) },
      choices: [("Do not send", .stay)])
  }
}

import RelayKit
import TerminalUI
import Workbench

/// What the inspector tells of an answer's money; worked out only when something of it changed.
struct WireMoney: Hashable {
  var prices: TokenPrices?
  /// Which prices: `prices of group vip (x 0.8), …`.
  var priceNote: String?
  var receipts: ReceiptNews?
  var log: ChargeLog?
  var usualGroup: String?
  /// Of the conversation, in words.
  var conversation: String?
  var isDemo = false
  /// Wall clock, for the age of what is known; whole minutes.
  var now = 0.0
}

extension Playground {
  func wireMoney(of reply: Reply, at now: MonotonicTime) -> WireMoney {
    var money = WireMoney(prices: prices(of: reply.model))
    let card = workspace.models.catalogue.card(reply.model)?.prices?.value
    let group = workspace.models.keyGroup
    if let card {
      money.priceNote =
        GroupWords.missing(card, keyGroup: group) ?? GroupWords.sentence([card], keyGroup: group)
    }
    money.receipts = self.money.receipts
    money.log = self.money.log(of: workspace.relay)
    money.usualGroup = self.money.usualGroup
    money.isDemo = workspace.relay?.isDemo == true
    money.now = (wallClock(at: now) / 60).rounded(.down) * 60
    if running.isEmpty {
      let answers = workspace.conversation.messages.compactMap { message in
        message.reply.flatMap { reply in
          reply.isReplay || reply.exchange == nil
            ? nil
            : (
              figures: figures(of: message.id, reply, measuresLength: false, at: now),
              prices: prices(of: reply.model)
            )
        }
      }
      if answers.count > 1 { money.conversation = ConversationMoney(answers).words }
    }
    return money
  }
}

extension WireText {
  private static let name = 17

  mutating func addMoney(_ reply: Reply, _ money: WireMoney) {
    heading(money.isDemo ? "Receipt (simulated)" : "Receipt")
    let estimate = Self.inputEstimate(reply)
    let figures = ExchangeMoney(
      reply, prices: money.prices, log: money.log, usualGroup: money.usualGroup, inputEstimate: estimate)
    let estimated = figures.estimated.map {
      figures.isUnbilled
        ? "0   nothing was billed"
        : NumberWords.money($0, currency: figures.currency, isEstimate: true)
          + (money.priceNote.map { "   \($0)" } ?? "   at list price")
    }
    row("estimated", estimated ?? "not known: \(figures.noEstimate ?? "no price is known")")
    row("charged", Self.charged(figures, reply, money))
    if let difference = figures.difference { row("difference", difference.signed + "   " + difference.words) }
    if let receipt = figures.receipt {
      if let input = receipt.inputTokens, let output = receipt.outputTokens {
        row("tokens charged", "\(input) in, \(output) out")
      }
      if let model = receipt.upstreamModel { row("model charged", model) }
      if let group = receipt.group { row("group", group) }
      if let reason = receipt.endReason { row("stream ended", reason) }
    }
    for sentence in figures.sentences { add([Span("! \(sentence)", Style(.warn))]) }
    if let cached = figures.saving?.words { row("prompt cache", cached) }
    if let words = money.conversation { row("conversation", words) }
  }

  private mutating func row(_ name: String, _ value: String) {
    let lines = TextWrapper.wrap([Span(value)], columns: max(8, columns - Self.name))
    for (number, line) in lines.enumerated() {
      add([Span(Glyphs.padded(number == 0 ? name : "", columns: Self.name), Style(.muted))] + line)
    }
  }

  /// Where the relay does not tell how many tokens it read.
  private static func inputEstimate(_ reply: Reply) -> Int? {
    guard !reply.isRunning, reply.inputTokens == nil, let exchange = reply.exchange,
      let request = try? ChatRequest(body: exchange.request.body)
    else { return nil }
    var estimator = TokenEstimator()
    let messages = request.messages.enumerated().map { (id: MessageID($0.offset), message: $0.element) }
    return estimator.estimate(messages, parameters: request.parameters, model: request.model).tokens
  }

  private static func charged(_ figures: ExchangeMoney, _ reply: Reply, _ money: WireMoney) -> String {
    if let receipt = figures.receipt {
      let amount = NumberWords.money(receipt.charged, currency: receipt.currency, isEstimate: false)
      let source = receipt.source == .log ? "the relay's log" : "usage.cost of the answer"
      let age = receipt.source == .log ? ", read \(MoneyAge.words(money.now - receipt.readAt))" : ""
      return "\(amount)   \(source)\(age)"
    }
    if reply.isReplay { return "a replay sends nothing" }
    if reply.isRunning { return "it is still coming" }
    if let refusal = money.receipts?.refusal { return "not known: \(refusal.sentence(at: money.now))" }
    guard money.log != nil else { return "not known: R asks the relay's log" }
    return reply.exchange?.requestID == nil
      ? "not matched: the answer has no request id, by which alone receipts are matched"
      : "not matched: the relay's log does not name this request (R asks again)"
  }
}

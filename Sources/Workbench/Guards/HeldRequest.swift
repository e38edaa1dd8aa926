/// Requests that did not leave, why, and what to do: the one place for the words, on the screen and on the
/// command line.
package struct HeldRequest: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    case off
    case expired(LocalDay)
    case model(String, allowed: [ModelRule])
    case request(cap: Double, cost: Double)
    case key(KeyLimits.Period, Money)
    /// All keys together.
    case day(Money)
    case expensive(likely: Double, above: Double)
    case unusual(likely: Double, usual: Double)
  }

  /// Of a limit: what is spent, what may be by requests under way, what would be added.
  package struct Money: Sendable, Hashable {
    package var cap: Double
    package var spent: Double
    package var reserved: Double
    package var planned: Double

    package init(cap: Double, spent: Double, reserved: Double, planned: Double) {
      (self.cap, self.spent, self.reserved, self.planned) = (cap, spent, reserved, planned)
    }

    var room: Double { cap - spent - reserved }
    /// What nobody can price is only held back once the limit is reached.
    var isPassed: Bool { planned > room || room <= 0 }
  }

  package let reason: Reason
  package let requests: [PlannedRequest]
  package let keyTitle: String
  package let now: Double
  package var utcOffset = 0
  package var knowsHistory = true
  /// `max_tokens` with which it would fit.
  package var fittingTokens: Int?

  package init(reason: Reason, requests: [PlannedRequest], keyTitle: String, now: Double) {
    (self.reason, self.requests, self.keyTitle, self.now) = (reason, requests, keyTitle, now)
  }

  /// Whether the user may send it all the same, this once.
  package var canBeSent: Bool {
    switch reason {
    case .off, .expired, .model: false
    default: true
    }
  }

  private static let prefix = "Held back: "

  package var title: String {
    switch reason {
    case .off: "Held back: \(keyTitle) is off"
    case .expired: "Held back: \(keyTitle) has expired"
    case .model: "Held back: \(keyTitle) is not for this model"
    case .request: "Held back: more than one request may cost"
    case .key(.day, _): "Held back: the day's limit of \(keyTitle)"
    case .key(.month, _): "Held back: the month's limit of \(keyTitle)"
    case .key(.all, _): "Held back: the limit of \(keyTitle)"
    case .day: "Held back: the day's limit of all keys"
    case .expensive, .unusual: "This is unusually expensive"
    }
  }

  /// What happened, each a sentence; without the words about what to do.
  package var lines: [String] {
    var lines: [String] = []
    switch reason {
    case .off: lines.append("It was switched off on this machine; the relay does not know that.")
    case .expired(let day): lines.append("Its last day here was \(day.text).")
    case .model(let model, let allowed):
      lines.append("\(model) is none of the models that it may be used for here:")
      lines.append("\(allowed.words).")
    case .request(let cap, _): lines += [cost, "One request may cost \(GuardMoney.exact(cap)) at the most."]
    case .key(let period, let money):
      lines += [cost, spent(money, "With \(keyTitle)", period), reset(period)]
    case .day(let money): lines += [cost, spent(money, "With all keys", .day), reset(.day)]
    case .expensive(let likely, let above):
      lines += [
        cost,
        "Likely is up to \(GuardMoney.estimate(likely)); above \(GuardMoney.exact(above)) it is asked first.",
      ]
    case .unusual(let likely, let usual):
      lines += [
        cost,
        "That is \(NumberWords.whole(likely / max(usual, 1e-9))) times what a request cost lately (\(GuardMoney.estimate(usual))).",
      ]
    }
    if !knowsHistory, isAboutSums {
      lines.append("Counted is this run of bayside only: no history is kept or read.")
    }
    return lines.filter { !$0.isEmpty }
  }

  private var isAboutSums: Bool {
    switch reason {
    case .key, .day: true
    default: false
    }
  }

  /// `This could cost up to ~$0.58 (m, an answer of 16384 tokens: max_tokens).`
  private var cost: String {
    let known = requests.compactMap(\.reckoned)
    let unknown = requests.count - known.count
    if known.isEmpty {
      return requests.first?.unknown.map { "What it costs is not known: \($0)." }
        ?? "What it costs is not known."
    }
    let amount = GuardMoney.estimate(known.reduce(0, +))
    if requests.count > 1 {
      let rest = unknown > 0 ? "; of \(unknown) the cost is not known" : ""
      return "These \(requests.count) requests could cost up to \(amount)\(rest)."
    }
    if requests[0].worst == nil, let reason = requests[0].unknown, let tokens = requests[0].outputTokens {
      return "\(reason.prefix(1).uppercased())\(reason.dropFirst()); one of \(tokens) tokens costs \(amount)."
    }
    let bound = requests[0].outputTokens.map {
      " (\(requests[0].model), an answer of \($0) tokens: \(requests[0].outputSource))"
    }
    return "This could cost up to \(amount)\(bound ?? " (\(requests[0].model))")."
  }

  private func spent(_ money: Money, _ who: String, _ period: KeyLimits.Period) -> String {
    let running = money.reserved > 0 ? ", and up to \(GuardMoney.estimate(money.reserved)) is under way" : ""
    return
      "\(who): \(GuardMoney.estimate(money.spent)) of \(GuardMoney.exact(money.cap)) spent here \(period.spentWords)\(running)."
  }

  /// When the sum begins anew.
  private func reset(_ period: KeyLimits.Period) -> String {
    let today = LocalDay(time: now, utcOffset: utcOffset)
    switch period {
    case .day:
      let minutes = max(1, Int(((today.next.start(utcOffset: utcOffset) - now) / 60).rounded(.up)))
      let wait = minutes >= 60 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes) min"
      return "It begins anew at midnight, in \(wait)."
    case .month: return "It begins anew on \(today.nextMonth.text)."
    case .all: return "It does not begin anew."
    }
  }

  /// What to do on the screen.
  package var screenAdvice: [String] {
    var advice = ["Nothing was sent; your text stays."]
    if let fittingTokens {
      advice.append(
        "An answer of \(fittingTokens) tokens at the most would fit: Esc, then F2 sets \(limitName).")
    }
    switch reason {
    case .request: advice.append("Its bound is spending.per_request of config.json5.")
    case .day: advice.append("Its bound is spending.per_day of config.json5.")
    case .expensive: advice.append("Its bound is spending.warn_above of config.json5.")
    case .unusual: advice.append("Its bound is spending.warn_times of config.json5.")
    case .off, .expired, .model, .key: break
    }
    return advice
  }

  /// The parameter that bounds an answer of this model: some refuse the older name.
  private var limitName: String {
    guard let request = requests.first else { return "max_tokens" }
    if ["max_tokens", "max_completion_tokens", "max_output_tokens"].contains(request.outputSource) {
      return request.outputSource
    }
    return ModelFamily.limitName(request.model)
  }

  /// Whether it is changed with the keys.
  package var isAboutKey: Bool {
    switch reason {
    case .off, .expired, .model, .key: true
    case .request, .day, .expensive, .unusual: false
    }
  }

  /// One line for the footer.
  package var short: String {
    switch reason {
    case .off: "\(keyTitle) is off"
    case .expired(let day): "\(keyTitle) has expired (\(day.text))"
    case .model(let model, _): "\(keyTitle) is not for \(model)"
    case .request(let cap, _): "a request may cost \(GuardMoney.exact(cap)) at the most"
    case .key(let period, let money):
      "\(keyTitle) could pass its limit of \(GuardMoney.exact(money.cap))\(period.suffix)"
    case .day(let money): "all keys could pass \(GuardMoney.exact(money.cap)) a day"
    case .expensive(let likely, _), .unusual(let likely, _):
      "it is unusually expensive, up to \(GuardMoney.estimate(likely))"
    }
  }

  /// Everything as one paragraph for a command line.
  package var commandLine: String { "Held back, nothing was sent: \(paragraph)" }
  /// The same where other requests left before.
  package var stoppedLine: String { "Stopped: \(paragraph)" }

  private var paragraph: String {
    let headline = title.hasPrefix(Self.prefix) ? String(title.dropFirst(Self.prefix.count)) : title
    var words = ["\(headline)."] + lines
    switch reason {
    case .off: words.append("bayside keys enable NAME switches it on.")
    case .expired: words.append("bayside keys limit NAME --expires DAY gives it another day.")
    case .model: words.append("bayside keys limit NAME --models LIST changes them.")
    case .expensive, .unusual:
      words.append("--yes sends it, or --max-cost X with an amount that you agree to.")
    case .request, .day, .key:
      if let fittingTokens { words.append("--param \(limitName)=\(fittingTokens) would fit.") }
      words.append("--yes sends it all the same.")
    }
    if case .key = reason { words.append("bayside keys limit NAME changes the limit.") }
    return words.joined(separator: " ")
  }
}

/// Numbers for the columns of tables. None is ever cut there, since a part of a number is another number.
extension NumberWords {
  /// Of tokens a second: `98.0`, `1240`, `49k`; five signs at most.
  package static func rate(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    if value < 999.95 { return oneDecimal(value) }
    return UsageWords.count(Int(min(value, 1e12).rounded()))
  }

  /// `~$12.34`, `$0.0012`, `<$0.0001`, `~$49k`: nine signs at most. Where there is less room the sign of the
  /// currency goes first, which a heading or an axis says too, then decimals.
  package static func money(_ amount: Double, currency: String, isEstimate: Bool, columns: Int) -> String {
    guard amount.isFinite, amount >= 0 else { return unknown }
    guard amount > 0 else { return "0" }
    let (sign, word) = EstimatedMoney.sign(currency)
    let mark = isEstimate ? "~" : ""
    let decimals = amount < 0.01 ? 4 : amount < 0.1 ? 3 : 2
    let forms =
      [(sign, word, decimals), (sign, "", decimals)] + (0...decimals).reversed().map { ("", "", $0) }
    var text = ""
    for (sign, word, decimals) in forms {
      text = digits(amount, decimals, mark: mark, sign: sign) + word
      if text.count <= columns { break }
    }
    return text
  }

  private static func digits(_ amount: Double, _ decimals: Int, mark: String, sign: String) -> String {
    if amount >= 9_999.995 { return mark + sign + UsageWords.count(Int(min(amount, 1e15).rounded())) }
    let least = (0..<decimals).reduce(1.0) { least, _ in least / 10 }
    // What is less than can be written is no estimate of it.
    return amount < least
      ? "<" + sign + UsageWords.decimal(least, decimals)
      : mark + sign + UsageWords.decimal(amount, decimals)
  }
}

extension UsageSums {
  /// What was paid, in so many columns: of several currencies that of which most was paid, with a `+` for the others,
  /// and `+?` where nobody knows what a part cost.
  package func costText(columns: Int) -> String {
    let paid = money.amounts.filter { $0.total > 0 }.sorted { $0.total > $1.total }
    guard let most = paid.first else { return costText }
    let whole = paid.map { $0.text(columns: columns) }.joined(separator: " + ") + (unpriced > 0 ? " +?" : "")
    if whole.count <= columns { return whole }
    let more = unpriced > 0 ? "+?" : paid.count > 1 ? "+" : ""
    return most.text(columns: columns - more.count) + more
  }
}

extension UsageMoney.Amount {
  func text(columns: Int) -> String {
    NumberWords.money(total, currency: currency, isEstimate: isEstimate, columns: columns)
  }
}

extension UsageUnit {
  /// The number beside a bar, in so many columns.
  package func text(of sums: UsageSums, columns: Int) -> String {
    self == .cost ? sums.costText(columns: columns) : text(of: sums)
  }
}

extension UsageNotes {
  package static func cost(_ record: UsageRecord, columns: Int) -> String {
    guard !record.isDemo, let paid = record.paid else { return cost(record) }
    return NumberWords.money(
      paid.amount, currency: paid.currency, isEstimate: paid.isEstimate, columns: columns)
  }
}

extension RunMetric {
  /// The same as `text(of:)`, in so many columns: with all digits where they have room, since answers are compared by
  /// them.
  package func text(of figures: RunFigures, columns: Int) -> String {
    let whole = text(of: figures)
    guard self == .cost, whole.count > columns, let cost = value(of: figures) else { return whole }
    return NumberWords.money(
      cost, currency: figures.currency, isEstimate: isEstimate(in: figures), columns: columns)
  }
}

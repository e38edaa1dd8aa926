import RelayKit

/// The answer to a question about a key's balance.
package struct BalanceNews: Sendable, Hashable {
  /// As the user named the key; empty for the one in use without a name.
  package var keyName: String
  package var relay: String
  /// The newest that is known, perhaps from an earlier time.
  package var balance: RelayBalance?
  /// Why there is no new one.
  package var refusal: AskRefusal?
  /// It was not asked now: what is told was kept.
  package var isKept = false
  /// It was loaded at the start; nobody asked.
  package var isUnasked = false

  package init(keyName: String, relay: String) {
    self.keyName = keyName
    self.relay = relay
  }

  package func sentence(at now: Double) -> String {
    let told = balance.map {
      "The relay says: \($0.words(at: now))\(isKept ? ", told \($0.age(at: now))" : "")."
    }
    return [refusal?.sentence(at: now), told].compactMap(\.self).joined(separator: " ")
  }

  /// Once in a session: that the credit ends soon.
  package func lowNotice(below limit: Double, at now: Double) -> String? {
    guard let balance, !balance.isDemo else { return nil }
    let page = TopUpPage.address(relay)
    if balance.hasExpired(at: now) {
      return "The relay says that this key has expired. \(page) makes another."
    }
    guard balance.isLow(below: limit) else { return nil }
    let age = isKept ? " (told \(balance.age(at: now)))" : ""
    return "Low balance: \(balance.leftWords)\(age). Top up at \(page)."
  }
}

/// The answer to a question about receipts.
package struct ReceiptNews: Sendable, Hashable {
  package var log: ChargeLog?
  /// Beside what was noted here; `nil` where nothing is noted.
  package var summary: ReceiptSummary?
  package var refusal: AskRefusal?
  package var isKept = false
  package var isUnasked = false
  /// Why receipts could not be written down.
  package var notKept: String?

  package init() {}

  package func sentence(at now: Double) -> String {
    var parts = [refusal?.sentence(at: now)].compactMap(\.self)
    if let summary {
      let age = isKept ? "Not asked again, the log was read \(MoneyAge.words(now - summary.readAt)): " : ""
      parts.append(age + summary.sentence)
    } else if let log {
      parts.append("The relay's log has \(NumberWords.counted(log.rows, "row")) of this key.")
    }
    if let notKept { parts.append("Receipts are not kept. \(notKept)") }
    return parts.joined(separator: " ")
  }
}

/// How long ago something was told.
package enum MoneyAge {
  /// `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 days ago`.
  package static func words(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 2 else { return "just now" }
    if seconds < 100 { return "\(Int(seconds)) s ago" }
    if seconds < 7200 { return "\(Int(seconds / 60)) min ago" }
    if seconds < 172_800 { return "\(Int(seconds / 3600)) h ago" }
    return "\(Int(seconds / 86_400)) days ago"
  }
}

extension RelayBalance {
  package func age(at now: Double) -> String { MoneyAge.words(now - readAt) }

  /// `$4.88`, `-$0.12`, `no limit`, `unknown`.
  package var leftWords: String {
    if isUnlimited { return "no limit of its own" }
    return left.map(amount) ?? "unknown"
  }

  /// `$4.88 left of $10.00, no expiry`.
  package func words(at now: Double) -> String {
    var words: String
    if isUnlimited {
      words = "no limit of its own" + (used.map { ", \(amount($0)) used" } ?? "")
    } else if let left {
      words = "\(amount(left)) left" + (granted.map { " of \(amount($0))" } ?? "")
    } else {
      words = used.map { "\(amount($0)) used" } ?? "no figures"
    }
    words += ", \(expiryWords(at: now))"
    if let models { words += ", \(NumberWords.counted(models.count, "model")) allowed" }
    if source == .dashboard { words += " (of the key or the account)" }
    if unitIsAssumed { words += " (at 500,000 units for $1, which the relay does not tell)" }
    return isDemo ? words + " (simulated)" : words
  }

  package func expiryWords(at now: Double) -> String {
    guard let expiresAt else { return "no expiry" }
    let day = ModelDay.text(expiresAt) ?? "some day"
    return expiresAt <= now ? "expired \(day)" : "expires \(day)"
  }

  /// Money as a console shows it; what is owed has a minus.
  package func amount(_ value: Double) -> String {
    let text = NumberWords.money(abs(value), currency: currency, isEstimate: false)
    return value < 0 ? "-\(text)" : text
  }
}

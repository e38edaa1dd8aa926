package import Workbench

/// What is known of the relay's side of money, and what was said about it.
package struct MoneyState: Sendable {
  /// By the name of the key; the one in use without a name under the empty one.
  package private(set) var balances: [String: BalanceNews] = [:]
  package private(set) var receipts: ReceiptNews?
  /// The group whose prices the estimates were made of when the log was read.
  package private(set) var usualGroup: String?
  /// It was said once that the balance is low.
  var saidLow = false
  /// Cheaper models that were named, by the answer that they were named at.
  var advice: [MessageID: PriceAdvice] = [:]
  var advisedModels: Set<String> = []

  package init() {}

  /// The log that was read last, if it is one of this relay and key.
  func log(of relay: RelayIdentity?) -> ChargeLog? {
    guard let log = receipts?.log, let relay, log.relay == relay.baseURL, log.keyLabel == relay.keyLabel
    else {
      return nil
    }
    return log
  }

  mutating func take(_ news: BalanceNews) {
    // A refusal does not make what is known unknown.
    var news = news
    if news.balance == nil, let known = balances[news.keyName], known.relay == news.relay {
      (news.balance, news.isKept) = (known.balance, true)
    }
    balances[news.keyName] = news
  }

  mutating func take(_ news: ReceiptNews, usualGroup: String?) {
    guard news.log != nil || receipts?.log == nil else {
      receipts?.refusal = news.refusal
      return
    }
    receipts = news
    self.usualGroup = usualGroup
  }
}

extension Preferences {
  /// USD.
  package static let standardLowBalance = 1.0
}

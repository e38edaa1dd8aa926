import RelayKit
import Workbench

extension Playground {
  private static let noticeSeconds = 10.0

  mutating func take(_ news: BalanceNews, at now: MonotonicTime) {
    money.take(news)
    showInKeys(news, at: now)
    let clock = wallClock(at: now)
    var sentences = news.isUnasked ? [] : [news.sentence(at: clock)]
    if !money.saidLow, let notice = news.lowNotice(below: preferences.lowBalance, at: clock) {
      money.saidLow = true
      sentences.append(notice)
    }
    if !sentences.isEmpty { say(sentences.joined(separator: " "), seconds: Self.noticeSeconds, at: now) }
  }

  mutating func take(_ news: ReceiptNews, at now: MonotonicTime) {
    money.take(news, usualGroup: usualPriceGroup)
    // Prices are those of the group that the key was charged by, from now on.
    if let log = money.log(of: workspace.relay), let group = KeyGroup(log) {
      workspace.models.take(group)
      modelListChanged(at: now)
    }
    if news.summary?.matches.contains(where: { !$0.isKnown }) == true { usageChanged(at: now) }
    if !news.isUnasked { say(news.sentence(at: wallClock(at: now)), seconds: Self.noticeSeconds, at: now) }
  }

  /// The group whose prices the list shows.
  private var usualPriceGroup: String? {
    workspace.models.catalogue.models.lazy.compactMap { $0.prices?.value.group }.first
  }

  /// A group belongs to a key: with another one it is not known.
  mutating func relayWillChange(to relay: RelayIdentity) {
    guard relay.baseURL != workspace.relay?.baseURL || relay.keyLabel != workspace.relay?.keyLabel else {
      return
    }
    workspace.models.take(nil as KeyGroup?)
    money.saidLow = false
  }

  // MARK: Advice

  /// Names a cheaper model where an answer was short and its model is not, once for each model.
  mutating func advise(about id: MessageID, at now: MonotonicTime) {
    guard preferences.advice, let reply = workspace.conversation[id]?.reply, !reply.isReplay,
      !money.advisedModels.contains(reply.model), let exchange = reply.exchange,
      exchange.request.body.count < 16 << 10, !workspace.models.entries.isEmpty
    else { return }
    let figures = RunFigures(
      reply, prices: prices(of: reply.model), at: now, measuresLength: false)
    let body = (try? JSONValue(parsing: exchange.request.body))?.objectValue ?? JSONObject()
    guard
      let advice = PriceAdvice(
        model: reply.model, figures: figures, body: body, catalogue: workspace.models.catalogue)
    else { return }
    money.advisedModels.insert(reply.model)
    money.advice[id] = advice
  }

  func adviceWords(of message: Message) -> String? {
    guard let advice = money.advice[message.id], preferences.advice else { return nil }
    return advice.sentence + (workspace.relay?.isDemo == true ? " (simulated)" : "")
  }

  /// `cached 1,024 of 1,840 (56 %), saved ~$0.0012`; `nil` when nothing of it was cached.
  func cacheWords(of id: MessageID, _ reply: Reply, at now: MonotonicTime) -> String? {
    guard (reply.cachedTokens ?? 0) > 0 else { return nil }
    return CacheSaving(figures(of: id, reply, at: now), prices: prices(of: reply.model))?.words
  }
}

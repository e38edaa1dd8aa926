import CurlTransport
import Glibc
import RelayKit
import Workbench

/// Asks a relay about a key's money: only when told to, never by itself, within the limits of such relays, and not
/// twice where there is nothing to be had. One question at a time in one task.
struct MoneyQuestion: Sendable {
  /// Younger answers are told again in place of a question.
  static let freshBalance = 60.0
  /// Receipts are asked for after requests, and rows are written a moment later.
  static let freshLog = 20.0
  /// Such pages are small: nobody waits for minutes.
  private static let patience = 30.0

  private let target: MoneyTarget
  private let client: RelayClient
  private let book: AskingFile
  private let store: MoneyStore
  private let clock: @Sendable () -> Double

  init(
    _ target: MoneyTarget, _ environment: ProcessEnvironment,
    clock: @escaping @Sendable () -> Double = { LocalClock.now }
  ) {
    self.target = target
    var configuration = target.relay
    let limits = configuration.limits
    configuration.limits.totalSeconds = min(limits.totalSeconds ?? Self.patience, Self.patience)
    configuration.limits.stallSeconds = min(limits.stallSeconds ?? Self.patience, Self.patience)
    client = RelayClient(configuration: configuration, transport: CurlTransport(target.curl))
    book = AskingFile(environment)
    store = MoneyStore(environment)
    self.clock = clock
  }

  private var host: String { target.relay.baseURL.origin }
  private var baseURL: BaseURL { target.relay.baseURL }

  // MARK: What is kept

  /// The demo relay has another address every time: nothing of it is kept.
  private var kept: MoneyStore.Kept {
    target.isDemo ? MoneyStore.Kept() : store.load(baseURL, keyLabel: target.keyLabel)
  }

  /// What cannot be kept is asked for the next time.
  private func keep(_ change: (inout MoneyStore.Kept) -> Void) {
    guard !target.isDemo, !target.isPrivate else { return }
    var kept = kept
    change(&kept)
    _ = store.keep(kept, of: baseURL, keyLabel: target.keyLabel, key: target.relay.apiKey)
  }

  /// What was told before, without asking anybody.
  func keptBalance() -> BalanceNews? {
    guard let balance = kept.balance else { return nil }
    var news = BalanceNews(keyName: target.keyName, relay: baseURL.description)
    (news.balance, news.isKept, news.isUnasked) = (balance, true, true)
    return news
  }

  func keptLog() -> ReceiptNews? {
    guard let log = kept.log else { return nil }
    var news = ReceiptNews()
    (news.log, news.isKept, news.isUnasked) = (log, true, true)
    return news
  }

  /// What the relay does not offer is asked for anew the next time.
  func forget() {
    guard !target.isDemo else { return }
    let (host, now) = (host, clock())
    book.change(at: now) { $0.forget(host) }
  }

  // MARK: Balance

  private enum BalancePage: String, CaseIterable {
    case keyUsage = "/api/usage/token/"
    case dashboard = "/dashboard/billing/subscription"
    case keyPage = "/key"
  }

  /// - Parameter isForced: asks pages that are known not to be offered, and whatever the age of what is kept.
  func balance(isForced: Bool = false) async -> BalanceNews {
    var news = BalanceNews(keyName: target.keyName, relay: baseURL.description)
    let old = kept.balance
    func refused(_ refusal: AskRefusal) -> BalanceNews {
      (news.refusal, news.balance, news.isKept) = (refusal, old, old != nil)
      return news
    }
    guard target.hasKey else { return refused(AskRefusal(.noKey, .balance, topUpPage: target.topUpPage)) }
    if isForced { forget() }
    if !isForced, let old, isFresh(old.readAt, Self.freshBalance) {
      (news.balance, news.isKept) = (old, true)
      return news
    }
    var problem: BillingProblem?
    var since: Double?
    for page in pages {
      if let known = notOffered(page.rawValue) {
        since = min(since ?? known, known)
        continue
      }
      do throws(Refused) {
        let balance = try await ask(page.rawValue) { () async throws(BillingProblem) in
          try await answer(of: page)
        }
        news.balance = balance
        keep { $0.balance = balance }
        return news
      } catch {
        switch error {
        case .mustWait(let kind): return refused(AskRefusal(kind, .balance, topUpPage: target.topUpPage))
        case .problem(let found):
          // What another page may tell is asked for; a refusal of the key holds for all of them.
          problem = problem.flatMap { $0.kind == .unreadable ? $0 : nil } ?? found
          if found.kind == .notForThisKey || found.kind == .notNow {
            return refused(refusal(found, .balance))
          }
        }
      }
    }
    if let problem { return refused(refusal(problem, .balance)) }
    return refused(AskRefusal(.notOffered(since: since), .balance, topUpPage: target.topUpPage))
  }

  /// The page of the kind of relay that the address looks like comes first.
  private var pages: [BalancePage] {
    baseURL.path == "/api/v1" ? [.keyPage, .keyUsage, .dashboard] : BalancePage.allCases
  }

  private func answer(of page: BalancePage) async throws(BillingProblem) -> RelayBalance {
    var balance: RelayBalance
    switch page {
    case .keyUsage:
      let usage = try await client.keyUsage()
      balance = RelayBalance(usage, quotaPerUnit: await unit().quotaPerUnit, at: clock())
    case .dashboard:
      let subscription = try await client.billingSubscription()
      let used = mayAsk() == .allowed ? try? await client.billingUsage() : nil
      balance = RelayBalance(subscription, used: used, displayType: await unit().displayType, at: clock())
    case .keyPage: balance = RelayBalance(try await client.keyPage(), at: clock())
    }
    balance.isDemo = target.isDemo
    if let key = target.relay.apiKey, balance.nameAtRelay?.contains(key) == true { balance.nameAtRelay = nil }
    return balance
  }

  // MARK: Log

  private static let logPage = "/api/log/token"

  func log(isForced: Bool = false) async -> ReceiptNews {
    var news = ReceiptNews()
    let old = kept.log
    func refused(_ refusal: AskRefusal) -> ReceiptNews {
      (news.refusal, news.log, news.isKept) = (refusal, old, old != nil)
      return news
    }
    guard target.hasKey else { return refused(AskRefusal(.noKey, .receipts, topUpPage: target.topUpPage)) }
    if isForced { forget() }
    if !isForced, let old, isFresh(old.readAt, Self.freshLog) {
      (news.log, news.isKept) = (old, true)
      return news
    }
    if let since = notOffered(Self.logPage) {
      return refused(AskRefusal(.notOffered(since: since), .receipts, topUpPage: target.topUpPage))
    }
    do throws(Refused) {
      let answer = try await ask(Self.logPage) { () async throws(BillingProblem) in try await client.keyLog()
      }
      var log = ChargeLog(
        answer, relay: baseURL.description, keyLabel: target.keyLabel,
        quotaPerUnit: await unit().quotaPerUnit, at: clock())
      log.isDemo = target.isDemo
      news.log = log
      keep { $0.log = log }
      return news
    } catch {
      switch error {
      case .mustWait(let kind): return refused(AskRefusal(kind, .receipts, topUpPage: target.topUpPage))
      case .problem(let found): return refused(refusal(found, .receipts))
      }
    }
  }

  // MARK: Asking

  private enum Refused: Error {
    case mustWait(AskRefusal.Kind)
    case problem(BillingProblem)
  }

  private func refusal(_ problem: BillingProblem, _ subject: AskRefusal.Subject) -> AskRefusal {
    AskRefusal(problem, subject, topUpPage: target.topUpPage, at: clock())
  }

  private func isFresh(_ time: Double, _ seconds: Double) -> Bool {
    let age = clock() - time
    return age < seconds && age > -300
  }

  private func notOffered(_ page: String) -> Double? {
    target.isDemo ? nil : book.read()[host].notOffered[page]
  }

  /// Counts a call, if one may be made.
  private func mayAsk() -> AskingBook.Permission {
    let (host, now) = (host, clock())
    if target.isDemo { return .allowed }
    return book.change(at: now) { $0.take(host, at: now) }
  }

  private func ask<Answer: Sendable>(
    _ page: String, _ body: () async throws(BillingProblem) -> Answer
  ) async throws(Refused) -> Answer {
    switch mayAsk() {
    case .allowed: break
    case .wait(let until, let isRelays):
      throw .mustWait(isRelays ? .notNow(until: until) : .tooManyCalls(until: until))
    }
    do {
      let answer = try await body()
      note { book, host, _ in book.noteOffered(page, host) }
      return answer
    } catch {
      if error.kind == .notOffered { note { $0.noteNotOffered(page, $1, at: $2) } }
      if error.kind == .notNow, let seconds = error.retryAfter {
        note { $0.hold($1, seconds: seconds, at: $2) }
      }
      throw .problem(error)
    }
  }

  private func note(_ body: (inout AskingBook, String, Double) -> Void) {
    guard !target.isDemo else { return }
    let (host, now) = (host, clock())
    book.change(at: now) { body(&$0, host, now) }
  }

  /// How the relay counts: asked once a day, without the key.
  private func unit() async -> (quotaPerUnit: Double?, displayType: String?) {
    let known = target.isDemo ? AskingBook.Host() : book.read()[host]
    if known.knowsUnit(at: clock()) { return (known.quotaPerUnit, known.displayType) }
    guard mayAsk() == .allowed else { return (known.quotaPerUnit, known.displayType) }
    do throws(BillingProblem) {
      let status = try await client.relayStatus()
      note { $0.noteUnit(status, $1, at: $2) }
      return (status?.quotaPerUnit, status?.displayType)
    } catch {
      return (known.quotaPerUnit, known.displayType)
    }
  }
}

package import RelayKit

/// Why a question about money has no new answer.
package struct AskRefusal: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The relay has no such page. `since`: it is remembered, and was not asked again.
    case notOffered(since: Double?)
    case notForThisKey
    /// It may answer later, and not before `until` where it said so.
    case notNow(until: Double?)
    case unreadable
    /// As often as it may be asked, it was asked.
    case tooManyCalls(until: Double)
    /// There is no key to ask with, or no relay.
    case noKey
  }

  package enum Subject: Sendable, Hashable { case balance, receipts }

  package var kind: Kind
  package var subject: Subject
  /// A part of a sentence about the relay.
  package var reason: String
  /// The relay's own words.
  package var message: String
  /// Where the account's balance is shown and topped up.
  package var topUpPage: String

  package init(
    _ kind: Kind, _ subject: Subject, reason: String = "", message: String = "", topUpPage: String
  ) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.message = message
    self.topUpPage = topUpPage
  }

  package init(_ problem: BillingProblem, _ subject: Subject, topUpPage: String, at now: Double) {
    let kind: Kind =
      switch problem.kind {
      case .notOffered: .notOffered(since: nil)
      case .notForThisKey: .notForThisKey
      case .notNow: .notNow(until: problem.retryAfter.map { now + $0 })
      case .unreadable: .unreadable
      }
    self.init(kind, subject, reason: problem.reason, message: problem.message, topUpPage: topUpPage)
  }

  package var isNotOffered: Bool { if case .notOffered = kind { true } else { false } }

  /// What happened, then what to do.
  package func sentence(at now: Double) -> String {
    let what = subject == .balance ? "its balance" : "its log"
    let quoted = message.isEmpty ? "" : " It said: “\(message.prefix(160))”."
    let page =
      subject == .balance
      ? " \(topUpPage) shows it and takes top-ups." : " \(topUpPage) shows what was charged."
    switch kind {
    case .notOffered(let since):
      let known = since.flatMap(ModelDay.text).map { "; known since \($0), not asked again" } ?? ""
      let why = reason.isEmpty ? "" : " (\(reason)\(known))"
      return
        "This relay does not tell a key \(what)\(why.isEmpty && !known.isEmpty ? " (\(known.dropFirst(2)))" : why).\(page)"
    case .notForThisKey:
      return "The relay does not tell this key \(what): \(reason).\(quoted)\(page)"
    case .notNow(let until):
      let when = until.map { " It can be asked again in \(Self.wait($0 - now))." } ?? " It may answer later."
      return "The relay does not tell \(what) now: \(reason).\(when)"
    case .unreadable: return "What the relay tells of \(what) cannot be read: \(reason).\(page)"
    case .tooManyCalls(let until):
      return
        "A relay is asked about money at most \(AskingBook.mostCalls) times in 20 minutes; the next time is in \(Self.wait(until - now))."
    case .noKey: return reason.isEmpty ? "There is no key to ask with." : reason
    }
  }

  /// `37 s`, `7 min`.
  package static func wait(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0 s" }
    if seconds < 100 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 7200 { return "\(Int((seconds / 60).rounded(.up))) min" }
    return "\(Int((seconds / 3600).rounded(.up))) h"
  }

  package var json: JSONValue {
    let name =
      switch kind {
      case .notOffered: "not_offered"
      case .notForThisKey: "not_for_this_key"
      case .notNow: "not_now"
      case .unreadable: "unreadable"
      case .tooManyCalls: "too_many_calls"
      case .noKey: "no_key"
      }
    var object = JSONObject()
    object["kind"] = .string(name)
    object["reason"] = reason.isEmpty ? .null : .string(reason)
    object["message"] = message.isEmpty ? .null : .string(message)
    switch kind {
    case .notOffered(let since?): object["since"] = .double(since)
    case .notNow(let until?), .tooManyCalls(let until): object["until"] = .double(until)
    default: break
    }
    object["top_up"] = .string(topUpPage)
    return .object(object)
  }
}

/// Where credit is bought.
package enum TopUpPage {
  /// - Parameter baseURL: of the relay.
  package static func address(_ baseURL: String) -> String {
    guard let url = try? BaseURL(baseURL) else { return tokenBay }
    let host = url.origin.split(separator: "/").last.map(String.init) ?? ""
    if host == "tokenbay.com" || host.hasSuffix(".tokenbay.com") { return tokenBay }
    if host == "openrouter.ai" { return "https://openrouter.ai/credits" }
    // Relays of this family have their console at the root.
    return url.origin
  }

  private static let tokenBay = "https://tokenbay.com"
}

package import RelayKit

/// When relays were asked about money, and what they do not offer: kept for all bayside processes together.
/// Times are seconds since 1970.
package struct AskingBook: Sendable, Hashable {
  /// Relays of the new-api family let one address ask this often. Source: new-api `common/constants.go`
  /// (CriticalRateLimit). One bucket for all keys, so that hosts are counted, not keys.
  package static let mostCalls = 20
  package static let window = 1200.0
  /// No relay can hold up questions for longer.
  package static let longestWait = 86_400.0

  package struct Host: Sendable, Hashable {
    /// In order.
    package var calls: [Double] = []
    /// It asked to be left alone until then.
    package var waitUntil: Double?
    /// Pages that it does not have, by path, and since when that is known.
    package var notOffered: [String: Double] = [:]
    /// What it told of its units, so that it need not be asked again.
    package var quotaPerUnit: Double?
    package var displayType: String?
    package var unitAt: Double?

    package init() {}

    fileprivate var isEmpty: Bool {
      calls.isEmpty && waitUntil == nil && notOffered.isEmpty && unitAt == nil
    }

    /// The units are good for a day.
    package func knowsUnit(at now: Double) -> Bool {
      unitAt.map { now - $0 < 86_400 && $0 - now < 300 } ?? false
    }
  }

  package enum Permission: Sendable, Hashable {
    case allowed
    /// It must not be asked before then. `isRelays`: it asked for that itself.
    case wait(until: Double, isRelays: Bool)
  }

  /// By origin: `https://api.tokenbay.com`.
  package private(set) var hosts: [String: Host] = [:]

  package init() {}

  package subscript(host: String) -> Host { hosts[host] ?? Host() }

  /// Counts a call that is about to be made, if it may be.
  package mutating func take(_ host: String, at now: Double) -> Permission {
    var entry = self[host]
    entry.calls = Self.recent(entry.calls, at: now)
    if let until = entry.waitUntil {
      // A clock that was wrong must not lock anybody out for longer than a relay can.
      if until > now, until - now <= Self.longestWait { return .wait(until: until, isRelays: true) }
      entry.waitUntil = nil
    }
    guard entry.calls.count < Self.mostCalls else {
      hosts[host] = entry
      return .wait(until: (entry.calls.first ?? now) + Self.window, isRelays: false)
    }
    entry.calls.append(now)
    hosts[host] = entry
    return .allowed
  }

  package func callsLeft(_ host: String, at now: Double) -> Int {
    max(0, Self.mostCalls - Self.recent(self[host].calls, at: now).count)
  }

  /// Calls of the last 20 minutes. A time in the future is a clock that was wrong.
  private static func recent(_ calls: [Double], at now: Double) -> [Double] {
    calls.filter { now - $0 < window && $0 - now < 5 }.sorted().suffix(mostCalls)
  }

  package mutating func hold(_ host: String, seconds: Double, at now: Double) {
    change(host) { $0.waitUntil = now + min(max(0, seconds), Self.longestWait) }
  }

  package mutating func noteNotOffered(_ page: String, _ host: String, at now: Double) {
    change(host) { if $0.notOffered[page] == nil { $0.notOffered[page] = now } }
  }

  /// It answered after all.
  package mutating func noteOffered(_ page: String, _ host: String) {
    change(host) { $0.notOffered[page] = nil }
  }

  package mutating func noteUnit(_ status: RelayStatus?, _ host: String, at now: Double) {
    change(host) {
      $0.quotaPerUnit = status?.quotaPerUnit
      $0.displayType = status?.displayType
      $0.unitAt = now
    }
  }

  /// What it does not offer is asked for anew. Calls stay counted: the relay counts them too.
  package mutating func forget(_ host: String) {
    change(host) {
      $0.notOffered = [:]
      $0.unitAt = nil
    }
  }

  private mutating func change(_ host: String, _ body: (inout Host) -> Void) {
    var entry = self[host]
    body(&entry)
    hosts[host] = entry
  }

  /// Drops what says nothing any more.
  package mutating func tidy(at now: Double) {
    for (name, host) in hosts {
      var host = host
      host.calls = Self.recent(host.calls, at: now)
      if let until = host.waitUntil, until <= now { host.waitUntil = nil }
      hosts[name] = host.isEmpty ? nil : host
    }
  }
}

// MARK: File

extension AskingBook {
  package var json: JSONValue {
    var object = JSONObject()
    object["format"] = .integer(1)
    var all = JSONObject()
    for (name, host) in hosts.sorted(by: { $0.key < $1.key }) {
      var row = JSONObject()
      row["calls"] = .array(host.calls.map(JSONValue.double))
      row["wait_until"] = host.waitUntil.map(JSONValue.double)
      if !host.notOffered.isEmpty {
        row["not_offered"] = .object(
          JSONObject(
            host.notOffered.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .double($0.value)) }))
      }
      row["quota_per_unit"] = host.quotaPerUnit.map(JSONValue.double)
      row["display_type"] = host.displayType.map(JSONValue.string)
      row["unit_at"] = host.unitAt.map(JSONValue.double)
      all[name] = .object(row)
    }
    object["hosts"] = .object(all)
    return .object(object)
  }

  /// Takes what can be read.
  package init(json: JSONValue) {
    for member in json["hosts"]?.objectValue?.members ?? [] {
      var host = Host()
      host.calls = (member.value["calls"]?.arrayValue ?? []).compactMap(\.doubleValue)
      host.waitUntil = member.value["wait_until"]?.doubleValue
      for page in member.value["not_offered"]?.objectValue?.members ?? [] {
        host.notOffered[page.key] = page.value.doubleValue
      }
      host.quotaPerUnit = member.value["quota_per_unit"]?.doubleValue.flatMap { $0 > 0 ? $0 : nil }
      host.displayType = member.value["display_type"]?.stringValue
      host.unitAt = member.value["unit_at"]?.doubleValue
      hosts[member.key] = host
    }
  }
}

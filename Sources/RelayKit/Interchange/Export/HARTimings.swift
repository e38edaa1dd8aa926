/// How long each phase of the last try took, in milliseconds, as the archive format divides it; `nil` where
/// it did not happen or is not known.
struct HARTimings: Sendable, Hashable {
  var blocked: Double?
  var dns: Double?
  /// With TLS, as the format demands.
  var connect: Double?
  var ssl: Double?
  var send: Double?
  var wait: Double?
  var receive: Double?
  /// From leaving to the end; `nil` while it runs.
  var total: Double?

  init(_ exchange: Exchange) {
    let marks = exchange.marks
    let start = exchange.lastStart
    var reached = start
    /// From the last instant that is known to this one.
    func phase(to mark: MonotonicTime?) -> Double? {
      guard let mark else { return nil }
      defer { reached = max(reached, mark) }
      return max(0, mark.milliseconds(since: reached))
    }
    blocked = phase(to: marks[.queued])
    dns = phase(to: marks[.nameResolved])
    if let connected = marks[.connected], let tls = marks[.tlsDone] {
      ssl = max(0, tls.milliseconds(since: connected))
    }
    connect = phase(to: marks[.tlsDone] ?? marks[.connected])
    send = phase(to: marks[.requestSent])
    wait = phase(to: marks[.firstByte])
    if marks[.firstByte] != nil { receive = phase(to: marks[.lastByte] ?? exchange.end) }
    total = exchange.end.map { max(0, $0.milliseconds(since: start)) }
  }

  var json: JSONValue {
    var object = JSONObject()
    let phases = [
      ("blocked", blocked), ("dns", dns), ("connect", connect), ("ssl", ssl), ("send", send), ("wait", wait),
      ("receive", receive),
    ]
    for (name, milliseconds) in phases { object[name] = Self.number(milliseconds) }
    return .object(object)
  }

  /// To the microsecond; -1 is the format's word for what is not known.
  static func number(_ milliseconds: Double?) -> JSONValue {
    milliseconds.map { .double(($0 * 1000).rounded() / 1000) } ?? .integer(-1)
  }
}

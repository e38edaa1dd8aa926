/// How a key stands, in one word, the most pressing first.
package enum KeyState: Sendable, Hashable {
  case off, expired
  /// It cannot be read.
  case unreadable
  /// The relay did not take it when it was tested last.
  case refused
  /// It has cost what it may.
  case used(KeyLimits.Period)
  case inUse, ready, untested

  package init(_ key: NamedKey, isInUse: Bool, spent: SpendingSums, on day: LocalDay) {
    if !key.isOn {
      self = .off
    } else if key.isExpired(on: day) {
      self = .expired
    } else if key.trouble != nil {
      self = .unreadable
    } else if key.test?.isRefusal == true {
      self = .refused
    } else if let period = KeyLimits.Period.allCases.first(where: { period in
      key.limits[period].map { spent[period] >= $0 } ?? false
    }) {
      self = .used(period)
    } else if isInUse {
      self = .inUse
    } else {
      self = key.test?.isGood == true ? .ready : .untested
    }
  }

  package var word: String {
    switch self {
    case .off: "off"
    case .expired: "expired"
    case .unreadable: "not readable"
    case .refused: "refused"
    case .used(.day): "day used up"
    case .used(.month): "month used up"
    case .used(.all): "used up"
    case .inUse: "in use"
    case .ready: "ready"
    case .untested: "not tested"
    }
  }

  package var isTrouble: Bool {
    switch self {
    case .inUse, .ready, .untested, .off: false
    default: true
    }
  }
}

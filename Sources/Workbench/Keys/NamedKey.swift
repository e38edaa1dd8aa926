/// What is known of a key that the user gave a name. The key itself is never here.
package struct NamedKey: Sendable, Hashable {
  /// Where the key is kept.
  package enum Place: Sendable, Hashable {
    /// In bayside's own file, which only the user can read.
    case file
    case environment(String)
    /// A program prints it; as shown.
    case command(String)
    case keyring
    /// Entered for this run of the program, or found without a name.
    case session
  }

  package var name: String
  /// The one address that the key is sent to.
  package var baseURL: String
  package var place: Place
  /// `..9f3c`; empty while nobody read the key.
  package var label = ""
  /// Characters of the key, where it was read.
  package var length: Int?
  /// A tag for the books.
  package var project = ""
  package var limits = KeyLimits()
  /// Empty: every model.
  package var models: [ModelRule] = []
  /// The last day on which it is used.
  package var expires: LocalDay?
  package var isOn = true
  /// Seconds since 1970.
  package var addedAt: Double?
  package var test: KeyTest?
  package var balance: KeyBalance?
  /// Why it cannot be read now, such as a variable that is not set.
  package var trouble: String?

  package init(name: String, baseURL: String, place: Place) {
    self.name = name
    self.baseURL = baseURL
    self.place = place
  }

  /// How it is called in sentences: its name, else what it ends in.
  package var title: String { name.isEmpty ? (label.isEmpty ? "the key" : "key \(label)") : "key \(name)" }

  package func isExpired(on day: LocalDay) -> Bool { expires.map { $0 < day } ?? false }
}

/// A free call with a key: `GET /models`.
package struct KeyTest: Sendable, Hashable {
  /// Seconds since 1970.
  package var at: Double
  /// `nil` when nothing came back.
  package var status: Int?
  package var milliseconds: Double
  /// How many models the relay listed.
  package var models: Int?
  /// What went wrong, in a few words; empty when the relay took the key.
  package var trouble: String
  /// The words of the answer said that the key is not accepted, whatever its status: some relays say it with 400.
  package var saysRefused: Bool

  package init(
    at: Double, status: Int?, milliseconds: Double, models: Int? = nil, trouble: String = "",
    saysRefused: Bool = false
  ) {
    (self.at, self.status, self.milliseconds) = (at, status, milliseconds)
    (self.models, self.trouble, self.saysRefused) = (models, trouble, saysRefused)
  }

  package var isGood: Bool { trouble.isEmpty && status.map { (200..<300).contains($0) } ?? false }
  /// The relay said that the key itself is not accepted.
  package var isRefusal: Bool { status == 401 || status == 403 || saysRefused }
}

/// What the relay said of a key's own credit, and when.
package struct KeyBalance: Sendable, Hashable {
  /// Seconds since 1970.
  package var readAt: Double
  package var currency: String
  package var left: Double?
  package var granted: Double?
  package var used: Double?
  /// The relay set no limit for the key.
  package var isUnlimited = false
  /// Seconds since 1970; `nil`: never, or not told.
  package var expiresAt: Double?

  package init(readAt: Double, currency: String = KeyLimits.currency) {
    self.readAt = readAt
    self.currency = currency
  }

  /// `$4.88 left of $10.00, no expiry`.
  package func words(utcOffset: Int) -> String {
    func money(_ amount: Double) -> String {
      NumberWords.money(amount, currency: currency, isEstimate: false)
    }
    var words: String
    if isUnlimited {
      words = "no limit of its own" + (used.map { ", \(money($0)) used" } ?? "")
    } else if let left {
      words = "\(money(max(0, left))) left" + (granted.map { " of \(money($0))" } ?? "")
    } else {
      words = used.map { "\(money($0)) used" } ?? "nothing"
    }
    let day = expiresAt.map { LocalDay(time: $0, utcOffset: utcOffset).text }
    return words + (day.map { ", until \($0)" } ?? ", no expiry")
  }
}

/// All keys of this machine, as the screen lists them.
package struct KeyList: Sendable, Hashable {
  package var keys: [NamedKey]
  /// `~/.config/bayside/keys.json5`.
  package var file: String
  /// Why the file cannot be used: nothing is changed in it then.
  package var problem: String?
  /// Why the system keyring does not answer here; `nil` when it does.
  package var keyring: String?

  package init(keys: [NamedKey] = [], file: String = "", problem: String? = nil, keyring: String? = nil) {
    (self.keys, self.file, self.problem, self.keyring) = (keys, file, problem, keyring)
  }

  package subscript(name: String) -> NamedKey? { name.isEmpty ? nil : keys.first { $0.name == name } }
}

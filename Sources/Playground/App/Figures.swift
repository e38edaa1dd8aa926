/// Numbers as words, alike everywhere.
enum Figures {
  static func oneDecimal(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let tenths = Int((min(max(value, -1e12), 1e12) * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// `412 ms`, `3.2 s`.
  static func milliseconds(_ value: Double) -> String {
    value < 1000 ? "\(Int(value.rounded())) ms" : oneDecimal(value / 1000) + " s"
  }

  static func seconds(_ value: Double) -> String {
    value < 10 ? oneDecimal(value) + " s" : "\(Int(value.rounded())) s"
  }

  /// `741 B`, `4.2 kB`, `1.3 MB`.
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    if count < 1_000_000 { return oneDecimal(Double(count) / 1000) + " kB" }
    return oneDecimal(Double(count) / 1_000_000) + " MB"
  }

  /// Hours, minutes and seconds of a wall clock, `14:02:11`.
  static func clock(_ wallClock: Double, utcOffset: Int) -> String {
    let day = Int(wallClock.rounded(.down)) + utcOffset
    let second = ((day % 86_400) + 86_400) % 86_400
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

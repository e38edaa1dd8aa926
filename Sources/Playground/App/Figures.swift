import Workbench

/// Numbers as words, as the whole program writes them.
enum Figures {
  static func oneDecimal(_ value: Double) -> String { NumberWords.oneDecimal(value) }

  /// `412 ms`, `3.2 s`.
  static func milliseconds(_ value: Double) -> String { NumberWords.milliseconds(value) }

  static func seconds(_ value: Double) -> String { NumberWords.seconds(value) }

  /// `741 B`, `4.2 kB`, `1.3 MB`.
  static func bytes(_ count: Int) -> String { NumberWords.bytes(count) }

  /// Hours, minutes and seconds of a wall clock, `14:02:11`.
  static func clock(_ wallClock: Double, utcOffset: Int) -> String {
    guard wallClock.isFinite, abs(wallClock) < 1e12 else { return "--:--:--" }
    let day = Int(wallClock.rounded(.down)) + utcOffset
    let second = ((day % 86_400) + 86_400) % 86_400
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  static func counted(_ count: Int, _ noun: String) -> String { NumberWords.counted(count, noun) }
}

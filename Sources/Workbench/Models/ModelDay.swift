/// Days as people write them, in UTC: `2026-11-23`.
package enum ModelDay {
  /// - Parameter time: seconds since 1970.
  package static func text(_ time: Double) -> String? {
    guard time.isFinite, (0..<253_402_300_800).contains(time) else { return nil }
    var day = Int(time / 86_400)
    var year = 1970
    while day >= length(ofYear: year) {
      day -= length(ofYear: year)
      year += 1
    }
    var month = 1
    while day >= length(ofMonth: month, year) {
      day -= length(ofMonth: month, year)
      month += 1
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day + 1))"
  }

  /// - Returns: seconds since 1970 at the beginning of the day; `nil` when there is no such day.
  package static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1970,
      (1...12).contains(month), (1...length(ofMonth: month, year)).contains(day)
    else { return nil }
    let days =
      (1970..<year).reduce(0) { $0 + length(ofYear: $1) }
      + (1..<month).reduce(0) { $0 + length(ofMonth: $1, year) } + day - 1
    return Double(days) * 86_400
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  private static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }
  private static func length(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

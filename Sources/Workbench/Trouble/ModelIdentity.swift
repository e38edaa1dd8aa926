/// Whether two ids mean one model, as far as ids tell.
package enum ModelIdentity {
  /// Supplier prefixes, case, separators and the date of a snapshot count only where both ids have a date.
  package static func isSame(_ asked: String, _ served: String) -> Bool {
    // Every frame asks, and mostly they are equal.
    if asked == served { return true }
    let (first, second) = (parts(asked), parts(served))
    guard first.name == second.name else { return false }
    guard let one = first.date, let other = second.date else { return true }
    return one == other
  }

  private static func parts(_ id: String) -> (name: String, date: String?) {
    let last = id.lowercased().split(separator: "/").last.map(String.init) ?? ""
    // `:free` and the like choose a route, not a model.
    let bare = last.split(separator: ":").first.map(String.init) ?? ""
    var pieces = bare.split { "-._@ ".contains($0) }.map(String.init)
    if pieces.count > 1, pieces.last == "latest" { pieces.removeLast() }
    let date = takeDate(&pieces)
    return (pieces.joined(separator: "-"), date)
  }

  /// `2026-03-17`, `20260317` or `0317` at the end; the last four digits of it, with the year if there is one.
  private static func takeDate(_ pieces: inout [String]) -> String? {
    func number(_ text: String, _ digits: Int) -> Int? { text.count == digits ? Int(text) : nil }
    func isDay(_ month: Int, _ day: Int) -> Bool { (1...12).contains(month) && (1...31).contains(day) }
    let tail = pieces.suffix(3)
    if pieces.count > 3, let year = tail.first.flatMap({ number($0, 4) }), (2000...2099).contains(year),
      let month = number(pieces[pieces.count - 2], 2), let day = number(pieces[pieces.count - 1], 2),
      isDay(month, day)
    {
      pieces.removeLast(3)
      return "\(year)-\(month)-\(day)"
    }
    guard pieces.count > 1, let last = pieces.last else { return nil }
    if let date = number(last, 8), (2000...2099).contains(date / 10_000),
      isDay(date / 100 % 100, date % 100)
    {
      pieces.removeLast()
      return "\(date / 10_000)-\(date / 100 % 100)-\(date % 100)"
    }
    if let date = number(last, 4), isDay(date / 100, date % 100) {
      pieces.removeLast()
      return "\(date / 100)-\(date % 100)"
    }
    return nil
  }
}

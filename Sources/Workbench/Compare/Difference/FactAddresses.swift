/// Addresses and dates.
extension FactScanner {
  /// An address of the web: the same with or without a slash at its end, scheme and host in any case.
  func webAddress(at place: Int) -> (key: String, end: Int)? {
    guard place + 4 < end else { return nil }
    let (first, second) = (bytes[place] | 0x20, bytes[place + 1] | 0x20)
    let mayBegin =
      (first == UInt8(ascii: "h") && second == UInt8(ascii: "t"))
      || (first == UInt8(ascii: "w") && second == UInt8(ascii: "w"))
    guard mayBegin, place == 0 || !WordScanner.isLetter(bytes[place - 1]) else { return nil }
    let head = Self.key(bytes[place..<min(end, place + 8)])
    guard let prefix = ["https://", "http://", "www."].first(where: { head.hasPrefix($0) }) else {
      return nil
    }
    var last = place
    var depth = 0
    scan: while last < end {
      switch bytes[last] {
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
        UInt8(ascii: "]"),
        UInt8(ascii: "|"):
        break scan
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth < 0 { break scan }
      case 0xE3, 0xEF: break scan  // wide punctuation
      default: break
      }
      last += 1
    }
    while last > place,
      [".", ",", ";", ":", "!", "?", "'", "*", "_"].contains(Character(Unicode.Scalar(bytes[last - 1])))
    {
      last -= 1
    }
    guard last - place > prefix.utf8.count else { return nil }
    var rest = bytes[(place + (prefix == "www." ? 0 : prefix.utf8.count))..<last]
    while rest.last == UInt8(ascii: "/") { rest.removeLast() }
    let host = rest.prefix { $0 != UInt8(ascii: "/") }
    return (Self.key(host) + String(decoding: rest.dropFirst(host.count), as: UTF8.self), last)
  }

  /// - Returns: its end.
  func mailAddress(at place: Int) -> Int? {
    func isLocal(_ byte: UInt8) -> Bool {
      byte < 0x80 && (WordScanner.isLetter(byte) || [0x2E, 0x5F, 0x25, 0x2B, 0x2D].contains(byte))
    }
    guard isLocal(bytes[place]), place == 0 || !isLocal(bytes[place - 1]) else { return nil }
    var index = place
    while index < end, index - place < 64, isLocal(bytes[index]) { index += 1 }
    guard index < end, bytes[index] == UInt8(ascii: "@") else { return nil }
    let host = index + 1
    var last = host
    while last < end, last - host < 255,
      bytes[last] < 0x80 && (WordScanner.isLetter(bytes[last]) || bytes[last] == 0x2D || bytes[last] == 0x2E)
    {
      last += 1
    }
    while last > host, bytes[last - 1] == 0x2E || bytes[last - 1] == 0x2D { last -= 1 }
    return bytes[host..<last].contains(0x2E) ? last : nil
  }

  // MARK: Dates

  /// A date, as `2024-05-01` or shorter where parts are not told.
  func date(at place: Int) -> (key: String, end: Int)? {
    if place > 0, bytes[place - 1] < 0x80, WordScanner.isLetter(bytes[place - 1]) { return nil }
    guard DecimalNumber.isDigit(bytes[place]) else { return namedMonth(at: place) }
    var reader = DateReader(bytes: bytes, at: place, end: end)
    guard let first = reader.number() else { return nil }
    if first.count == 4 {
      for sign in ["-", "/"] where reader.take(sign) {
        guard let month = reader.number(), month.count <= 2, reader.take(sign), let day = reader.number(),
          day.count <= 2
        else { return nil }
        return Self.date(first.value, month.value, day.value, reader.at)
      }
      guard reader.take("年"), let month = reader.number(), reader.take("月") else { return nil }
      let monthEnd = reader.at
      if let day = reader.number(), reader.take("日") {
        return Self.date(first.value, month.value, day.value, reader.at)
      }
      return Self.date(first.value, month.value, nil, monthEnd)
    }
    guard first.count <= 2 else { return nil }
    return dayFirst(first.value, reader)
  }

  private func dayFirst(_ day: Int, _ start: DateReader) -> (key: String, end: Int)? {
    var reader = start
    if reader.take("."), let month = reader.number(), month.count <= 2, reader.take("."),
      let year = reader.number(),
      year.count == 4
    {
      return Self.date(year.value, month.value, day, reader.at)
    }
    reader = start
    if reader.take("/"), let second = reader.number(), second.count <= 2, reader.take("/"),
      let year = reader.number(),
      year.count == 4
    {
      if second.value > 12 { return Self.date(year.value, day, second.value, reader.at) }
      if day > 12 || day == second.value { return Self.date(year.value, second.value, day, reader.at) }
      // Which of the two is the month differs by country.
      return ("\(day)/\(second.value)/\(year.value)", reader.at)
    }
    reader = start
    if !reader.take(".") { reader.takeOrdinal() }
    guard reader.take(" ") else { return nil }
    if reader.take("of ") {}
    guard let month = reader.month() else { return nil }
    let end = reader.at
    if reader.take(",") {}
    if reader.take(" "), let year = reader.number(), year.count == 4 {
      return Self.date(year.value, month, day, reader.at)
    }
    return Self.date(nil, month, day, end)
  }

  private func namedMonth(at place: Int) -> (key: String, end: Int)? {
    var reader = DateReader(bytes: bytes, at: place, end: end)
    guard (0x41...0x5A).contains(bytes[place]), let month = reader.month(), reader.take(" "),
      let first = reader.number()
    else { return nil }
    if first.count == 4 { return Self.date(first.value, month, nil, reader.at) }
    guard first.count <= 2 else { return nil }
    reader.takeOrdinal()
    let end = reader.at
    if reader.take(",") {}
    if reader.take(" "), let year = reader.number(), year.count == 4 {
      return Self.date(year.value, month, first.value, reader.at)
    }
    return Self.date(nil, month, first.value, end)
  }

  private static func date(_ year: Int?, _ month: Int, _ day: Int?, _ end: Int) -> (key: String, end: Int)? {
    guard (1...12).contains(month), day.map((1...31).contains) ?? true else { return nil }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return ((year.map(String.init) ?? "-") + "-" + two(month) + (day.map { "-" + two($0) } ?? ""), end)
  }
}

/// Reads the parts of a date.
private struct DateReader {
  let bytes: [UInt8]
  var at: Int
  let end: Int

  mutating func number() -> (value: Int, count: Int)? {
    let start = at
    while at < end, at - start < 9, DecimalNumber.isDigit(bytes[at]) { at += 1 }
    return Int(String(decoding: bytes[start..<at], as: UTF8.self)).map { ($0, at - start) }
  }

  mutating func take(_ text: String) -> Bool {
    guard at + text.utf8.count <= end, bytes[at..<(at + text.utf8.count)].elementsEqual(text.utf8) else {
      return false
    }
    at += text.utf8.count
    return true
  }

  mutating func takeOrdinal() {
    for ending in ["st", "nd", "rd", "th"] where take(ending) { return }
  }

  /// A name of a month, or its short form with a point.
  mutating func month() -> Int? {
    var index = at
    while index < end, index - at < 10, WordScanner.isLetter(bytes[index]) || bytes[index] >= 0x80 {
      index += 1
    }
    guard index > at, let month = FactUnits.months[FactScanner.key(bytes[at..<index])] else { return nil }
    let isShort = index - at <= 4
    at = index
    if isShort, at + 1 < end, bytes[at + 1] == 0x20, take(".") {}
    return month
  }
}

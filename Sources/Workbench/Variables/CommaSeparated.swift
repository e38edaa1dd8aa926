/// CSV as RFC 4180 has it: a header row, quotes, doubled quotes inside them, any line break. The separator is a
/// comma, unless the header has none and has a semicolon or tab.
enum CommaSeparated {
  typealias Problem = VariableTable.Problem

  static func table(
    _ bytes: ArraySlice<UInt8>, _ separator: UInt8?, _ bounds: VariableTable.Bounds
  ) throws(Problem) -> VariableTable {
    var reader = Reader(bytes: bytes, separator: separator ?? self.separator(bytes))
    guard let header = try reader.next(row: nil) else {
      throw Problem(row: nil, line: 1, "the file is empty; a row of names is expected first.")
    }
    let columns = header.map { Parameter.trimmed($0) }
    try check(columns, line: 1, bounds)
    var rows: [[String?]] = []
    while true {
      let line = reader.line
      guard let cells = try reader.next(row: rows.count + 1) else { break }
      // Empty lines are no rows.
      if cells.count == 1, cells[0].isEmpty { continue }
      guard cells.count == columns.count else {
        throw Problem(
          row: rows.count + 1, line: line,
          "it has \(cells.count) values, and there are \(columns.count) names.")
      }
      guard rows.count < bounds.rows else {
        throw Problem(row: rows.count + 1, line: line, "at most \(bounds.rows) rows are read.")
      }
      rows.append(cells)
    }
    return VariableTable(columns: columns, rows: rows)
  }

  static func check(_ columns: [String], line: Int, _ bounds: VariableTable.Bounds) throws(Problem) {
    guard columns.count <= bounds.columns else {
      throw Problem(
        row: nil, line: line, "there are \(columns.count) names; at most \(bounds.columns) are read.")
    }
    var seen: Set<String> = []
    for (index, name) in columns.enumerated() {
      guard VariableText.isName(name) else {
        throw Problem(
          row: nil, line: line,
          "column \(index + 1) is named \(Parameter.quoted(name)); a name has letters, digits, _, - and . only."
        )
      }
      guard seen.insert(name).inserted else {
        throw Problem(row: nil, line: line, "two columns are named \(name).")
      }
    }
  }

  private static func separator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    let header = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    return separators.first { header.contains($0) } ?? UInt8(ascii: ",")
  }

  private struct Reader {
    let bytes: ArraySlice<UInt8>
    let separator: UInt8
    var index: Int
    var line = 1

    init(bytes: ArraySlice<UInt8>, separator: UInt8) {
      self.bytes = bytes
      self.separator = separator
      index = bytes.startIndex
    }

    private var current: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    /// The cells of the next row; `nil` at the end.
    mutating func next(row: Int?) throws(Problem) -> [String]? {
      guard index < bytes.endIndex else { return nil }
      let start = line
      var cells: [String] = []
      while true {
        cells.append(current == UInt8(ascii: "\"") ? try quoted(row, start) : try plain(row, start))
        guard let byte = current else { return cells }
        index += 1
        if byte == separator { continue }
        if byte == 0x0D, current == 0x0A { index += 1 }
        line += 1
        return cells
      }
    }

    private mutating func plain(_ row: Int?, _ start: Int) throws(Problem) -> String {
      let from = index
      while let byte = current, byte != separator, byte != 0x0A, byte != 0x0D { index += 1 }
      return try text(bytes[from..<index], row, start)
    }

    private mutating func quoted(_ row: Int?, _ start: Int) throws(Problem) -> String {
      index += 1
      var content: [UInt8] = []
      while true {
        let from = index
        while let byte = current, byte != UInt8(ascii: "\"") {
          if byte == 0x0A { line += 1 }
          index += 1
        }
        content += bytes[from..<index]
        guard current != nil else {
          throw Problem(row: row, line: start, "a quote is opened and not closed.")
        }
        index += 1
        guard current == UInt8(ascii: "\"") else { break }
        content.append(UInt8(ascii: "\""))
        index += 1
      }
      if let byte = current, byte != separator, byte != 0x0A, byte != 0x0D {
        throw Problem(
          row: row, line: line, "text follows behind a closing quote; a quote inside is doubled: \"\".")
      }
      return try text(content[...], row, start)
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ row: Int?, _ line: Int) throws(Problem) -> String {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Problem(row: row, line: line, "it is not in UTF-8.")
      }
      return text
    }
  }
}

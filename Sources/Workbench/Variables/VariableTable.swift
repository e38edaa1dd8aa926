/// Values of variables: a column for each name, a row for each request.
package struct VariableTable: Sendable, Hashable {
  /// Bounds of what is read, so that no file can exhaust memory.
  package struct Bounds: Sendable, Hashable {
    package var bytes = 64 << 20
    package var rows = 100_000
    package var columns = 256
    package init() {}
    package init(bytes: Int, rows: Int, columns: Int) {
      self.bytes = bytes
      self.rows = rows
      self.columns = columns
    }
  }

  /// Why a file is no table.
  package struct Problem: Error, Sendable, Hashable {
    /// Rows of values count from 1; `nil` for the header or the whole file.
    package var row: Int?
    /// Of the file, from 1.
    package var line: Int
    /// A whole sentence, which names the row.
    package var sentence: String

    init(row: Int?, line: Int, _ words: String) {
      self.row = row
      self.line = line
      sentence = row.map { "Row \($0) (line \(line)): \(words)" } ?? "Line \(line): \(words)"
    }
  }

  /// Names, in the order of the file.
  package private(set) var columns: [String]
  /// Each with as many values as there are columns; `nil` where a row of JSON has no such key.
  private(set) var rows: [[String?]]

  init(columns: [String], rows: [[String?]]) {
    self.columns = columns
    self.rows = rows
  }

  package var rowCount: Int { rows.count }

  /// The values of a row, from 0. - Returns: `nil` when there is no such row.
  package func values(row: Int) -> [String: String]? {
    guard rows.indices.contains(row) else { return nil }
    var values: [String: String] = [:]
    for (name, value) in zip(columns, rows[row]) where value != nil { values[name] = value }
    return values
  }

  /// Reads CSV or JSONL by the file's name, or by its first character where the name does not say.
  package init(
    file bytes: some Collection<UInt8>, fileName: String, bounds: Bounds = Bounds()
  ) throws(Problem) {
    guard bytes.count <= bounds.bytes else {
      throw Problem(row: nil, line: 1, "the file has \(bytes.count) bytes; at most \(bounds.bytes) are read.")
    }
    var content = Array(bytes)[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    let name = fileName.lowercased()
    let first = content.first { !Set([0x20, 0x09, 0x0D, 0x0A]).contains($0) }
    let isJSON =
      [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix)
      || (!name.hasSuffix(".csv") && !name.hasSuffix(".tsv") && first == UInt8(ascii: "{"))
    if isJSON {
      self = try JSONLines.table(content, bounds)
    } else {
      self = try CommaSeparated.table(content, name.hasSuffix(".tsv") ? 0x09 : nil, bounds)
    }
    guard rowCount > 0 else { throw Problem(row: nil, line: 1, "the file has no row of values.") }
  }
}

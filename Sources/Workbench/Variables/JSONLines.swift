import RelayKit

/// A JSON object on each line. Texts are taken as they are, anything else as JSON; `null` is no value.
enum JSONLines {
  typealias Problem = VariableTable.Problem

  static func table(
    _ bytes: ArraySlice<UInt8>, _ bounds: VariableTable.Bounds
  ) throws(Problem) -> VariableTable {
    var columns: [String] = []
    var places: [String: Int] = [:]
    var rows: [[String?]] = []
    var line = 0
    for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      // An empty line is no row.
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      guard rows.count < bounds.rows else {
        throw Problem(row: rows.count + 1, line: line, "at most \(bounds.rows) rows are read.")
      }
      let object = try object(text, row: rows.count + 1, line: line)
      var row = [String?](repeating: nil, count: columns.count)
      for member in object.members where member.value != .null {
        let place: Int
        if let known = places[member.key] {
          place = known
        } else {
          place = columns.count
          columns.append(member.key)
          places[member.key] = place
          try CommaSeparated.check([member.key], line: line, bounds)
          guard columns.count <= bounds.columns else {
            throw Problem(row: rows.count + 1, line: line, "there are more than \(bounds.columns) names.")
          }
        }
        while row.count <= place { row.append(nil) }
        row[place] = member.value.stringValue ?? member.value.text()
      }
      rows.append(row)
    }
    for index in rows.indices where rows[index].count < columns.count {
      rows[index] += [String?](repeating: nil, count: columns.count - rows[index].count)
    }
    return VariableTable(columns: columns, rows: rows)
  }

  private static func object(_ text: ArraySlice<UInt8>, row: Int, line: Int) throws(Problem) -> JSONObject {
    guard String(validating: text, as: UTF8.self) != nil else {
      throw Problem(row: row, line: line, "it is not in UTF-8.")
    }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch let error as JSONSyntaxError {
      throw Problem(row: row, line: line, "it is no JSON: byte \(error.offset + 1): \(error.reason).")
    } catch {
      throw Problem(row: row, line: line, "it is no JSON.")
    }
    guard let object = value.objectValue else {
      throw Problem(
        row: row, line: line, "it is \(value.brief), and an object is expected: {\"name\": \"value\"}.")
    }
    return object
  }
}

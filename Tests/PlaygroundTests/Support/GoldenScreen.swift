import Foundation
import TerminalUI
import Testing

/// A frame as a text that a person can read and a diff can show: the rows, then for each row the styles of its
/// cells as letters, then what the letters mean.
enum GoldenScreen {
  static func text(of grid: Grid) -> String {
    var letters: [Style: Character] = [:]
    var legend: [String] = []
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    func letter(of style: Style) -> Character {
      if style == Style() { return "." }
      if let known = letters[style] { return known }
      let new = letters.count < alphabet.count ? alphabet[letters.count] : "?"
      letters[style] = new
      var words = "\(style.foreground) on \(style.surface)"
      for (attribute, name) in [
        (TextAttributes.bold, "bold"), (.italic, "italic"), (.underline, "underline"),
      ]
      where style.attributes.contains(attribute) {
        words += " \(name)"
      }
      legend.append("\(new) \(words)")
      return new
    }
    var rows: [String] = []
    var styles: [String] = []
    for row in 0..<grid.size.rows {
      rows.append(grid.text(row: row))
      styles.append(String((0..<grid.size.columns).map { letter(of: grid[$0, row].style) }))
    }
    let cursor = grid.cursor.map { "cursor \($0.column),\($0.row)" } ?? "no cursor"
    return (rows + ["", cursor, ""] + styles + [""] + legend).joined(separator: "\n") + "\n"
  }

  private static func directory(_ file: String) -> URL {
    URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "Golden")
  }

  /// Compares a frame with the one that was kept. With RECORD_SCREENS=1 it is kept anew, and the test fails, so
  /// that a recording is never taken for a check.
  static func compare(
    _ grid: Grid, _ name: String, file: String = #filePath, location: SourceLocation = #_sourceLocation
  ) {
    let url = directory(file).appendingPathComponent(name + ".txt")
    let new = text(of: grid)
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try? new.write(to: url, atomically: true, encoding: .utf8)
      Issue.record("\(name) was recorded.", sourceLocation: location)
      return
    }
    guard let old = try? String(contentsOf: url, encoding: .utf8) else {
      Issue.record("There is no kept screen \(name); RECORD_SCREENS=1 keeps it.", sourceLocation: location)
      return
    }
    if old != new {
      let pairs = zip(
        old.split(separator: "\n", omittingEmptySubsequences: false),
        new.split(separator: "\n", omittingEmptySubsequences: false))
      let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
      Issue.record(
        "\(name) looks different, first in line \((first?.offset ?? 0) + 1):\n- \(first?.element.0 ?? "")\n+ \(first?.element.1 ?? "")\n\n\(new)",
        sourceLocation: location)
    }
  }
}

extension Stage {
  func golden(_ name: String, location: SourceLocation = #_sourceLocation) {
    GoldenScreen.compare(grid, name, location: location)
  }
}

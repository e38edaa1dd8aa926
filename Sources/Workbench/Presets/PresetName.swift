/// Names of presets are names of files, on this machine and on that of whoever gets the file.
package enum PresetName {
  /// In UTF-8; file systems take 255 bytes with the extension.
  package static let mostBytes = 200

  /// What is wrong with a name, as a whole sentence; `nil` when it can be used.
  package static func problem(_ name: String) -> String? {
    guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else {
      return "A preset needs a name."
    }
    if first.properties.isWhitespace || last.properties.isWhitespace {
      return "A name cannot begin or end with a space."
    }
    if first == "." { return "A name cannot begin with a point: its file would be hidden." }
    if last == "." { return "A name cannot end with a point." }
    for scalar in name.unicodeScalars {
      if "/\\:*?\"<>|".unicodeScalars.contains(scalar) {
        return "A name cannot have \(scalar): it is not allowed in names of files."
      }
      // Signs that cannot be seen make two names look the same.
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
        // The joiner of emoji is one of few that belong in words.
        if scalar == "\u{200D}" { continue }
        return "A name cannot have signs that are not seen."
      default: continue
      }
    }
    if name.utf8.count > mostBytes { return "The name is too long: at most \(mostBytes) bytes." }
    let stem = name.split(separator: ".").first?.lowercased() ?? ""
    if reserved.contains(stem) { return "\(name) is no name of a file on Windows." }
    return nil
  }

  private static let reserved: Set<String> = {
    let numbered = (1...9).flatMap { ["com\($0)", "lpt\($0)"] }
    return Set(["con", "prn", "aux", "nul"] + numbered)
  }()
}

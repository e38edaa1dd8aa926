package import JSON5

/// Reads a theme file: `{ name, light, colors: { base: '#RRGGBB', … } }` with all slots.
package enum ThemeFile {
  /// - Parameter name: the file's name, for problems.
  /// - Throws: every problem of the file.
  package static func read(_ bytes: some Sequence<UInt8>, name: String) throws(SourceProblems) -> Theme {
    var file: ObjectReader
    do {
      file = try ObjectReader(file: bytes, name: name)
    } catch {
      throw SourceProblems([error])
    }
    let themeName = file.required("name", { $0.text("name") })
    let isLight = file.required("light", { $0.flag("light") })
    var colors: [Theme.Slot: UInt32] = [:]
    if var slots = file.required("colors", { $0.object("colors") }) {
      colors = read(&slots)
    }
    file.finish()
    if let themeName, themeName.value.isEmpty || ["mono", "terminal"].contains(themeName.value) {
      file.problems.add("A theme cannot be called “\(themeName.value)”.", at: themeName.position)
    }
    guard file.problems.isEmpty, let themeName, let isLight else {
      throw SourceProblems(file.problems.problems)
    }
    return Theme(name: themeName.value, isLight: isLight, colors: colors)
  }

  private static func read(_ slots: inout ObjectReader) -> [Theme.Slot: UInt32] {
    var colors: [Theme.Slot: UInt32] = [:]
    var missing: [String] = []
    for slot in Theme.Slot.allCases {
      guard slots.value(slot.rawValue) != nil else {
        missing.append(slot.rawValue)
        continue
      }
      guard let text = slots.text(slot.rawValue) else { continue }
      if let color = color(text.value) {
        colors[slot] = color
      } else {
        slots.problems.add(
          "Found “\(text.value.prefix(20))” for “\(slot.rawValue)”, expected a colour: '#RRGGBB'.",
          at: text.position)
      }
    }
    slots.finish()
    if !missing.isEmpty {
      let verb = missing.count == 1 ? "is" : "are"
      slots.problems.add("\(missing.joined(separator: ", ")) \(verb) missing.", at: slots.position)
    }
    return colors
  }

  /// `#RRGGBB`.
  static func color(_ text: some StringProtocol) -> UInt32? {
    guard text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit) else {
      return nil
    }
    return UInt32(text.dropFirst(), radix: 16)
  }
}

extension ObjectReader {
  /// Takes a key that must be there.
  fileprivate mutating func required<Value>(
    _ key: String, _ take: (inout ObjectReader) -> Value?
  ) -> Value? {
    if value(key) == nil { problems.add("“\(key)” is missing.", at: position) }
    return take(&self)
  }
}

/// A text with `{{name}}` in it. A name has letters, digits, `_`, `-` and `.`; spaces around it are allowed. What
/// is not written so is plain text and stays as it is. `\{{name}}` is the text `{{name}}`.
package struct VariableText: Sendable, Hashable {
  package struct Use: Sendable, Hashable {
    package var name: String
    /// From the first brace to behind the last one.
    package var range: Range<String.Index>
    /// Written with a backslash before it, which `range` has too: text, and no variable.
    package var isEscaped: Bool
  }

  package let text: String
  /// In the order of the text, escaped ones too.
  package let marks: [Use]

  /// The longest name that is looked for, in UTF-8 bytes.
  private static let mostNameBytes = 128

  package init(_ text: String) {
    self.text = text
    marks = Self.find(text)
  }

  /// The variables, in the order of the text.
  package var uses: [Use] { marks.filter { !$0.isEscaped } }

  /// Each once, in the order of the text.
  package var names: [String] {
    var names: [String] = []
    for use in uses where !names.contains(use.name) { names.append(use.name) }
    return names
  }

  /// The text with values. Values are not looked through again. A variable without a value stays as written.
  package func filled(with values: [String: String]) -> String {
    guard !marks.isEmpty else { return text }
    var filled = ""
    var end = text.startIndex
    for mark in marks {
      filled += text[end..<mark.range.lowerBound]
      if mark.isEscaped {
        filled += text[text.index(after: mark.range.lowerBound)..<mark.range.upperBound]
      } else {
        filled += values[mark.name] ?? String(text[mark.range])
      }
      end = mark.range.upperBound
    }
    filled += text[end...]
    return filled
  }

  /// One walk over the bytes, whatever is in the text.
  private static func find(_ text: String) -> [Use] {
    let bytes = text.utf8
    var marks: [Use] = []
    var index = bytes.startIndex
    let brace = UInt8(ascii: "{")
    while let open = bytes[index...].firstIndex(of: brace) {
      let second = bytes.index(after: open)
      guard second < bytes.endIndex, bytes[second] == brace else {
        index = second
        continue
      }
      // Of more than two braces the last two count.
      let behind = bytes.index(after: second)
      if behind < bytes.endIndex, bytes[behind] == brace {
        index = second
        continue
      }
      guard let (name, end) = name(text, from: behind) else {
        index = behind
        continue
      }
      var start = open
      var isEscaped = false
      if open > bytes.startIndex, bytes[bytes.index(before: open)] == UInt8(ascii: "\\") {
        start = bytes.index(before: open)
        isEscaped = true
      }
      marks.append(Use(name: name, range: start..<end, isEscaped: isEscaped))
      index = end
    }
    return marks
  }

  private static func name(_ text: String, from start: String.Index) -> (String, String.Index)? {
    var name = ""
    var isBehind = false
    var index = start
    let scalars = text.unicodeScalars
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      switch scalar {
      case " ", "\t": isBehind = !name.isEmpty
      case "}":
        guard !name.isEmpty, index < scalars.endIndex, scalars[index] == "}" else { return nil }
        return (name, scalars.index(after: index))
      default:
        guard !isBehind, isNameScalar(scalar) else { return nil }
        name.unicodeScalars.append(scalar)
        if name.utf8.count > mostNameBytes { return nil }
      }
    }
    return nil
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "_" || scalar == "-" || scalar == "." { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }

  /// Whether a name can be written between the braces.
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= mostNameBytes && name.unicodeScalars.allSatisfy(isNameScalar)
  }
}

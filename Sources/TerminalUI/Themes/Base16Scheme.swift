/// Reads a base16 scheme (https://github.com/tinted-theming/home, styling 0.11) as it is published: YAML with
/// `base00` to `base0F`, at the top or below `palette`.
package enum Base16Scheme {
  /// Why a file is no scheme, in a sentence.
  package struct Problem: Error, Sendable, Hashable {
    package var line: Int
    package var sentence: String
  }

  /// - Returns: the theme, and the slots that were too hard to read as published.
  package static func read(
    _ bytes: some Sequence<UInt8>, themeName: String
  ) throws(Problem) -> (theme: Theme, moved: [Theme.MovedSlot]) {
    let colors = try palette(String(decoding: Array(bytes), as: UTF8.self))
    var theme = Theme(name: themeName, isLight: Contrast.isLight(colors[0]), colors: [:])
    for (slot, index) in direct { theme.colors[slot] = colors[index] }
    theme.colors[.header] = Contrast.mix(colors[1], with: colors[2], share: 0.5)
    theme.colors[.addbg] = Contrast.mix(colors[0], with: colors[0xB], share: 0.15)
    theme.colors[.delbg] = Contrast.mix(colors[0], with: colors[0x8], share: 0.15)
    if theme.unreadable().contains(where: { $0.slot == .accent }) { theme.colors[.accent] = colors[6] }
    return theme.repaired()
  }

  private static let direct: [Theme.Slot: Int] = [
    .base: 0x0, .panel: 0x1, .input: 0x1, .select: 0x2, .border: 0x3, .com: 0x3, .muted: 0x4, .text: 0x5,
    .err: 0x8, .c8: 0x8, .num: 0x9, .user: 0x9, .c2: 0x9, .curbg: 0x9, .warn: 0xA, .c6: 0xA, .matchbg: 0xA,
    .ok: 0xB, .str: 0xB, .c3: 0xB, .live: 0xC, .ty: 0xC, .c7: 0xC, .fn: 0xD, .info: 0xD, .asst: 0xD,
    .accent: 0xD, .focus: 0xD, .c1: 0xD, .kw: 0xE, .tool: 0xE, .c5: 0xE, .c4: 0xF, .matchfg: 0x0, .curfg: 0x0,
  ]

  /// The sixteen colours in order.
  private static func palette(_ text: String) throws(Problem) -> [UInt32] {
    var found: [Int: UInt32] = [:]
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].trimmed
      guard key.lowercased().hasPrefix("base"), key.count == 6,
        let index = Int(key.dropFirst(4), radix: 16), (0..<16).contains(index)
      else { continue }
      let written = value(line[line.index(after: colon)...])
      guard let color = ThemeFile.color(written.hasPrefix("#") ? written : "#" + written) else {
        throw Problem(line: number, sentence: "\(key) is no colour: 6 hexadecimal digits are expected.")
      }
      guard found.updateValue(color, forKey: index) == nil else {
        throw Problem(line: number, sentence: "\(key) is here twice.")
      }
    }
    let missing = (0..<16).filter { found[$0] == nil }
    guard missing.isEmpty else {
      let names = missing.map { "base0" + String($0, radix: 16, uppercase: true) }
      throw Problem(line: max(number, 1), sentence: "\(names.joined(separator: ", ")) missing.")
    }
    return (0..<16).compactMap { found[$0] }
  }

  /// The scalar after a key, without quotes and comment.
  private static func value(_ rest: Substring) -> String {
    let text = rest.trimmed
    if let quote = text.first, quote == "\"" || quote == "'" {
      return String(text.dropFirst().prefix { $0 != quote })
    }
    return String(text.prefix { !$0.isWhitespace })
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

import RelayKit

/// Names for files of pictures and videos: telling, safe on every file system, the same rules everywhere.
package struct MediaFileName: Sendable, Hashable {
  /// `2026-11-26`: the directory of a day.
  package var day: String
  /// `104512`.
  package var clock: String
  /// `a-small-harbour-at-dawn`; empty when the prompt holds no letter and no digit.
  package var slug: String

  /// - Parameters:
  ///   - time: wall clock, seconds since 1970.
  ///   - utcOffset: seconds that local time is ahead of UTC.
  ///   - model: where several were asked the same, so that their files are told apart.
  package init(prompt: String, time: Double, utcOffset: Int, model: String? = nil) {
    day = LocalDay(time: time, utcOffset: utcOffset).text
    let second = ((Int(time.rounded(.down)) + utcOffset) % 86_400 + 86_400) % 86_400
    clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    slug = [prompt, model ?? ""].map(Self.slug).filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// `104512-a-small-harbour-at-dawn`.
  package var stem: String { slug.isEmpty ? clock : clock + "-" + slug }

  /// Below a directory: `2026-11-26/104512-a-small-harbour-at-dawn-1.png`.
  /// - Parameters:
  ///   - number: from 1, of several; `nil` for a single one.
  ///   - copy: 2 and on, where that name is taken.
  package func path(number: Int?, ending: String, copy: Int = 1) -> String {
    var name = stem
    if let number { name += "-\(number)" }
    if copy > 1 { name += "_\(copy)" }
    return "\(day)/\(name).\(ending)"
  }

  /// Bytes of a slug at most: names stay readable in a list, and far below the 255 bytes that file systems take.
  private static let mostBytes = 60

  /// Letters and digits of any script, small, with `-` for all that is between. Never a separator, a point, a
  /// control or direction character, or anything shaped like a key.
  package static func slug(_ prompt: String) -> String {
    var result = ""
    var bytes = 0
    var needsDash = false
    // A prompt may be a book; its beginning names it.
    for character in KeyMask.masked(String(prompt.prefix(400))).lowercased() {
      let scalars = character.unicodeScalars
      guard let first = scalars.first, isWord(first) else {
        needsDash = !result.isEmpty
        continue
      }
      // Marks belong to their letter; whatever else was joined to it does not.
      let kept = String(String.UnicodeScalarView(scalars.filter { isWord($0) || isMark($0) }.prefix(6)))
      let added = kept.utf8.count + (needsDash ? 1 : 0)
      if bytes + added > mostBytes { return wholeWords(result, isCut: !needsDash) }
      if needsDash { result += "-" }
      result += kept
      bytes += added
      needsDash = false
    }
    return result
  }

  /// Without a word that was cut off, unless little would be left.
  private static func wholeWords(_ slug: String, isCut: Bool) -> String {
    guard isCut, let dash = slug.lastIndex(of: "-"), slug[..<dash].utf8.count >= mostBytes / 2 else {
      return slug
    }
    return String(slug[..<dash])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber:
      true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }
}

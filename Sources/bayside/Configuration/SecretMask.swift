import JSON5
import RelayKit

/// Hides keys in what is shown of a configuration file: a mistake on the line of a key must not print it.
enum SecretMask {
  /// Signs that keys are made of. A run that is long and holds letters and digits may be one.
  private static let suspiciousLength = 20
  private static let namesOfSecrets = [
    "key", "authorization", "token", "secret", "cookie", "password", "sk-",
  ]

  /// The same length, so that a caret below stays where it belongs.
  /// - Parameter isCut: whether the beginning of the line is not known.
  static func line(_ text: String, isCut: Bool = false) -> String {
    let lower = text.lowercased()
    let namesSecret = isCut || namesOfSecrets.contains { lower.contains($0) }
    guard namesSecret else { return masked(text, from: suspiciousLength) }
    // What follows the first colon is the value, whatever it looks like.
    let value = isCut ? text.startIndex : text.firstIndex(of: ":") ?? text.startIndex
    return text[..<value] + masked(String(text[value...]), from: 6, anything: true)
  }

  /// A sentence keeps its words; only what looks like a key goes.
  static func sentence(_ text: String) -> String { masked(KeyMask.masked(text), from: suspiciousLength) }

  private static func masked(_ text: String, from length: Int, anything: Bool = false) -> String {
    var result = ""
    var run = ""
    func flush() {
      let looksLikeKey = run.contains(where: \.isNumber) && run.contains(where: \.isLetter)
      let hides = run.count >= length && (anything || looksLikeKey)
      result += hides ? String(repeating: "*", count: run.count) : run
      run = ""
    }
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber || "-_+=".contains(character) {
        run.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}

extension SourceProblem {
  var withoutSecrets: SourceProblem {
    var problem = self
    problem.sentence = SecretMask.sentence(sentence)
    problem.line = SecretMask.line(line, isCut: lineStart > 1)
    return problem
  }
}

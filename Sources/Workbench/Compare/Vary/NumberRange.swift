import RelayKit

/// `0..1.5/0.5`: numbers from one to another in steps, exact as they are written.
enum NumberRange {
  typealias Problem = VaryAxis.Problem

  /// - Returns: `nil` when the text is no range: there are no two numbers around `..`.
  static func values(_ text: String, of name: String) throws(Problem) -> VaryText.Found? {
    let plain = Parameter.trimmed(text)
    guard let dots = plain.firstRange(of: "..") else { return nil }
    let rest = plain[dots.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
    guard let first = number(plain[..<dots.lowerBound]), let last = number(rest[0]) else { return nil }
    guard rest.count > 1 else {
      throw Problem("\(name): a range needs the size of its steps: \(plain)/STEP.")
    }
    guard rest.count == 2, let step = number(rest[1]) else {
      throw Problem("\(name): \(Parameter.quoted(plain)) has no number for the size of its steps.")
    }
    guard step.mantissa != 0 else { throw Problem("\(name): steps of 0 never come to an end.") }
    let isDown = step.mantissa < 0
    guard let way = last.adding(first, times: -1) else {
      throw Problem("\(name): the range has numbers of too many digits.")
    }
    guard way.mantissa == 0 || (way.mantissa < 0) == isDown else {
      throw Problem("\(name): steps of \(step.literal) do not lead from \(first.literal) to \(last.literal).")
    }
    var found: VaryText.Found = []
    while true {
      guard let value = first.adding(step, times: found.count), let left = last.adding(value, times: -1)
      else {
        throw Problem("\(name): the range has numbers of too many digits.")
      }
      guard left.mantissa == 0 || (left.mantissa < 0) == isDown else { return found }
      guard found.count < VaryAxis.mostValues else {
        throw Problem("\(name): the range has more than \(VaryAxis.mostValues) values.")
      }
      found.append((.number(value.literal), value.literal))
    }
  }

  private static func number(_ text: Substring) -> ExactDecimal? {
    let literal = Parameter.trimmed(String(text))
    guard case .number? = try? JSONValue(parsing: literal) else { return nil }
    return ExactDecimal(literal: literal)
  }
}

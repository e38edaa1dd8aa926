package import RelayKit

/// Something that an answer can be checked for without a model. Read from a word, as `contains:TEXT`, and
/// written as the same word.
package struct AnswerCheck: Sendable, Hashable, CustomStringConvertible {
  /// Why a word is no check: whole sentences.
  package struct Problem: Error, Sendable, Hashable {
    package var sentence: String
    package init(_ sentence: String) { self.sentence = sentence }
  }

  package enum Rule: Sendable, Hashable {
    /// Byte for byte.
    case contains(String, isWanted: Bool)
    /// Blanks around the text do not count.
    case equals(String, isWanted: Bool)
    case matches(TextPattern, isWanted: Bool)
    case json(mayBeFenced: Bool)
    case schema(JSONValue, mayBeFenced: Bool)
    case bound(Bound)
    case finish(String, isWanted: Bool)
  }

  package struct Bound: Sendable, Hashable {
    package enum Measure: Sendable, Hashable {
      case characters, words, tokens, total, firstToken, rate, cost
    }

    package enum Comparison: String, Sendable, Hashable, CaseIterable {
      case atMost = "<="
      case atLeast = ">="
      case below = "<"
      case above = ">"

      func holds(_ value: Double, _ limit: Double) -> Bool {
        switch self {
        case .atMost: value <= limit
        case .atLeast: value >= limit
        case .below: value < limit
        case .above: value > limit
        }
      }
    }

    package var measure: Measure
    package var comparison: Comparison
    /// Times in milliseconds.
    package var limit: Double
  }

  /// As it was written.
  package let word: String
  package let rule: Rule

  package var description: String { word }

  init(word: String, rule: Rule) {
    self.word = word
    self.rule = rule
  }
}

/// What a check looks at.
package struct CheckedAnswer: Sendable, Hashable {
  package enum Ending: Sendable, Hashable {
    case whole
    /// It runs, or was stopped by the user: nobody can tell what it would have been.
    case notEnded(String)
    /// It failed or broke off; the words say how.
    case broken(String)
  }

  package var text: String
  package var figures: RunFigures
  package var finish: String?
  package var ending: Ending

  package init(text: String, figures: RunFigures, finish: String?, ending: Ending) {
    self.text = text
    self.figures = figures
    self.finish = finish
    self.ending = ending
  }

  /// With the end that the figures tell.
  package init(text: String, figures: RunFigures) {
    let ending: Ending =
      switch figures.outcome {
      case nil: .notEnded("it has not ended")
      case "done": .whole
      case "stopped": .notEnded("it was stopped")
      case "cut": .broken("it was cut")
      case .some(let outcome): .broken("it \(outcome)")
      }
    self.init(text: text, figures: figures, finish: figures.finishReason, ending: ending)
  }
}

package struct CheckResult: Sendable, Hashable {
  /// The word of the check.
  package var name: String
  /// `nil` when it cannot be told; the detail says why.
  package var passed: Bool?
  package var detail: String

  package init(name: String, passed: Bool?, detail: String) {
    self.name = name
    self.passed = passed
    self.detail = detail
  }

  /// `pass`, `fail` or `unknown`, as one letter may not be seen and colour may not be there.
  package var outcomeWord: String { passed.map { $0 ? "pass" : "fail" } ?? "unknown" }

  package var json: JSONValue {
    .object(
      JSONObject([
        .init(key: "name", value: .string(name)),
        .init(key: "passed", value: passed.map(JSONValue.bool) ?? .null),
        .init(key: "detail", value: .string(detail)),
      ]))
  }

  package init?(json: JSONValue) {
    guard let name = json["name"]?.stringValue else { return nil }
    self.init(name: name, passed: json["passed"]?.boolValue, detail: json["detail"]?.stringValue ?? "")
  }
}

/// How many of the checks passed.
package struct CheckTally: Sendable, Hashable {
  package private(set) var passed = 0
  package private(set) var failed = 0
  package private(set) var unknown = 0

  package init(_ results: some Sequence<CheckResult>) {
    for result in results {
      switch result.passed {
      case true?: passed += 1
      case false?: failed += 1
      case nil: unknown += 1
      }
    }
  }

  package var count: Int { passed + failed + unknown }

  /// `3 of 4 checks passed, 1 unknown`; empty when there are none.
  package var text: String {
    guard count > 0 else { return "" }
    let rest = unknown > 0 ? ", \(unknown) unknown" : ""
    return "\(passed) of \(NumberWords.counted(count, "check")) passed\(rest)"
  }
}

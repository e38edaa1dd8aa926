import RelayKit
import Workbench

/// Checks of answers that need no model. Variables of a row may stand in them: `contains:{{capital}}`.
final class CompareChecks {
  private let words: [String]
  /// By what the word is with its variables filled in; files of schemas are read once.
  private var known: [String: AnswerCheck] = [:]

  private static let mostSchemaBytes = 4 << 20

  static let help =
    "Check every answer: \(AnswerCheck.forms.joined(separator: ", ")). {{name}} stands for a value of the row."

  /// - Throws: when a word is no check for one of the rows.
  init(_ record: ComparisonRecord) throws(UsageError) {
    words = record.checks
    for key in record.plan where key.turn == 1 && key.repetition == 1 {
      for word in words {
        do {
          _ = try check(word, record.values(of: key))
        } catch {
          let place = key.row.map { " (row \($0))" } ?? ""
          throw UsageError(sentence: "--check \(word)\(place): \(error.sentence)")
        }
      }
    }
  }

  func results(_ run: ComparisonRun, _ values: [String: String]) -> [CheckResult] {
    let answer = CheckedAnswer(text: run.text, figures: run.figures)
    return words.compactMap { word in (try? check(word, values))?.run(on: answer) }
  }

  private func check(_ word: String, _ values: [String: String]) throws(AnswerCheck.Problem) -> AnswerCheck {
    // Without any value braces are braces.
    let filled = values.isEmpty ? word : VariableText(word).filled(with: values)
    if let check = known[filled] { return check }
    let check = try AnswerCheck(filled) { path in
      try InputFile.contents(path, limit: Self.mostSchemaBytes)
    }
    known[filled] = check
    return check
  }
}

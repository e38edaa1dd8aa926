import RelayKit

extension AnswerCheck {
  package func run(on answer: CheckedAnswer) -> CheckResult {
    let (passed, detail) = verdict(on: answer)
    return CheckResult(name: word, passed: passed, detail: detail)
  }

  private typealias Verdict = (passed: Bool?, detail: String)

  /// The offset of the first place; every text begins with the empty one.
  private static func place(of wanted: String, in text: String) -> Int? {
    wanted.isEmpty ? 0 : ByteSearch(Array(wanted.utf8)).first(in: Array(text.utf8))?.lowerBound
  }

  private func verdict(on answer: CheckedAnswer) -> Verdict {
    switch answer.ending {
    case .whole: break
    case .notEnded(let words): return (nil, "The answer is not whole: \(words).")
    case .broken(let words): return (false, "There is no whole answer: \(words).")
    }
    switch rule {
    case .contains(let wanted, let isWanted):
      let place = Self.place(of: wanted, in: answer.text)
      let detail =
        place.map { offset in
          let place = TextPlace(offset: offset, in: answer.text)
          return "It is there: line \(place.line), column \(place.column)."
        } ?? "It is not there."
      return ((place != nil) == isWanted, detail)
    case .equals(let wanted, let isWanted):
      // As bytes: two spellings of one letter differ.
      let isEqual = Parameter.trimmed(answer.text).utf8.elementsEqual(Parameter.trimmed(wanted).utf8)
      let detail = isEqual ? "It is the same." : "The answer is \(Parameter.quoted(answer.text))."
      return (isEqual == isWanted, detail)
    case .matches(let pattern, let isWanted): return Self.match(pattern, isWanted, answer.text)
    case .json(let mayBeFenced):
      switch Self.json(answer.text, mayBeFenced) {
      case .success(let value): return (true, "It is valid JSON: \(value.schemaType).")
      case .failure(let problem): return (false, problem.sentence)
      }
    case .schema(let schema, let mayBeFenced):
      switch Self.json(answer.text, mayBeFenced) {
      case .success(let value): return Self.judge(JSONSchemaCheck(schema: schema).check(value))
      case .failure(let problem): return (false, problem.sentence)
      }
    case .bound(let bound): return Self.measure(bound, answer)
    case .finish(let wanted, let isWanted):
      guard let finish = answer.finish else { return (nil, "The relay gave no reason for the end.") }
      return ((finish == wanted) == isWanted, "The reason is \(finish).")
    }
  }

  private static func match(_ pattern: TextPattern, _ isWanted: Bool, _ text: String) -> Verdict {
    switch pattern.search(text) {
    case .found: (isWanted, "It matches.")
    case .notFound: (!isWanted, "Nothing matches.")
    case .notFoundInBeginning:
      (nil, "Nothing matches in the first \(TextPattern.mostText) characters; the rest was not searched.")
    }
  }

  private static func json(_ text: String, _ mayBeFenced: Bool) -> Result<JSONValue, Problem> {
    let trimmed = Parameter.trimmed(text)
    let inner = CodeFence.content(of: trimmed)
    if inner != nil, !mayBeFenced {
      return .failure(Problem("It stands in a code fence, which json+fence and schema+fence allow."))
    }
    let source = inner ?? trimmed
    guard !source.isEmpty else { return .failure(Problem("The answer is empty.")) }
    do {
      return .success(try JSONValue(parsing: source))
    } catch let error as JSONSyntaxError {
      let place = TextPlace(offset: error.offset, in: source)
      return .failure(
        Problem("It is no JSON: line \(place.line), column \(place.column): \(error.reason)."))
    } catch {
      return .failure(Problem("It is no JSON."))
    }
  }

  private static func judge(_ verdict: SchemaVerdict) -> Verdict {
    let caveat = verdict.caveat.map { " \($0)" } ?? ""
    guard let first = verdict.problems.first else {
      return verdict.isUnfinished
        ? (nil, "No problem was found.\(caveat)") : (true, "It is valid.\(caveat)")
    }
    let more = verdict.problems.count - 1
    let rest = more > 0 ? " And \(NumberWords.counted(more, "more problem"))." : ""
    return (false, "\(first.line)\(rest)\(caveat)")
  }

  private static func measure(_ bound: Bound, _ answer: CheckedAnswer) -> Verdict {
    let figures = answer.figures
    let metric: RunMetric
    switch bound.measure {
    case .characters, .words:
      let length = figures.length ?? TextLength(answer.text)
      let (count, noun) =
        bound.measure == .words ? (length.words, "word") : (length.characters, "character")
      return (
        bound.comparison.holds(Double(count), bound.limit), "It has \(NumberWords.counted(count, noun))."
      )
    case .tokens: metric = .output
    case .total: metric = .total
    case .firstToken: metric = .firstToken
    case .rate: metric = .rate
    case .cost: metric = .cost
    }
    guard let value = metric.value(of: figures) else {
      return (nil, "The \(metric.title) \(metric.isPlural ? "are" : "is") not known.")
    }
    let estimate = metric.isEstimate(in: figures) ? ", which is an estimate" : ""
    return (
      bound.comparison.holds(value, bound.limit),
      "The \(metric.title) \(metric.isPlural ? "are" : "is") \(metric.text(of: figures))\(estimate)."
    )
  }
}

extension RunMetric {
  fileprivate var isPlural: Bool { self == .output || self == .rate }
}

/// A text that is nothing but one block of code.
enum CodeFence {
  /// What stands between the fences; `nil` for any other text.
  static func content(of text: String) -> String? {
    guard text.hasPrefix("```"), text.hasSuffix("```"), let line = text.firstIndex(where: \.isNewline),
      let last = text.lastIndex(where: \.isNewline), line < last,
      text[text.index(after: last)...].allSatisfy({ $0 == "`" || $0 == " " })
    else { return nil }
    let inner = text[text.index(after: line)..<last]
    // Two blocks with words between them are no block.
    let isOne = !inner.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("```") }
    return isOne ? Parameter.trimmed(inner) : nil
  }
}

import RelayKit

extension JudgePlan {
  /// The verdict in a judge's answer: in the form that was asked for, in a fence, among words, in another form
  /// of JSON, or as lines such as `Answer 2: 7/10`. What is missing or contradicts itself is a problem, never
  /// a guess.
  /// - Parameter figures: of the judge's answer.
  package func read(_ text: String, figures: RunFigures? = nil) throws(Problem) -> JudgeVerdict {
    guard !Parameter.trimmed(text).isEmpty else { throw Problem("The judge \(model) gave an empty answer.") }
    var problem: Problem?
    // A judge that thinks aloud may write drafts: the last one counts.
    for value in JSONInText.values(in: text).reversed() {
      let raw: RawVerdict
      do {
        raw = try RawVerdict(json: value, count: order.count)
      } catch {
        problem = problem ?? error
        continue
      }
      let whole = try? JSONValue(parsing: Parameter.trimmed(text))
      let isInForm = whole == value && JSONSchemaCheck(schema: JudgeWords.schema).check(value).isValid
      return try verdict(raw, isInForm: isInForm, figures)
    }
    let prose = RawVerdict(prose: text)
    guard !prose.entries.isEmpty else {
      throw problem ?? Problem("The judge \(model) gave no scores: \(Parameter.quoted(text)).")
    }
    return try verdict(prose, isInForm: false, figures)
  }

  private func verdict(
    _ raw: RawVerdict, isInForm: Bool, _ figures: RunFigures?
  ) throws(Problem) -> JudgeVerdict {
    var scores: [Int: JudgeVerdict.Score] = [:]
    for entry in raw.entries {
      guard (1...order.count).contains(entry.number) else {
        throw Problem(
          "The judge \(model) scored an answer \(entry.number), and there are \(order.count).")
      }
      guard scores[entry.number] == nil else {
        throw Problem("The judge \(model) scored answer \(entry.number) more than once.")
      }
      guard (1...10).contains(entry.score) else {
        throw Problem(
          "The judge \(model) gave answer \(entry.number) a score of \(NumberWords.oneDecimal(entry.score)); 1 to 10 was asked for."
        )
      }
      scores[entry.number] = JudgeVerdict.Score(
        key: order[entry.number - 1], score: entry.score, reason: entry.reason, number: entry.number)
    }
    guard scores.count == order.count else {
      throw Problem("The judge \(model) scored \(scores.count) of \(order.count) answers.")
    }
    let sorted = scores.keys.sorted().compactMap { scores[$0] }
    let highest = sorted.map(\.score).max()
    let leaders = sorted.filter { $0.score == highest }
    let best: String?
    switch raw.best {
    case 0?: best = nil
    case let number? where (1...order.count).contains(number): best = order[number - 1]
    default: best = leaders.count == 1 ? leaders[0].key : nil
    }
    return JudgeVerdict(
      judge: model, seed: seed, scores: sorted, best: best, isInForm: isInForm, figures: figures)
  }
}

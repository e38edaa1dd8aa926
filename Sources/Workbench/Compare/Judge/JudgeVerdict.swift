package import RelayKit

/// What a judge said of answers, by their keys.
package struct JudgeVerdict: Sendable, Hashable {
  package struct Score: Sendable, Hashable {
    package var key: String
    /// From 1 to 10.
    package var score: Double
    /// As the judge wrote it; may be empty.
    package var reason: String
    /// Under which number the judge saw it, from 1.
    package var number: Int

    package init(key: String, score: Double, reason: String, number: Int) {
      self.key = key
      self.score = score
      self.reason = reason
      self.number = number
    }
  }

  /// The model.
  package var judge: String
  package var seed: UInt64
  /// In the order in which the judge saw them.
  package var scores: [Score]
  /// As the judge said, else the only one with the highest score.
  package var best: String?
  /// The verdict came in the form that was asked for.
  package var isInForm: Bool
  /// Of the judge's own answer, its cost among them.
  package var figures: RunFigures?

  package init(
    judge: String, seed: UInt64, scores: [Score], best: String?, isInForm: Bool = true,
    figures: RunFigures? = nil
  ) {
    self.judge = judge
    self.seed = seed
    self.scores = scores
    self.best = best
    self.isInForm = isInForm
    self.figures = figures
  }

  package subscript(key: String) -> Score? { scores.first { $0.key == key } }

  package var json: JSONValue {
    var object = JSONObject()
    object["judge"] = .string(judge)
    // As text: many readers of JSON have no whole numbers of 64 bits.
    object["seed"] = .string(String(seed))
    object["scores"] = .array(
      scores.map { score in
        .object(
          JSONObject([
            .init(key: "key", value: .string(score.key)), .init(key: "score", value: .double(score.score)),
            .init(key: "reason", value: .string(score.reason)),
            .init(key: "number", value: .integer(score.number)),
          ]))
      })
    object["best"] = best.map(JSONValue.string)
    object["in_form"] = .bool(isInForm)
    object["figures"] = figures?.json
    return .object(object)
  }

  package init?(json: JSONValue) {
    guard let judge = json["judge"]?.stringValue, let list = json["scores"]?.arrayValue,
      let seed = json["seed"]?.stringValue.flatMap({ UInt64($0) })
    else { return nil }
    let scores = list.compactMap { entry -> Score? in
      guard let key = entry["key"]?.stringValue, let score = entry["score"]?.doubleValue, score.isFinite,
        let number = entry["number"]?.intValue
      else { return nil }
      return Score(key: key, score: score, reason: entry["reason"]?.stringValue ?? "", number: number)
    }
    guard scores.count == list.count else { return nil }
    self.init(
      judge: judge, seed: seed, scores: scores, best: json["best"]?.stringValue,
      isInForm: json["in_form"]?.boolValue ?? false, figures: json["figures"].flatMap(RunFigures.init(json:)))
  }
}

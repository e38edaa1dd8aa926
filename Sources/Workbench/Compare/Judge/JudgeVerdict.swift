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

/// Several verdicts on the same answers in different orders, so that places cancel out.
package struct JudgeAverage: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package var key: String
    package var mean: Double
    package var minimum: Double
    package var maximum: Double
    package var verdicts: Int
    package var timesBest: Int
  }

  /// The best first; equal ones as the first verdict has them.
  package let rows: [Row]
  /// The only one with the highest mean; `nil` when there is none, or when not all were scored equally often.
  package let best: String?
  /// How much better than the mean of its own answer a place was scored, from the first place on; empty before
  /// there are two verdicts. Large differences are the judge's liking for a place.
  package let placeBias: [Double]

  package init(_ verdicts: [JudgeVerdict]) {
    var order: [String] = []
    var scores: [String: [JudgeVerdict.Score]] = [:]
    for score in verdicts.flatMap(\.scores) where score.score.isFinite {
      if scores[score.key] == nil { order.append(score.key) }
      scores[score.key, default: []].append(score)
    }
    let rows = order.map { key in
      let values = (scores[key] ?? []).map(\.score)
      return Row(
        key: key, mean: values.reduce(0, +) / Double(max(1, values.count)), minimum: values.min() ?? 0,
        maximum: values.max() ?? 0, verdicts: values.count, timesBest: verdicts.count { $0.best == key })
    }
    let sorted = rows.enumerated().sorted {
      ($1.element.mean, $0.offset) < ($0.element.mean, $1.offset)
    }.map(\.element)
    self.rows = sorted
    let isEven = Set(rows.map(\.verdicts)).count == 1
    let isAlone = sorted.count < 2 || sorted[0].mean > sorted[1].mean
    best = isEven && isAlone ? sorted.first?.key : nil

    let means = Dictionary(rows.map { ($0.key, $0.mean) }) { first, _ in first }
    var gaps: [Int: [Double]] = [:]
    for score in verdicts.count > 1 ? verdicts.flatMap(\.scores) : [] {
      gaps[score.number, default: []].append(score.score - (means[score.key] ?? score.score))
    }
    placeBias = gaps.keys.sorted().compactMap { number in
      gaps[number].map { $0.reduce(0, +) / Double($0.count) }
    }
  }

  package var json: JSONValue {
    var object = JSONObject()
    object["rows"] = .array(
      rows.map { row in
        .object(
          JSONObject([
            .init(key: "key", value: .string(row.key)), .init(key: "mean", value: .double(row.mean)),
            .init(key: "min", value: .double(row.minimum)), .init(key: "max", value: .double(row.maximum)),
            .init(key: "verdicts", value: .integer(row.verdicts)),
            .init(key: "times_best", value: .integer(row.timesBest)),
          ]))
      })
    object["best"] = best.map(JSONValue.string)
    object["place_bias"] = .array(placeBias.map(JSONValue.double))
    return .object(object)
  }
}

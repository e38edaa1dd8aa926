import RelayKit

// The values of a comparison's file, both ways. Reading takes whatever is there: what does not fit is left out,
// and keys that are not known are kept.

/// Takes known keys out of an object; what is left is unknown.
private struct KeyTaker {
  var rest: JSONObject

  init(_ object: JSONObject) { rest = object }

  mutating func take(_ key: String) -> JSONValue? {
    let value = rest[key]
    rest[key] = nil
    return value == .null ? nil : value
  }

  /// Turn, repetition and row, which count from 1; `nil` when they do not.
  mutating func place() -> RunKey? {
    guard let turn = take("turn")?.intValue else { return nil }
    let key = RunKey(
      lane: "", turn: turn, repetition: take("repeat")?.intValue ?? 1, row: take("row")?.intValue)
    let most = ComparisonRecord.mostRuns
    let isCounted = [key.turn, key.repetition, key.row ?? 1].allSatisfy { (1...most).contains($0) }
    return isCounted ? key : nil
  }

  mutating func text(_ key: String) -> String? { take(key)?.stringValue }
  mutating func texts(_ key: String) -> [String] { (take(key)?.arrayValue ?? []).compactMap(\.stringValue) }
}

extension JSONObject {
  fileprivate mutating func keep(_ unknown: JSONObject) {
    for member in unknown.members where self[member.key] == nil { self[member.key] = member.value }
  }

  fileprivate init(texts: [String: String]) {
    self.init(texts.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: .string($0.value)) })
  }
}

extension ComparisonRecord {
  var headerJSON: JSONObject {
    var object = JSONObject()
    object["version"] = .integer(ComparisonFile.version)
    object["created"] = .double(created)
    object["title"] = title.map(JSONValue.string)
    var place = JSONObject()
    place["base_url"] = .string(relay.baseURL)
    place["key_label"] = .string(relay.keyLabel)
    if relay.isDemo { place["demo"] = .bool(true) }
    object["relay"] = .object(place)
    object["system"] = system.map(JSONValue.string)
    object["turns"] = .array(turns.map(JSONValue.string))
    object["lanes"] = .array(lanes.map { .object($0.json) })
    if !rows.isEmpty { object["rows"] = .array(rows.map(JSONValue.object)) }
    object["repeats"] = .integer(repeats)
    object["stream"] = .bool(streams)
    if !checks.isEmpty { object["checks"] = .array(checks.map(JSONValue.string)) }
    if let judge {
      object["judge"] = .object(
        JSONObject([
          .init(key: "model", value: .string(judge.model)),
          .init(key: "rubric", value: .string(judge.rubric)),
        ]))
    }
    object.keep(unknown)
    return object
  }

  /// `nil` without a relay and lanes: then it is no comparison.
  init?(header: JSONObject) {
    var keys = KeyTaker(header)
    _ = (keys.take("type"), keys.take("version"))
    guard let relay = keys.take("relay"), let lanes = keys.take("lanes")?.arrayValue else { return nil }
    self.init(
      title: keys.text("title"), created: keys.take("created")?.doubleValue ?? 0,
      relay: Relay(
        baseURL: relay["base_url"]?.stringValue ?? "", keyLabel: relay["key_label"]?.stringValue ?? "",
        isDemo: relay["demo"]?.boolValue ?? false),
      system: keys.text("system"), turns: keys.texts("turns"),
      lanes: lanes.compactMap { $0.objectValue.flatMap(ComparisonLane.init(json:)) })
    rows = (keys.take("rows")?.arrayValue ?? []).map { $0.objectValue ?? JSONObject() }
    repeats = max(1, keys.take("repeats")?.intValue ?? 1)
    streams = keys.take("stream")?.boolValue ?? true
    checks = keys.texts("checks")
    if let value = keys.take("judge"), let model = value["model"]?.stringValue {
      judge = Judge(model: model, rubric: value["rubric"]?.stringValue ?? "")
    }
    unknown = keys.rest
  }
}

extension ComparisonLane {
  var json: JSONObject {
    var object = JSONObject()
    object["letter"] = .string(letter)
    object["model"] = .string(model)
    object["parameters"] = .object(parameters)
    object["system"] = ownSystem.map(JSONValue.string)
    object["turns"] = ownTurns.map { .array($0.map(JSONValue.string)) }
    if !differs.isEmpty { object["differs"] = .array(differs.map(JSONValue.string)) }
    if !variables.isEmpty { object["variables"] = .object(JSONObject(texts: variables)) }
    object["rows"] = rows.map { .array($0.sorted().map(JSONValue.integer)) }
    object.keep(unknown)
    return object
  }

  init?(json: JSONObject) {
    var keys = KeyTaker(json)
    guard let letter = keys.text("letter"), !letter.isEmpty, let model = keys.text("model") else {
      return nil
    }
    self.init(letter: letter, model: model)
    parameters = keys.take("parameters")?.objectValue ?? JSONObject()
    ownSystem = keys.text("system")
    ownTurns = keys.take("turns")?.arrayValue?.compactMap(\.stringValue)
    differs = keys.texts("differs")
    for member in keys.take("variables")?.objectValue?.members ?? [] {
      variables[member.key] = member.value.stringValue
    }
    rows = keys.take("rows")?.arrayValue.map { Set($0.compactMap(\.intValue)) }
    unknown = keys.rest
  }
}

extension ComparisonRun {
  var json: JSONObject {
    var object = JSONObject()
    object["lane"] = .string(key.lane)
    object["turn"] = .integer(key.turn)
    object["repeat"] = .integer(key.repetition)
    object["row"] = key.row.map(JSONValue.integer)
    object["follows"] = follows.map(JSONValue.integer)
    object["asked_at"] = .double(askedAt)
    object["outcome"] = .string(outcome)
    object["text"] = .string(text)
    if !reasoning.isEmpty { object["reasoning"] = .string(reasoning) }
    if !toolCalls.isEmpty { object["tool_calls"] = .array(toolCalls) }
    object["finish_reason"] = finishReason.map(JSONValue.string)
    object["served_model"] = servedModel.map(JSONValue.string)
    object["figures"] = figures.json
    object["error"] = failure?.json
    if !checks.isEmpty { object["checks"] = .array(checks.map(\.json)) }
    object["request"] = .string(request)
    if !exchange.isEmpty { object["exchange"] = .array(exchange.map(JSONValue.string)) }
    object.keep(unknown)
    return object
  }

  init?(json: JSONObject) {
    var keys = KeyTaker(json)
    guard let lane = keys.text("lane"), var key = keys.place(), let outcome = keys.text("outcome") else {
      return nil
    }
    key.lane = lane
    self.init(
      key: key, askedAt: keys.take("asked_at")?.doubleValue ?? 0, request: keys.text("request") ?? "",
      text: keys.text("text") ?? "", outcome: outcome)
    follows = keys.take("follows")?.intValue
    reasoning = keys.text("reasoning") ?? ""
    toolCalls = keys.take("tool_calls")?.arrayValue ?? []
    finishReason = keys.text("finish_reason")
    servedModel = keys.text("served_model")
    figures = keys.take("figures").flatMap(RunFigures.init(json:)) ?? RunFigures()
    failure = keys.take("error").flatMap(Failure.init(json:))
    figures.judge(failure: failure?.kind)
    checks = (keys.take("checks")?.arrayValue ?? []).compactMap(CheckResult.init(json:))
    exchange = keys.texts("exchange")
    unknown = keys.rest
  }
}

extension ComparisonRun.Failure {
  var json: JSONValue {
    var object = JSONObject()
    object["title"] = .string(title)
    object["kind"] = .string(kind)
    object["status"] = status.map(JSONValue.integer)
    object["message"] = .string(message)
    object["request_id"] = requestID.map(JSONValue.string)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    self.init(
      kind: object["kind"]?.stringValue ?? "other", title: object["title"]?.stringValue ?? "",
      status: object["status"]?.intValue, message: object["message"]?.stringValue ?? "",
      requestID: object["request_id"]?.stringValue)
  }
}

extension ComparisonVerdict {
  var json: JSONObject {
    var object = JSONObject()
    object["model"] = .string(model)
    object["turn"] = .integer(question.turn)
    object["repeat"] = .integer(question.repetition)
    object["row"] = question.row.map(JSONValue.integer)
    object["outcome"] = .string(outcome)
    object["scores"] = .array(
      scores.map { score in
        var entry = JSONObject()
        entry["lane"] = .string(score.lane)
        entry["score"] = score.score.map(JSONValue.double)
        entry["reason"] = .string(score.reason)
        entry["number"] = score.number.map(JSONValue.integer)
        return .object(entry)
      })
    object["best"] = best.map(JSONValue.string)
    if !note.isEmpty { object["note"] = .string(note) }
    object["figures"] = figures.json
    if !text.isEmpty { object["text"] = .string(text) }
    object.keep(unknown)
    return object
  }

  init?(json: JSONObject) {
    var keys = KeyTaker(json)
    guard let model = keys.text("model"), let question = keys.place() else { return nil }
    self.init(model: model, question: question)
    outcome = keys.text("outcome") ?? "done"
    for entry in keys.take("scores")?.arrayValue ?? [] {
      guard let lane = entry["lane"]?.stringValue else { continue }
      scores.append(
        Score(
          lane: lane, score: entry["score"]?.doubleValue, reason: entry["reason"]?.stringValue ?? "",
          number: entry["number"]?.intValue))
    }
    best = keys.text("best")
    note = keys.text("note") ?? ""
    figures = keys.take("figures").flatMap(RunFigures.init(json:)) ?? RunFigures()
    text = keys.text("text") ?? ""
    unknown = keys.rest
  }
}

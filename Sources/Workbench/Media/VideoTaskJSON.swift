package import RelayKit

/// Tasks as they are kept. The last answer is kept beside, as bytes.
extension VideoTask {
  package var json: JSONValue {
    var object = JSONObject()
    object["id"] = .string(id)
    object["exchange"] = .string(exchange)
    object["started_at"] = .double(startedAt)
    object["relay"] = .string(relay)
    object["profile"] = .string(profile)
    object["key_name"] = .string(keyName)
    object["key_label"] = .string(keyLabel)
    object["is_demo"] = .bool(isDemo)
    object["model"] = .string(model)
    object["prompt"] = .string(prompt)
    object["project"] = .string(project)
    object["asked"] = .array(asked.map { .array([.string($0.name), .string($0.value)]) })
    object["path"] = .string(path)
    object["server_id"] = serverID.map(JSONValue.string)
    object["state"] = .string(state.name)
    if !sentence.isEmpty { object["sentence"] = .string(sentence) }
    object["word"] = .string(word)
    object["progress"] = progress.map(JSONValue.integer)
    object["log"] = .array(log.map(\.json))
    object["checks"] = .integer(checks)
    object["failed_checks"] = .integer(failedChecks)
    object["next_check"] = nextCheck.map(JSONValue.double)
    object["gives_up_at"] = givesUpAt.map(JSONValue.double)
    object["queued_at"] = queuedAt.map(JSONValue.double)
    object["working_at"] = workingAt.map(JSONValue.double)
    object["ended_at"] = endedAt.map(JSONValue.double)
    object["estimate"] = estimate.map(JSONValue.double)
    object["cost"] = cost.map(JSONValue.double)
    if costIsEstimate { object["cost_is_estimate"] = .bool(true) }
    object["currency"] = .string(currency)
    object["links"] = .array(links.map(JSONValue.string))
    object["expires_at"] = expiresAt.map(JSONValue.double)
    object["file"] = file?.json
    object["first_frame"] = firstFrame.map(JSONValue.string)
    object["note"] = .string(note)
    return .object(object)
  }

  /// `nil` for what is no task.
  /// - Parameter lastAnswer: as it was kept beside.
  package init?(json: JSONValue, lastAnswer: [UInt8] = []) {
    guard let id = json["id"]?.stringValue, !id.isEmpty, let startedAt = json["started_at"]?.doubleValue,
      let state = json["state"]?.stringValue.flatMap({
        State(name: $0, sentence: json["sentence"]?.stringValue ?? "")
      })
    else { return nil }
    func text(_ key: String) -> String { json[key]?.stringValue ?? "" }
    self.init(
      id: id, exchange: text("exchange"), startedAt: startedAt, relay: text("relay"), model: text("model"),
      prompt: text("prompt"), path: text("path"))
    (profile, keyName, keyLabel) = (text("profile"), text("key_name"), text("key_label"))
    (project, word, currency, note) = (text("project"), text("word"), text("currency"), text("note"))
    isDemo = json["is_demo"]?.boolValue ?? false
    asked = (json["asked"]?.arrayValue ?? []).compactMap { pair in
      guard let parts = pair.arrayValue, parts.count == 2 else { return nil }
      return Asked(name: parts[0].stringValue ?? "", value: parts[1].stringValue ?? "")
    }
    serverID = json["server_id"]?.stringValue
    self.state = state
    progress = json["progress"]?.intValue
    log = (json["log"]?.arrayValue ?? []).compactMap(LogLine.init(json:))
    checks = json["checks"]?.intValue ?? 0
    failedChecks = json["failed_checks"]?.intValue ?? 0
    (nextCheck, givesUpAt) = (json["next_check"]?.doubleValue, json["gives_up_at"]?.doubleValue)
    (queuedAt, workingAt) = (json["queued_at"]?.doubleValue, json["working_at"]?.doubleValue)
    (endedAt, expiresAt) = (json["ended_at"]?.doubleValue, json["expires_at"]?.doubleValue)
    (estimate, cost) = (json["estimate"]?.doubleValue, json["cost"]?.doubleValue)
    costIsEstimate = json["cost_is_estimate"]?.boolValue ?? false
    links = (json["links"]?.arrayValue ?? []).compactMap(\.stringValue)
    file = json["file"].flatMap(VideoFile.init(json:))
    firstFrame = json["first_frame"]?.stringValue
    self.lastAnswer = lastAnswer
  }
}

extension VideoTask.State {
  /// For scripts and the history: `submitting`, `uncertain`, `stopped_watching`.
  package var name: String {
    switch self {
    case .submitting: "submitting"
    case .uncertain: "uncertain"
    case .accepted: "accepted"
    case .queued: "queued"
    case .running: "running"
    case .completed: "completed"
    case .failed: "failed"
    case .refused: "refused"
    case .lost: "lost"
    case .stoppedWatching: "stopped_watching"
    }
  }

  init?(name: String, sentence: String) {
    switch name {
    case "submitting": self = .submitting
    case "uncertain": self = .uncertain(sentence)
    case "accepted": self = .accepted
    case "queued": self = .queued
    case "running": self = .running
    case "completed": self = .completed
    case "failed": self = .failed(sentence)
    case "refused": self = .refused(sentence)
    case "lost": self = .lost(sentence)
    case "stopped_watching": self = .stoppedWatching
    default: return nil
    }
  }
}

extension VideoTask.LogLine {
  package var json: JSONValue {
    var object = JSONObject()
    object["at"] = .double(at)
    object["word"] = .string(word)
    object["progress"] = progress.map(JSONValue.integer)
    object["status"] = status.map(JSONValue.integer)
    object["ms"] = milliseconds.map(JSONValue.double)
    if !note.isEmpty { object["note"] = .string(note) }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let at = json["at"]?.doubleValue else { return nil }
    self.init(
      at: at, word: json["word"]?.stringValue ?? "", progress: json["progress"]?.intValue,
      status: json["status"]?.intValue, milliseconds: json["ms"]?.doubleValue,
      note: json["note"]?.stringValue ?? "")
  }
}

extension VideoFile {
  package var json: JSONValue {
    var object = JSONObject()
    object["path"] = .string(path)
    object["bytes"] = .integer(byteCount)
    object["total"] = total.map(JSONValue.integer)
    object["state"] = .string(state.rawValue)
    object["validator"] = validator.map(JSONValue.string)
    object["failed_tries"] = .integer(failedTries)
    object["given_up"] = .bool(isGivenUp)
    object["saved_at"] = savedAt.map(JSONValue.double)
    object["next_try"] = nextTry.map(JSONValue.double)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let path = json["path"]?.stringValue, !path.isEmpty else { return nil }
    self.init(path: path)
    byteCount = json["bytes"]?.intValue ?? 0
    total = json["total"]?.intValue
    state = json["state"]?.stringValue.flatMap(State.init(rawValue:)) ?? .broken
    validator = json["validator"]?.stringValue
    failedTries = json["failed_tries"]?.intValue ?? 0
    isGivenUp = json["given_up"]?.boolValue ?? false
    (savedAt, nextTry) = (json["saved_at"]?.doubleValue, json["next_try"]?.doubleValue)
  }
}

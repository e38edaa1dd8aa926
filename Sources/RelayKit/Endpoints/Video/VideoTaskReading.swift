// How relays spell a video task. Sources: new-api's flat object (`/videos/{id}`, after OpenAI's) and its wrapped one
// (`/video/generations/{id}`), and the adaptors of suppliers behind both.

extension VideoTaskReport {
  /// Reads a task in any of its forms. `nil` when the value is none: a call that failed has no id, whatever its status
  /// was, and is read as a `RelayError`.
  public init?(json: JSONValue) {
    guard let outer = json.objectValue else { return nil }
    // `data` wraps the task, or is its id alone.
    let wrapped = outer["data"]?.objectValue
    let task = wrapped.map { Self.names(of: $0).isEmpty ? outer : $0 } ?? outer
    let bareID = outer["code"]?.stringValue == "success" ? Self.text(outer["data"]) : nil
    guard let id = Self.names(of: task).first ?? bareID else { return nil }
    let word = Self.text(task["status"]) ?? Self.text(task["state"]) ?? Self.text(task["task_status"]) ?? ""
    let hasFailed = ChatChunk.isFailure(task["error"])
    self.init(word: word, phase: word.isEmpty && hasFailed ? .failed : Phase(word: word))
    self.id = id
    progress = Self.percent(task["progress"])
    model = Self.text(task["model"]) ?? Self.text(task["properties"]?["origin_model_name"])
    seconds = Self.text(task["seconds"]) ?? Self.text(task["duration"])
    size = Self.text(task["size"]) ?? Self.text(task["resolution"])
    createdAt = Self.instant(task, "created_at", "submit_time", "create_time")
    startedAt = Self.instant(task, "started_at", "start_time")
    finishedAt = Self.instant(task, "completed_at", "finish_time", "finished_at")
    expiresAt = Self.instant(task, "expires_at")
    quota = task["quota"]?.doubleValue
    links = Self.links(task)
    if phase == .failed { failure = Self.failure(task) }
  }

  private static func names(of task: JSONObject) -> [String] {
    ["id", "task_id", "video_id"].compactMap { text(task[$0]) }
  }

  /// Text, or the digits of a number; neither empty.
  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let literal): literal
    default: nil
    }
  }

  /// `30`, `"30%"`, `0.3` (a fraction only below 1).
  private static func percent(_ value: JSONValue?) -> Int? {
    guard var digits = text(value)?[...] else { return nil }
    let isMarked = digits.hasSuffix("%")
    if isMarked { digits.removeLast() }
    guard let number = Double(digits), number.isFinite, number >= 0 else { return nil }
    let isFraction = !isMarked && number > 0 && number < 1
    return Int(min(100, isFraction ? number * 100 : number).rounded())
  }

  /// Seconds since 1970; 0 means never, and some count milliseconds.
  private static func instant(_ task: JSONObject, _ names: String...) -> Double? {
    for name in names {
      guard let number = text(task[name]).flatMap({ Double($0) }), number.isFinite, number > 0 else {
        continue
      }
      let seconds = number > 1e11 ? number / 1000 : number
      // No calendar goes further.
      return seconds < 1e11 ? seconds : nil
    }
    return nil
  }

  private static func links(_ task: JSONObject) -> [String] {
    let data = task["data"]
    let places: [JSONValue?] = [
      task["metadata"]?["url"], task["result_url"], task["video_url"], task["url"], task["output"]?["url"],
      task["output"]?["video_url"], task["video"]?["url"], task["content"]?["video_url"], data?["url"],
      data?["video_url"], data?.arrayValue?.first?["url"],
      // Older builds keep the address where the reason of a failure would stand.
      task["fail_reason"],
    ]
    var links: [String] = []
    for place in places {
      guard let link = place?.stringValue, isAddress(link), !links.contains(link) else { continue }
      links.append(link)
    }
    return links
  }

  private static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("/") && text.utf8.count > 1
  }

  private static func failure(_ task: JSONObject) -> RelayError {
    if ChatChunk.isFailure(task["error"]) {
      return ordinary(RelayError(inStream: .object(task), head: nil, tokensBefore: 0))
    }
    let reason = text(task["fail_reason"]) ?? text(task["message"]) ?? text(task["reason"]) ?? ""
    return RelayError(kind: .relayFailure, message: KeyMask.masked(isAddress(reason) ? "" : reason))
  }

  /// A task that failed is no error inside an answer.
  private static func ordinary(_ error: RelayError) -> RelayError {
    var error = error
    if [.errorInStream, .malformedAnswer, .emptyAnswer].contains(error.kind) { error.kind = .relayFailure }
    error.isRetryable = false
    return error
  }
}

extension VideoTaskReport.Phase {
  private static let words: [String: Self] = {
    var words: [String: Self] = [:]
    let lists: [(Self, String)] = [
      (
        .queued,
        "queued queueing in_queue not_start not_started submitted pending created waiting scheduled accepted"
      ),
      (.running, "in_progress running processing generating started rendering active"),
      (.completed, "completed complete success succeeded succeed finished done"),
      (.failed, "failed failure fail error cancelled canceled expired rejected aborted timeout timed_out"),
    ]
    for (phase, list) in lists { for word in list.split(separator: " ") { words[String(word)] = phase } }
    return words
  }()

  /// The meaning of a relay's word, however it is written.
  public init(word: String) {
    let plain = word.lowercased().map { $0 == "-" || $0 == " " ? "_" : String($0) }.joined()
    self = Self.words[plain] ?? .unknown
  }
}

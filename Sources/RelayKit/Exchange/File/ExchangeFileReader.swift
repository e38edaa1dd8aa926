/// Reads an exchange file back into its updates. Arbitrary bytes give updates or a `Problem`, never a trap.
public struct ExchangeFileReader: Sendable {
  private var exchange: Exchange
  private var reader: AnswerReader?
  private var updates: [ExchangeUpdate]
  private var last: MonotonicTime
  private var isEnded = false
  private var isByFrame = false
  private var cause = "recording"

  /// The updates of a file, `.began` first and `.ended` last. Applied in order they make the record that was
  /// written. A file that ends early, or is damaged at some line, ends there, as cut; lines of a kind that is
  /// not known are skipped.
  /// - Parameter byFrame: one delta for each frame of a stream instead of one for each network read.
  /// - Parameter cause: of the cut, where the file has no end: `recording`, or `program ended` for one that bayside
  ///   did not live to finish.
  /// - Throws: `ExchangeFile.Problem`.
  public static func updates(
    from bytes: some Collection<UInt8>, byFrame: Bool = false, cause: String = "recording"
  ) throws(ExchangeFile.Problem) -> [ExchangeUpdate] {
    // An array: what is generic here is many times slower where it is called from another module.
    let lines = Array(bytes).split(separator: 0x0A, omittingEmptySubsequences: true)
    guard let first = lines.first, let header = try? JSONValue(parsing: first) else {
      throw .notAnExchange
    }
    var reader = try ExchangeFileReader(header: header)
    reader.isByFrame = byFrame
    reader.cause = cause
    for line in lines.dropFirst() {
      guard !reader.isEnded, let value = try? JSONValue(parsing: line) else { break }
      guard reader.take(value) else { break }
    }
    return reader.finished()
  }

  private init(header: JSONValue) throws(ExchangeFile.Problem) {
    guard header["format"]?.stringValue == ExchangeFile.format, let version = header["version"]?.intValue
    else { throw .notAnExchange }
    guard version <= ExchangeFile.version else { throw .newerVersion(version) }
    let start = MonotonicTime(nanoseconds: Self.nanoseconds(header["clock"]) ?? 0)
    exchange = Exchange(
      id: header["id"]?.stringValue ?? "",
      request: RecordedRequest(fileValue: header["request"] ?? .null),
      requestedModel: header["model"]?.stringValue ?? "",
      asksForStream: header["stream"]?.boolValue ?? false,
      startedAt: header["started_at"]?.seconds ?? 0, start: start)
    updates = [.began(exchange)]
    last = start
  }

  /// Up to 73 years either way, so that no difference of two instants can overflow.
  private static func nanoseconds(_ value: JSONValue?) -> Int64? {
    value?.intValue.flatMap { $0.magnitude < 1 << 61 ? Int64($0) : nil }
  }

  /// - Returns: false when the line is damaged, so that nothing after it can be trusted.
  private mutating func take(_ line: JSONValue) -> Bool {
    guard let object = line.objectValue, let offset = Self.nanoseconds(object["t"]) else { return false }
    let instant = MonotonicTime(nanoseconds: exchange.start.nanoseconds + offset)
    last = max(last, instant)
    if let attempt = object["sending"]?.intValue {
      updates.append(.sending(attempt: attempt, instant))
    } else if let name = object["mark"]?.stringValue {
      if let mark = PhaseMark(rawValue: name) { updates.append(.mark(mark, instant)) }
    } else if let value = object["head"] {
      let head = HTTPResponseHead(fileValue: value)
      reader = AnswerReader(head: head, kind: AnswerKind(url: exchange.request.url))
      updates.append(.head(head, instant))
    } else if object["bytes"] != nil || object["bytes_base64"] != nil {
      guard let bytes = line.bytes(named: "bytes"), reader != nil else { return false }
      if isByFrame {
        updates += (reader?.feedByFrame(bytes, at: instant) ?? []).map(ExchangeUpdate.delta)
      } else if let delta = reader?.feed(bytes, at: instant) {
        updates.append(.delta(delta))
      }
    } else if let parts = object["parts"]?.arrayValue {
      updates.append(
        .delta(
          AnswerDelta(
            parts: parts.compactMap(AnswerPart.init(fileValue:)),
            tokenEvents: max(0, object["tokens"]?.intValue ?? 0), instant: instant)))
    } else if let value = object["retrying"] {
      guard let error = RelayError(fileValue: value["error"]) else { return false }
      finishAnswer(at: instant)
      updates.append(
        .retrying(
          error, seconds: value["seconds"]?.seconds ?? 0, nextAttempt: value["next"]?.intValue ?? 0,
          instant))
    } else if let value = object["ended"] {
      guard
        let outcome = Outcome(
          fileName: value["outcome"]?.stringValue ?? "", error: RelayError(fileValue: value["error"]))
      else { return false }
      finishAnswer(at: instant)
      updates.append(.ended(outcome, TransportSummary(fileValue: value["summary"]), instant))
      isEnded = true
    }
    return true
  }

  /// What only the end of a body decides, as it was told when it happened.
  private mutating func finishAnswer(at instant: MonotonicTime) {
    guard var reader else { return }
    let (delta, _) = reader.finish(at: instant)
    if !delta.parts.isEmpty || !delta.frames.isEmpty { updates.append(.delta(delta)) }
    self.reader = nil
  }

  private mutating func finished() -> [ExchangeUpdate] {
    if !isEnded {
      finishAnswer(at: last)
      let error = RelayError(kind: .cut, details: ["cause": cause])
      updates.append(.ended(.cut(error), TransportSummary(), last))
    }
    return updates
  }
}

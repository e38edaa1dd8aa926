package import RelayKit

/// The file form of a comparison: JSON Lines that grow while it runs, so that what came is there whatever
/// happens. The first line says what is asked of whom, each further one what was added: a `lane`, a `turn`, a
/// `run` in the order in which they ended, a `vote`, a `verdict` of a judge, the `winner`.
package enum ComparisonFile {
  /// Readers refuse files of a higher version; lines and keys that they do not know they keep.
  package static let version = 1

  /// Why a file cannot be read at all.
  package enum Problem: Error, Sendable, Hashable {
    case notAComparison
    case newerVersion(Int)
    /// It asks for more than any comparison does.
    case tooMuch

    /// One sentence for people.
    package var sentence: String {
      switch self {
      case .notAComparison: "The file is not a comparison that bayside kept."
      case .tooMuch:
        "The file asks for more than \(ComparisonRecord.mostRuns) answers; no comparison does."
      case .newerVersion(let version):
        "The file has version \(version) of the format; this bayside reads up to \(ComparisonFile.version)."
      }
    }
  }

  /// What was left out in reading, and where.
  package struct Note: Sendable, Hashable {
    /// Of the file, from 1.
    package var line: Int
    /// A whole sentence that names the line.
    package var sentence: String
  }

  // MARK: Writing

  /// The first line; runs and what else comes later have lines of their own.
  package static func header(_ record: ComparisonRecord) -> [UInt8] {
    line("comparison", record.headerJSON)
  }

  package static func line(_ run: ComparisonRun) -> [UInt8] { line("run", run.json) }
  package static func line(lane: ComparisonLane) -> [UInt8] { line("lane", lane.json) }

  package static func line(turn text: String) -> [UInt8] {
    line("turn", JSONObject([.init(key: "text", value: .string(text))]))
  }

  /// A run that was begun, so that its exchange can be found although bayside ended before the run did.
  package static func line(asked exchange: String, _ key: RunKey) -> [UInt8] {
    var object = JSONObject()
    object["lane"] = .string(key.lane)
    object["turn"] = .integer(key.turn)
    object["repeat"] = .integer(key.repetition)
    object["row"] = key.row.map(JSONValue.integer)
    object["exchange"] = .string(exchange)
    return line("asked", object)
  }

  package static func line(vote: JSONObject) -> [UInt8] { line("vote", vote) }
  package static func line(_ verdict: ComparisonVerdict) -> [UInt8] { line("verdict", verdict.json) }

  /// - Parameter letter: of a lane; `nil` when there is no winner any more.
  package static func line(winner letter: String?) -> [UInt8] {
    line("winner", JSONObject([.init(key: "lane", value: letter.map(JSONValue.string) ?? .null)]))
  }

  /// The whole file.
  /// - Parameter exchanges: whether the bytes of all exchanges are in it.
  package static func bytes(of record: ComparisonRecord, exchanges: Bool = true) -> [UInt8] {
    var bytes = header(record)
    for var run in record.runs {
      if !exchanges { run.exchange = [] }
      bytes += line(run)
    }
    for vote in record.votes { bytes += line(vote: vote) }
    for verdict in record.verdicts { bytes += line(verdict) }
    if record.winner != nil { bytes += line(winner: record.winner) }
    for object in record.unknownLines { bytes += JSONValue.object(object).encoded() + [0x0A] }
    return bytes
  }

  private static func line(_ type: String, _ object: JSONObject) -> [UInt8] {
    var line = JSONObject([.init(key: "type", value: .string(type))])
    for member in object.members where member.key != "type" { line[member.key] = member.value }
    return JSONValue.object(line).encoded() + [0x0A]
  }

  // MARK: Reading

  /// Reads a file as far as it can be read.
  /// - Returns: the comparison, and what was left out of it: damaged lines, and a last line that is torn because
  ///   writing was broken off.
  package static func read(
    _ bytes: some Collection<UInt8>
  ) throws(Problem) -> (record: ComparisonRecord, notes: [Note]) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let first = lines.first, let header = (try? JSONValue(parsing: first))?.objectValue,
      header["type"]?.stringValue == "comparison", let version = header["version"]?.intValue
    else { throw .notAComparison }
    guard version <= Self.version else { throw .newerVersion(version) }
    guard var record = ComparisonRecord(header: header) else { throw .notAComparison }
    guard record.isBounded else { throw .tooMuch }
    var notes: [Note] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let number = index + 1
      guard let object = (try? JSONValue(parsing: line))?.objectValue else {
        let isTorn = index == lines.count - 1
        notes.append(
          Note(
            line: number,
            sentence: isTorn
              ? "Line \(number) is torn, since writing it was broken off; it was skipped."
              : "Line \(number) is damaged and was skipped."))
        continue
      }
      if let missing = record.take(object) {
        notes.append(Note(line: number, sentence: "Line \(number) has no \(missing) and was skipped."))
      }
    }
    guard record.isBounded else { throw .tooMuch }
    return (record, notes)
  }
}

extension ComparisonRecord {
  /// Takes the object of a line over. - Returns: what it lacks to be of use.
  fileprivate mutating func take(_ object: JSONObject) -> String? {
    var rest = object
    rest["type"] = nil
    switch object["type"]?.stringValue {
    case "run":
      guard let run = ComparisonRun(json: rest) else { return "lane, turn and outcome" }
      runs.append(run)
    case "lane":
      guard let lane = ComparisonLane(json: rest) else { return "letter and model" }
      if let place = lanes.firstIndex(where: { $0.letter == lane.letter }) {
        lanes[place] = lane
      } else {
        lanes.append(lane)
      }
    case "turn":
      guard let text = object["text"]?.stringValue else { return "text" }
      turns.append(text)
    case "vote": votes.append(rest)
    case "verdict":
      guard let verdict = ComparisonVerdict(json: rest) else { return "model and turn" }
      verdicts.append(verdict)
    case "winner": winner = object["lane"]?.stringValue
    case nil: return "type"
    default: unknownLines.append(object)
    }
    return nil
  }
}

import Glibc
import RelayKit
import TerminalUI
import Workbench

/// The form in which the results of `bayside compare` are written.
enum CompareFormat: Equatable {
  /// For people: answers where each lane gave one, then a line for each lane.
  case table
  case export(ComparisonExport)

  static let names = ["table"] + ComparisonExport.allCases.map(\.rawValue)

  /// `--format`, else by the ending of the file's name.
  init(_ options: ParsedOptions) throws(UsageError) {
    if let name = options["format"] {
      if name == "table" {
        self = .table
      } else if let form = ComparisonExport(rawValue: name) {
        self = .export(form)
      } else {
        throw UsageError(
          sentence: "--format needs one of \(Self.names.joined(separator: ", ")), not “\(name)”.")
      }
      return
    }
    let ending = options["output"]?.split(separator: "/").last?.split(separator: ".").dropFirst().last
    let form = ending.flatMap { ending in
      ComparisonExport.allCases.first { $0.fileExtension == ending.lowercased() }
    }
    self = form.map { .export($0) } ?? .table
  }

  func bytes(of record: ComparisonRecord) -> [UInt8] {
    switch self {
    case .table: Array(CompareReport(record).text.utf8)
    // What is needed to look at every byte again is in the journal.
    case .export(.jsonl): ComparisonFile.bytes(of: record, exchanges: false)
    case .export(let form): form.bytes(of: record)
    }
  }
}

/// The results as text for people.
struct CompareReport {
  let text: String

  /// Wider cells are cut.
  private static let widest = 48

  init(_ record: ComparisonRecord) {
    var text = ""
    let isShort = record.repeats == 1 && record.rows.isEmpty
    if isShort {
      for run in record.results { text += Self.answer(run, record) + "\n" }
    }
    text += Self.table(ComparisonSummary(record))
    if record.repeats > 1 || !record.rows.isEmpty {
      let failed = record.results.flatMap { run in
        run.checks.filter { $0.passed != true }.map { (run.key, $0) }
      }
      for (key, check) in failed.prefix(20) {
        let place = record.place(of: key)
        text += "\(key.lane) \(place): \(check.outcomeWord): \(ShortLabel.cut(check.line, to: 100))\n"
      }
      if failed.count > 20 { text += "… \(failed.count - 20) more checks did not pass\n" }
    }
    self.text = text
  }

  private static func answer(_ run: ComparisonRun, _ record: ComparisonRecord) -> String {
    let place = record.place(of: run.key)
    let title = record.lane(run.key.lane)?.title ?? ""
    var text = "── \(run.key.lane) \(ShortLabel.cut(title, to: 80))\(place.isEmpty ? "" : ", \(place)") ──\n"
    if !run.text.isEmpty { text += run.text + (run.text.hasSuffix("\n") ? "" : "\n") }
    for remark in run.remarks { text += "(\(remark))\n" }
    for check in run.checks where check.passed != true {
      text += "(\(check.outcomeWord): \(check.line))\n"
    }
    if let judgement = record.judgement(of: run.key), !judgement.reason.isEmpty {
      let score = judgement.score.map { NumberWords.oneDecimal($0) } ?? "no score"
      text += "(judge: \(score). \(judgement.reason))\n"
    }
    return text
  }

  static func table(_ summary: ComparisonSummary) -> String {
    let lines = [summary.headings] + summary.rows.map { $0.map { ShortLabel.cut($0, to: widest) } }
    let widths = summary.headings.indices.map { column in lines.map { Glyphs.width($0[column]) }.max() ?? 0 }
    return lines.map { line in
      var cells: [String] = []
      for (column, cell) in line.enumerated() {
        let space = String(repeating: " ", count: widths[column] - Glyphs.width(cell))
        cells.append(summary.isFigure[column] ? space + cell : cell + space)
      }
      let text = cells.joined(separator: "  ")
      return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }
}

/// Where the results go: standard output, or a new file that is made before anything is asked.
struct CompareOutput {
  private let file: Int32
  private let path: String?

  init(_ path: String?) throws(UsageError) {
    self.path = path
    guard let path else {
      file = 1
      return
    }
    file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = errno == EEXIST ? "it exists already and was not touched" : Output.systemError(errno)
      throw UsageError(sentence: "--output: \(path) cannot be written: \(reason).")
    }
  }

  /// - Returns: the exit status that a failure means; `nil` when all was written.
  func write(_ bytes: [UInt8]) -> Int32? {
    if let path {
      defer { close(file) }
      if Output.writeWhole(bytes, to: file), fsync(file) == 0 { return nil }
      Output.notice("\(path) is not complete: \(Output.systemError(errno)).")
      return 1
    }
    let shown = isatty(1) == 1 ? Array(Output.harmless(String(decoding: bytes, as: UTF8.self)).utf8) : bytes
    if Output.writeWhole(shown, to: 1) { return nil }
    if errno == EPIPE || errno == EBADF { return 128 + SIGPIPE }
    Output.notice("The results cannot be written: \(Output.systemError(errno)).")
    return 1
  }
}

import RelayKit
import TerminalUI
import Workbench

/// A task in words.
extension VideoTask {
  /// `● in progress`, `✓ completed`; the relay's own word where there is one.
  var stateWords: String {
    switch state {
    case .submitting: "● sending"
    case .uncertain: "! not known"
    case .accepted: word.isEmpty ? "● accepted" : "● " + spoken
    case .queued, .running: "● " + spoken
    case .completed: hasFile ? "✓ completed" : "● completed"
    case .failed: "✗ failed"
    case .refused: "✗ refused"
    case .lost: "! lost"
    case .stoppedWatching: "■ not watched"
    }
  }

  /// On one line.
  var promptLine: String { prompt.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  var hasFile: Bool { file?.state == .whole }

  /// `in_progress` is read as `in progress`; words that nobody knows are shown as they came.
  private var spoken: String {
    let plain = word.lowercased()
    switch plain {
    case "": return state == .queued ? "queued" : "in progress"
    case "queued", "in_progress", "not_start", "submitted", "processing":
      return plain.replacing("_", with: " ")
    default: return word
    }
  }

  var tone: Role {
    switch state {
    case .submitting, .accepted, .queued, .running: .live
    case .completed: hasFile ? .ok : .live
    case .uncertain, .lost, .stoppedWatching: .warn
    case .failed, .refused: .error
    }
  }

  /// What the column of progress says.
  func progressWords(at now: Double) -> String {
    switch state {
    case .submitting: return "being sent"
    case .accepted, .queued, .running:
      let elapsed = VideoClock.duration(now - startedAt)
      return progress.map { "step \($0) %, \(elapsed)" } ?? elapsed
    case .completed: return fileWords
    case .failed, .refused, .lost, .uncertain: return sentence
    case .stoppedWatching: return "R looks again"
    }
  }

  private var fileWords: String {
    guard let file else { return note.isEmpty ? "to be fetched" : note }
    switch file.state {
    case .whole: return "saved, \(Figures.bytes(file.byteCount))"
    case .broken:
      if file.isGivenUp { return "not saved; R tries again" }
      return file.byteCount == 0 ? "not saved yet" : "broke off at \(Figures.bytes(file.byteCount))"
    case .downloading:
      let total = file.total.map { " of \(Figures.bytes($0))" } ?? ""
      return "fetching, \(Figures.bytes(file.byteCount))\(total)"
    }
  }

  /// Why there is no file to open or copy, and what brings it.
  var missingFileWords: String {
    switch state {
    case .failed: return "There is no file: the task failed."
    case .refused: return "There is no file: the relay did not take the task."
    case .lost: return "There is no file: the task is lost."
    case .uncertain: return "There is no file: nobody knows whether the relay has the task."
    case .stoppedWatching: return "It is not watched any more; R looks again and fetches what is made."
    case .submitting, .accepted, .queued, .running: return "It is not made yet; it is saved by itself."
    case .completed: break
    }
    guard let file, file.state == .broken else { return "It is being fetched." }
    let cause = log.last { $0.word == "not saved" }?.note ?? ""
    return "It is not saved: " + (cause.isEmpty ? "nobody fetches it now." : cause)
      + (file.isGivenUp ? " R tries again." : " It is tried again; R tries now.")
  }

  /// - Parameter columns: as many as it may take; `nil`: any number, with all digits.
  func costWords(columns: Int? = nil) -> String {
    func money(_ amount: Double, _ isEstimate: Bool) -> String {
      guard let columns else {
        return NumberWords.money(amount, currency: currency, isEstimate: isEstimate)
      }
      return NumberWords.money(amount, currency: currency, isEstimate: isEstimate, columns: columns)
    }
    if let cost { return money(cost, costIsEstimate) }
    switch state {
    case .refused: return "0"
    // What failed is not charged as a rule; the relay did not say so.
    case .failed: return "~0"
    default: return estimate.map { money($0, true) } ?? ""
    }
  }
}

enum VideoClock {
  /// `48 s`, `1 m 12 s`, `2 h 3 m`.
  static func duration(_ seconds: Double) -> String {
    let seconds = Int(max(0, min(seconds, 1e8)))
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) m \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) m"
  }
}

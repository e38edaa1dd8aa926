import Glibc
import RelayKit
import Workbench

/// What came of `bayside image`, for scripts and people.
struct ImageReport {
  private let exchange: Exchange
  private let files: [PictureFile]
  private let figures: RunFigures
  private let interruption: ExchangeSession.Interruption?

  /// - Parameter figures: with what it cost.
  init(
    _ exchange: Exchange, _ files: [PictureFile], figures: RunFigures,
    interruption: ExchangeSession.Interruption?
  ) {
    (self.exchange, self.files, self.interruption) = (exchange, files, interruption)
    self.figures = figures
  }

  var status: Int32 {
    if case .signal(let number) = interruption, exchange.outcome == .stopped { return 128 + number }
    switch exchange.outcome {
    case .done: break
    case .cut: return 3
    default: return 1
    }
    if files.isEmpty || files.contains(where: { !$0.isSaved }) { return 1 }
    return files.allSatisfy(\.isComplete) ? 0 : 3
  }

  /// Paths on standard output, a line for each; everything else on standard error.
  func print() {
    for file in files {
      if file.isSaved { Output.writeAnswer(file.path + "\n") }
      let number = files.count > 1 ? "Picture \(file.position + 1)" : "The picture"
      if !file.note.isEmpty { Output.notice("\(number): \(file.note)") }
      if file.isMisnamed { Output.notice("\(file.name) holds a \(file.format.title).") }
      if isatty(2) == 1, file.isSaved { Output.notice(file.summary) }
      if let words = picture(file)?.revisedPrompt, !words.isEmpty, isatty(2) == 1 {
        Output.notice("The model's own prompt: \(words)")
      }
    }
    for line in AnswerNotes(exchange, interruption: interruption, isReplay: false).lines
    where exchange.outcome != .done {
      Output.notice(line)
    }
    if exchange.outcome == .done, files.isEmpty { Output.notice("The answer holds no picture.") }
  }

  var json: JSONValue {
    // What is the same for every exchange stands there under the same names.
    let all = ChatReport(exchange).json
    var report = JSONObject()
    for key in ["model", "served_model"] { report[key] = all[key] ?? .null }
    report["pictures"] = .array(files.map(json))
    report["cost"] = figures.cost.map(JSONValue.double) ?? .null
    report["currency"] = figures.cost == nil ? .null : .string(figures.currency)
    report["cost_is_estimate"] = figures.cost == nil ? .null : .bool(figures.costIsEstimate)
    for key in ["usage", "outcome", "error", "request_id", "attempts", "timings_ms", "bytes"] {
      report[key] = all[key] ?? .null
    }
    return .object(report)
  }

  private func json(_ file: PictureFile) -> JSONValue {
    var object = JSONObject()
    object["path"] = file.isSaved ? .string(file.path) : .null
    object["format"] = .string(file.format.rawValue)
    object["width"] = file.width.map(JSONValue.integer) ?? .null
    object["height"] = file.height.map(JSONValue.integer) ?? .null
    object["bytes"] = .integer(file.byteCount)
    object["complete"] = .bool(file.isComplete && file.isSaved)
    object["note"] = file.note.isEmpty ? .null : .string(file.note)
    object["revised_prompt"] = picture(file)?.revisedPrompt.map(JSONValue.string) ?? .null
    if case .link(let address) = picture(file)?.content { object["url"] = .string(address) }
    return .object(object)
  }

  private func picture(_ file: PictureFile) -> AnswerPicture? {
    exchange.answer.keptPictures.first { $0.position == file.position }?.picture
  }
}

extension PictureFile {
  /// The user's own name for it ends as the name of another format, or of none.
  fileprivate var isMisnamed: Bool {
    guard isSaved, format != .other, let ending = name.split(separator: ".").last?.lowercased() else {
      return false
    }
    return ending != format.fileEnding() && !(format == .jpeg && ["jpeg", "jpe", "jfif"].contains(ending))
  }
}

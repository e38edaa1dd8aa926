import Glibc
import HistoryStore
import RelayKit
import Workbench

/// `bayside history export`: to JSON lines, which `import` reads, or to Markdown, to be read.
struct HistoryExporting {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    guard options.operands.isEmpty == options.has("all") else {
      throw UsageError(sentence: "bayside history export needs the IDs of conversations, or --all.")
    }
    let form = options["as"] ?? "jsonl"
    guard ["jsonl", "markdown"].contains(form) else {
      throw UsageError(sentence: "--as needs jsonl or markdown, not “\(form)”.")
    }
    let target = try target()
    defer { if target.isFile { close(target.descriptor) } }
    do throws(HistoryProblem) {
      let history = KeptHistory.openMended()
      let status = try await checkIDs(history)
      guard status == 0 else { return status }
      if form == "markdown" { return try await exportMarkdown(history, target) }
      let isOnTerminal = !target.isFile && isatty(1) == 1
      try await history.export(
        options.has("all") ? nil : options.operands, includingBytes: !options.has("no-bytes")
      ) { bytes in
        if isOnTerminal {
          Output.writeFile(bytes)
        } else if !Output.writeWhole(bytes, to: target.descriptor) {
          throw HistoryProblem(.other, "The export is not whole: \(Output.systemError(errno)).")
        }
      }
      return 0
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }

  /// Every one that was named must be there, before anything is written.
  private func checkIDs(_ history: HistoryStore) async throws(HistoryProblem) -> Int32 {
    for id in options.operands where try await history.conversation(id) == nil {
      Output.notice("There is no “\(id)” in the history; bayside history list shows the ids.")
      return 1
    }
    return 0
  }

  private func exportMarkdown(
    _ history: HistoryStore, _ target: (descriptor: Int32, isFile: Bool)
  ) async throws(HistoryProblem) -> Int32 {
    var ids = options.operands
    if options.has("all") {
      ids = try await history.entries(HistoryFilter(), offset: 0, limit: .max / 2).entries.map(\.id)
    }
    var status: Int32 = 0
    for (place, id) in ids.enumerated() {
      guard let kept = try await history.conversation(id) else { continue }
      guard let opened = try? OpenedConversation(kept) else {
        Output.notice("\(id) cannot be read and was left out.")
        status = 1
        continue
      }
      let text = (place > 0 ? "\n" : "") + opened.markdown
      if target.isFile {
        guard Output.writeWhole(Array(text.utf8), to: target.descriptor) else {
          throw HistoryProblem(.other, "The export is not whole: \(Output.systemError(errno)).")
        }
      } else {
        Output.writeAnswer(text)
      }
    }
    return status
  }

  /// A file that is there already is never replaced.
  private func target() throws(UsageError) -> (descriptor: Int32, isFile: Bool) {
    guard let path = options["output"], path != "-" else { return (1, false) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = errno == EEXIST ? "it exists already and was not touched" : Output.systemError(errno)
      throw UsageError(sentence: "--output: \(path) cannot be written: \(reason).")
    }
    return (file, true)
  }
}

/// `bayside history import`.
struct HistoryImporting {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let path = options.operands.first ?? "-"
    let file = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw UsageError(sentence: "\(path) cannot be read: \(Output.systemError(errno)).")
    }
    defer { if file > 0 { close(file) } }
    do throws(HistoryProblem) {
      let done = try await KeptHistory.openMended().importLines {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
          let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
          if count < 0, errno == EINTR { continue }
          guard count >= 0 else {
            throw HistoryProblem(.other, "\(path) cannot be read: \(Output.systemError(errno)).")
          }
          return count == 0 ? nil : Array(buffer[..<count])
        }
      }
      for note in done.notes { Output.notice(note) }
      var words = [
        "\(NumberWords.counted(done.conversations, "conversation")) and "
          + "\(NumberWords.counted(done.exchanges, "request")) were taken over"
      ]
      if done.known > 0 { words.append("\(done.known) were here already and stay as they are") }
      if done.refused > 0 { words.append("\(NumberWords.counted(done.refused, "line")) could not be") }
      Output.write(words.joined(separator: "; ") + ".\n")
      return done.refused > 0 ? 1 : 0
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }
}

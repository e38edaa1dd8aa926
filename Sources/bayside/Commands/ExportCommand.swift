import Glibc
import RelayKit

/// `bayside export`: a recorded exchange in the form of another program.
struct ExportCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 written, 1 the file could not be written.
  func run() throws(UsageError) -> Int32 {
    guard let form = options["as"].flatMap(ExchangeExport.init) else {
      let forms = ExchangeExport.allCases.map(\.rawValue)
      throw UsageError(
        sentence: "--as needs one of \(forms.joined(separator: ", "))"
          + (options["as"].map { ", not “\($0)”." } ?? "."))
    }
    let path = options.operands.first ?? "-"
    let recorder = ExchangeRecorder()
    var exchange: Exchange?
    do {
      for update in try ExchangeFileReader.updates(from: InputFile.bytes(path)) {
        exchange = recorder.apply(update)
      }
    } catch let error as UsageError {
      throw error
    } catch {
      let problem = error as? ExchangeFile.Problem ?? .notAnExchange
      throw UsageError(sentence: "\(path): \(problem.explanation)")
    }
    guard let exchange else {
      throw UsageError(sentence: "\(path): \(ExchangeFile.Problem.notAnExchange.explanation)")
    }
    let bytes = try Self.bytes(of: exchange, as: form)
    if exchange.outcome?.error?.details["cause"] == "recording" {
      Output.notice("The recording ends early; so does what was exported.")
    }
    guard let target = options["output"] else {
      Output.writeFile(bytes)
      return 0
    }
    return try Self.write(bytes, to: target)
  }

  private static func bytes(of exchange: Exchange, as form: ExchangeExport) throws(UsageError) -> [UInt8] {
    let request = try? ChatRequest(body: exchange.request.body)
    guard request != nil || !form.isConversation else {
      throw UsageError(sentence: "The recorded request is no chat request: it holds no conversation.")
    }
    return form.bytes(
      of: exchange, messages: request?.messages ?? [], answer: exchange.answer,
      version: CommandLineEntry.version)
  }

  /// A file that is there already is never replaced.
  static func write(_ bytes: [UInt8], to path: String) throws(UsageError) -> Int32 {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = errno == EEXIST ? "it exists already and was not touched" : Output.systemError(errno)
      throw UsageError(sentence: "--output: \(path) cannot be written: \(reason).")
    }
    defer { close(file) }
    if Output.writeWhole(bytes, to: file) { return 0 }
    Output.notice("\(path) is not complete: \(Output.systemError(errno)).")
    return 1
  }
}

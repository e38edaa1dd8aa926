import Dispatch
import Glibc
import RelayKit

/// `bayside chat`: one question, the answer on standard output.
struct ChatCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 done, 1 failed, 3 cut, 130 interrupted.
  func run() async throws(UsageError) -> Int32 {
    let request = try request()
    guard !request.model.isEmpty else { throw UsageError(sentence: "No model is named: use -m MODEL.") }
    let relay = try RelayOptions(options)
    let exchange = await ask(request, relay.client)
    relay.stop()
    return report(exchange)
  }

  /// The body file, if any, changed only where other options say so.
  private func request() throws(UsageError) -> ChatRequest {
    var request = ChatRequest(model: "")
    if let file = options["body"] { request = try bodyFile(file) }
    if let model = options["model"] { request.model = model }
    if let system = options["system"] {
      request.messages.insert(ChatMessage(role: "system", text: system), at: 0)
    }
    if let operand = options.operands.first {
      let prompt = operand == "-" ? String(decoding: Output.readInput(), as: UTF8.self) : operand
      request.messages.append(ChatMessage(role: "user", text: prompt))
    } else if options["body"] == nil {
      throw UsageError(sentence: "There is no prompt: give one, or - to read it from standard input.")
    }
    if options.has("no-stream") { request.stream = options["body"] == nil ? nil : false }
    for setting in options.all("param") {
      let (name, value) = try Self.parameter(setting)
      request.parameters[name] = value
    }
    return request
  }

  /// NAME=JSON; what is not JSON is a string.
  static func parameter(_ setting: String) throws(UsageError) -> (name: String, value: JSONValue) {
    guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
      throw UsageError(sentence: "--param takes NAME=JSON, not '\(setting)'.")
    }
    let text = String(setting[setting.index(after: equals)...])
    return (String(setting[..<equals]), (try? JSONValue(parsing: text)) ?? .string(text))
  }

  private func bodyFile(_ path: String) throws(UsageError) -> ChatRequest {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw UsageError(sentence: "\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { if descriptor > 0 { close(descriptor) } }
    do {
      return try ChatRequest(body: Output.readInput(descriptor))
    } catch {
      throw UsageError(sentence: "\(path) is no request body: \(error).")
    }
  }

  private func ask(_ request: ChatRequest, _ client: RelayClient) async -> Exchange {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    let interrupts = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    defer { interrupts.cancel() }
    let asJSON = options.has("json")
    let recorder = ExchangeRecorder()
    return await withCheckedContinuation { continuation in
      let running = client.chat(request, id: "cli-\(getpid())-\(time(nil))", startedAt: Double(time(nil))) {
        update in
        switch update {
        case .delta(let delta) where !asJSON:
          for part in delta.parts {
            switch part {
            case .text(choice: 0, let text): Output.writeAnswer(text)
            case .reasoning(choice: 0, let text): Output.writeAnswer(text, to: 2)
            default: break
            }
          }
        case .retrying(let error, let seconds, let next, _):
          let wait = Int(seconds.rounded(.up))
          Output.notice("\(error.kind.rawValue) \(error.message): sending again in \(wait) s (try \(next))")
        default: break
        }
        if let whole = recorder.apply(update) { continuation.resume(returning: whole) }
      }
      interrupts.setEventHandler { running.stop() }
      interrupts.resume()
    }
  }

  private func report(_ exchange: Exchange) -> Int32 {
    if options.has("json") {
      Output.write(ChatReport(exchange).json.text() + "\n")
    } else {
      if !exchange.answer.text.isEmpty && !exchange.answer.text.hasSuffix("\n") { Output.write("\n") }
      if let error = exchange.outcome?.error {
        Output.notice(ErrorLine.text(error, outcome: exchange.outcome?.name ?? "failed"))
      }
    }
    return switch exchange.outcome {
    case .done: 0
    case .stopped: 130
    case .cut: 3
    case .failed, nil: 1
    }
  }
}

/// Templates of the programs in Swift.
enum SwiftTemplates {
  static let sections = SourceSections(
    request: request, chatAnswer: chatAnswer, chatStream: chatStream, pictureAnswer: pictureAnswer,
    pictureStream: pictureStream, pictureSaving: pictureSaving, video: video, end: end)

  private static let request = ##"""
    import Foundation

    #if canImport(FoundationNetworking)
    import FoundationNetworking
    #endif

    let url = ‹url›
    ?json:let body = ‹body›

    func newRequest(_ url: String) throws -> URLRequest {
        guard let url = URL(string: url) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
    ?limit&comments:    // Seconds without any byte.
        request.timeoutInterval = ‹limit›
        request.setValue(‹bearer›, forHTTPHeaderField: "Authorization")
        ‹headers›
        return request
    }

    func newPost() throws -> URLRequest {
        var request = try newRequest(url)
        request.httpMethod = "POST"
    ?json:    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    ?json:    request.httpBody = Data(body.utf8)
    ?form:    let boundary = UUID().uuidString
    ?form:    var form = Data()
    ?form:    func addText(_ name: String, _ value: String) {
    ?form:        let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
    ?form:        form += Data((head + value + "\r\n").utf8)
    ?form:    }
    ?form:    func addFile(_ name: String, _ path: String, _ type: String) throws {
    ?form:        let file = URL(fileURLWithPath: path)
    ?form:        let fileName = file.lastPathComponent.replacingOccurrences(of: "\"", with: "%22")
    ?form:        let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; "
    ?form:        form += Data((head + "filename=\"\(fileName)\"\r\nContent-Type: \(type)\r\n\r\n").utf8)
    ?form:        form += try Data(contentsOf: file) + Data("\r\n".utf8)
    ?form:    }
    ?form:    ‹fields›
    ?form:    ‹files›
    ?form:    form += Data("--\(boundary)--\r\n".utf8)
    ?form:    request.setValue("multipart/form-data; boundary=\(boundary)", forHTTPHeaderField: "Content-Type")
    ?form:    request.httpBody = form
        return request
    }

    func show(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    func fail(_ words: String) -> Never {
        note(words)
        exit(1)
    }

    func object(_ text: Data) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: text)) as? [String: Any]
    }

    ?stream&comments:/// Passes on what comes, as it comes.
    ?stream:final class Receiver: NSObject, URLSessionDataDelegate {
    ?stream:    let pieces: AsyncThrowingStream<Data, Error>
    ?stream:    private let passing: AsyncThrowingStream<Data, Error>.Continuation
    ?stream:
    ?stream:    override init() { (pieces, passing) = AsyncThrowingStream.makeStream() }
    ?stream:
    ?stream:    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    ?stream:        passing.yield(data)
    ?stream:    }
    ?stream:
    ?stream:    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    ?stream:        passing.finish(throwing: error)
    ?stream:    }
    ?stream:}
    ?stream:
    ?stream&comments:/// Hands over the events of the answer, and returns its status with what is no event. Status 0: there was no answer.
    ?stream:func post(_ read: ([String: Any]) throws -> Void) async throws -> (status: Int, text: Data) {
    ?stream:    let receiver = Receiver()
    ?stream:    let session = URLSession(configuration: .default, delegate: receiver, delegateQueue: nil)
    ?stream:    let task = session.dataTask(with: try newPost())
    ?stream:    task.resume()
    ?stream:    var rest = Data()
    ?stream:    do {
    ?stream:        for try await piece in receiver.pieces {
    ?stream:            rest += piece
    ?stream:            guard (task.response as? HTTPURLResponse)?.statusCode == 200 else { continue }
    ?stream:            while let end = rest.firstIndex(of: 0x0A) {
    ?stream:                let line = String(decoding: rest[..<end], as: UTF8.self)
    ?stream:                rest = Data(rest[end...].dropFirst())
    ?stream:                let data = line.replacingOccurrences(of: "data:", with: "", options: .anchored)
    ?stream:                    .trimmingCharacters(in: .whitespacesAndNewlines)
    ?stream&comments:                // Blank lines, comments, names of events and [DONE] begin otherwise.
    ?stream:                guard data.hasPrefix("{") else { continue }
    ?stream:                guard let event = object(Data(data.utf8)), !(event["error"] is [String: Any]) else {
    ?stream:                    fail("\n" + data)
    ?stream:                }
    ?stream:                try read(event)
    ?stream:            }
    ?stream:        }
    ?stream:    } catch where task.response == nil {
    ?stream:        return (0, Data("\(error)".utf8))
    ?stream:    }
    ?stream:    return ((task.response as? HTTPURLResponse)?.statusCode ?? 0, rest)
    ?stream:}
    ?stream:
    ?!stream:func send(_ request: URLRequest) async throws -> (status: Int, text: Data) {
    ?!stream:    let (text, response) = try await URLSession.shared.data(for: request)
    ?!stream:    return ((response as? HTTPURLResponse)?.statusCode ?? 0, text)
    ?!stream:}
    ?!stream:
    func words(_ answer: (status: Int, text: Data)) -> String {
        "HTTP \(answer.status): " + String(decoding: answer.text, as: UTF8.self)
    }

    ?usage:func printUsage(_ usage: Any?) {
    ?usage:    guard let usage = usage as? [String: Any] else { return }
    ?usage&chat:    note("\(usage["prompt_tokens"] ?? 0) tokens in, \(usage["completion_tokens"] ?? 0) out")
    ?usage&picture:    note("\(usage["input_tokens"] ?? 0) tokens in, \(usage["output_tokens"] ?? 0) out")
    ?usage:}
    ?usage:
    ?picture:func save(_ item: [String: Any], _ number: Int) async throws {
    ?picture:    let name = "image-\(number).‹extension›"
    ?picture:    var content = (item["b64_json"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
    ?picture:    if content.isEmpty, let link = (item["url"] as? String).flatMap(URL.init(string:)) {
    ?picture:        let (data, response) = try await URLSession.shared.data(from: link)
    ?picture:        guard (response as? HTTPURLResponse)?.statusCode == 200 else { fail("No picture at \(link)") }
    ?picture:        content = data
    ?picture:    }
    ?picture:    try content.write(to: URL(fileURLWithPath: name))
    ?picture:    show(name + "\n")
    ?picture:}
    ?picture:
    ?video&comments:/// Relays answer with the task itself, or with it in "data".
    ?video:func task(_ answer: Data) -> [String: Any] {
    ?video:    let task = object(answer) ?? [:]
    ?video:    return task["data"] as? [String: Any] ?? task
    ?video:}
    ?video:
    func run() async throws {
    """##

  private static let sending = ##"""
    ?!retry:    let answer = try await send(newPost())
    ?retry:    var answer: (status: Int, text: Data)
    ?retry:    do {
    ?retry:        answer = try await send(newPost())
    ?retry:    } catch {
    ?retry:        answer = (0, Data("\(error)".utf8))
    ?retry:    }
    ?retry&comments:    // ‹retry words›
    ?retry:    if answer.status == 0 || answer.status == 429 || answer.status >= 500 {
    ?retry:        try await Task.sleep(nanoseconds: ‹retry pause›_000_000_000)
    ?retry:        answer = try await send(newPost())
    ?retry:    }
        guard answer.status == 200 else { fail(words(answer)) }

    """##

  private static let chatAnswer =
    sending + "\n" + ##"""
          guard let message = object(answer.text), let choices = message["choices"] as? [[String: Any]],
              !choices.isEmpty
          else { fail(words(answer)) }
          let messages = choices.map { $0["message"] as? [String: Any] ?? [:] }
      ?!choices:    show((messages[0]["content"] as? String ?? "") + "\n")
      ?choices:    let texts = messages.map { $0["content"] as? String ?? "" }
      ?choices:    show(texts.joined(separator: "\n‹separator›\n") + "\n")
      ?tools:    for call in messages.flatMap({ $0["tool_calls"] as? [[String: Any]] ?? [] }) {
      ?tools:        let function = call["function"] as? [String: Any] ?? [:]
      ?tools:        show("\(function["name"] ?? "")(\(function["arguments"] ?? ""))\n")
      ?tools:    }
      ?usage:    printUsage(message["usage"])
      }
      """##

  private static let streaming = ##"""
    ?!retry:    let answer = try await post(read)
    ?retry&comments:    // ‹retry words›
    ?retry:    var answer = try await post(read)
    ?retry:    if answer.status == 0 || answer.status == 429 || answer.status >= 500 {
    ?retry:        try await Task.sleep(nanoseconds: ‹retry pause›_000_000_000)
    ?retry:        answer = try await post(read)
    ?retry:    }
        guard answer.status == 200 else { fail(words(answer)) }
    """##

  private static let chatStream = ##"""
    ?choices:    var others: [Int: String] = [:]
    ?tools:    var calls: [Int: (name: String, arguments: String)] = [:]
    ?usage:    var usage: Any?
        func read(_ event: [String: Any]) {
    ?usage:        usage = event["usage"] as? [String: Any] ?? usage
            for choice in event["choices"] as? [[String: Any]] ?? [] {
                let delta = choice["delta"] as? [String: Any] ?? [:]
                let text = delta["content"] as? String ?? ""
    ?choices:            let number = choice["index"] as? Int ?? 0
    ?choices:            if number > 0 {
    ?choices:                others[number, default: ""] += text
    ?choices:            } else {
    ?choices:                show(text)
    ?choices:            }
    ?!choices:            show(text)
    ?tools:            for piece in delta["tool_calls"] as? [[String: Any]] ?? [] {
    ?tools&!choices:                let place = piece["index"] as? Int ?? calls.count
    ?tools&choices:                let place = number * 1000 + (piece["index"] as? Int ?? calls.count)
    ?tools:                let function = piece["function"] as? [String: Any] ?? [:]
    ?tools:                var call = calls[place] ?? ("", "")
    ?tools:                if call.name.isEmpty { call.name = function["name"] as? String ?? "" }
    ?tools:                call.arguments += function["arguments"] as? String ?? ""
    ?tools:                calls[place] = call
    ?tools:            }
            }
        }
    """## + "\n" + streaming + "\n" + ##"""
          show("\n")
      ?choices:    for (_, other) in others.sorted(by: { $0.key < $1.key }) { show("‹separator›\n\(other)\n") }
      ?tools:    for (_, call) in calls.sorted(by: { $0.key < $1.key }) { show("\(call.name)(\(call.arguments))\n") }
      ?usage:    printUsage(usage)
      }
      """##

  private static let pictureAnswer =
    sending + "\n" + ##"""
          guard let pictures = object(answer.text), let items = pictures["data"] as? [[String: Any]], !items.isEmpty
          else { fail(words(answer)) }
          for (index, item) in items.enumerated() { try await save(item, index + 1) }
      ?usage:    printUsage(pictures["usage"])
      }
      """##

  private static let pictureStream = ##"""
        var pictures: [[String: Any]] = []
        func read(_ event: [String: Any]) {
            if (event["type"] as? String ?? "").hasSuffix(".completed") { pictures.append(event) }
        }
    """## + "\n" + streaming + "\n" + ##"""
          for (index, item) in pictures.enumerated() {
              try await save(item, index + 1)
      ?usage:        printUsage(item["usage"])
          }
      }
      """##

  private static let pictureSaving = ""

  private static let video = ##"""
    ?comments:    // ‹video words›
        var answer = try await send(newPost())
        guard answer.status == 200, let video = (task(answer.text)["id"] ?? task(answer.text)["task_id"]) as? String
        else { fail(words(answer)) }
        note(video)

    ?comments:    // ‹poll words›
        var pause = ‹poll pause›.0
        let end = Date() + ‹poll limit›
        while true {
            answer = try await send(newRequest(url + "/" + video))
            if answer.status == 200 {
                let status = (task(answer.text)["status"] as? String ?? "").lowercased()
                if [‹done›].contains(status) { break }
                if [‹failed›].contains(status) { fail(words(answer)) }
            } else if answer.status != 429, answer.status < 500 {
                fail(words(answer))
            }
            if Date() > end { fail("\(video) is not done yet.") }
            try await Task.sleep(nanoseconds: UInt64(pause * 1_000_000_000))
            pause = min(pause * ‹poll factor›, ‹poll longest›)
        }

        let content = try await send(newRequest(‹base› + video + "/content"))
        guard content.status == 200 else { fail(words(content)) }
        try content.text.write(to: URL(fileURLWithPath: "‹video file›"))
        show("‹video file›\n")
    }
    """##

  private static let end = ##"""

    do {
        try await run()
    } catch {
        fail("\(error)")
    }
    """##
}

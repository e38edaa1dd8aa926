/// One look at a video task.
public struct VideoLookupAnswer: Sendable, Hashable {
  public var status: Int
  /// From the question to the last byte of the answer.
  public var milliseconds: Double
  /// The body as received, but for the key.
  public var bytes: [UInt8]
  public var report: VideoTaskReport
  public init(status: Int, milliseconds: Double, bytes: [UInt8], report: VideoTaskReport) {
    self.status = status
    self.milliseconds = milliseconds
    self.bytes = bytes
    self.report = report
  }
}

/// Asks how a video task stands, at one of its addresses.
struct VideoLookup: Endpoint {
  let path: String
  /// Reports are small; some hold a supplier's whole answer.
  let maximumBytes = 4 << 20

  func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> (
    status: Int, bytes: [UInt8], report: VideoTaskReport
  ) {
    let json = try? JSONValue(parsing: body)
    // A task may fail under any status; a task without a state is the refusal of a call.
    if let report = json.flatMap(VideoTaskReport.init), head.isSuccess || !report.word.isEmpty {
      return (head.status, body, report)
    }
    throw RelayError(head: head, body: body)
  }

  /// Where a task is asked for: flat, as it was submitted or as usual, then wrapped.
  static func paths(id: String, submittedTo path: String) -> [String] {
    let flat = path.hasSuffix("/videos") ? path : "/videos"
    let wrapped = path.hasSuffix("/video/generations") ? path : "/video/generations"
    return [flat, wrapped].map { "\($0)/\(PathStep.encoded(id))" }
  }
}

/// One step of a path.
enum PathStep {
  private static let hexadecimal = Array("0123456789ABCDEF".utf8)

  /// Percent-encoded but for letters, digits and `-._~` (RFC 3986, 2.3), so that no id can lead elsewhere.
  static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      // A step of dots alone would be a way up.
      case UInt8(ascii: ".") where text.utf8.contains(where: { $0 != UInt8(ascii: ".") }): bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension RelayClient {
  /// Asks how a video task stands: at `/videos/{id}`, and where there is no such place, or not for this model, at
  /// `/video/generations/{id}`.
  /// - Parameter path: where the task was submitted.
  /// - Throws: `RelayError` for a call that failed; a task that failed is an answer. `isRetryable` says whether asking
  ///   again later may help, which for a question is more often so than for a submission.
  public func lookUpVideo(_ id: String, path: String) async throws -> VideoLookupAnswer {
    let start = transport.now()
    let paths = VideoLookup.paths(id: id, submittedTo: path)
    let places = isWrapped(id) ? paths.reversed() : paths
    var first: RelayError?
    for (index, place) in places.enumerated() {
      do {
        let answer = try await ask(VideoLookup(path: place))
        if place == paths.last { noteWrapped(id) }
        var bytes = answer.bytes
        configuration.secrets.hideKnown(in: &bytes)
        return VideoLookupAnswer(
          status: answer.status, milliseconds: transport.now().milliseconds(since: start), bytes: bytes,
          report: answer.report)
      } catch let error as RelayError {
        guard error.isAboutThePlace, index == 0 else {
          // The first place is the documented one: its words count, unless the second knows more.
          throw (error.isAboutThePlace ? first ?? error : error).asOfAQuestion
        }
        first = error
      }
    }
    throw first ?? RelayError(kind: .other)
  }

  /// Where the result of a task is fetched through the relay, with the key.
  public func videoContentURL(_ id: String) -> String {
    configuration.baseURL.url(for: "/videos/\(PathStep.encoded(id))/content")
  }
}

extension RelayError {
  /// Whether the address is not there, or not for this model: another may be.
  fileprivate var isAboutThePlace: Bool {
    kind == .notFound || kind == .notImplemented || kind == .notARelay || status == 405
  }

  /// The same error of a question, which changes nothing and may be asked again whenever it failed on the way.
  var asOfAQuestion: RelayError {
    var error = self
    switch kind {
    case .nameNotResolved, .cannotConnect, .connectTimeout, .connectionLost, .stalled, .totalTimeout,
      .badGateway,
      .gatewayTimeout, .overloaded, .rateLimited, .relayFailure, .emptyAnswer, .malformedAnswer, .proxy:
      error.isRetryable = true
    default: break
    }
    return error
  }
}

extension Exchange {
  /// What the relay said to a video's submission; `nil` when it accepted none.
  public var videoTask: VideoTaskReport? { (try? JSONValue(parsing: bytes)).flatMap(VideoTaskReport.init) }
}

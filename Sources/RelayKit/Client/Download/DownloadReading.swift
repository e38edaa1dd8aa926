/// Decides what comes with one answer of a download: the file, a part of it, or something else. A pure value, used
/// on the transport's thread.
struct DownloadReading: Sendable {
  enum Found: Sendable {
    case began(total: Int?, resumedAt: Int, type: String?, validator: String?)
    case bytes([UInt8])
  }
  private enum Form { case undecided, file, other }

  let head: HTTPResponseHead
  private let asked: Int
  private var form = Form.undecided
  /// Until it is clear what comes; of what is no file, its beginning.
  private var held: [UInt8] = []
  private(set) var received = 0
  private(set) var total: Int?
  private(set) var resumedAt = 0
  /// Of a page, for its words.
  private static let longestPage = 64 << 10
  /// Enough to know a web page.
  private static let sample = 16

  /// - Parameter asked: the place from which the file was asked for.
  init(head: HTTPResponseHead, asked: Int) {
    self.head = head
    self.asked = asked
    let type = head.headers.first("Content-Type")?.lowercased() ?? ""
    let isPage = type.hasPrefix("text/html") || type.hasPrefix("application/json") || type.contains("xhtml")
    let range = head.headers.first("Content-Range").flatMap(ContentRange.init)
    switch head.status {
    case 206 where range?.start == asked || range?.start == 0:
      resumedAt = range?.start ?? 0
      total = range?.total
    case 416 where range?.total == asked && asked > 0:
      // All of it was there already.
      (form, resumedAt, total) = (.file, asked, asked)
    case 200..<206 where !isPage:
      total = head.headers.first("Content-Length").flatMap { Int($0) }
    default: form = .other
    }
    if isPage { form = .other }
  }

  /// The server has less than is there: the file is another, and begins again.
  var mustBeginAgain: Bool { head.status == 416 && form == .other && asked > 0 }

  var isFile: Bool { form == .file }

  mutating func feed(_ bytes: [UInt8]) -> [Found] {
    switch form {
    case .file:
      guard head.status != 416 else { return [] }
      received += bytes.count
      return [.bytes(bytes)]
    case .other:
      held += bytes.prefix(Self.longestPage - held.count)
      return []
    case .undecided:
      held += bytes
      return held.count >= Self.sample ? decide() : []
    }
  }

  /// The body is over, or broke off.
  mutating func finish() -> [Found] {
    switch form {
    case .undecided: return decide()
    case .file where head.status == 416: return [began]
    case .file, .other: return []
    }
  }

  private var began: Found {
    .began(
      total: total, resumedAt: resumedAt, type: head.headers.first("Content-Type"), validator: validator)
  }

  private mutating func decide() -> [Found] {
    if resumedAt == 0, Self.isPage(held) {
      form = .other
      held = Array(held.prefix(Self.longestPage))
      return []
    }
    form = .file
    let bytes = held
    held = []
    received = bytes.count
    return bytes.isEmpty ? [began] : [began, .bytes(bytes)]
  }

  private static func isPage(_ bytes: [UInt8]) -> Bool {
    let beginning = String(decoding: bytes.drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(9), as: UTF8.self)
      .lowercased()
    return beginning.hasPrefix("<!doctype") || beginning.hasPrefix("<html")
  }

  /// A weak tag does not promise the same bytes (RFC 9110, 13.1.5).
  private var validator: String? {
    if let tag = head.headers.first("ETag"), !tag.hasPrefix("W/"), !tag.isEmpty { return tag }
    return head.headers.first("Last-Modified")
  }

  /// Why a complete body is not the whole file; `nil` if it is.
  var problem: RelayError? {
    guard form == .file else { return refusal }
    guard let total, resumedAt + received < total, head.status != 416 else { return nil }
    return RelayError(
      kind: .connectionLost, status: head.status, isRetryable: true,
      details: ["received": ByteCount.text(resumedAt + received), "total": ByteCount.text(total)])
  }

  /// What came instead of a file.
  private var refusal: RelayError {
    var error = RelayError(head: head, body: held)
    // JSON and pages under status 200 are read as answers elsewhere; here they are in the way.
    if head.isSuccess, error.kind == .malformedAnswer { error.message = "" }
    return error
  }
}

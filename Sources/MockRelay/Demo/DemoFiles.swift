import Glibc
package import RelayKit
import Synchronization

/// Files that the demo relay has made, kept for a while: they are served in parts too, and their links expire.
final class DemoFiles: Sendable {
  private struct File {
    var bytes: [UInt8]
    var type: String
    var expiresAt: time_t
    /// Bytes after which the connection breaks the first time.
    var breaksAfter: Int?
  }
  private struct Store {
    var files: [String: File] = [:]
    var order: [String] = []
    var made = 0
  }

  private let store = Mutex(Store())
  private static let lifetime: time_t = 3600
  private static let mostFiles = 64
  static let root = "/demo-files/"

  /// - Parameters:
  ///   - run: tells the files of several relays apart.
  ///   - lifetime: seconds; links that must be dead take a negative one.
  /// - Returns: the path of the link.
  func keep(
    _ bytes: [UInt8], type: String, name: String, run: String, lifetime: time_t = DemoFiles.lifetime,
    breaksAfter: Int? = nil
  ) -> String {
    store.withLock { store in
      store.made += 1
      let path = "\(Self.root)\(run)-\(store.made)/\(name)"
      store.files[path] = File(
        bytes: bytes, type: type, expiresAt: time(nil) + lifetime, breaksAfter: breaksAfter)
      store.order.append(path)
      if store.order.count > Self.mostFiles { store.files[store.order.removeFirst()] = nil }
      return path
    }
  }

  /// Serves a link. Those that expired are refused as storage services refuse them.
  func script(for request: RecordedRequest) -> Script {
    let path = request.path.split(separator: "?").first.map(String.init) ?? ""
    let file = store.withLock { store -> File? in
      guard let file = store.files[path] else { return nil }
      store.files[path]?.breaksAfter = nil
      return file
    }
    guard let file else { return Self.page(404, "NoSuchKey", "The file does not exist (simulated).") }
    guard file.expiresAt > time(nil) else {
      return Self.page(403, "AccessDenied", "The link has expired (simulated).")
    }
    return Script.file(file.bytes, type: file.type, for: request, breaksAfter: file.breaksAfter)
  }

  private static func page(_ status: Int, _ code: String, _ message: String) -> Script {
    .answer(
      "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>",
      status: status,
      type: "application/xml")
  }
}

extension Script {
  /// A file, whole or the part that was asked for.
  /// - Parameter breaksAfter: bytes of the answer after which the connection is reset.
  package static func file(
    _ bytes: [UInt8], type: String, for request: RecordedRequest, headers: [HTTPHeader] = [],
    breaksAfter: Int? = nil
  ) -> Script {
    let sum = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let tag = "\"\(String(sum, radix: 16))\""
    var start = 0
    let range = request.headers.first("Range").flatMap { text -> Int? in
      guard text.hasPrefix("bytes="), text.hasSuffix("-") else { return nil }
      return Int(text.dropFirst(6).dropLast())
    }
    if let range, [nil, tag].contains(request.headers.first("If-Range")) { start = range }
    let common =
      [
        HTTPHeader("Content-Type", type), HTTPHeader("ETag", tag), HTTPHeader("Accept-Ranges", "bytes"),
      ] + headers
    guard start < bytes.count || start == 0 else {
      return Script([
        .head(
          status: 416,
          headers: common + [
            HTTPHeader("Content-Range", "bytes */\(bytes.count)"), HTTPHeader("Content-Length", "0"),
          ]), .end,
      ])
    }
    let part = Array(bytes[start...])
    var head = common + [HTTPHeader("Content-Length", String(part.count))]
    if start > 0 {
      head.append(HTTPHeader("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
    }
    let first = Step.head(status: start > 0 ? 206 : 200, headers: head)
    guard let breaksAfter, breaksAfter < part.count else { return Script([first, .body(part), .end]) }
    return Script([first, .body(Array(part[..<breaksAfter])), .close])
  }
}

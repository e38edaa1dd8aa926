/// A chat request that was made elsewhere, read so that it can be edited here. What it is, is found out from
/// its bytes. Keys are never kept. Arbitrary bytes give a request or a `Problem`, never a trap.
public struct RequestImport: Sendable, Hashable {
  /// What the bytes turned out to be.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    /// A file of `ExchangeFile`.
    case exchange
    /// An HTTP archive.
    case har
    case curl
    /// The body of a request.
    case body
    /// Messages alone, as an object, an array or lines.
    case conversation
    /// Lines that each hold a whole conversation, as for fine-tuning; or a whole request.
    case collection
  }

  /// Why there is no request in it, in sentences: the last says what stands in the way, those before it what
  /// was noticed on the way.
  public struct Problem: Error, Sendable, Hashable {
    public var sentences: [String]
    public init(_ sentences: [String]) { self.sentences = sentences }
    init(_ sentence: String) { self.init([sentence]) }
  }

  public var source: Source
  public var request: ChatRequest
  /// Where it was sent; `nil` when nothing says so.
  public var baseURL: BaseURL?
  /// What was not understood or was left out, a sentence each. Never with the value of a key.
  public var notes: [String]

  /// What the request names; `nil` when it names none.
  public var model: String? { request.model.isEmpty ? nil : request.model }

  /// Larger input is refused.
  public static let maximumBytes = 64 << 20

  init(source: Source, request: ChatRequest, baseURL: BaseURL? = nil, notes: [String] = []) {
    self.source = source
    self.request = request
    self.baseURL = baseURL
    self.notes = notes
  }

  /// - Throws: `Problem`.
  public init(parsing bytes: [UInt8]) throws(Problem) {
    guard bytes.count <= Self.maximumBytes else {
      throw Problem("It is larger than \(ByteCount.text(Self.maximumBytes)).")
    }
    let text = ImportedText.normalized(bytes)
    guard let first = text.first else { throw Problem("There is nothing in it.") }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      self = try JSONImport.read(text)
    } else {
      self = try CurlImport.read(text)
    }
    if source != .exchange { noteKeys() }
  }

  /// The text is the user's and stays; that it holds a key must not go unnoticed.
  private mutating func noteKeys() {
    let body = String(decoding: request.encodedBody(), as: UTF8.self)
    if KeyMask.masked(body) != body {
      notes.append("The body holds something that looks like a key; it was kept as it is.")
    }
  }
}

/// What people copy along with a request.
enum ImportedText {
  /// UTF-8 without byte order mark, surrounding white space and the fence of a code block.
  static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    var text = trimmed(utf8(bytes)[...])
    let fence = Array("```".utf8)
    if text.starts(with: fence), let lineEnd = text.firstIndex(of: 0x0A) {
      text = text[(lineEnd + 1)...]
      if text.suffix(fence.count).elementsEqual(fence) { text = text.dropLast(fence.count) }
      text = trimmed(text)
    }
    return Array(text)
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return bytes
  }

  /// Shells of Windows write UTF-16.
  private static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// A name from outside inside a sentence: short, on one line.
  static func name(_ text: String) -> String {
    let signs = text.unicodeScalars.prefix(61).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
    var name = String(String.UnicodeScalarView(signs.prefix(60)))
    if signs.count > 60 { name += "…" }
    return KeyMask.masked(name)
  }

  static func name(_ bytes: [UInt8]) -> String { name(String(decoding: bytes.prefix(400), as: UTF8.self)) }
}

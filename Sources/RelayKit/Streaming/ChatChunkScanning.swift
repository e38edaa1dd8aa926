// The quick way from bytes to a chunk, for the forms that nearly all chunks have: no tree is built, and text is
// copied once. Whatever is out of the ordinary is left to the tolerant way, so that there is one place for
// quirks.

extension ChatChunk {
  /// `nil` when the bytes are not an ordinary chunk; they may be any other.
  init?(scanning bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = ChunkScanner(JSONReader(bytes))
    guard let chunk = try? scanner.chunk() else { return nil }
    self = chunk
  }

  package init?(scanning bytes: [UInt8]) {
    guard let chunk = bytes.withUnsafeBufferPointer({ ChatChunk(scanning: $0) }) else { return nil }
    self = chunk
  }
}

private struct ChunkScanner {
  /// Thrown away by the caller: the tolerant reader decides.
  private struct Unusual: Error {}

  private var reader: JSONReader

  init(_ reader: JSONReader) { self.reader = reader }

  mutating func chunk() throws -> ChatChunk {
    var chunk = ChatChunk()
    var seen = KeySet()
    try object { scanner, key in
      switch key {
      case .id: chunk.id = try scanner.text(&seen, 0)
      case .model: chunk.model = try scanner.text(&seen, 1)
      case .systemFingerprint: chunk.fingerprint = try scanner.text(&seen, 2)
      case .choices:
        try seen.insert(3)
        chunk.choices = try scanner.choices()
      case .usage:
        try seen.insert(4)
        let usage = try scanner.reader.value(depth: 1)
        if usage.objectValue != nil { chunk.usage = usage }
      case .error, .xGroq: try scanner.null()
      default: try scanner.reader.skipValue(depth: 1)
      }
    }
    try reader.end()
    guard seen.contains(3) else { throw Unusual() }
    return chunk
  }

  private mutating func choices() throws -> [ChoiceDelta] {
    var choices: [ChoiceDelta] = []
    guard reader.takes(UInt8(ascii: "[")) else { throw Unusual() }
    if reader.takes(UInt8(ascii: "]")) { return [] }
    repeat {
      choices.append(try choice(position: choices.count))
    } while try !reader.closes(with: UInt8(ascii: "]"))
    return choices
  }

  private mutating func choice(position: Int) throws -> ChoiceDelta {
    var choice = ChoiceDelta()
    var seen = KeySet()
    choice.index = position
    try object { scanner, key in
      switch key {
      case .index:
        try seen.insert(0)
        choice.index = try scanner.smallNumber()
      case .finishReason:
        choice.finishReason = try scanner.text(&seen, 1)
        if choice.finishReason == "null" { choice.finishReason = "" }
      case .delta:
        try seen.insert(2)
        try scanner.delta(&choice)
      case .message, .text, .logprobs, .usage, .error: try scanner.null()
      default: try scanner.reader.skipValue(depth: 3)
      }
    }
    return choice
  }

  private mutating func delta(_ choice: inout ChoiceDelta) throws {
    var seen = KeySet()
    var (reasoning, best) = ("", Int.max)
    var isTyped = false
    func take(_ scanner: inout ChunkScanner, rank: Int) throws {
      let text = try scanner.text(&seen, 3 + rank)
      if !text.isEmpty, rank < best { (reasoning, best) = (text, rank) }
    }
    try object { scanner, key in
      switch key {
      case .role: choice.hasRole = try !scanner.text(&seen, 0).isEmpty
      case .content: choice.content = try scanner.text(&seen, 1)
      case .refusal: choice.refusal = try scanner.text(&seen, 2)
      case .toolCalls, .functionCall: try scanner.null()
      case .images: try scanner.nothing()
      case .reasoningDetails:
        try scanner.reader.skipValue(depth: 4)
        isTyped = true
      case .reasoningContent: try take(&scanner, rank: 0)
      case .reasoning: try take(&scanner, rank: 1)
      case .reasoningText: try take(&scanner, rank: 2)
      case .thinking: try take(&scanner, rank: 3)
      default: try scanner.reader.skipValue(depth: 4)
      }
    }
    if isTyped, reasoning.isEmpty { throw Unusual() }
    choice.reasoning = reasoning
  }

  // MARK: Values

  /// Calls `member` with each key, in the order of the text; it must consume the value.
  private mutating func object(_ member: (inout ChunkScanner, ChunkKey) throws -> Void) throws {
    guard reader.takes(UInt8(ascii: "{")) else { throw Unusual() }
    if reader.takes(UInt8(ascii: "}")) { return }
    repeat {
      guard let key = try reader.rawKey() else { throw Unusual() }
      try member(&self, ChunkKey(UnsafeBufferPointer(rebasing: reader.bytes[key])))
    } while try !reader.closes(with: UInt8(ascii: "}"))
  }

  /// Text; empty for null.
  private mutating func text(_ seen: inout KeySet, _ key: Int) throws -> String {
    try seen.insert(key)
    reader.skipSpace()
    if reader.current == UInt8(ascii: "\"") { return try reader.string() }
    try null()
    return ""
  }

  /// Null, or an empty list.
  private mutating func nothing() throws {
    guard reader.takes(UInt8(ascii: "[")) else { return try null() }
    guard reader.takes(UInt8(ascii: "]")) else { throw Unusual() }
  }

  private mutating func null() throws {
    reader.skipSpace()
    guard reader.current == UInt8(ascii: "n") else { throw Unusual() }
    _ = try reader.literal("null", .null)
  }

  /// Up to nine digits.
  private mutating func smallNumber() throws -> Int {
    reader.skipSpace()
    let start = reader.position
    try reader.skipNumber()
    let digits = reader.bytes[start..<reader.position]
    guard digits.count <= 9, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw Unusual() }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Keys that came; one that comes twice is left to the tolerant reader.
  private struct KeySet {
    private var bits: UInt16 = 0

    func contains(_ key: Int) -> Bool { bits & (1 << UInt16(key)) != 0 }
    mutating func insert(_ key: Int) throws {
      guard !contains(key) else { throw Unusual() }
      bits |= 1 << UInt16(key)
    }
  }
}

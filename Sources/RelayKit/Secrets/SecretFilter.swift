/// Takes secrets out of a body on its way, without changing any length, however its bytes are split over
/// reads. What may be the beginning of a secret waits for the next read.
struct SecretFilter: Sendable {
  private let secrets: Secrets
  /// Whether anything shaped like a key is hidden too: in refusals, where relays like to repeat keys. An
  /// answer of a model stays as it is, but for the known secrets.
  private let hidesShapes: Bool
  /// Up to three bytes that were given already: too little to be told from ordinary text, so they do not
  /// wait, but a secret may go on behind them.
  private var given: [UInt8] = []
  private var held: [UInt8] = []
  private static let shortest = 4
  /// A longer word is no key.
  private static let longestWord = 256

  init(_ secrets: Secrets, hidesShapes: Bool) {
    self.secrets = secrets
    self.hidesShapes = hidesShapes
  }

  mutating func feed(_ read: [UInt8]) -> [UInt8] {
    if secrets.values.isEmpty && !hidesShapes { return read }
    var bytes = given + held + read
    secrets.hideKnown(in: &bytes)
    var waiting = secrets.lengthOfBeginning(atEndOf: bytes)
    if waiting < Self.shortest { waiting = 0 }
    if hidesShapes {
      let word = bytes.reversed().prefix(Self.longestWord + 1).prefix(while: KeyMask.isKeySign).count
      if word <= Self.longestWord { waiting = max(waiting, word) }
    }
    waiting = min(waiting, bytes.count - given.count)
    held = Array(bytes.suffix(waiting))
    bytes.removeLast(waiting)
    if hidesShapes { KeyMask.maskInPlace(&bytes) }
    let output = Array(bytes[given.count...])
    given = Array(bytes.suffix(Self.shortest - 1))
    return output
  }

  /// The body is over.
  mutating func finish() -> [UInt8] {
    defer { (given, held) = ([], []) }
    if hidesShapes { KeyMask.maskInPlace(&held) }
    return held
  }
}

/// Tokens of a picture, as families count them: an estimate.
struct PictureTokens: Sendable, Hashable {
  var tokens: Int
  /// `85 and 170 for each of 4 tiles`.
  var method: String

  /// - Parameters:
  ///   - size: `nil` for a link; 1024 by 1024 is assumed.
  ///   - detail: `low`, `high` or `auto`, for OpenAI's models.
  init(size: PictureSize?, detail: String?, family: ModelFamily?) {
    let known = size ?? PictureSize(width: 1024, height: 1024)
    switch family {
    case .claude, .claudeOneSampler, .claudeAdaptive: self = Self.claude(known)
    case .gemini, .gemini3: self = Self.gemini(known)
    case .qwen: self = Self.qwen(known)
    default: self = Self.openAI(known, detail, family)
    }
    if size == nil, detail != "low" { method += ", 1024x1024 assumed" }
  }

  private init(_ tokens: Int, _ method: String) {
    self.tokens = tokens
    self.method = method
  }

  /// A fixed part and tiles of 512 pixels, after shrinking to 2048 at most and the shorter side to 768.
  private static func openAI(_ size: PictureSize, _ detail: String?, _ family: ModelFamily?) -> PictureTokens
  {
    let isFrom5 = family.map { ParameterRule.gptFrom5.contains($0) || $0 == .gpt5Chat } ?? false
    let (fixed, each) = isFrom5 ? (70, 140) : (85, 170)
    if detail == "low" { return PictureTokens(fixed, "\(fixed) for low detail") }
    var (width, height) = (Double(size.width), Double(size.height))
    let first = min(1, 2048 / max(width, height))
    (width, height) = (width * first, height * first)
    let second = min(1, 768 / min(width, height))
    (width, height) = (width * second, height * second)
    let tiles = tiles(width, 512) * tiles(height, 512)
    return PictureTokens(fixed + each * tiles, "\(fixed) and \(each) for each of \(tiles) tiles")
  }

  private static func claude(_ size: PictureSize) -> PictureTokens {
    // Larger ones are shrunk before they are counted.
    PictureTokens(min(1600, (size.width * size.height + 749) / 750), "pixels / 750, at most 1600")
  }

  private static func gemini(_ size: PictureSize) -> PictureTokens {
    if size.width <= 384, size.height <= 384 { return PictureTokens(258, "258 for a small picture") }
    let tiles = tiles(Double(size.width), 768) * tiles(Double(size.height), 768)
    return PictureTokens(258 * tiles, "258 for each of \(tiles) tiles")
  }

  private static func qwen(_ size: PictureSize) -> PictureTokens {
    let pieces = tiles(Double(size.width), 28) * tiles(Double(size.height), 28)
    return PictureTokens(min(16_384, pieces + 2), "a token for 28x28 pixels")
  }

  private static func tiles(_ length: Double, _ size: Double) -> Int {
    max(1, Int((length / size).rounded(.up)))
  }
}

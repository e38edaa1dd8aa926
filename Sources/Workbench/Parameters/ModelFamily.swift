/// Models that take the same parameters, told by their id. A model that fits none is of no family: nothing is
/// known against it.
package enum ModelFamily: String, Sendable, Hashable, CaseIterable {
  // Text.
  case oSeries, gpt5, gpt51, gpt54, gpt6, gpt5Chat, gptSearch, gpt, claude, claudeOneSampler, claudeAdaptive
  case gemini, gemini3, deepSeek, deepSeekChat, qwen, glm, doubao, kimi, grok, miniMax, mistral, perplexity,
    ernie, llama
  // Images.
  case gptImage, dalle3, dalle2, flux, seedream, qwenImage, wanImage, geminiImage, imagen, grokImage
  case jimengImage, miniMaxImage, kolors, stableDiffusion
  // Videos.
  case veo, seedance, happyHorse, sora, kling, wan, hailuo, vidu, jimeng

  package var title: String {
    switch self {
    case .oSeries: "OpenAI o-series"
    case .gpt5: "GPT-5"
    case .gpt51: "GPT-5.1 to 5.3"
    case .gpt54: "GPT-5.4 and later"
    case .gpt6: "GPT-6"
    case .gpt5Chat: "GPT-5 chat"
    case .gptSearch: "GPT search"
    case .gpt: "GPT"
    case .claude: "Claude"
    case .claudeOneSampler: "Claude from 4.1"
    case .claudeAdaptive: "Claude from Opus 4.7"
    case .gemini: "Gemini"
    case .gemini3: "Gemini 3"
    case .deepSeek: "DeepSeek"
    case .deepSeekChat: "DeepSeek chat"
    case .qwen: "Qwen"
    case .glm: "GLM"
    case .doubao: "Doubao"
    case .kimi: "Kimi"
    case .grok: "Grok"
    case .miniMax: "MiniMax"
    case .mistral: "Mistral"
    case .perplexity: "Perplexity"
    case .ernie: "ERNIE"
    case .llama: "Llama"
    case .gptImage: "GPT Image"
    case .dalle3: "DALL·E 3"
    case .dalle2: "DALL·E 2"
    case .flux: "FLUX"
    case .seedream: "Seedream"
    case .qwenImage: "Qwen-Image"
    case .wanImage: "Wan image"
    case .geminiImage: "Gemini image"
    case .imagen: "Imagen"
    case .grokImage: "Grok image"
    case .jimengImage: "Jimeng image"
    case .miniMaxImage: "MiniMax image"
    case .kolors: "Kolors"
    case .stableDiffusion: "Stable Diffusion"
    case .veo: "Veo"
    case .seedance: "Seedance"
    case .happyHorse: "HappyHorse"
    case .sora: "Sora"
    case .kling: "Kling"
    case .wan: "Wan"
    case .hailuo: "Hailuo"
    case .vidu: "Vidu"
    case .jimeng: "Jimeng"
    }
  }

  package var kind: ParameterKind {
    switch self {
    case .gptImage, .dalle3, .dalle2, .flux, .seedream, .qwenImage, .wanImage, .geminiImage, .imagen,
      .grokImage, .jimengImage, .miniMaxImage, .kolors, .stableDiffusion:
      .image
    case .veo, .seedance, .happyHorse, .sora, .kling, .wan, .hailuo, .vidu, .jimeng: .video
    default: .text
    }
  }

  /// What counts of an id: no supplier's prefix, no route behind a colon, small letters, hyphens.
  private static func bare(_ model: String) -> String {
    let last = model.lowercased().split(separator: "/").last ?? ""
    let name = last.split(separator: ":").first ?? ""
    return String(name.map { $0 == "_" || $0 == " " ? "-" : $0 })
  }

  /// The family of a model as a request of this kind uses it; `nil` when none is known. Gemini's image models
  /// are asked through chat as well: as text they are Gemini.
  package init?(model: String, kind: ParameterKind) {
    let id = Self.bare(model)
    let family: ModelFamily? =
      switch kind {
      case .text: Self.text(id)
      case .image: Self.image(id)
      case .video: Self.video(id)
      }
    guard let family else { return nil }
    self = family
  }

  /// The parameter that bounds answers of a text model.
  static func limitName(_ model: String) -> String {
    switch ModelFamily(model: model, kind: .text) {
    case .oSeries, .gpt5, .gpt51, .gpt54, .gpt6, .gpt5Chat: "max_completion_tokens"
    default: "max_tokens"
    }
  }

  private static func text(_ id: String) -> ModelFamily? {
    if id.hasPrefix("gpt-") || id.hasPrefix("chatgpt-") { return gpt(id) }
    if ["o1", "o3", "o4"].contains(where: { id == $0 || id.hasPrefix($0 + "-") }) { return .oSeries }
    if id.hasPrefix("claude") { return claude(id) }
    if id.hasPrefix("gemini-") { return id.hasPrefix("gemini-3") ? .gemini3 : .gemini }
    if id.hasPrefix("deepseek") {
      // The others think unless they are told not to.
      return ["-chat", "-coder", "-v2", "-v3"].contains(where: id.contains) ? .deepSeekChat : .deepSeek
    }
    let starts: [(String, ModelFamily)] = [
      ("qwen", .qwen), ("qwq", .qwen), ("qvq", .qwen), ("glm", .glm),
      ("chatglm", .glm), ("doubao", .doubao), ("kimi", .kimi), ("moonshot", .kimi), ("grok", .grok),
      ("minimax", .miniMax), ("abab", .miniMax), ("mistral", .mistral), ("mixtral", .mistral),
      ("ministral", .mistral), ("codestral", .mistral), ("magistral", .mistral), ("sonar", .perplexity),
      ("ernie", .ernie), ("llama", .llama), ("meta-llama", .llama),
    ]
    return starts.first { id.hasPrefix($0.0) }?.1
  }

  private static func gpt(_ id: String) -> ModelFamily? {
    if id.contains("image") { return nil }
    if id.contains("search") { return .gptSearch }
    if id.hasPrefix("gpt-oss") { return nil }
    let version = id.hasPrefix("gpt-") ? number(id.dropFirst(4)) : nil
    guard let version else { return .gpt }
    if version.major < 5 { return .gpt }
    if id.contains("-chat") { return .gpt5Chat }
    if version.major > 5 { return .gpt6 }
    return version.minor > 3 ? .gpt54 : version.minor > 0 ? .gpt51 : .gpt5
  }

  /// Temperature and top_p exclude each other since opus 4.1 and sonnet 4.5; opus 4.7 takes neither.
  private static func claude(_ id: String) -> ModelFamily {
    let numbers = id.split { $0 == "-" || $0 == "." }.compactMap { $0.count < 3 ? Int($0) : nil }
    guard let major = numbers.first else { return .claude }
    let minor = numbers.dropFirst().first ?? 0
    let isOpus = id.contains("opus")
    if isOpus, (major, minor) >= (4, 7) { return .claudeAdaptive }
    return (major, minor) >= (4, isOpus ? 1 : 5) ? .claudeOneSampler : .claude
  }

  /// `5.4-mini` is 5 and 4; `4o` is 4 and 0.
  private static func number(_ text: Substring) -> (major: Int, minor: Int)? {
    let digits = text.prefix { $0.isNumber }
    guard let major = Int(digits) else { return nil }
    let rest = text.dropFirst(digits.count)
    guard rest.first == "." else { return (major, 0) }
    return (major, Int(rest.dropFirst().prefix { $0.isNumber }) ?? 0)
  }

  private static func image(_ id: String) -> ModelFamily? {
    if id.hasPrefix("gpt-image") || id.hasPrefix("chatgpt-image") { return .gptImage }
    if id.hasPrefix("gemini"), id.contains("image") || id.contains("banana") { return .geminiImage }
    if id.hasPrefix("wan"), id.contains("image") || id.contains("t2i") || id.contains("i2i") {
      return .wanImage
    }
    if id.hasPrefix("jimeng") || id.hasPrefix("high-aes") {
      return id.contains("video") || id.contains("ti2v") ? nil : .jimengImage
    }
    if id.hasPrefix("grok"), id.contains("image") { return .grokImage }
    let parts: [(String, ModelFamily)] = [
      ("dall-e-3", .dalle3), ("dalle-3", .dalle3), ("dall-e-2", .dalle2), ("dalle-2", .dalle2),
      ("flux", .flux), ("seedream", .seedream), ("seededit", .seedream), ("qwen-image", .qwenImage),
      ("nano-banana", .geminiImage), ("imagen", .imagen), ("kolors", .kolors),
      ("stable-diffusion", .stableDiffusion), ("sdxl", .stableDiffusion), ("sd3", .stableDiffusion),
    ]
    if let found = parts.first(where: { id.contains($0.0) }) { return found.1 }
    return id == "image-01" || id.hasPrefix("image-01-") || id.hasPrefix("minimax-image")
      ? .miniMaxImage : nil
  }

  private static func video(_ id: String) -> ModelFamily? {
    if id.hasPrefix("wan") || id.hasPrefix("wanx") { return .wan }
    if id.hasPrefix("minimax-hailuo") || id.hasPrefix("hailuo") || id.hasPrefix("t2v-01")
      || id.hasPrefix("i2v-01") || id.hasPrefix("s2v-01")
    {
      return .hailuo
    }
    let parts: [(String, ModelFamily)] = [
      ("veo", .veo), ("seedance", .seedance), ("happyhorse", .happyHorse), ("happy-horse", .happyHorse),
      ("sora", .sora), ("kling", .kling), ("vidu", .vidu), ("jimeng", .jimeng),
    ]
    return parts.first { id.hasPrefix($0.0) || id.contains("-" + $0.0) }?.1
  }
}

extension ModelFamily {
  /// `Claude, Gemini and Qwen`; of many the first few.
  static func names(_ families: Set<ModelFamily>) -> String {
    var titles: [String] = []
    // Generations of one family need no names of their own in a sentence.
    for family in allCases where families.contains(family) {
      let title = family.title
      if !titles.contains(where: { title.hasPrefix($0 + " ") }) { titles.append(title) }
    }
    if titles.count > 4 {
      return titles.prefix(3).joined(separator: ", ") + " and \(titles.count - 3) others"
    }
    guard let last = titles.last, titles.count > 1 else { return titles.first ?? "" }
    return titles.dropLast().joined(separator: ", ") + " and " + last
  }
}

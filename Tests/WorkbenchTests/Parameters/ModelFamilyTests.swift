import RelayKit
import Testing

@testable import Workbench

struct ModelFamilyTests {
  @Test(
    arguments: [
      ("o3-mini", .oSeries), ("gpt-5", .gpt5), ("gpt-5-mini-2025-08-07", .gpt5), ("gpt-5.1", .gpt51),
      ("openai/gpt-5.4-mini", .gpt54), ("gpt-5.5", .gpt54), ("gpt-6-nano", .gpt6),
      ("gpt-5-chat-latest", .gpt5Chat),
      ("gpt-4o-search-preview", .gptSearch), ("gpt-4o", .gpt), ("gpt-4.1-mini", .gpt),
      ("chatgpt-4o-latest", .gpt),
      ("gpt-oss-120b", nil), ("claude-3-5-sonnet-20241022", .claude),
      ("claude-sonnet-4.6", .claudeOneSampler),
      ("claude-opus-4-1-20250805", .claudeOneSampler), ("claude-opus-4.8", .claudeAdaptive),
      ("claude-sonnet-4-20250514", .claude), ("gemini-2.5-flash", .gemini),
      ("gemini-3.1-pro-preview", .gemini3),
      ("deepseek-v4-pro", .deepSeek), ("deepseek-reasoner", .deepSeek), ("deepseek-chat", .deepSeekChat),
      ("qwen3.5-flash", .qwen), ("qwq-32b", .qwen), ("glm-4.6", .glm), ("doubao-seed-1.6", .doubao),
      ("kimi-k2.6", .kimi), ("grok-4", .grok), ("MiniMax-M2", .miniMax), ("sonar-pro", .perplexity),
      ("my-own-model", nil), ("", nil), ("/", nil), (":", nil),
    ] as [(String, ModelFamily?)])
  func textModelsAreToldByTheirIds(_ id: String, _ family: ModelFamily?) {
    #expect(ModelFamily(model: id, kind: .text) == family)
  }

  @Test(
    arguments: [
      ("gpt-image-1", .gptImage), ("chatgpt-image-latest", .gptImage), ("dall-e-3", .dalle3),
      ("dall-e-2", .dalle2), ("black-forest-labs/FLUX.1-schnell", .flux),
      ("doubao-seedream-4-0-250828", .seedream), ("qwen-image-plus", .qwenImage),
      ("wan2.5-t2i-preview", .wanImage),
      ("gemini-3-pro-image-preview", .geminiImage), ("nano-banana-pro", .geminiImage),
      ("imagen-4.0-generate-001", .imagen), ("grok-2-image", .grokImage), ("jimeng_t2i_v40", .jimengImage),
      ("image-01", .miniMaxImage), ("Kwai-Kolors/Kolors", .kolors), ("brand-new", nil), ("gpt-5.4", nil),
    ] as [(String, ModelFamily?)])
  func imageModelsAreToldByTheirIds(_ id: String, _ family: ModelFamily?) {
    #expect(ModelFamily(model: id, kind: .image) == family)
  }

  @Test(
    arguments: [
      ("veo-3.1-generate-preview", .veo), ("veo-3.1-fast-generate-preview", .veo),
      ("doubao-seedance-2-0-260128", .seedance), ("seedance-1-0-pro-250528", .seedance),
      ("happyhorse-1.0-t2v", .happyHorse), ("sora-2-pro", .sora), ("kling-v2-master", .kling),
      ("wan2.5-i2v-preview", .wan), ("MiniMax-Hailuo-02", .hailuo), ("T2V-01-Director", .hailuo),
      ("viduq1", .vidu), ("jimeng_vgfm_t2v_l20", .jimeng), ("brand-new", nil),
    ] as [(String, ModelFamily?)])
  func videoModelsAreToldByTheirIds(_ id: String, _ family: ModelFamily?) {
    #expect(ModelFamily(model: id, kind: .video) == family)
  }

  private func verdict(
    _ path: ParameterPath, _ model: String, _ body: String, kind: ParameterKind = .text
  ) throws -> ParameterVerdict {
    let parameter = try #require(ParameterCatalogue.parameter(path, kind))
    let object = try #require(try JSONValue(parsing: body).objectValue)
    return ParameterCatalogue.verdict(parameter, model: model, body: object)
  }

  @Test func verdictsFollowTheModelAndTheRestOfTheBody() throws {
    #expect(try verdict("temperature", "gpt-4o", "{}") == .taken)
    #expect(try verdict("temperature", "gpt-5", #"{"temperature":1}"#) == .taken)
    guard case .refused = try verdict("temperature", "gpt-5", #"{"temperature":0.2}"#) else {
      Issue.record("gpt-5 refuses 0.2")
      return
    }
    guard case .needs("reasoning_effort", _) = try verdict("temperature", "gpt-5.4-mini", "{}") else {
      Issue.record("gpt-5.4 needs reasoning_effort")
      return
    }
    #expect(try verdict("temperature", "gpt-5.4-mini", #"{"reasoning_effort":"none"}"#) == .taken)
    guard case .needs("top_p", _) = try verdict("temperature", "claude-sonnet-4-5", #"{"top_p":1}"#) else {
      Issue.record("one of two")
      return
    }
    guard case .needs("logprobs", _) = try verdict("top_logprobs", "gpt-4o", "{}") else {
      Issue.record("top_logprobs needs logprobs")
      return
    }
    #expect(try verdict("top_logprobs", "anything", #"{"logprobs":true}"#) == .taken)
    guard case .refused = try verdict("max_tokens", "o3", "{}") else {
      Issue.record("o3 refuses max_tokens")
      return
    }
    guard case .ignored = try verdict("enable_thinking", "gpt-4o", "{}") else {
      Issue.record("Qwen only")
      return
    }
    #expect(try verdict("enable_thinking", "qwen3-max", "{}") == .taken)
    guard case .needs("tools", _) = try verdict("tool_choice", "qwen3-max", "{}") else {
      Issue.record("tool_choice needs tools")
      return
    }
    guard
      case .needs("modalities", _) = try verdict(
        "audio.voice", "gpt-4o-audio-preview", #"{"modalities":["text"]}"#)
    else {
      Issue.record("a voice needs audio")
      return
    }
    #expect(try verdict("audio.voice", "gpt-4o-audio-preview", #"{"modalities":["text","audio"]}"#) == .taken)
    guard
      case .needs("reasoning_effort", _) = try verdict("tools", "gpt-5.4", #"{"reasoning_effort":"high"}"#)
    else {
      Issue.record("tools while it reasons")
      return
    }
  }

  @Test func verdictsOfImagesAndVideos() throws {
    #expect(
      try verdict("style", "gpt-image-1", "{}", kind: .image)
        == .ignored("vivid or natural: other models only"))
    #expect(try verdict("style", "dall-e-3", "{}", kind: .image) == .taken)
    #expect(
      try verdict("output_compression", "gpt-image-1", "{}", kind: .image)
        == .needs("output_format", "only for jpeg or webp output"))
    #expect(
      try verdict("output_compression", "gpt-image-1", #"{"output_format":"webp"}"#, kind: .image) == .taken)
    #expect(
      try verdict("aspect_ratio", "happyhorse-1.0-t2v", "{}", kind: .video)
        == .ignored("HappyHorse takes metadata.ratio"))
    #expect(try verdict("aspect_ratio", "veo-3.1", "{}", kind: .video) == .taken)
    #expect(try verdict("metadata.cfg_scale", "sora-2", "{}", kind: .video) != .taken)
  }
}

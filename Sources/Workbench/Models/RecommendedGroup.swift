/// What the guide of the relay recommends for a purpose. Source: TokenBay guide, “Model Selection
/// Recommendations”; it names these “and more”.
package enum RecommendedGroup: String, Sendable, Hashable, CaseIterable {
  case highestQuality = "highest_quality"
  case bestValue = "best_value"
  case complexReasoning = "complex_reasoning"
  case longText = "long_text"

  package var title: String {
    switch self {
    case .highestQuality: "Highest quality"
    case .bestValue: "Best value"
    case .complexReasoning: "Complex reasoning"
    case .longText: "Long text"
    }
  }

  package var ids: [String] {
    switch self {
    case .highestQuality:
      ["gpt-5.5", "gpt-5.4", "claude-opus-4.8", "claude-opus-4.7", "gemini-3.1-pro-preview"]
    case .bestValue: ["gpt-5.4-mini", "gemini-2.5-flash", "gemini-3.5-flash", "qwen3.5-flash"]
    case .complexReasoning: ["gpt-5.5", "claude-opus-4.8", "deepseek-v4-pro", "qwen3.7-max"]
    case .longText: ["gemini-3.1-pro-preview", "gemini-2.5-pro", "claude-sonnet-4.6", "kimi-k2.6"]
    }
  }

  /// The groups that an id belongs to, however its separators are written.
  package static func groups(of id: String) -> [RecommendedGroup] {
    let plain = ModelCatalogue.plain(id)
    return allCases.filter { $0.ids.contains { ModelCatalogue.plain($0) == plain } }
  }
}

/// The few facts that the guide and the documentation of TokenBay state: which models there are and what they
/// make. They state neither prices nor contexts, so that none are here.
package enum BuiltInModels {
  /// When copies of the pages were read; the pages carry no date of their own.
  package static let day = "2026-11-23"
  private static let seconds = 1_795_392_000.0

  package static let list = ModelFactList(
    .builtIn, asOf: seconds,
    texts.map { facts($0, .text) } + videos.map { facts($0, .video) })

  private static var texts: [String] {
    var seen: Set<String> = []
    return (RecommendedGroup.allCases.flatMap(\.ids) + ["deepseek-v4-flash"])
      .filter { seen.insert($0).inserted }
  }

  private static let videos = [
    "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview", "seedance-1-5-pro-251215",
    "seedance-1-0-pro-250528", "doubao-seedance-2-0-260128", "doubao-seedance-2-0-fast-260128",
    "happyhorse-1.0-t2v",
  ]

  private static func facts(_ id: String, _ kind: ModelKind) -> ModelFacts {
    var facts = ModelFacts(id: id)
    facts.kind = kind
    return facts
  }
}

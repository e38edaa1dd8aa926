import RelayKit

extension ParameterCatalogue {
  static let sampling: [Parameter] = [
    Parameter(
      kind: .text, path: "temperature", title: "Temperature", group: .sampling, type: .number,
      limits: ParameterLimits(0, 2), step: "0.05", bigStep: "0.5", standard: .value(.integer(1)),
      help: "Lower is steadier, higher is more varied. Change this or top_p, not both.", source: .openAI)
  ]
  static let text: [Parameter] = sampling
  static let image: [Parameter] = []
  static let video: [Parameter] = []
}

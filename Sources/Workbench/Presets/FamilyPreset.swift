package import RelayKit

/// What a family of image or video models understands, and values to begin with. Offered, never enforced:
/// relays change and models come.
package struct FamilyPreset: Sendable, Hashable {
  /// How a parameter differs in this family.
  package struct Change: Sendable, Hashable {
    package var type: ParameterType?
    package var limits: ParameterLimits?
    package var span: ParameterLimits?
    package var standard: ParameterDefault?
  }

  package var family: ModelFamily
  /// `web banner`, or the family's name.
  package var title: String
  /// Sensible values to begin with; keys of the body.
  package var values: JSONObject
  /// The parameters that do something; `nil` when that is not known.
  package var understood: Set<ParameterPath>?
  package var changes: [ParameterPath: Change] = [:]
  /// Why others do nothing, where there is more to say than that.
  package var objections: [ParameterPath: String] = [:]
  /// A sentence about the family, for the screen; may be empty.
  package var note = ""

  /// Why a parameter is not for this family; `nil` when it is, or when nothing is known.
  func objection(to path: ParameterPath) -> String? {
    if let reason = objections[path] { return reason }
    guard let understood, !understood.contains(path) else { return nil }
    return "not known to \(family.title)"
  }

  /// - Returns: `nil` for a model whose family has none.
  package static func preset(model: String, kind: ParameterKind) -> FamilyPreset? {
    ModelFamily(model: model, kind: kind).flatMap { all[$0] }
  }

  package static let all: [ModelFamily: FamilyPreset] = Dictionary(
    (images + videos).map { ($0.family, $0) }, uniquingKeysWith: { first, _ in first })

  static func body(_ members: (String, JSONValue)...) -> JSONObject {
    JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) })
  }
}

package import RelayKit

/// Every parameter that is known. What is not in it can be sent all the same, as a free key.
package enum ParameterCatalogue {
  /// In the order of the form: by group, then as they were entered.
  package static func parameters(_ kind: ParameterKind) -> [Parameter] {
    switch kind {
    case .text: text
    case .image: image
    case .video: video
    }
  }

  /// - Returns: `nil` for a path that the catalogue does not know.
  package static func parameter(_ path: ParameterPath, _ kind: ParameterKind) -> Parameter? {
    byPath[kind]?[path]
  }

  /// The parameter as a model has it: with the choices, bounds and default of its family, as far as they are
  /// known. - Parameter outputLimit: tokens that the model can answer with, where it is known.
  package static func parameter(
    _ path: ParameterPath, _ kind: ParameterKind, model: String, outputLimit: Int? = nil
  ) -> Parameter? {
    guard let plain = parameter(path, kind) else { return nil }
    return specialised(plain, family: ModelFamily(model: model, kind: kind), outputLimit: outputLimit)
  }

  static func specialised(_ plain: Parameter, family: ModelFamily?, outputLimit: Int?) -> Parameter {
    var parameter = plain
    if let family, let preset = FamilyPreset.all[family], let change = preset.changes[plain.path] {
      if let type = change.type { parameter.type = type }
      if let limits = change.limits { (parameter.limits, parameter.span) = (limits, change.span) }
      if let standard = change.standard { parameter.standard = standard }
    }
    if let outputLimit, outputLimit > 1, limitNames.contains(plain.path) {
      parameter.limits = ParameterLimits(1, Double(outputLimit))
      parameter.span = parameter.limits
    }
    return parameter
  }

  /// The keys that bound an answer's tokens.
  static let limitNames: Set<ParameterPath> = ["max_tokens", "max_completion_tokens"]

  /// What a model does with a parameter in this body, as far as is known. A model of no known family takes
  /// everything; what a parameter needs beside itself counts for all.
  /// - Parameter body: the keys of the request, with `stream` where it is sent.
  package static func verdict(_ parameter: Parameter, model: String, body: JSONObject) -> ParameterVerdict {
    verdict(parameter, family: ModelFamily(model: model, kind: parameter.kind), body: body)
  }

  static func verdict(_ parameter: Parameter, family: ModelFamily?, body: JSONObject) -> ParameterVerdict {
    if let family, let known = parameter.families, !known.contains(family) {
      return .ignored("for \(ModelFamily.names(known)) only")
    }
    if let family, let preset = FamilyPreset.all[family], let reason = preset.objection(to: parameter.path) {
      return .ignored(reason)
    }
    // What a model will not have weighs more than what is missing.
    let broken = parameter.rules.filter { rule in
      if let families = rule.families, !(family.map(families.contains) ?? false) { return false }
      return rule.condition.holds(for: body[parameter.path], in: body)
    }
    guard let rule = broken.first(where: { $0.effect == .refused }) ?? broken.first else { return .taken }
    switch rule.effect {
    case .ignored: return .ignored(rule.reason)
    case .refused: return .refused(rule.reason)
    case .needs(let other): return .needs(other, rule.reason)
    }
  }

  private static let byPath: [ParameterKind: [ParameterPath: Parameter]] = {
    var table: [ParameterKind: [ParameterPath: Parameter]] = [:]
    for kind in ParameterKind.allCases {
      for parameter in parameters(kind) { table[kind, default: [:]][parameter.path] = parameter }
    }
    return table
  }()
}

extension ParameterRule.Condition {
  /// Whether the rule speaks, for this value of its parameter in this body.
  func holds(for value: JSONValue?, in body: JSONObject) -> Bool {
    switch self {
    case .always: true
    case .unless(let path, let values): !Self.matches(body[path], values)
    case .unlessSet(let path): body[path].map { $0 == .null } ?? true
    case .whenSet(let path): body[path].map { $0 != .null } ?? false
    case .whenValue(let values): Self.matches(value, values)
    case .whenValueAnd(let own, let path, let values):
      Self.matches(value, own) && Self.matches(body[path], values)
    case .when(let path, let values): Self.matches(body[path], values)
    }
  }

  private static func matches(_ value: JSONValue?, _ values: [JSONValue]) -> Bool {
    guard let value else { return false }
    if let elements = value.arrayValue, elements.contains(where: { matches($0, values) }) { return true }
    return values.contains { value.means($0) }
  }
}

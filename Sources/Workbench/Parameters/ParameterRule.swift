package import RelayKit

/// What models do with a parameter, and when.
package struct ParameterRule: Sendable, Hashable {
  package enum Effect: Sendable, Hashable {
    /// Taken and without effect.
    case ignored
    /// Answered with an error.
    case refused
    /// Works once the named parameter is as the reason says.
    case needs(ParameterPath)
  }

  package enum Condition: Sendable, Hashable {
    case always
    /// Unless the body has one of these values there. Lists count when they contain one.
    case unless(ParameterPath, [JSONValue])
    /// Unless the body has anything there.
    case unlessSet(ParameterPath)
    /// When the body has something there.
    case whenSet(ParameterPath)
    /// When the parameter itself is one of these values.
    case whenValue([JSONValue])
    /// When the parameter itself is one of these values and the body has one of those there.
    case whenValueAnd([JSONValue], ParameterPath, [JSONValue])
    /// When the body has one of these values there.
    case when(ParameterPath, [JSONValue])
  }

  package var effect: Effect
  /// `nil` for every model.
  package var families: Set<ModelFamily>?
  package var condition: Condition
  /// Half a sentence that fits in a row: `needs logprobs on`.
  package var reason: String
}

/// What a model does with a parameter, as far as is known.
package enum ParameterVerdict: Sendable, Hashable {
  /// Also: nothing is known against it.
  case taken
  case ignored(String)
  case refused(String)
  case needs(ParameterPath, String)

  /// Half a sentence; `nil` for `taken`.
  package var reason: String? {
    switch self {
    case .taken: nil
    case .ignored(let reason), .refused(let reason), .needs(_, let reason): reason
    }
  }
}

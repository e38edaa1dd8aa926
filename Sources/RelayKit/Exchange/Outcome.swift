/// How an exchange ended.
public enum Outcome: Sendable, Hashable {
  case done
  /// By the user.
  case stopped
  /// The stream ended without its end: no `finish_reason`, or the connection broke after text came.
  case cut(RelayError?)
  case failed(RelayError)

  /// `done`, `stopped`, `cut`, `failed`.
  public var name: String {
    switch self {
    case .done: "done"
    case .stopped: "stopped"
    case .cut: "cut"
    case .failed: "failed"
    }
  }

  public var error: RelayError? {
    switch self {
    case .done, .stopped: nil
    case .cut(let error): error
    case .failed(let error): error
    }
  }
}

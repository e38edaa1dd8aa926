import Glibc
import RelayKit
import TerminalUI

/// An element of `logprobs.content`, or of its `top_logprobs`, in words.
struct TokenOdds {
  let json: JSONValue

  /// The token as JSON writes it: spaces and line ends can be seen.
  var name: String { json["token"]?.text() ?? "?" }

  /// How likely it was, from 0 to 1; a logprob of -9999 stands for almost never.
  var share: Double { min(1, max(0, exp(json["logprob"]?.doubleValue ?? -9999))) }

  /// `97.3 %`.
  var percent: String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// What might have stood in its place, likeliest first as the relay sorts them.
  var others: [TokenOdds] {
    (json["top_logprobs"]?.arrayValue ?? []).map(TokenOdds.init(json:)).filter { $0.name != name }
  }

  /// The bytes that it stands for: a token may hold a part of a letter, which `token` cannot say.
  var bytes: [UInt8] {
    if let bytes = json["bytes"]?.arrayValue {
      return bytes.compactMap { $0.intValue.flatMap(UInt8.init(exactly:)) }
    }
    return Array((json["token"]?.stringValue ?? "").utf8)
  }

  enum Grade { case sure, likely, doubtful, unlikely }

  static func grade(_ share: Double) -> Grade {
    share >= 0.8 ? .sure : share >= 0.4 ? .likely : share >= 0.15 ? .doubtful : .unlikely
  }
}

extension TokenOdds.Grade {
  var role: Role {
    switch self {
    case .sure: .ok
    case .likely: .text
    case .doubtful: .warn
    case .unlikely: .error
    }
  }

  /// In running text the sure ones are plain, and the attributes say the same as the colours.
  var style: Style {
    switch self {
    case .sure: Style(.text)
    case .likely: Style(.info)
    case .doubtful: Style(.warn, on: .base, .underline)
    case .unlikely: Style(.error, on: .base, [.bold, .underline])
    }
  }
}

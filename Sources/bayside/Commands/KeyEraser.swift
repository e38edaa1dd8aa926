import RelayKit

/// Takes the key out of what a relay sends back, before anything is shown or recorded. The bytes keep their
/// number; a key that is split over reads is found too.
struct KeyEraser {
  /// Shorter keys are words that an answer may hold for other reasons.
  private static let shortest = 8
  /// So much of the beginning of a key tells something.
  private static let tellingCount = 4
  private let key: [UInt8]
  private let text: String
  /// How much of the key the bytes so far end with.
  private var matched = 0

  init?(_ key: String?) {
    guard let key, key.utf8.count >= Self.shortest else { return nil }
    self.key = Array(key.utf8)
    text = key
  }

  mutating func erase(_ update: ExchangeUpdate) -> ExchangeUpdate {
    switch update {
    case .delta(var delta):
      erase(&delta.bytes)
      for index in delta.parts.indices { delta.parts[index] = erased(delta.parts[index]) }
      return .delta(delta)
    case .retrying(let error, let seconds, let next, let instant):
      matched = 0
      return .retrying(erased(error), seconds: seconds, nextAttempt: next, instant)
    case .ended(.failed(let error), let summary, let instant):
      return .ended(.failed(erased(error)), summary, instant)
    case .ended(.cut(let error?), let summary, let instant):
      return .ended(.cut(erased(error)), summary, instant)
    default: return update
    }
  }

  private mutating func erase(_ bytes: inout [UInt8]) {
    func hide(_ count: Int, before end: Int) {
      for place in max(0, end - count)..<end { bytes[place] = UInt8(ascii: "*") }
    }
    var index = 0
    while index < bytes.count {
      if bytes[index] == key[matched] {
        matched += 1
        index += 1
        guard matched == key.count else { continue }
        hide(matched, before: index)
        matched = 0
      } else if matched > 0 {
        // The longest end of what matched that may begin the key instead.
        matched = overlap(matched)
      } else {
        index += 1
      }
    }
    // What goes out cannot be called back: the rest may come with the next read.
    if matched >= Self.tellingCount { hide(matched, before: index) }
  }

  /// The length of the longest proper prefix of the key that ends its first `count` bytes.
  private func overlap(_ count: Int) -> Int {
    var length = count - 1
    while length > 0, key[..<length] != key[(count - length)..<count] { length -= 1 }
    return length
  }

  private func erased(_ error: RelayError) -> RelayError {
    var error = error
    error.message = erased(error.message)
    for (name, value) in error.details { error.details[name] = erased(value) }
    return error
  }

  private func erased(_ part: AnswerPart) -> AnswerPart {
    switch part {
    case .text(let choice, let text): .text(choice: choice, erased(text))
    case .reasoning(let choice, let text): .reasoning(choice: choice, erased(text))
    case .refusal(let choice, let text): .refusal(choice: choice, erased(text))
    default: part
    }
  }

  private func erased(_ words: String) -> String {
    words.utf8.count < key.count
      ? words : words.replacing(text, with: String(repeating: "*", count: key.count))
  }
}

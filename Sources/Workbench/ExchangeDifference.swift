package import RelayKit

/// What differs between two exchanges: values to be shown, old beside new.
package struct ExchangeDifference: Sendable, Hashable {
  /// The same fact of both.
  package struct Pair<Value: Sendable & Hashable>: Sendable, Hashable {
    package var old: Value
    package var new: Value
    package init(_ old: Value, _ new: Value) { (self.old, self.new) = (old, new) }
    package var isEqual: Bool { old == new }
  }

  /// Milliseconds, as `ReplyFigures` counts them; `nil` where it did not happen.
  package struct Timing: Sendable, Hashable {
    package var firstByte: Pair<Double?>
    package var firstToken: Pair<Double?>
    package var total: Pair<Double?>
  }

  /// How the bodies of the requests compare.
  package enum Body: Sendable, Hashable {
    /// Byte for byte.
    case same
    /// They mean the same and are written differently: order of keys, blanks, escapes.
    case spelling
    case json(JSONDifference)
    /// At least one of them is no JSON.
    case text(TextDifference)
  }

  package let method: Pair<String>
  package let url: Pair<String>
  package let body: Body
  package let requestHeaders: HeaderDifference
  package let responseHeaders: HeaderDifference
  /// `nil` where no answer came.
  package let status: Pair<Int?>
  /// `done`, `stopped`, `cut`, `failed`; `nil` while it runs.
  package let outcome: Pair<String?>
  package let error: Pair<RelayError?>
  package let attempts: Pair<Int>
  package let timing: Timing
  package let usage: JSONDifference
  package let servedModel: Pair<String?>
  package let finishReason: Pair<String?>
  /// Of the first choice.
  package let answer: TextDifference
  package let reasoning: TextDifference
  package let toolCalls: Pair<[AssembledAnswer.ToolCall]>

  package init(from old: Exchange, to new: Exchange) {
    method = Pair(old.request.method, new.request.method)
    url = Pair(old.request.url, new.request.url)
    body = Self.body(old.request.body, new.request.body)
    requestHeaders = HeaderDifference(from: old.request.headers, to: new.request.headers)
    responseHeaders = HeaderDifference(from: old.head?.headers ?? [], to: new.head?.headers ?? [])
    status = Pair(old.head?.status, new.head?.status)
    outcome = Pair(old.outcome?.name, new.outcome?.name)
    error = Pair(old.outcome?.error, new.outcome?.error)
    attempts = Pair(old.attempts.count, new.attempts.count)
    timing = Timing(
      firstByte: Pair(Self.since(old) { $0.marks[.firstByte] }, Self.since(new) { $0.marks[.firstByte] }),
      firstToken: Pair(Self.since(old) { $0.marks[.firstToken] }, Self.since(new) { $0.marks[.firstToken] }),
      total: Pair(Self.since(old) { $0.end }, Self.since(new) { $0.end }))
    let nothing = JSONValue.object(JSONObject())
    usage = JSONDifference(from: old.answer.usage ?? nothing, to: new.answer.usage ?? nothing)
    servedModel = Pair(old.answer.servedModel, new.answer.servedModel)
    finishReason = Pair(old.answer.finishReason, new.answer.finishReason)
    answer = TextDifference(from: old.answer.text, to: new.answer.text)
    reasoning = TextDifference(from: old.answer.reasoning, to: new.answer.reasoning)
    toolCalls = Pair(old.answer.choices.first?.toolCalls ?? [], new.answer.choices.first?.toolCalls ?? [])
  }

  /// Whether the two sent the same: a differing answer is then chance, time or the relay.
  package var isSameRequest: Bool {
    let isSameBody = body == .same || body == .spelling
    return method.isEqual && url.isEqual && isSameBody && requestHeaders.changes.isEmpty
  }

  private static func body(_ old: [UInt8], _ new: [UInt8]) -> Body {
    if old == new { return .same }
    if let left = try? JSONValue(parsing: old), let right = try? JSONValue(parsing: new) {
      let difference = JSONDifference(from: left, to: right)
      return difference.isEmpty ? .spelling : .json(difference)
    }
    return .text(
      TextDifference(from: String(decoding: old, as: UTF8.self), to: String(decoding: new, as: UTF8.self)))
  }

  private static func since(_ exchange: Exchange, _ instant: (Exchange) -> MonotonicTime?) -> Double? {
    instant(exchange)?.milliseconds(since: exchange.marks[.requestSent] ?? exchange.lastStart)
  }
}

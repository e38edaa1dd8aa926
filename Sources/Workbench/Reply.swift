package import RelayKit

/// One answer while it comes and afterwards: a view of its exchange, with the figures that are made of it.
package struct Reply: Sendable {
  package enum Phase: Sendable, Hashable {
    /// Made, but not yet on its way.
    case queued
    case sending, waiting, thinking, streaming
    case retrying(nextAttempt: Int, due: MonotonicTime)
    case ended
  }

  /// What was asked for; the relay may serve another one.
  package let model: String
  package private(set) var phase = Phase.queued
  /// The record; `nil` until it is on its way.
  package private(set) var exchange: Exchange?
  /// The refusal that a wait is about.
  package private(set) var refusal: RelayError?
  /// Of the first choice.
  package private(set) var firstVisible: MonotonicTime?
  package private(set) var lastToken: MonotonicTime?
  package private(set) var lastRead: MonotonicTime?
  package private(set) var rate = RecentRate()
  /// How often the user stopped reading along is not known; when the process slept is.
  package private(set) var sleptSeconds = 0.0
  package let askedAt: MonotonicTime
  /// Place among the choices of the one that is shown, and sent back.
  package var shownChoice = 0
  /// A recording that is played: nothing was sent for it.
  package var isReplay = false
  /// How the recording is played.
  package var pace = ReplayPace.recorded {
    didSet { if pace != .recorded { isRetimed = true } }
  }
  /// It was not always played as it came: the clock of the recording and that of the screen differ.
  private var isRetimed = false
  /// By which the user moved the limits of time.
  package var extraSeconds = 0
  /// Its bytes were not read back yet, or are not kept any more: text and figures are there, frames and body are not.
  package private(set) var isDigest = false

  /// An answer of before, from its digest or from its whole file.
  package init(kept updates: [ExchangeUpdate], isDigest: Bool) {
    var record: Exchange?
    if case .began(let exchange)? = updates.first { record = exchange }
    self.init(model: record?.requestedModel ?? "", askedAt: record?.start ?? MonotonicTime(nanoseconds: 0))
    for update in updates { apply(update) }
    self.isDigest = isDigest
  }

  /// What was changed in the request because its relay had refused it before.
  package var lessons: [LearnedRemedies.Lesson] = []

  /// Of the history, which names this exchange but could not tell it.
  package internal(set) var missingExchange: String?

  /// It was stopped while it waited for its turn.
  package private(set) var wasNeverSent = false

  /// Ends it before it began: nothing was sent.
  mutating func drop() {
    guard phase == .queued else { return }
    (wasNeverSent, phase) = (true, .ended)
  }

  package init(model: String, askedAt: MonotonicTime) {
    self.model = model
    self.askedAt = askedAt
  }

  package var isRunning: Bool { phase != .ended }
  package var outcome: Outcome? { exchange?.outcome ?? (wasNeverSent ? .stopped : nil) }
  package var answer: AssembledAnswer { exchange?.answer ?? AssembledAnswer() }

  /// Text of the first choice; a refusal stands in for it.
  package var text: String {
    guard let choice = shown else { return "" }
    return choice.text.isEmpty ? choice.refusal : choice.text
  }
  private var shown: AssembledAnswer.Choice? {
    guard let choices = exchange?.answer.choices else { return nil }
    return choices.indices.contains(shownChoice) ? choices[shownChoice] : choices.first
  }
  /// The text as the model wrote it: pictures that were in it are there again.
  package var textSentBack: String {
    guard let choice = shown, !choice.text.isEmpty, !choice.pictures.isEmpty else { return text }
    return choice.textWithPictures
  }
  package var toolCalls: [AssembledAnswer.ToolCall] { shown?.toolCalls ?? [] }
  package var reasoning: String { shown?.reasoning ?? "" }
  /// Elements of `logprobs.content` of the shown choice.
  package var logprobs: [JSONValue] { shown?.logprobs ?? [] }
  package var hasReasoning: Bool { shown?.reasoning.isEmpty == false }
  package var finishReason: String? { shown?.finishReason }
  package var servedModel: String? { exchange?.answer.servedModel }
  package var usage: JSONValue? { exchange?.answer.usage }

  package mutating func apply(_ update: ExchangeUpdate) {
    if case .began(let record) = update { exchange = record } else { exchange?.apply(update) }
    switch update {
    case .began: phase = .sending
    case .sending:
      phase = .sending
      refusal = nil
      (firstVisible, lastToken, lastRead) = (nil, nil, nil)
    case .mark(.requestSent, let instant):
      if phase == .sending { phase = .waiting }
      lastRead = instant
    case .mark: break
    case .head(_, let instant):
      if phase == .sending { phase = .waiting }
      lastRead = instant
    case .delta(let delta): take(delta)
    case .retrying(let error, let seconds, let next, let instant):
      refusal = error
      phase = .retrying(nextAttempt: next, due: instant.advanced(seconds: seconds))
    case .ended: phase = .ended
    }
  }

  private mutating func take(_ delta: AnswerDelta) {
    if !delta.bytes.isEmpty { lastRead = delta.instant }
    if delta.tokenEvents > 0 {
      lastToken = delta.instant
      rate.note(delta.tokenEvents, at: delta.instant)
    }
    for part in delta.parts {
      switch part {
      case .text, .refusal, .toolCall:
        phase = .streaming
        if firstVisible == nil { firstVisible = delta.instant }
      case .reasoning: if phase != .streaming { phase = .thinking }
      default: break
      }
    }
  }

  /// The instant that times of this answer count up to: now, or where a recording stands that is held or hurried.
  package func clock(_ now: MonotonicTime) -> MonotonicTime {
    isRetimed ? lastRead ?? exchange?.lastStart ?? now : now
  }

  /// The process was stopped for so long; times of this answer are not comparable.
  package mutating func noteSleep(seconds: Double) { if isRunning { sleptSeconds += seconds } }
}

/// How a recording is played.
package enum ReplayPace: Sendable, Hashable {
  /// As it came, with the gaps of the record.
  case recorded
  /// So many times faster.
  case times(Int)
  /// Held; each step shows one more frame.
  case stepped
}

/// Tokens per second over the last two seconds.
package struct RecentRate: Sendable {
  private var tokens: [(instant: MonotonicTime, count: Int)] = []
  private static let window: Int64 = 2_000_000_000

  package mutating func note(_ count: Int, at instant: MonotonicTime) {
    tokens.append((instant, count))
    if tokens.count > 64, let old = tokens.firstIndex(where: { instant - $0.instant <= Self.window }),
      old > 32
    {
      tokens.removeFirst(old)
    }
  }

  /// `nil` before two tokens came.
  package func perSecond(at now: MonotonicTime) -> Double? {
    guard let first = tokens.first, let last = tokens.last, last.instant > first.instant else { return nil }
    let start = max(first.instant.nanoseconds, now.nanoseconds - Self.window)
    let count = tokens.reduce(0) { $0 + ($1.instant.nanoseconds > start ? $1.count : 0) }
    return Double(count) * 1e9 / Double(max(1, now.nanoseconds - start))
  }
}

/// A video that was asked for: what was sent to whom, what the relay said of it since, and its file.
///
/// It is written down before the request leaves and goes on against the relay and key that it began with, whatever
/// the user switches to and however bayside ends.
package struct VideoTask: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    /// The request is on its way, or bayside ended before an answer came.
    case submitting
    /// Nobody knows whether the relay has a task: the sentence says so, and that it may be charged. It is never
    /// sent again by itself.
    case uncertain(String)
    /// An id came, and no state word yet.
    case accepted
    case queued, running
    /// The relay has made it. Whether it is on this disk, `file` says.
    case completed
    /// The relay took the task and could not make the video: its words.
    case failed(String)
    /// The relay did not take the task: its words. None was made.
    case refused(String)
    /// The relay knows the task, or its result, no more.
    case lost(String)
    /// Nobody looks any more, because the user said so or the deadline passed (`note` says which): the task itself
    /// goes on, and a check by hand goes on with it.
    case stoppedWatching
  }

  /// One of the values that were asked for, as it is shown: `seconds`, `8`; `image`, `./harbour.png, 412 kB`.
  package struct Asked: Sendable, Hashable {
    package var name: String
    package var value: String
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One thing that happened to it.
  package struct LogLine: Sendable, Hashable {
    /// Wall clock, seconds since 1970.
    package var at: Double
    /// The relay's state word, or ours for what the relay does not name: `accepted`, `no answer`, `saved`.
    package var word: String
    package var progress: Int?
    /// HTTP status; `nil` without an answer.
    package var status: Int?
    /// How long the answer took.
    package var milliseconds: Double?
    /// What was special about it: `left the queue`, `an id came`; empty else.
    package var note: String

    package init(
      at: Double, word: String, progress: Int? = nil, status: Int? = nil, milliseconds: Double? = nil,
      note: String = ""
    ) {
      self.at = at
      self.word = word
      self.progress = progress
      self.status = status
      self.milliseconds = milliseconds
      self.note = note
    }
  }

  // MARK: What was asked

  /// Ours: given once, on all machines.
  package var id: String
  /// Of the exchange that submitted it.
  package var exchange: String
  /// Wall clock, seconds since 1970.
  package var startedAt: Double
  /// The base URL.
  package var relay: String
  package var profile = ""
  /// As the user named the key; empty for one without a name.
  package var keyName = ""
  /// `..9f3c`.
  package var keyLabel = ""
  package var isDemo = false
  package var model: String
  package var prompt: String
  package var project = ""
  /// All that was set but model and prompt, in its order.
  package var asked: [Asked] = []
  /// Of the endpoint that took it, below the base URL: `/videos`, `/video/generations`.
  package var path: String

  // MARK: What came of it

  /// The relay's id for it.
  package var serverID: String?
  package var state = State.submitting
  /// The state word as the relay gave it last; empty before the first.
  package var word = ""
  /// Percent as the relay gave it last; relays move it in jumps.
  package var progress: Int?
  /// Newest last; of many alike only the last ones are kept.
  package var log: [LogLine] = []
  /// How often the relay was asked for its state.
  package var checks = 0
  /// Answers in a row that were none: the next check is put off further with each.
  package var failedChecks = 0
  /// Wall clock, seconds since 1970: of the next check; `nil` when none is due.
  package var nextCheck: Double?
  /// Wall clock, seconds since 1970: when checks end by themselves.
  package var givesUpAt: Double?
  /// Wall clock, seconds since 1970.
  package var queuedAt: Double?
  package var workingAt: Double?
  package var endedAt: Double?
  /// List price of what was asked, before anything is charged.
  package var estimate: Double?
  /// What the relay says that the task cost (quota units turned into money); `nil` while it says nothing.
  package var cost: Double?
  /// The relay never said what its units are worth, and the usual was assumed.
  package var costIsEstimate = false
  /// Of both: `USD`.
  package var currency = ""
  /// Where the result is, as the relay gave it; they expire.
  package var links: [String] = []
  /// Wall clock, seconds since 1970: of the links, where the relay tells.
  package var expiresAt: Double?
  /// The result on this disk.
  package var file: VideoFile?
  /// Path of the first frame as a picture, where one could be had.
  package var firstFrame: String?
  /// Why it does not go on at the moment, or what the user should know: one sentence; empty else.
  package var note = ""
  /// The body of the last answer, at most 64 KiB of it.
  package var lastAnswer: [UInt8] = []

  package static let mostAnswerBytes = 64 << 10
  package static let mostLogLines = 200

  package init(
    id: String, exchange: String, startedAt: Double, relay: String, model: String, prompt: String,
    path: String
  ) {
    self.id = id
    self.exchange = exchange
    self.startedAt = startedAt
    self.relay = relay
    self.model = model
    self.prompt = prompt
    self.path = path
  }

  // MARK: Reading

  /// The relay works on it as far as anybody knows, so that it is looked after.
  package var isOpen: Bool {
    switch state {
    case .submitting, .accepted, .queued, .running: true
    case .uncertain, .completed, .failed, .refused, .lost, .stoppedWatching: false
    }
  }

  /// Something is left to be done by itself: checks, or the download of what was made.
  package var isUnfinished: Bool {
    if isOpen { return true }
    return state == .completed && file?.state != .whole && file?.isGivenUp != true
  }

  /// The sentence of a state that has one.
  package var sentence: String {
    switch state {
    case .uncertain(let text), .failed(let text), .refused(let text), .lost(let text): text
    default: ""
    }
  }

  /// Seconds between the two, or until now; `nil` before the first.
  package func waitedSeconds(at now: Double) -> Double? {
    queuedAt.map { max(0, (workingAt ?? endedAt ?? now) - $0) }
  }

  package func workedSeconds(at now: Double) -> Double? { workingAt.map { max(0, (endedAt ?? now) - $0) } }

  /// Adds a line, and lets the oldest go that only repeat what follows.
  package mutating func note(_ line: LogLine) {
    log.append(line)
    guard log.count > Self.mostLogLines else { return }
    let repeated = log.indices.dropFirst().dropLast().first {
      log[$0].word == log[$0 - 1].word && log[$0].progress == log[$0 - 1].progress && log[$0].note.isEmpty
    }
    log.remove(at: repeated ?? 0)
  }
}

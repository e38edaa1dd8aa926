package import RelayKit
package import TerminalUI
package import Workbench

/// The places that can be gone to with a digit.
package enum ViewID: Int, Sendable, Hashable, CaseIterable {
  case chat = 1, compare, params, code, models, usage, keys, history

  var title: String {
    switch self {
    case .chat: "Chat"
    case .compare: "Compare"
    case .params: "Params"
    case .code: "Code"
    case .models: "Models"
    case .usage: "Usage"
    case .keys: "Keys"
    case .history: "History"
    }
  }

  /// Where not all titles have room.
  var shortTitle: String {
    switch self {
    case .compare: "Cmp"
    case .params: "Par"
    case .models: "Mod"
    case .usage: "Use"
    case .keys: "Key"
    case .history: "Hist"
    case .chat, .code: title
    }
  }
}

/// The panes that can have the focus.
package enum PaneID: String, Sendable, Hashable, CaseIterable {
  case transcript, wire, message, params, draft, code, codeOptions
  /// The lanes of a comparison, and what stands in their place.
  case lane, difference, lens, results, scores
  case usageTrend, usageSplit, usageRequests
  case keyList, keyDetail
  case historyList, historyPreview
  /// In the place of the conversation.
  case picture, pictureDetails
  case videoList, videoTask, videoAnswer
}

/// The whole interface as one value: state, what changes it, and how it looks. Pure: everything outside
/// happens through effects. Main thread.
package struct Playground {
  package var size: Size
  package var workspace: Workspace
  package var view = ViewID.chat
  package var focus = PaneID.message {
    // What stands in the conversation's place goes when the conversation is turned to.
    didSet { if face != .talk, ViewID.chat.panes.contains(focus) { face = .talk } }
  }
  /// The focused pane has the whole screen.
  package var isZoomed = false
  package var message = MessagePane()
  package var transcript = TranscriptPane()
  package var wire = WirePane()
  package var params = ParamsPane()
  package var draft = DraftPane()
  package var code = CodePane()
  package var compare = ComparePane()
  package var comparison = Comparison()
  package var usage = UsagePane()
  package var keys = KeysPane()
  package var history = HistoryPane()
  package internal(set) var face = ChatFace.talk
  package internal(set) var pictures = PicturesPane()
  package internal(set) var videos = VideosPane()
  package var guarding = Guarding()
  /// The lane that has the chat's place right now. Between two updates nobody has.
  package internal(set) var seated: LaneID?
  /// Where the focus was in the views that are not seen.
  var focusBefore: [ViewID: PaneID] = [:]
  /// One list, help, question or form at a time.
  package var overlay: Overlay?
  /// The leader key was pressed; the next key is a command.
  package var leaderSince: MonotonicTime?
  package var footer = FooterNotice()
  /// What of the message box is written down.
  var unsent = UnsentText()
  /// A second press before the time does it: quitting, stopping.
  package var armed: (what: ArmedKey, until: MonotonicTime)?
  package var preferences: Preferences
  package var keyMap: KeyMap
  package let surroundings: Surroundings
  /// Memo of layouts: may be dropped at any time, changes nothing but speed.
  let layouts = LayoutMemo()

  /// Of the conversation that was kept last.
  var keptRevision = 0
  /// Of conversations and comparisons in this run.
  var namesGiven = 0

  /// Whose file is being read: that of a lane, or the chat's.
  var laneOfFile: LaneID?

  /// The comparison before the present one.
  var cleared: (comparison: Comparison, pane: ComparePane)?

  /// What the relay told of money, when it was asked.
  package internal(set) var money = MoneyState()

  /// Texts of parameters that were no JSON, so that they are not lost.
  var rejectedEdits: [String: String] = [:]

  /// The relay that was asked for prices in this run.
  var pricesAskedOf: String?

  /// The model that the program was started with, until another is chosen: what it makes may only be known when the
  /// relay's list comes.
  package var givenModel: String?

  /// How the picker of models is sorted.
  var modelOrder = ModelOrder.relay

  /// The message that the copy menu is about.
  var copying: MessageID?

  package enum ArmedKey: Sendable, Hashable { case quit, stop, sendText }

  package init(
    size: Size, workspace: Workspace, preferences: Preferences = Preferences(), keyMap: KeyMap = KeyMap(),
    surroundings: Surroundings = Surroundings()
  ) {
    self.size = size
    self.workspace = workspace
    self.preferences = preferences
    self.keyMap = keyMap
    self.surroundings = surroundings
    comparison.cap = preferences.spending.perComparison
    if workspace.relay == nil { overlay = .setUp(SetUpForm(surroundings)) }
  }

  package static let smallest = Size(columns: 60, rows: 16)
  package var isTooSmall: Bool {
    size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
  }

  /// Answers of the chat that are still coming.
  package var running: [Message] { workspace.conversation.running }

  /// Why the conversation cannot be changed now.
  var busy: String? { running.isEmpty ? nil : "an answer is still coming; x stops it" }

  package var signs: SignSet { preferences.usesASCII ? .ascii : .unicode }

  /// Seconds since 1970.
  package func wallClock(at now: MonotonicTime) -> Double {
    surroundings.wallClockAtZero + Double(now.nanoseconds) / 1e9
  }

  /// Whether letters are text where the focus is.
  package var isTyping: Bool {
    focus == .message || focus == .params && params.typing != nil
      || focus == .historyList && history.isFinding
  }

  package mutating func say(_ text: String, seconds: Double = 5, at now: MonotonicTime) {
    footer.say(text, until: now.advanced(seconds: seconds))
  }
}

/// What the user can switch while it runs.
package struct Preferences: Sendable, Hashable {
  /// Enter sends, and Ctrl-X Enter too; else Enter makes a new line.
  package var enterSends = true
  package var usesASCII = false
  package var mouse = true
  /// Countdowns move every second, and the caret of growing text is shown.
  package var motion = true
  /// Asked in this order when a model fails, by key or (`takesFallback`) at once.
  package var fallbackModels: [String] = []
  package var takesFallback = false
  /// USD: below this a balance that is known is called low; 0 says nothing.
  package var lowBalance = Preferences.standardLowBalance
  /// Cheaper models are named where a task looks simple.
  package var advice = true
  package var theme = ""
  package var themes: [String] = []
  /// Bounds on money.
  package var spending = GuardLimits()
  /// Nothing of what is said is written down.
  package var isPrivate = false
  package init() {}
}

/// Facts about where the program runs, fixed at the start.
package struct Surroundings: Sendable, Hashable {
  /// Wall clock (seconds since 1970) at monotonic zero.
  package var wallClockAtZero = 0.0
  /// Seconds east of Greenwich.
  package var utcOffset = 0
  /// `256 colours`, `tmux-256color in tmux` and the like, for the help.
  package var terminal: [String] = []
  package var proposedBaseURL = "https://api.tokenbay.com/v1"
  package var keyVariable = "TOKENBAY_API_KEY"
  /// The last four signs of the key in that variable, if it is set.
  package var keyInEnvironment: String?
  /// Keys of other services that are set, by name: never used.
  package var foreignKeys: [String] = []
  /// Of this run of the program, unlike that of any other: names in the history begin with it.
  package var session = "session"
  /// Of the program, for files that name it.
  package var version = ""
  /// The user's directory, for paths that are shown; may be empty.
  package var home = ""
  /// Reached through ssh: files are on another computer than the eyes.
  package var isRemote = false
  package var host = "host"
  /// Where pictures and clips go.
  package var pictureDirectory = "~/bayside/images"
  package var videoDirectory = "~/bayside/videos"
  package var historyFile = "~/.local/share/bayside/history.sqlite3"
  package var keyFile = "~/.config/bayside/keys.json5"
  /// Of the configuration.
  package var profiles: [ProfileRow] = []
  package init() {}
}

/// What the footer says for a while instead of keys.
package struct FooterNotice: Sendable {
  package private(set) var text = ""
  package private(set) var until: MonotonicTime?
  /// Everything that was said, newest last.
  package private(set) var log: [String] = []

  package init() {}

  package mutating func say(_ text: String, until: MonotonicTime) {
    self.text = text
    self.until = until
    log.append(text)
    if log.count > 200 { log.removeFirst() }
  }

  /// It stays in the log.
  package mutating func stop() { until = nil }

  package mutating func expire(at now: MonotonicTime) {
    if let until, until <= now { self.until = nil }
  }
}

import Glibc
import HistoryStore
import JSON5
import RelayKit
import Workbench

/// `bayside video`: videos are tasks, which are submitted, watched and fetched.
struct VideoCommand {
  let options: ParsedOptions

  /// Some still go on: asking later tells more.
  static let unfinishedStatus: Int32 = 3

  /// Finds what is to be done. - Returns: the exit status.
  static func run(_ arguments: [String]) async throws(UsageError) -> Int32 {
    let words = OptionTable.videoTables.map(\.word)
    guard let word = arguments.first, !word.hasPrefix("-") else {
      let options = try ParsedOptions(arguments, table: .video, checksCount: false)
      if let text = page(options, .video) {
        Output.write(text)
        return 0
      }
      throw UsageError(
        sentence: "bayside video needs one of \(words.joined(separator: ", ")). See bayside video --help.")
    }
    guard let table = OptionTable.videoTables.first(where: { $0.word == word })?.table else {
      let meant = Spelling.nearest(to: word, among: words).map { " Did you mean “\($0)”?" } ?? ""
      throw UsageError(
        sentence:
          "bayside video has no “\(word.prefix(40))”.\(meant) It has \(words.joined(separator: ", ")).")
    }
    let options = try ParsedOptions(Array(arguments.dropFirst()), table: table)
    if let text = page(options, table) {
      Output.write(text)
      return 0
    }
    switch word {
    case "submit": return try await VideoSubmitting(options: options).run()
    case "list": return await VideoListing(options: options).run()
    case "watch": return try await VideoWatching(options: options).run()
    default: return try await VideoFetching(options: options).run()
    }
  }

  private static func page(_ options: ParsedOptions, _ table: OptionTable) -> String? {
    if options.has("help") { return table.page() }
    return options.has("version") ? "bayside \(CommandLineEntry.version)\n" : nil
  }

  /// 0 saved; 1 failed, refused, lost or not saved; 3 it goes on, or nobody knows whether it exists.
  static func status(_ task: VideoTask) -> Int32 {
    switch task.state {
    case .completed: task.file?.state == .whole ? 0 : 1
    case .failed, .refused, .lost: 1
    case .uncertain, .submitting, .accepted, .queued, .running, .stoppedWatching: unfinishedStatus
    }
  }

  /// The worst of several: what failed counts more than what goes on.
  static func status(_ tasks: [VideoTask]) -> Int32 {
    let all = tasks.map(status)
    return all.contains(1) ? 1 : all.max() ?? 0
  }
}

extension VideoDesk {
  /// The desk of a command line.
  init(
    _ settings: Settings, _ options: ParsedOptions, store: HistoryStore?, place: MediaPlace,
    tell: @escaping @Sendable (VideoTask) -> Void
  ) {
    let cache = settings.environment.directory("XDG_CACHE_HOME", orHome: ".cache")
    self.init(
      store: store, relays: TaskRelays(settings: settings, options: options), place: place,
      schedule: settings.media.schedule,
      frames: settings.media.takesFirstFrames ? cache.map { $0 + "/bayside/frames" } : nil, tell: tell)
  }
}

extension VideoTask {
  /// As scripts see it.
  var report: JSONValue {
    guard var object = json.objectValue else { return json }
    object["last_answer"] =
      lastAnswer.isEmpty
      ? .null
      : (try? JSONValue(parsing: lastAnswer)) ?? .string(String(decoding: lastAnswer, as: UTF8.self))
    return .object(object)
  }

  /// The relay's own word where it gave one: `in_progress 30 %`.
  var stateWords: String {
    let name = state.name.map { $0 == "_" ? " " : $0 }.map(String.init).joined()
    guard isOpen, !word.isEmpty else { return name }
    return word + (progress.map { " \($0) %" } ?? "")
  }

  /// What the user is told of its end, in a sentence or two.
  var endWords: String {
    switch state {
    case .completed where file?.state == .whole: "saved: \(file?.path ?? "")"
    case .completed: "completed, but not saved. \(note)"
    case .stoppedWatching: note
    case .failed(let words): "The relay accepted the task and then reported it as failed: \(words)"
    default: sentence.isEmpty ? stateWords : sentence
    }
  }
}

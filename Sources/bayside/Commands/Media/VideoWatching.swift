import Glibc
import HistoryStore
import RelayKit
import Workbench

/// What commands on tasks of before begin with.
enum KeptTasks {
  /// - Returns: the history, to be closed; the desk that goes on with its tasks; the line that says how.
  static func open(
    _ options: ParsedOptions
  ) throws(UsageError) -> (store: HistoryStore, desk: VideoDesk, progress: VideoProgress) {
    let settings = try Settings(options, .process)
    let place = try MediaPlace(options, directory: settings.videoDirectory)
    let store = KeptHistory.openMended()
    let progress = VideoProgress(settings.environment, isQuiet: options.has("json"))
    return (store, VideoDesk(settings, options, store: store, place: place) { progress.take($0) }, progress)
  }
}

/// `bayside video watch`: asks after tasks until they end, and brings the videos here.
struct VideoWatching {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let (store, desk, progress) = try KeptTasks.open(options)
    defer { store.close() }
    let ids: [String]
    do throws(HistoryProblem) {
      ids = try await Self.ids(options.operands, store)
    } catch {
      Output.notice(error.sentence)
      return 1
    }
    LastWords.arm {
      progress.clear()
      Output.notice("Stopped watching; the tasks go on at the relay. bayside video watch goes on with them.")
    }
    let ticking = Ticking(milliseconds: 200) { progress.tick() }
    var tasks: [VideoTask] = []
    await withTaskGroup(of: VideoTask?.self) { group in
      for id in ids { group.addTask { await Self.follow(id, desk, store, progress) } }
      for await task in group { if let task { tasks.append(task) } }
    }
    withExtendedLifetime(ticking) { progress.clear() }
    print(tasks.sorted { $0.startedAt < $1.startedAt })
    return VideoCommand.status(tasks)
  }

  /// Ours of what the user named; all that are unfinished where nothing was named.
  static func ids(_ named: [String], _ store: HistoryStore) async throws(HistoryProblem) -> [String] {
    guard !named.isEmpty else {
      let open = try await store.tasks().filter(\.isUnfinished).map(\.id)
      if open.isEmpty { Output.notice("No task is unfinished; bayside video list shows all.") }
      return open
    }
    var ids: [String] = []
    for name in named {
      guard let task = try await store.task(name) else {
        throw HistoryProblem(
          .other, "There is no video task “\(name.prefix(60))” here; bayside video list shows all.")
      }
      ids.append(task.id)
    }
    return ids
  }

  /// Seconds between two looks at a task that another bayside watches.
  private static let lookSeconds = 1.0

  private static func follow(
    _ id: String, _ desk: VideoDesk, _ store: HistoryStore, _ progress: VideoProgress
  ) async -> VideoTask? {
    while true {
      if await desk.takeOver(id) != nil {
        // Who asks now does not want to wait for a check that was put off.
        await desk.checkNow(id)
        // Another one may have taken it over meanwhile; then it is followed.
        if let settled = await desk.settled(id) { return settled }
      }
      guard let task = try? await store.task(id) else { return nil }
      progress.take(task)
      if !task.isUnfinished { return task }
      try? await Task.sleep(nanoseconds: UInt64(lookSeconds * 1e9))
    }
  }

  private func print(_ tasks: [VideoTask]) {
    if options.has("json") { return Output.write(VideoReports.text(tasks)) }
    for task in tasks where task.file?.state == .whole { Output.writeAnswer((task.file?.path ?? "") + "\n") }
  }
}

/// `bayside video fetch`: asks once, and brings the video here if it is made.
struct VideoFetching {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let (store, desk, progress) = try KeptTasks.open(options)
    defer { store.close() }
    let id: String
    do throws(HistoryProblem) {
      id = try await VideoWatching.ids(options.operands, store)[0]
    } catch {
      Output.notice(error.sentence)
      return 1
    }
    let ticking = Ticking(milliseconds: 200) { progress.tick() }
    guard let task = await desk.fetchNow(id) else {
      Output.notice("Another bayside looks after this task just now; it fetches the video by itself.")
      return VideoCommand.unfinishedStatus
    }
    withExtendedLifetime(ticking) { progress.clear() }
    if options.has("json") {
      Output.write(task.report.text() + "\n")
    } else if task.file?.state == .whole {
      Output.writeAnswer((task.file?.path ?? "") + "\n")
    } else {
      Output.notice(task.isOpen ? "It is not made yet: \(task.stateWords)." : task.endWords)
    }
    return VideoCommand.status(task)
  }
}

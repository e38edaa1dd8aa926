import Glibc
import Synchronization
import Workbench

/// How tasks go, on standard error: a line that is drawn over itself on a terminal, a line for each news elsewhere.
/// Any thread.
final class VideoProgress: Sendable {
  private struct State: ~Copyable {
    var tasks: [String: VideoTask] = [:]
    var told: [String: String] = [:]
    let line: WaitingLine
  }

  private let state: Mutex<State>
  private let isQuiet: Bool

  /// - Parameter isQuiet: nothing is said in a pipe; of `--json`.
  init(_ environment: ProcessEnvironment, isQuiet: Bool) {
    state = Mutex(State(line: WaitingLine(environment)))
    self.isQuiet = isQuiet
  }

  func take(_ task: VideoTask) {
    state.withLock { state in
      state.tasks[task.id] = task
      let words = Self.news(task)
      if state.told[task.id] != words {
        state.told[task.id] = words
        if !isQuiet || isatty(2) == 1 {
          state.line.clear()
          Output.notice("\(Self.name(task)): \(words)")
        }
      }
      draw(&state)
    }
  }

  /// Draws the line anew: time passes without news.
  func tick() { state.withLock { draw(&$0) } }

  func clear() { state.withLock { $0.line.clear() } }

  private func draw(_ state: inout State) {
    let open = state.tasks.values.filter(\.isUnfinished).sorted { $0.startedAt < $1.startedAt }
    guard !open.isEmpty else { return state.line.clear() }
    state.line.show(open.map { Self.live($0, at: VideoDesk.now) }.joined(separator: "; "))
  }

  private static func name(_ task: VideoTask) -> String { task.serverID ?? task.id }

  /// What is worth a line: the state, and trouble.
  private static func news(_ task: VideoTask) -> String {
    if task.state == .submitting { return "submitting \(task.model)" }
    if task.state == .completed, task.file == nil { return "completed" }
    if task.state == .completed, task.file?.state == .downloading { return "downloading" }
    if !task.isUnfinished { return task.endWords }
    return ([task.stateWords] + (task.note.isEmpty ? [] : [task.note])).joined(separator: ". ")
  }

  private static func live(_ task: VideoTask, at now: Double) -> String {
    var words = "\(task.model) \(task.stateWords), \(NumberWords.seconds(max(0, now - task.startedAt)))"
    if let file = task.file, file.state == .downloading {
      words += ", \(NumberWords.bytes(file.byteCount))"
      if let total = file.total { words += " of \(NumberWords.bytes(total))" }
    }
    return words
  }
}

/// Calls something now and then while it lives.
final class Ticking: Sendable {
  private let task: Task<Void, Never>

  init(milliseconds: Int, _ body: @escaping @Sendable () -> Void) {
    task = Task {
      while !Task.isCancelled {
        try? await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
        body()
      }
    }
  }

  deinit { task.cancel() }
}

import Glibc
import HistoryStore
import Playground
import RelayKit
import Synchronization
import Workbench

/// The tasks of videos as the screen shows them, over the desk that watches them. Answers go to the inbox. Any thread.
final class VideoBoard: Sendable {
  private let desk: VideoDesk
  /// Of tasks that nothing is written down of: they live as long as this run.
  private let privateDesk: VideoDesk
  private let store: HistoryStore
  private let inbox: Inbox
  private let known = Mutex<[String: VideoTask]>([:])

  init(_ start: ScreenStart, store: HistoryStore, inbox: Inbox) {
    self.inbox = inbox
    self.store = store
    let settings = start.settings
    let box = BoardBox()
    let relays = TaskRelays(settings: settings, options: start.options)
    let place = MediaPlace(directory: settings.videoDirectory)
    desk = VideoDesk(
      store: store, relays: relays, place: place, schedule: settings.media.schedule,
      frames: settings.media.takesFirstFrames ? ScreenStart.cacheDirectory() + "/frames" : nil
    ) { task in box.board?.take(task) }
    privateDesk = VideoDesk(store: nil, relays: relays, place: place, schedule: settings.media.schedule) {
      task in box.board?.take(task)
    }
    box.board = self
  }

  /// Tasks of before go on. Once, after the first frame.
  func resume() {
    Task.detached { [self] in
      await load()
      await desk.resume()
    }
  }

  func list() {
    Task.detached { [self] in
      await load()
      show()
    }
  }

  /// What another bayside does with its tasks is read anew each time; of our own the desk knows more.
  private func load() async {
    guard let tasks = try? await store.tasks() else { return }
    let ours = Set(await desk.tasks.keys)
    known.withLock { known in
      for task in tasks where !ours.contains(task.id) { known[task.id] = task }
    }
  }

  private func take(_ task: VideoTask) {
    known.withLock { $0[task.id] = task }
    show()
  }

  private func show() {
    let tasks = known.withLock { $0.values.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) } }
    inbox.post(.videosCame(tasks))
  }

  /// - Parameters:
  ///   - isPrivate: nothing of it is written down but the file that comes of it.
  ///   - gate: has the last word about whether it leaves.
  func submit(_ submission: VideoDesk.Submission, as id: MessageID, isPrivate: Bool, gate: SharedGate?) {
    Task.detached { [self] in
      if let held = gate?.held() {
        return refuse(submission, as: id, "Held back, nothing was sent: \(held.short).")
      }
      do throws(HistoryProblem) {
        let task = try await (isPrivate ? privateDesk : desk).submit(submission)
        inbox.post(.videoOrdered(id, task))
      } catch {
        refuse(submission, as: id, "It was not sent: it cannot be written down. \(error.sentence)")
      }
    }
  }

  private func refuse(_ submission: VideoDesk.Submission, as id: MessageID, _ sentence: String) {
    var task = submission.task
    task.state = .refused(sentence)
    take(task)
    inbox.post(.videoOrdered(id, task))
  }

  /// The desk that has a task; `nil`, with a notice, when another bayside has it.
  private func holder(of id: String) async -> VideoDesk? {
    if await privateDesk.tasks[id] != nil { return privateDesk }
    if await desk.takeOver(id) != nil { return desk }
    inbox.post(.notice("Another bayside that is running watches this task."))
    return nil
  }

  func check(_ id: String) {
    Task.detached { [self] in await holder(of: id)?.checkNow(id) }
  }

  func stopWatching(_ id: String) {
    Task.detached { [self] in await holder(of: id)?.stop(id) }
  }

  func remove(_ id: String) {
    Task.detached { [self] in
      guard let desk = await holder(of: id) else { return }
      await desk.forget(id)
      known.withLock { $0[id] = nil }
      show()
    }
  }
}

/// The desk tells a board that is not made yet when the desk is.
private final class BoardBox: Sendable {
  private let held = Mutex<Held>(Held())
  private struct Held { weak var board: VideoBoard? }

  var board: VideoBoard? {
    get { held.withLock { $0.board } }
    set { held.withLock { $0.board = newValue } }
  }
}

import CPlatform
import Glibc
import HistoryStore
import RelayKit
import Synchronization
import Workbench

/// Submits videos, asks after them and brings them to the disk, for the screen and for commands. Each task is written
/// down before its request leaves, is submitted exactly once, and goes on after a restart.
actor VideoDesk {
  /// What is to be sent, and how the task begins.
  struct Submission: Sendable {
    var request: MediaRequest
    /// Its state is `submitting`; its `exchange` is that of `journal`.
    var task: VideoTask
    var client: RelayClient
    /// `nil` in private mode.
    var journal: ExchangeJournal?
    /// Where its file goes, unless that is the usual place.
    var place: MediaPlace?
    /// Sees the exchange of the submission. Any thread.
    var observe: @Sendable (ExchangeUpdate) -> Void = { _ in }
  }

  let store: HistoryStore?
  let relays: TaskRelays
  let place: MediaPlace
  let schedule: VideoSchedule
  /// Where first frames go; `nil` takes none.
  let frames: String?
  private let tell: @Sendable (VideoTask) -> Void

  private(set) var tasks: [String: VideoTask] = [:]
  private var lines: [String: TaskRelays.Line] = [:]
  /// With keys that were entered for this run only and can be read nowhere.
  private var spareLines: [String: TaskRelays.Line] = [:]
  private var places: [String: MediaPlace] = [:]
  private var watchers: [String: (number: Int, task: Task<Void, Never>)] = [:]
  private var sleepers: [String: (number: Int, task: Task<Void, Never>)] = [:]
  private var submitting: [String: any ExchangeHandle] = [:]
  private var beingWritten: Set<String> = []
  private var stopped: Set<String> = []
  private var lastNumber = 0
  private var unsaved: Set<String> = []
  private var savers: [String: Task<Void, Never>] = [:]

  /// - Parameters:
  ///   - store: `nil` in private mode: then tasks live as long as this desk.
  ///   - tell: takes a task each time it has changed. Any thread, one call at a time.
  init(
    store: HistoryStore?, relays: TaskRelays, place: MediaPlace, schedule: VideoSchedule = VideoSchedule(),
    frames: String? = nil, tell: @escaping @Sendable (VideoTask) -> Void
  ) {
    (self.store, self.relays, self.place, self.schedule) = (store, relays, place, schedule)
    (self.frames, self.tell) = (frames, tell)
  }

  nonisolated static var now: Double { LocalClock.now }

  // MARK: Submitting

  /// Submits a video. Returns when the relay has answered or cannot; checks go on by themselves then.
  /// - Throws: why nothing was sent: a task that cannot be written down is not begun.
  @discardableResult
  func submit(_ submission: Submission) async throws(HistoryProblem) -> VideoTask {
    var task = submission.task
    task.hide(KnownSecrets(relays.settings.relay))
    let id = task.id
    beingWritten.insert(id)
    defer { beingWritten.remove(id) }
    if let store { try await store.keep(task, isNew: true) }
    if stopped.remove(id) != nil {
      task.state = .refused("You stopped it before it was sent.")
      await put(task)
      return task
    }
    tasks[id] = task
    lines[id] = TaskRelays.Line(client: submission.client)
    places[id] = submission.place
    tell(task)
    let exchange = await send(submission)
    submitting[id] = nil
    task = tasks[id] ?? task
    task.take(submission: exchange, at: Self.now, schedule: schedule)
    await put(task)
    start(id)
    return task
  }

  private func send(_ submission: Submission) async -> Exchange {
    let recorder = ExchangeRecorder()
    let task = submission.task
    return await withCheckedContinuation { continuation in
      submitting[task.id] = submission.client.make(
        submission.request, id: task.exchange, startedAt: task.startedAt, waitsForReader: false
      ) { update in
        submission.journal?.take(update)
        submission.observe(update)
        if let whole = recorder.apply(update) { continuation.resume(returning: whole) }
      }
    }
  }

  // MARK: Going on

  /// Goes on with all that is unfinished and that no other running bayside has.
  func resume() async {
    guard let store, let claimed = try? await store.claimTasks() else { return }
    for task in claimed where tasks[task.id] == nil { await take(task) }
  }

  /// Takes over one task, finished or not.
  /// - Returns: `nil` when another running bayside has it, or there is none of that id.
  func takeOver(_ id: String, starts: Bool = true) async -> VideoTask? {
    if let known = tasks[id] { return known }
    guard let task = try? await store?.claim(id) else { return nil }
    await take(task, starts: starts)
    return tasks[id]
  }

  private func take(_ task: VideoTask, starts: Bool = true) async {
    var task = task
    let wasSubmitting = task.state == .submitting
    if wasSubmitting {
      task.takeAbandoned(await exchange(task.exchange), at: Self.now, schedule: schedule)
    }
    if task.hasLostDemo {
      task.lose(TaskRelays.endedDemo, at: Self.now)
      return await put(task)
    }
    // Nobody has its file any more either; waiting does not help.
    if task.isDemo { task.file?.nextTry = nil }
    if wasSubmitting {
      await put(task)
    } else {
      // Nobody looked for it in the meantime: that is not the time that it was given.
      if task.isOpen, (task.givesUpAt ?? 0) < Self.now { task.watchAgain(at: Self.now, schedule: schedule) }
      tasks[task.id] = task
      tell(task)
    }
    if starts { start(task.id) }
  }

  /// The exchange as far as it was written down.
  private func exchange(_ id: String) async -> Exchange? {
    guard let file = try? await store?.exchangeFile(id),
      let updates = try? ExchangeFileReader.updates(from: file)
    else { return nil }
    let recorder = ExchangeRecorder()
    var whole: Exchange?
    for update in updates { whole = recorder.apply(update) ?? whole }
    return whole
  }

  // MARK: What the user asks for

  /// Asks now, also for a task that nobody looks after any more; a download that was given up is tried again.
  func checkNow(_ id: String) async {
    guard var task = tasks[id] else { return }
    if submitting[id] != nil { return }
    if case .lost = task.state, task.serverID != nil {
      if task.isDemo, lines[id] == nil { return }
      tasks[id]?.givesUpAt = Self.now + schedule.deadline
      await check(id)
      start(id)
      return
    }
    task.watchAgain(at: Self.now, schedule: schedule)
    // A key that was missing may be there now.
    spareLines[id] = lines[id]
    lines[id] = task.isDemo ? lines[id] : nil
    await put(task)
    sleepers[id]?.task.cancel()
    start(id)
  }

  /// Asks once; what is made is brought here, also when it was before and is gone.
  /// - Returns: the task as it is then; `nil` when another running bayside has it.
  func fetchNow(_ id: String) async -> VideoTask? {
    guard await takeOver(id, starts: false) != nil else { return nil }
    end(id)
    let hasFile = tasks[id]?.file.map { $0.state == .whole && MediaPath.isTaken($0.path) } ?? false
    if hasFile { return tasks[id] }
    await check(id)
    guard tasks[id]?.state == .completed else { return tasks[id] }
    await change(id) { task in
      if task.file?.state == .whole { task.file = nil }
      task.watchAgain(at: Self.now, schedule: schedule)
    }
    start(id)
    return await settled(id)
  }

  /// Stops a submission that is under way, or checks and download; the task itself goes on at the relay.
  func stop(_ id: String) async {
    if let handle = submitting[id] { return handle.stop() }
    end(id)
    // It is being written down, and is not sent yet.
    if beingWritten.contains(id) { stopped.insert(id) }
    guard var task = tasks[id] else { return }
    if task.state == .completed, task.file?.state != .whole {
      task.file?.isGivenUp = true
      task.file?.state = .broken
    } else {
      task.stopWatching(at: Self.now)
    }
    await put(task)
  }

  /// Forgets the task here: its row goes, files and the relay's task stay.
  func forget(_ id: String) async {
    guard submitting[id] == nil else { return }
    end(id)
    (tasks[id], lines[id], places[id]) = (nil, nil, nil)
    try? await store?.forgetTask(id)
  }

  /// Puts the file of a task to another place, if it is not on its way yet.
  func setPlace(_ place: MediaPlace, of id: String) { places[id] = place }

  /// Waits until nothing more is done for the task by itself.
  /// - Returns: the task as it is then.
  func settled(_ id: String) async -> VideoTask? {
    while let watcher = watchers[id] { await watcher.task.value }
    return tasks[id]
  }

  // MARK: Watching

  private func start(_ id: String) {
    guard watchers[id] == nil, let task = tasks[id], task.isUnfinished, task.serverID != nil else {
      return
    }
    lastNumber += 1
    let number = lastNumber
    watchers[id] = (number, Task { await watch(id, number) })
  }

  private func end(_ id: String) {
    watchers[id]?.task.cancel()
    watchers[id] = nil
  }

  private func watch(_ id: String, _ number: Int) async {
    while !Task.isCancelled, let task = tasks[id], task.isUnfinished {
      if task.state == .completed {
        await fetch(id)
      } else {
        await pause(id, until: task.nextCheck ?? Self.now)
        if Task.isCancelled { break }
        await check(id)
      }
    }
    if watchers[id]?.number == number { watchers[id] = nil }
  }

  private func pause(_ id: String, until instant: Double) async {
    let seconds = instant - Self.now
    guard seconds > 0 else { return }
    let sleeper = Task { () -> Void in try? await Task.sleep(nanoseconds: UInt64(min(seconds, 1e6) * 1e9)) }
    lastNumber += 1
    let number = lastNumber
    sleepers[id] = (number, sleeper)
    await withTaskCancellationHandler {
      await sleeper.value
    } onCancel: {
      sleeper.cancel()
    }
    // Another wait may have begun meanwhile.
    if sleepers[id]?.number == number { sleepers[id] = nil }
  }

  private func check(_ id: String) async {
    guard let task = tasks[id], let serverID = task.serverID else { return }
    let result: Result<VideoLookupAnswer, RelayError>
    let line: TaskRelays.Line
    do throws(UsageError) {
      line = try await self.line(for: task)
    } catch {
      if task.isDemo { return await lose(id, task.file, error.sentence) }
      return await change(id) { $0.wait(because: error.sentence, at: Self.now) }
    }
    do {
      result = .success(try await line.client.lookUpVideo(serverID, path: task.path))
    } catch {
      result = .failure(error as? RelayError ?? RelayError(kind: .other, message: "\(error)"))
    }
    // Who stopped watching meanwhile does not want to be told.
    guard !Task.isCancelled else { return }
    await change(id) { [schedule] task in
      switch result {
      case .success(let answer):
        task.take(answer, at: Self.now, schedule: schedule, quotaPerUnit: line.quotaPerUnit)
      case .failure(let error): task.take(error, at: Self.now, schedule: schedule)
      }
    }
    await noteCost(of: id)
  }

  /// What the relay says that a video cost goes into the books, as with any other request.
  private func noteCost(of id: String) async {
    guard let task = tasks[id], task.state == .completed, let cost = task.cost, !task.costIsEstimate else {
      return
    }
    let receipt = Receipt(charged: cost, currency: task.currency, source: .usage, readAt: Self.now)
    _ = try? await store?.setReceipt(receipt, of: task.exchange)
  }

  /// Reading a key may start a program, which must not hold up the other tasks.
  func line(for task: VideoTask) async throws(UsageError) -> TaskRelays.Line {
    if let known = lines[task.id] { return known }
    let relays = relays
    let result = await Task.detached { () -> Result<TaskRelays.Line, UsageError> in
      do throws(UsageError) { return .success(try relays.line(for: task)) } catch { return .failure(error) }
    }.value
    if case .failure = result, let spare = spareLines[task.id] {
      lines[task.id] = spare
      return spare
    }
    let line = try result.get()
    lines[task.id] = line
    return line
  }

  // MARK: Changing

  func change(_ id: String, _ body: (inout VideoTask) -> Void) async {
    guard var task = tasks[id] else { return }
    body(&task)
    await put(task)
  }

  /// Shows how a download goes on. What tells the file from others is written down, so that it goes on after a crash.
  func show(_ id: String, _ file: VideoFile) async {
    guard var task = tasks[id], let known = task.file, known.state == .downloading else { return }
    let isNews = known.validator != file.validator || known.total != file.total
    task.file = file
    if isNews { return await put(task) }
    tasks[id] = task
    tell(task)
  }

  /// The task as it is, or as it has become meanwhile, is on the disk when this returns.
  func put(_ task: VideoTask) async {
    let id = task.id
    tasks[id] = task
    tell(task)
    guard let store else { return }
    unsaved.insert(id)
    if let saver = savers[id] { return await saver.value }
    // One after the other: an older state must not come behind a newer one.
    let saver = Task { await save(id, to: store) }
    savers[id] = saver
    await saver.value
  }

  private func save(_ id: String, to store: HistoryStore) async {
    while unsaved.remove(id) != nil, let task = tasks[id] {
      // A disk that is full is said by the store; the task goes on and is written with its next change.
      guard let isOurs = try? await store.keep(task), !isOurs else { continue }
      end(id)
      tasks[id] = nil
    }
    savers[id] = nil
  }

  func usualPlace(of id: String) -> MediaPlace { places[id] ?? place }
  func waitBeforeTry(_ id: String, until instant: Double) async { await pause(id, until: instant) }
}

extension VideoTask {
  /// Its demo relay ended before it did; for tasks of a bayside that ended.
  fileprivate var hasLostDemo: Bool {
    guard isDemo else { return false }
    if case .uncertain = state { return true }
    return isOpen || state == .stoppedWatching
  }

  /// Without keys that somebody typed into the prompt.
  fileprivate mutating func hide(_ secrets: KnownSecrets) {
    prompt = KeyMask.masked(secrets.hidden(prompt))
    for index in asked.indices { asked[index].value = KeyMask.masked(secrets.hidden(asked[index].value)) }
  }
}

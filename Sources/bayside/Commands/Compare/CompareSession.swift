import CPlatform
import Glibc
import RelayKit
import Workbench

/// Asks everything that a comparison still misses, at most so many at once, and writes each result down before it
/// goes on. Everything happens on the calling thread; one at a time in a process.
final class CompareSession {
  /// Why not everything was asked.
  struct Ending {
    /// The first signal that came.
    var signal: Int32?
    /// The next request could have passed the cap.
    var isCapped = false
    /// It was a limit of the key or of the day, not the cap.
    var held: HeldRequest?
    /// Nothing bounds the next request; a half sentence.
    var unbounded: String?
  }

  private enum Job {
    case run(RunKey)
    case judge(RunKey)
  }

  private struct Open {
    var reply: Reply
    var handle: (any ExchangeHandle)?
    var input: Int
    var judging: JudgePlan?
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// Milliseconds.
  private static let hurry: Int32 = 10

  private(set) var record: ComparisonRecord
  private(set) var budget: CompareBudget
  private let client: RelayClient
  private let prices: ComparePrices
  /// `nil` where nothing is to be kept.
  private let journal: CompareJournal?
  private let history: CompareHistory?
  private let checks: CompareChecks
  private let judge: CompareJudge?
  private var progress: CompareProgress
  private let mailbox = CompareMailbox()
  private let signalPipe: Int32
  private var jobs: [Job] = []
  private var queue: RunQueue<Int>
  private var opens: [Int: Open] = [:]
  /// Answers that later turns need.
  private var answers: [RunKey: ChatMessage] = [:]
  /// Runs of a question that have not ended.
  private var pending: [RunKey: Int] = [:]
  private var ending = Ending()

  init(
    _ record: ComparisonRecord, client: RelayClient, concurrency: Int, budget: CompareBudget,
    prices: ComparePrices, journal: CompareJournal?, history: CompareHistory?, checks: CompareChecks,
    judge: CompareJudge?,
    progress: CompareProgress
  ) {
    (self.record, self.client, self.budget, self.prices) = (record, client, budget, prices)
    (self.journal, self.history) = (journal, history)
    (self.checks, self.judge, self.progress) = (checks, judge, progress)
    queue = RunQueue(limit: concurrency)
    signal(SIGPIPE, SIG_IGN)
    signalPipe = cp_signal_pipe_open(Self.signals, Self.signals.count)
  }

  deinit { cp_signal_pipe_close() }

  func run() -> Ending {
    plan()
    progress.begin(record, AnswerOutput(interrupt: signalPipe), at: Clock.now)
    while true {
      // What turns out to need no request makes room for the next.
      repeat {
        start()
      } while opens.isEmpty && !queue.waiting.isEmpty && !queue.isHeld && ending.signal == nil
      progress.draw(state, at: Clock.now)
      if opens.isEmpty { break }
      wait()
      for (job, update) in mailbox.takeAll() { take(update, of: job) }
    }
    progress.end()
    // One that came behind the last answer.
    takeSignals()
    return ending
  }

  /// Whose time has come and who did not leave yet: a refusal is told before its wait can be ended, so that they
  /// are told again.
  private var hurried: Set<Int> = []

  // MARK: What is asked

  private func plan() {
    for run in record.results { answers[run.key] = run.message }
    let missing = Set(record.missing)
    for key in record.plan {
      pending[key.question, default: 0] += missing.contains(key) ? 1 : 0
    }
    for key in record.plan where missing.contains(key) {
      // Later turns follow the answers to earlier ones.
      var earlier = key
      earlier.turn -= 1
      if key.turn == 1 || answers[earlier] != nil { add(.run(key)) }
    }
    guard judge != nil else { return }
    for question in questions where pending[question] == 0 { addJudge(of: question) }
  }

  private var questions: [RunKey] {
    var seen: Set<RunKey> = []
    return record.plan.map(\.question).filter { seen.insert($0).inserted }
  }

  private func add(_ job: Job) {
    jobs.append(job)
    queue.add(jobs.count - 1)
  }

  private func addJudge(of question: RunKey) {
    if judge?.plan(record, question) != nil { add(.judge(question)) }
  }

  private func request(_ job: Job) -> (request: ChatRequest, judging: JudgePlan?)? {
    switch job {
    case .run(let key): record.request(of: key) { answers[$0] }.map { ($0, nil) }
    case .judge(let question): judge?.plan(record, question).map { ($0.request, $0) }
    }
  }

  private func start() {
    guard ending.signal == nil else { return }
    let steps = queue.next(at: Clock.now) { id in
      guard let made = request(jobs[id]) else { return true }
      return budget.admits(made.request, as: id)
    }
    for step in steps {
      switch step {
      case .again(let id): hurried.insert(id)
      case .start(let id): open(id)
      }
    }
    for id in hurried { opens[id]?.handle?.retryNow() }
    if queue.isHeld, opens.isEmpty {
      (ending.isCapped, ending.held, ending.unbounded) = (true, budget.key.held, budget.unknown)
    }
  }

  private func open(_ id: Int) {
    guard let (request, judging) = request(jobs[id]) else {
      queue.ended(id)
      return
    }
    opens[id] = Open(
      reply: Reply(model: request.model, askedAt: Clock.now), input: prices.tokens(request).tokens,
      judging: judging)
    let mailbox = mailbox
    var run: RunKey?
    if case .run(let key) = jobs[id] { run = key }
    let kept = history?.journal(request, number: id + 1, run, prices)
    let handle = client.chat(
      request, id: kept?.name ?? "compare-\(getpid())-\(id + 1)", startedAt: LocalClock.now
    ) { update in
      kept?.take(update)
      mailbox.post(update, of: id)
    }
    opens[id]?.handle = handle
  }

  // MARK: What comes

  private func take(_ update: ExchangeUpdate, of id: Int) {
    opens[id]?.reply.apply(update)
    switch update {
    case .sending: hurried.remove(id)
    case .delta(let delta): opens[id]?.handle?.consumed(bytes: delta.bytes.count)
    case .retrying(let error, let seconds, let next, let instant):
      queue.backsOff(id, until: instant.advanced(seconds: seconds))
      if case .run(let key) = jobs[id] {
        progress.retrying(key, error, seconds: seconds, next: next, in: record)
      }
    case .ended: ended(id)
    default: break
    }
  }

  private func ended(_ id: Int) {
    guard let open = opens.removeValue(forKey: id) else { return }
    queue.ended(id)
    hurried.remove(id)
    // What was held back for money that is free now may go.
    queue.isHeld = false
    let figures = RunFigures(
      open.reply, prices: prices.prices(of: open.reply.model), at: Clock.now, inputEstimate: open.input)
    budget.ended(id, figures, model: open.reply.model)
    switch jobs[id] {
    case .run(let key):
      var run = ComparisonRun(key: key, reply: open.reply, figures: figures)
      run.checks = checks.results(run, record.values(of: key))
      record.runs.append(run)
      journal?.append(ComparisonFile.line(run))
      history?.append(run)
      progress.ended(run, in: record, budget.line)
      follow(run)
    case .judge(let question):
      guard let judge, let judging = open.judging else { return }
      let verdict = judge.verdict(question, judging, open.reply, figures)
      record.verdicts.append(verdict)
      journal?.append(ComparisonFile.line(verdict))
      history?.append(ComparisonFile.line(verdict))
      progress.judged(verdict, in: record)
    }
  }

  /// The next turn, and the judge once all lanes have answered.
  private func follow(_ run: ComparisonRun) {
    guard ending.signal == nil else { return }
    pending[run.key.question, default: 1] -= 1
    answers[run.key] = run.message
    if run.key.turn < record.turns.count {
      var next = run.key
      next.turn += 1
      if run.message != nil {
        if !record.runs.contains(where: { $0.key == next && $0.isWhole }) { add(.run(next)) }
      } else {
        // Nothing can follow an answer that is not whole.
        for turn in next.turn...record.turns.count {
          next.turn = turn
          pending[next.question, default: 1] -= 1
          if pending[next.question] == 0 { addJudge(of: next.question) }
        }
      }
    }
    if pending[run.key.question] == 0 { addJudge(of: run.key.question) }
  }

  // MARK: Waiting

  private func wait() {
    var watched = [
      pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signalPipe, events: Int16(POLLIN), revents: 0),
    ]
    var milliseconds = hurried.isEmpty ? progress.interval : Self.hurry
    if let due = queue.due {
      let until = Int32(min(max(0, due.milliseconds(since: Clock.now).rounded(.up)), 600_000))
      milliseconds = milliseconds < 0 ? until : min(milliseconds, until)
    }
    if poll(&watched, nfds_t(watched.count), milliseconds) > 0, watched[1].revents != 0 { takeSignals() }
  }

  /// Those that came; never waits.
  private func takeSignals() {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(signalPipe, &bytes, bytes.count)
    for byte in bytes.prefix(max(0, count)) {
      // Who asks twice does not want to wait for anything.
      if ending.signal != nil { cp_die_of_signal(Int32(byte)) }
      ending.signal = Int32(byte)
      for open in opens.values { open.handle?.stop() }
    }
  }

  private var state: CompareProgress.State {
    var running: [(RunKey, Reply)] = []
    var judging = 0
    for (id, open) in opens {
      if case .run(let key) = jobs[id] { running.append((key, open.reply)) } else { judging += 1 }
    }
    return CompareProgress.State(
      record: record, running: running.sorted { $0.1.askedAt < $1.1.askedAt }, judging: judging,
      budget: budget.line)
  }
}

/// The machine's monotonic clock, as the transport reads it.
private enum Clock {
  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

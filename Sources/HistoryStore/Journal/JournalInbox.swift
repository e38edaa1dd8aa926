import RelayKit
import Synchronization
import Workbench

/// What waits to be written, in the order in which it came. Any thread may add to it, and none waits for the disk.
final class JournalInbox: Sendable {
  /// What fits beyond it: nothing of a stream, whose bytes are in its exchange anyway.
  static let mostStreamBytes = 32 << 20
  /// Beyond it nothing is taken.
  static let mostBytes = 64 << 20

  fileprivate struct Waiting {
    var jobs: [JournalJob] = []
    var bytes = 0
    /// The queue will look here by itself.
    var isArmed = false
    /// What is here could not be written.
    var isHeld = false
    /// Exchanges of which updates were dropped.
    var torn: Set<String> = []
    /// Answers and conversations that there was no room for.
    var dropped = 0
  }

  private let waiting = Mutex(Waiting())

  enum Added: Sendable {
    /// Since the queue looked here: it must be told to.
    case first
    case further
    /// The disk does not take it now; the queue looks here again by itself.
    case held
    case dropped
  }

  func add(_ job: JournalJob) -> Added {
    let weight = job.weight
    return waiting.withLock { waiting in
      let job = waiting.admitted(job, weight)
      guard let job else { return .dropped }
      waiting.append(job, weight)
      defer { waiting.isArmed = true }
      return waiting.isHeld ? .held : waiting.isArmed ? .further : .first
    }
  }

  /// All of it; the next one that is added is a first one.
  func takeAll() -> [JournalJob] {
    waiting.withLock { waiting in
      defer { (waiting.jobs, waiting.bytes, waiting.isArmed, waiting.isHeld) = ([], 0, false, false) }
      return waiting.jobs
    }
  }

  /// Puts back what could not be written, before what came since.
  func putBack(_ jobs: [JournalJob]) {
    waiting.withLock { waiting in
      waiting.jobs = jobs + waiting.jobs
      waiting.bytes += jobs.reduce(0) { $0 + $1.weight }
      (waiting.isArmed, waiting.isHeld) = (true, true)
    }
  }

  /// How many answers and conversations were dropped since it was asked last.
  func takeDropped() -> Int {
    waiting.withLock { waiting in
      defer { waiting.dropped = 0 }
      return waiting.dropped
    }
  }

  var isEmpty: Bool { waiting.withLock { $0.jobs.isEmpty } }
}

extension JournalInbox.Waiting {
  /// What of a job is taken; `nil` for nothing.
  fileprivate mutating func admitted(_ job: JournalJob, _ weight: Int) -> JournalJob? {
    switch job {
    case .update(_, let id):
      if torn.contains(id) { return nil }
      if bytes + weight > JournalInbox.mostStreamBytes {
        torn.insert(id)
        return nil
      }
    case .end(let id, let exchange, _):
      let isTorn = torn.remove(id) != nil
      guard bytes + weight <= JournalInbox.mostBytes else {
        dropped += 1
        return nil
      }
      return .end(id, exchange, isWhole: !isTorn)
    case .begin, .keep, .compare:
      guard bytes + weight <= JournalInbox.mostBytes else {
        dropped += 1
        return nil
      }
    }
    return job
  }

  fileprivate mutating func append(_ job: JournalJob, _ weight: Int) {
    // Of a conversation only what it is now is written.
    if case .keep(let image) = job,
      let place = jobs.lastIndex(where: { if case .keep(let old) = $0 { old.id == image.id } else { false } })
    {
      bytes -= jobs[place].weight
      jobs.remove(at: place)
    }
    jobs.append(job)
    bytes += weight
  }
}

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
    /// Of a stream whose bytes are written at its end.
    case torn
    /// There is no room for it.
    case lost
  }

  func add(_ job: JournalJob) -> Added {
    let weight = job.weight
    return waiting.withLock { waiting in
      guard let job = waiting.admitted(job, weight) else {
        if case .update = job { return .torn }
        waiting.dropped += 1
        return .lost
      }
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
      return hasRoom(weight) ? .end(id, exchange, isWhole: !isTorn) : nil
    case .keep(let image):
      let old = place(of: image).map { jobs[$0].weight } ?? 0
      return hasRoom(weight - old) ? job : nil
    case .begin, .draft, .compare: return hasRoom(weight) ? job : nil
    }
    return job
  }

  /// Of an image of the same conversation that waits.
  private func place(of image: ConversationImage) -> Int? {
    jobs.lastIndex { if case .keep(let old) = $0 { old.id == image.id } else { false } }
  }

  /// One that is larger than all that may wait is taken as long as the disk takes what comes.
  private func hasRoom(_ weight: Int) -> Bool {
    bytes + (isHeld ? weight : 0) <= JournalInbox.mostBytes
  }

  fileprivate mutating func append(_ job: JournalJob, _ weight: Int) {
    if case .draft = job, let place = jobs.lastIndex(where: { if case .draft = $0 { true } else { false } }) {
      bytes -= jobs[place].weight
      jobs.remove(at: place)
    }
    // Of a conversation only what it is now is written.
    if case .keep(let image) = job, let place = place(of: image) {
      bytes -= jobs[place].weight
      jobs.remove(at: place)
    }
    jobs.append(job)
    bytes += weight
  }
}

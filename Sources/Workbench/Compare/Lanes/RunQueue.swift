package import RelayKit

/// Who is asked when: at most so many at once, in the order in which they came. Who was refused for a while backs
/// off alone and counts as nobody meanwhile; when its time has come it goes before those that were never asked.
package struct RunQueue<ID: Hashable & Sendable>: Sendable {
  package enum Step: Sendable, Hashable {
    case start(ID)
    /// The next try of one that was refused.
    case again(ID)
  }

  /// At least 1.
  package var limit: Int { didSet { limit = max(1, limit) } }
  /// Nobody new starts, whoever waits: a cap was reached.
  package var isHeld = false
  package private(set) var waiting: [ID] = []
  package private(set) var running: Set<ID> = []
  private var backingOff: [(id: ID, due: MonotonicTime)] = []

  package init(limit: Int) { self.limit = max(1, limit) }

  package var isEmpty: Bool { waiting.isEmpty && running.isEmpty && backingOff.isEmpty }
  /// Those that were started and have not ended.
  package var open: [ID] { running + backingOff.map { $0.id } }

  package mutating func add(_ id: ID) { waiting.append(id) }

  /// Takes one out that was not started. - Returns: whether it was there.
  package mutating func drop(_ id: ID) -> Bool {
    guard let place = waiting.firstIndex(of: id) else { return false }
    waiting.remove(at: place)
    return true
  }

  package mutating func ended(_ id: ID) {
    running.remove(id)
    backingOff.removeAll { $0.id == id }
    waiting.removeAll { $0 == id }
  }

  /// It was refused and may be asked again at `due`.
  package mutating func backsOff(_ id: ID, until due: MonotonicTime) {
    guard running.remove(id) != nil else { return }
    backingOff.append((id, due))
  }

  /// Somebody does not want to wait for its time.
  package mutating func hurry(_ id: ID) {
    guard let place = backingOff.firstIndex(where: { $0.id == id }) else { return }
    backingOff[place].due = MonotonicTime(nanoseconds: 0)
  }

  /// Who is to be asked now; it counts as running from here on.
  /// - Parameter mayStart: asked before each that was never asked; `false` holds the queue.
  package mutating func next(at now: MonotonicTime, mayStart: (ID) -> Bool = { _ in true }) -> [Step] {
    var steps: [Step] = []
    while running.count < limit {
      if let place = backingOff.firstIndex(where: { $0.due <= now }) {
        let id = backingOff.remove(at: place).id
        running.insert(id)
        steps.append(.again(id))
      } else if !isHeld, let id = waiting.first {
        guard mayStart(id) else {
          isHeld = true
          continue
        }
        waiting.removeFirst()
        running.insert(id)
        steps.append(.start(id))
      } else {
        break
      }
    }
    return steps
  }

  /// When somebody's time comes next; `nil` while nobody backs off or all places are taken.
  package var due: MonotonicTime? {
    guard !backingOff.isEmpty, running.count < limit else { return nil }
    return backingOff.reduce(nil) { nearest, next in min(nearest ?? next.due, next.due) }
  }
}

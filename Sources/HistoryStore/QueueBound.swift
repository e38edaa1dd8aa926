import Dispatch

/// A value that one queue owns; anybody else who touches it traps.
final class QueueBound<Value>: @unchecked Sendable {
  private let queue: DispatchQueue
  private var stored: Value

  init(_ value: Value, on queue: DispatchQueue) {
    stored = value
    self.queue = queue
  }

  var value: Value {
    get {
      dispatchPrecondition(condition: .onQueue(queue))
      return stored
    }
    _modify {
      dispatchPrecondition(condition: .onQueue(queue))
      yield &stored
    }
  }
}

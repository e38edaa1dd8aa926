/// What undo goes back to. Typing is one step a word, deleting one step a run.
struct TextBoxHistory: Sendable {
  struct State: Sendable, Hashable {
    var lines: [[TextElement]]
    var caret: TextBox.Caret
  }

  enum Change: Sendable, Hashable {
    case typing(endsWord: Bool)
    case deleting
    case other
  }

  private var past: [State] = []
  private var future: [State] = []
  private var last: Change?
  private static let depth = 500

  /// Keeps `state`, unless the change goes on with the one before.
  mutating func remember(_ state: State, before change: Change) {
    defer { last = change }
    future = []
    switch (last, change) {
    case (.typing(endsWord: false), .typing), (.deleting, .deleting): return
    default: break
    }
    past.append(state)
    if past.count > Self.depth { past.removeFirst() }
  }

  /// The next change begins a step of its own.
  mutating func interrupt() { last = nil }

  mutating func undo(from state: State) -> State? {
    last = nil
    guard let before = past.popLast() else { return nil }
    future.append(state)
    return before
  }

  mutating func redo(from state: State) -> State? {
    last = nil
    guard let after = future.popLast() else { return nil }
    past.append(state)
    return after
  }
}

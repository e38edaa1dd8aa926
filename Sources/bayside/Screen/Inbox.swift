import CursesTerminal
import Playground
import Synchronization

/// Actions from other threads on their way to the main loop. One wake-up per batch.
final class Inbox: Sendable {
  private let actions = Mutex<[Action]>([])
  let wake = Wake()

  func post(_ action: Action) {
    let isFirst = actions.withLock { actions in
      actions.append(action)
      return actions.count == 1
    }
    if isFirst { wake.post() }
  }

  func takeAll() -> [Action] {
    actions.withLock { actions in
      defer { actions = [] }
      return actions
    }
  }
}

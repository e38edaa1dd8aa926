import CursesTerminal
import Playground
import RelayKit
import Synchronization
import Workbench

/// Actions from other threads on their way to the main loop. Updates of one answer that wait together become
/// one action; nothing is dropped. One wake-up per batch.
final class Inbox: Sendable {
  private let actions = Mutex<[Action]>([])
  /// Bytes for the terminal, which only the main thread may write.
  private let terminal = Mutex<[String]>([])
  let wake = Wake()

  func postToTerminal(_ bytes: String) {
    terminal.withLock { $0.append(bytes) }
    wake.post()
  }

  func takeTerminal() -> [String] {
    terminal.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  func post(_ action: Action) {
    let isFirst = actions.withLock { actions in
      actions.append(action)
      return actions.count == 1
    }
    if isFirst { wake.post() }
  }

  func post(_ update: ExchangeUpdate, of id: MessageID) {
    let isFirst = actions.withLock { actions in
      let pending = actions.lastIndex { action in
        if case .exchange(id, _) = action { true } else { false }
      }
      if let pending, case .exchange(_, var updates) = actions[pending] {
        // The list must have one owner while it grows.
        actions[pending] = .clockTicked
        updates.append(update)
        actions[pending] = .exchange(id, updates)
        return false
      }
      actions.append(.exchange(id, [update]))
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

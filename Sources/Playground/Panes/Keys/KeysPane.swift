package import RelayKit
import TerminalUI
package import Workbench

/// Where the keys of this machine are looked at. The keys themselves are never here.
package struct KeysPane: Sendable {
  package var list = KeyList()
  /// The marked key, by name; the mark stays on it when the list changes.
  package var mark: String?
  /// Keys that are being tested, and keys whose balance is being asked for.
  package var testing: Set<String> = []
  package var asking: Set<String> = []
  /// What came of asking the relay, where it brought no balance.
  package var answers: [String: String] = [:]
  package var detailTop = 0
  /// Parameters that the profile in use began with, as far as the user did not change them.
  package var defaults = JSONObject()
  /// The system message that it began with.
  package var defaultSystem: String?
  package init() {}

  package static let console = "https://tokenbay.com"
  /// Of the relay that a key is for.
  static func console(of key: NamedKey) -> String { TopUpPage.address(key.baseURL) }

  /// The list above, what is known of the marked key below; the last row of a high screen says where keys go.
  static func places(in body: Rect) -> [PaneID: Rect] {
    let rows = max(5, body.rows * 2 / 5)
    let note = body.rows >= 30 ? 1 : 0
    return [
      .keyList: Rect(column: body.column, row: body.row, columns: body.columns, rows: rows),
      .keyDetail: Rect(
        column: body.column, row: body.row + rows, columns: body.columns, rows: body.rows - rows - note),
    ]
  }
}

/// What a profile begins requests with.
package struct ProfileDefaults: Sendable, Hashable {
  package var name: String
  package var model: String?
  package var system: String?
  package var parameters = JSONObject()
  package var streams: Bool?
  package var preset: String?
  package init(name: String) { self.name = name }
}

/// A profile for the list of profiles.
package struct ProfileRow: Sendable, Hashable {
  package var name: String
  package var baseURL: String
  /// `key work`, `env NAME`, a command, or nothing.
  package var key: String
  package var model: String
  package init(name: String, baseURL: String, key: String, model: String) {
    (self.name, self.baseURL, self.key, self.model) = (name, baseURL, key, model)
  }
}

extension Playground {
  /// The keys that are listed: those with a name, and the one in use when it has none.
  var shownKeys: [NamedKey] {
    guard let relay = workspace.relay, !relay.isDemo, relay.keyName.isEmpty, relay.keyLabel.hasPrefix("..")
    else { return keys.list.keys }
    var key = NamedKey(name: "", baseURL: relay.baseURL, place: .session)
    key.label = relay.keyLabel
    return [key] + keys.list.keys
  }

  var markedKeyIndex: Int { shownKeys.firstIndex { $0.name == keys.mark } ?? inUseIndex ?? 0 }
  private var inUseIndex: Int? { shownKeys.firstIndex { isInUse($0) } }

  var markedKey: NamedKey? {
    let all = shownKeys
    return all.indices.contains(markedKeyIndex) ? all[markedKeyIndex] : nil
  }

  func isInUse(_ key: NamedKey) -> Bool {
    guard let relay = workspace.relay, !relay.isDemo else { return false }
    return relay.keyName == key.name && relay.baseURL == key.baseURL
  }

  func today(at now: MonotonicTime) -> LocalDay {
    LocalDay(time: wallClock(at: now), utcOffset: surroundings.utcOffset)
  }

  func state(of key: NamedKey, at now: MonotonicTime) -> KeyState {
    let day = today(at: now)
    return KeyState(
      key, isInUse: isInUse(key), spent: guarding.book.spent(by: key.name, on: day), on: day)
  }

  mutating func moveInKeys(_ rows: Int) {
    let all = shownKeys
    guard !all.isEmpty else { return }
    keys.mark = all[min(max(0, markedKeyIndex + rows), all.count - 1)].name
    keys.detailTop = 0
  }
}

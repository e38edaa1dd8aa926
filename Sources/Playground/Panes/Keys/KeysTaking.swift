import RelayKit
import TerminalUI
import Workbench

/// What comes back about keys and profiles.
extension Playground {
  mutating func takeKeys(_ list: KeyList) {
    keys.list = list
    let names = Set(list.keys.map(\.name))
    keys.testing.formIntersection(names)
    if let mark = keys.mark, !mark.isEmpty, !names.contains(mark) { keys.mark = nil }
  }

  mutating func keyKept(_ name: String, at now: MonotonicTime) -> [Effect] {
    if case .keyForm = overlay { overlay = nil }
    keys.mark = name
    keys.testing.insert(name)
    say("The key “\(name)” is kept; it is tested with a free call.", at: now)
    return [.testKey(name)]
  }

  mutating func keyNotKept(_ sentence: String, at now: MonotonicTime) {
    guard case .keyForm(var form) = overlay else { return say(sentence, seconds: 10, at: now) }
    form.progress = .failed(sentence)
    overlay = .keyForm(form)
  }

  mutating func keyTested(_ name: String, _ test: KeyTest, at now: MonotonicTime) {
    keys.testing.remove(name)
    if let place = keys.list.keys.firstIndex(where: { $0.name == name }) { keys.list.keys[place].test = test }
    let result =
      test.isGood
      ? "The relay takes the key “\(name)”: \(test.models.map { "\(Figures.counted($0, "model")), " } ?? "")\(Figures.milliseconds(test.milliseconds))."
      : "The key “\(name)”: \(test.trouble)"
    say(result, seconds: 8, at: now)
  }

  /// What the relay said of a key, or why it did not.
  mutating func showInKeys(_ news: BalanceNews, at now: MonotonicTime) {
    keys.asking.remove(news.keyName)
    keys.answers[news.keyName] = news.refusal?.sentence(at: wallClock(at: now))
    guard news.refusal == nil, let balance = news.balance,
      let place = keys.list.keys.firstIndex(where: { $0.name == news.keyName })
    else { return }
    keys.list.keys[place].balance = KeyBalance(balance)
  }

  /// What a profile begins with takes the place of what the one before began with. What the user set or typed
  /// stays.
  mutating func takeProfile(_ profile: ProfileDefaults, at now: MonotonicTime) -> [Effect] {
    var parameters = workspace.parameters
    for member in keys.defaults.members where parameters[member.key] == member.value {
      parameters[member.key] = nil
    }
    for member in profile.parameters.members where parameters[member.key] == nil {
      parameters[member.key] = member.value
    }
    if parameters != workspace.parameters {
      params.earlier.append((.text, workspace.formBody(.text), "the profile \(profile.name)"))
      workspace.parameters = parameters
    }
    keys.defaults = profile.parameters
    if let model = profile.model { (workspace.model, workspace.kind) = (model, .text) }
    if let streams = profile.streams { workspace.streams = streams }
    // A chat that has not begun goes on without what the other profile put before it.
    let first = workspace.conversation.messages
    if first.count == 1, first[0].role == .system, let old = keys.defaultSystem, first[0].written == old {
      workspace.edit("the system message of the other profile") { $0.remove(first[0].id) }
    }
    if let system = profile.system, !system.isEmpty, workspace.conversation.isEmpty {
      workspace.write(.system, system, at: wallClock(at: now))
    }
    keys.defaultSystem = profile.system
    say("Profile \(profile.name). What runs goes on with its own relay and key.", at: now)
    return profile.preset.map { [.loadPreset($0)] } ?? []
  }

  mutating func takeSpending(_ report: SpendingReport) {
    guarding.book.take(report)
    guarding.book.forgetReservationsOfOthers()
  }
}

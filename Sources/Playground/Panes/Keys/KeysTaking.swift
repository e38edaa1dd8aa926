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

  mutating func takeBalance(_ name: String, _ balance: KeyBalance, at now: MonotonicTime) {
    keys.asking.remove(name)
    keys.answers[name] = nil
    if let place = keys.list.keys.firstIndex(where: { $0.name == name }) {
      keys.list.keys[place].balance = balance
    }
    say(
      "The relay says: \(balance.words(utcOffset: surroundings.utcOffset)).", seconds: 8, at: now)
  }

  mutating func balanceFailed(_ name: String, _ words: String, at now: MonotonicTime) {
    keys.asking.remove(name)
    keys.answers[name] = words
    say(words, seconds: 8, at: now)
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
    if let model = profile.model { workspace.model = model }
    if let streams = profile.streams { workspace.streams = streams }
    if let system = profile.system, !system.isEmpty, workspace.conversation.isEmpty {
      workspace.write(.system, system, at: wallClock(at: now))
    }
    say("Profile \(profile.name). What runs goes on with its own relay and key.", at: now)
    return profile.preset.map { [.loadPreset($0)] } ?? []
  }

  mutating func takeSpending(_ report: SpendingReport) { guarding.book.take(report) }
}

import RelayKit
package import TerminalUI
package import Workbench

/// A key with its name, its relay, where it is kept and its limits, as it is entered or changed. The key itself
/// is typed masked and leaves only in the effect that keeps it.
package struct KeyForm: Sendable {
  package typealias Field = KeyDraftProblem.Field
  package enum Progress: Sendable, Hashable {
    case filling, keeping
    case failed(String)
  }

  /// The name of the key that is changed; `nil` for a new one.
  package let changed: String?
  private let first: KeyDraft
  package var keeping: KeyDraft.Keeping
  package var fields: [Field: TextField]
  package var field: Field
  package var progress = Progress.filling
  /// Why the keyring is no choice here.
  let keyring: String?

  package init(_ key: NamedKey?, baseURL: String, keyring: String?) {
    var draft = key.map(KeyDraft.init) ?? KeyDraft()
    if draft.baseURL.isEmpty { draft.baseURL = baseURL }
    changed = key.flatMap { $0.name.isEmpty ? nil : $0.name }
    first = draft
    keeping = draft.keeping
    self.keyring = keyring
    fields = [
      .name: TextField(draft.name), .baseURL: TextField(draft.baseURL),
      .value: TextField(draft.value, isMasked: Self.isSecret(draft.keeping)),
      .project: TextField(draft.project), .perDay: TextField(draft.perDay),
      .perMonth: TextField(draft.perMonth), .inAll: TextField(draft.inAll),
      .models: TextField(draft.models), .expires: TextField(draft.expires),
    ]
    field = .name
  }

  private static func isSecret(_ keeping: KeyDraft.Keeping) -> Bool {
    keeping == .file || keeping == .keyring
  }
  var isSecret: Bool { Self.isSecret(keeping) }

  private func text(_ field: Field) -> String { fields[field]?.text ?? "" }

  package var draft: KeyDraft {
    var draft = KeyDraft()
    draft.name = text(.name)
    draft.baseURL = text(.baseURL)
    draft.keeping = keeping
    draft.value = text(.value)
    draft.project = text(.project)
    (draft.perDay, draft.perMonth, draft.inAll) = (text(.perDay), text(.perMonth), text(.inAll))
    (draft.models, draft.expires) = (text(.models), text(.expires))
    return draft
  }

  /// An empty field leaves the key that there is, where it stays in the same place for the same relay.
  var keepsValue: Bool { staysInPlace && !isOtherHost }
  /// It would stay, but the address is another relay's now.
  var hasMoved: Bool { staysInPlace && isOtherHost }
  private var staysInPlace: Bool { changed != nil && keeping == first.keeping }

  private var isOtherHost: Bool {
    guard text(.baseURL) != first.baseURL else { return false }
    guard let new = try? BaseURL(text(.baseURL)), let old = try? BaseURL(first.baseURL) else { return true }
    return new.origin != old.origin
  }

  mutating func step(_ step: Int) {
    let all = Field.allCases
    let place = all.firstIndex(of: field) ?? 0
    field = all[(place + step + all.count) % all.count]
  }

  mutating func stepKeeping(_ step: Int) {
    let ways = KeyDraft.Keeping.allCases.filter {
      $0 != .keyring || keyring == nil || first.keeping == .keyring
    }
    let place = ways.firstIndex(of: keeping) ?? 0
    let was = isSecret
    keeping = ways[(place + step + ways.count) % ways.count]
    // A key must not turn up in the clear as the name of a variable, nor the other way round.
    if was != isSecret { fields[.value] = TextField(isMasked: isSecret) }
    progress = .filling
  }

  mutating func focus(_ row: Int) { field = Field(rawValue: row) ?? field }

  mutating func paste(_ text: String) {
    let isWord = ![.value, .models].contains(field) || isSecret && field == .value
    let line = isWord ? text.filter { !$0.isWhitespace } : text.filter { !$0.isNewline }
    edit { $0.insert(line) }
  }

  mutating func edit(_ change: (inout TextField) -> Void) {
    guard var text = fields[field] else { return }
    change(&text)
    fields[field] = text
    progress = .filling
  }

  static let hints = [
    FooterHint(key: "Enter", word: "Keep it"), FooterHint(key: "Tab", word: "Next"),
    FooterHint(key: "Left/Right", word: "Choose"), FooterHint(key: "Esc", word: "Close"),
  ]
}

extension Playground {
  mutating func openKeyForm(_ key: NamedKey?) {
    let baseURL = workspace.relay.flatMap { $0.isDemo ? nil : $0.baseURL } ?? surroundings.proposedBaseURL
    overlay = .keyForm(KeyForm(key, baseURL: baseURL, keyring: keys.list.keyring))
  }

  mutating func press(_ key: Key, in form: KeyForm, at now: MonotonicTime) -> [Effect] {
    var form = form
    switch key.code {
    case .escape:
      overlay = nil
      return []
    case .character("c") where key.modifiers == .control:
      overlay = nil
      return []
    case .tab where key.modifiers.contains(.shift): form.step(-1)
    case .up: form.step(-1)
    case .tab, .down: form.step(1)
    case .enter: return submit(form)
    case .left where form.field == .keeping: form.stepKeeping(-1)
    case .right where form.field == .keeping, .character(" ") where form.field == .keeping:
      form.stepKeeping(1)
    case .character(let character) where key.modifiers.isEmpty:
      if form.field != .keeping { form.edit { $0.insert(String(character)) } }
    default: if form.field != .keeping { form.edit { _ = $0.press(key) } }
    }
    overlay = .keyForm(form)
    return []
  }

  private mutating func submit(_ form: KeyForm) -> [Effect] {
    var form = form
    defer { overlay = .keyForm(form) }
    if form.progress == .keeping { return [] }
    let taken = Set(keys.list.keys.map(\.name)).subtracting([form.changed].compactMap { $0 })
    let draft = form.draft
    if let problem = draft.problem(taken: taken, keepsValue: form.keepsValue, hasMoved: form.hasMoved) {
      form.field = problem.field
      form.progress = .failed(problem.sentence)
      return []
    }
    form.progress = .keeping
    return [.keepKey(draft, inPlaceOf: form.changed)]
  }
}

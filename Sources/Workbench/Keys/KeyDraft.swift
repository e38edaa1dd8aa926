import RelayKit

/// A key as it was entered, on its way to where it is kept. Its description never shows the key.
package struct KeyDraft: Sendable, Hashable, CustomStringConvertible {
  package enum Keeping: String, Sendable, Hashable, CaseIterable {
    case file, keyring, environment, command

    package var words: String {
      switch self {
      case .file: "a file only you can read"
      case .keyring: "the system keyring"
      case .environment: "an environment variable"
      case .command: "a command prints it"
      }
    }
  }

  package var name = ""
  package var baseURL = ""
  package var keeping = Keeping.file
  /// The key, the name of a variable or a command for the shell, by `keeping`; empty leaves what there is.
  package var value = ""
  package var project = ""
  package var perDay = ""
  package var perMonth = ""
  package var inAll = ""
  package var models = ""
  package var expires = ""

  package init() {}

  /// What is known of a key, for changing it; the key itself is not there to be shown.
  package init(_ key: NamedKey) {
    (name, baseURL, project, models) = (key.name, key.baseURL, key.project, key.models.words)
    switch key.place {
    case .file, .session: keeping = .file
    case .keyring: keeping = .keyring
    case .environment(let variable): (keeping, value) = (.environment, variable)
    case .command(let words): (keeping, value) = (.command, words)
    }
    func text(_ amount: Double?) -> String {
      amount.map { String(GuardMoney.exact($0).drop { $0 == "$" }) } ?? ""
    }
    (perDay, perMonth, inAll) = (text(key.limits.day), text(key.limits.month), text(key.limits.all))
    expires = key.expires?.text ?? ""
  }

  package var description: String {
    "KeyDraft(\(name), \(baseURL), \(keeping), value of \(value.count) characters)"
  }

  /// The limits as typed. - Throws: a sentence.
  package func limits() throws(KeyDraftProblem) -> KeyLimits {
    func amount(_ text: String, _ field: KeyDraftProblem.Field) throws(KeyDraftProblem) -> Double? {
      if text.allSatisfy(\.isWhitespace) { return nil }
      guard let amount = GuardMoney.amount(text) else {
        throw KeyDraftProblem(
          field: field, sentence: "“\(text.prefix(20))” is no amount of money, such as 2.00.")
      }
      return amount
    }
    return KeyLimits(
      day: try amount(perDay, .perDay), month: try amount(perMonth, .perMonth), all: try amount(inAll, .inAll)
    )
  }

  package func rules() throws(KeyDraftProblem) -> [ModelRule] {
    let (rules, wrong) = ModelRule.list(models)
    if let wrong {
      throw KeyDraftProblem(
        field: .models,
        sentence: "“\(wrong.prefix(40))” is no model: a name, or its beginning with * at the end.")
    }
    // Signs that name no model would else allow every one.
    if rules.isEmpty, !models.allSatisfy(\.isWhitespace) {
      throw KeyDraftProblem(field: .models, sentence: "“\(models.prefix(40))” names no model.")
    }
    return rules
  }

  package func lastDay() throws(KeyDraftProblem) -> LocalDay? {
    let text = expires.filter { !$0.isWhitespace }
    if text.isEmpty { return nil }
    guard let day = LocalDay(text) else {
      throw KeyDraftProblem(field: .expires, sentence: "“\(text.prefix(20))” is no day, such as 2026-12-31.")
    }
    return day
  }

  /// Everything that can be told wrong without looking anywhere.
  /// - Parameters:
  ///   - taken: names of other keys.
  ///   - keepsValue: an empty value leaves the key that there is.
  ///   - hasMoved: there is a key, and it would stay but for the address, which is another relay's now.
  package func problem(taken: Set<String>, keepsValue: Bool, hasMoved: Bool = false) -> KeyDraftProblem? {
    do throws(KeyDraftProblem) {
      if let problem = KeyName.problem(name) {
        throw KeyDraftProblem(
          field: .name, sentence: name.isEmpty ? "The name is missing." : "The name \(problem).")
      }
      if taken.contains(name) {
        throw KeyDraftProblem(field: .name, sentence: "There is a key “\(name)” already.")
      }
      if (try? BaseURL(baseURL)) == nil {
        throw KeyDraftProblem(
          field: .baseURL, sentence: baseURL.isEmpty ? "The base URL is missing." : "This is no base URL.")
      }
      try checkValue(keepsValue: keepsValue, hasMoved: hasMoved)
      _ = try limits()
      _ = try rules()
      _ = try lastDay()
      return nil
    } catch {
      return error
    }
  }

  private func checkValue(keepsValue: Bool, hasMoved: Bool) throws(KeyDraftProblem) {
    if value.isEmpty {
      if keepsValue, keeping == .file || keeping == .keyring { return }
      let missing =
        switch keeping {
        case .file where hasMoved, .keyring where hasMoved:
          "The address is another host's now, and a key belongs to its host: enter the key for this one."
        case .file, .keyring: "The key is missing."
        case .environment: "The name of the variable is missing."
        case .command: "The command is missing."
        }
      throw KeyDraftProblem(field: .value, sentence: missing)
    }
    switch keeping {
    case .file, .keyring:
      let isPlain = value.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
      if !isPlain {
        throw KeyDraftProblem(field: .value, sentence: "The key has signs in it that no key has.")
      }
    case .environment:
      let isName = value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 < 0x7F }
      if !isName || KeyName.looksLikeKey(value) {
        throw KeyDraftProblem(
          field: .value, sentence: "The name of a variable is asked for, not the key itself.")
      }
    case .command:
      if value.utf8.contains(0) || KeyMask.masked(value) != value {
        throw KeyDraftProblem(
          field: .value, sentence: "A command that prints the key is asked for, not the key itself.")
      }
    }
  }
}

/// What is wrong with what was entered, and where.
package struct KeyDraftProblem: Error, Sendable, Hashable {
  package enum Field: Int, Sendable, Hashable, CaseIterable {
    case name, baseURL, keeping, value, project, perDay, perMonth, inAll, models, expires
  }
  package var field: Field
  package var sentence: String
  package init(field: Field, sentence: String) {
    self.field = field
    self.sentence = sentence
  }
}

import RelayKit
import Workbench

/// What `bayside keys list` prints.
struct KeyTable {
  let keys: [NamedKey]
  /// The name of the key that is begun with.
  let used: String?
  let report: SpendingReport?
  /// Seconds since 1970.
  let now: Double

  private var day: LocalDay { LocalDay(time: now, utcOffset: LocalClock.utcOffset) }

  private func state(_ key: NamedKey) -> KeyState {
    KeyState(
      key, isInUse: key.name == used, spent: report?.keys[key.name] ?? SpendingSums(), on: day)
  }

  private static let headings = [
    "name", "ends in", "stored in", "base URL", "project", "today", "limit", "last test", "state",
  ]

  private func cells(_ key: NamedKey) -> [String] {
    let place =
      switch key.place {
      case .file: "file"
      case .environment(let name): "env \(name)"
      case .command: "command"
      case .keyring: "keyring"
      case .session: "-"
      }
    let test = key.test.map { test in
      test.isGood
        ? "ok, \(NumberWords.milliseconds(test.milliseconds))" : test.status.map(String.init) ?? "no answer"
    }
    let spent = report.map {
      SpendingReport.words($0.keys[key.name]?.day ?? 0, unpriced: $0.unpriced[key.name]?.day ?? 0)
    }
    return [
      key.name, key.label.isEmpty ? "-" : key.label, place, key.baseURL,
      key.project.isEmpty ? "-" : key.project, spent ?? "-", key.limits.words, test ?? "-", state(key).word,
    ]
  }

  /// With a tab between the columns and without a heading, for other programs.
  var tabbed: String {
    keys.map { cells($0).joined(separator: "\t") + "\n" }.joined()
  }

  var aligned: String {
    let rows = [Self.headings] + keys.map(cells)
    let widths = Self.headings.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      var line = padded.joined(separator: "  ")[...]
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  var json: JSONValue { .array(keys.map { .object(object($0)) }) }

  private func object(_ key: NamedKey) -> JSONObject {
    func number(_ value: Double?) -> JSONValue { value.map { .number("\($0)") } ?? .null }
    func text(_ value: String) -> JSONValue { value.isEmpty ? .null : .string(value) }
    var object = JSONObject()
    object["name"] = .string(key.name)
    object["ends_in"] = text(key.label)
    object["base_url"] = .string(key.baseURL)
    object["stored_in"] = .string(cells(key)[2])
    object["project"] = text(key.project)
    object["per_day"] = number(key.limits.day)
    object["per_month"] = number(key.limits.month)
    object["in_all"] = number(key.limits.all)
    object["models"] = .array(key.models.map { .string($0.text) })
    object["expires"] = key.expires.map { .string($0.text) } ?? .null
    object["on"] = .bool(key.isOn)
    object["is_first"] = .bool(key.name == used)
    object["state"] = .string(state(key).word)
    let unpriced = report?.unpriced[key.name]?.day ?? 0
    let spent = report.map { $0.keys[key.name]?.day ?? 0 }
    object["spent_today"] = number(unpriced > 0 && spent == 0 ? nil : spent)
    object["unpriced_today"] = .integer(unpriced)
    object["tested_at"] = number(key.test?.at)
    object["test_status"] = key.test?.status.map(JSONValue.integer) ?? .null
    object["balance_left"] = number(key.balance?.left)
    object["balance_at"] = number(key.balance?.readAt)
    return object
  }
}

import RelayKit
import Workbench

/// Writes `keys.json5`.
enum KeyFileWriter {
  static func bytes(_ store: KeyStore) -> [UInt8] {
    var keys = JSONObject()
    for entry in store.entries { keys[entry.facts.name] = .object(object(entry)) }
    var root = JSONObject()
    root["use"] = store.used.map(JSONValue.string)
    root["keys"] = .object(keys)
    let text =
      "// Keys by name; each is sent to its base_url and to nowhere else. Made by bayside.\n"
      + JSONValue.object(root).text(pretty: true) + "\n"
    return Array(text.utf8)
  }

  private static func object(_ entry: KeptKey) -> JSONObject {
    let facts = entry.facts
    var object = JSONObject()
    object["base_url"] = .string(entry.baseURL.description)
    switch entry.source {
    case .plain(let key): object["key"] = .string(key)
    case .environment(let name): object["key_env"] = .string(name)
    case .command(let words): object["key_command"] = .array(words.map(JSONValue.string))
    case .keyring: object["keyring"] = .bool(true)
    }
    // A file shows what it ends in anyway; the others would have to be asked.
    switch entry.source {
    case .command, .keyring:
      if facts.label.count > 2 { object["ends_in"] = .string(String(facts.label.dropFirst(2))) }
    case .plain, .environment: break
    }
    if !facts.project.isEmpty { object["project"] = .string(facts.project) }
    object["per_day"] = facts.limits.day.map(number)
    object["per_month"] = facts.limits.month.map(number)
    object["in_all"] = facts.limits.all.map(number)
    if !facts.models.isEmpty { object["models"] = .array(facts.models.map { .string($0.text) }) }
    object["expires"] = facts.expires.map { .string($0.text) }
    if !facts.isOn { object["on"] = .bool(false) }
    object["added"] = facts.addedAt.map(whole)
    object["last_test"] = facts.test.map { .object(test($0)) }
    object["balance"] = facts.balance.map { .object(balance($0)) }
    return object
  }

  private static func test(_ test: KeyTest) -> JSONObject {
    var object = JSONObject()
    object["at"] = whole(test.at)
    object["status"] = test.status.map(JSONValue.integer)
    object["ms"] = whole(test.milliseconds)
    object["models"] = test.models.map(JSONValue.integer)
    if !test.trouble.isEmpty { object["trouble"] = .string(test.trouble) }
    if test.saysRefused { object["refused"] = .bool(true) }
    return object
  }

  private static func balance(_ balance: KeyBalance) -> JSONObject {
    var object = JSONObject()
    object["at"] = whole(balance.readAt)
    object["currency"] = .string(balance.currency)
    object["left"] = balance.left.map(number)
    object["of"] = balance.granted.map(number)
    object["used"] = balance.used.map(number)
    if balance.isUnlimited { object["unlimited"] = .bool(true) }
    object["expires_at"] = balance.expiresAt.map(whole)
    return object
  }

  private static func number(_ value: Double) -> JSONValue { .number("\(value.isFinite ? value : 0)") }
  private static func whole(_ value: Double) -> JSONValue {
    .integer(Int(min(max(value.isFinite ? value : 0, 0), 1e11)))
  }
}

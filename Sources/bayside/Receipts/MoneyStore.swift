import Glibc
import RelayKit
import Workbench

/// What relays last told of a key's money, in private files of the user's cache directory: one for each base URL
/// and key label. The key is in none of them. Losing one costs a question.
struct MoneyStore: Sendable {
  struct Kept: Sendable, Equatable {
    var balance: RelayBalance?
    var log: ChargeLog?
  }

  private let directory: String?
  private static let maximumBytes = 16 << 20

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_CACHE_HOME", orHome: ".cache").map { $0 + "/bayside/money" }
  }

  func load(_ baseURL: BaseURL, keyLabel: String) -> Kept {
    guard let path = path(baseURL, keyLabel: keyLabel),
      case let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW), file >= 0
    else { return Kept() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
      return Kept()
    }
    let bytes = Output.readInput(file, limit: Self.maximumBytes)
    // Names of files can meet; what is inside decides.
    guard let json = try? JSONValue(parsing: bytes), json["base_url"]?.stringValue == baseURL.description,
      json["key_label"]?.stringValue == keyLabel
    else { return Kept() }
    let log = json["log"].flatMap(ChargeLog.init)
    return Kept(
      balance: json["balance"].flatMap(RelayBalance.init),
      log: log.flatMap { $0.relay == baseURL.description && $0.keyLabel == keyLabel ? $0 : nil })
  }

  /// - Parameter key: to make sure that it is not in what is written.
  /// - Returns: why it could not be kept.
  func keep(_ kept: Kept, of baseURL: BaseURL, keyLabel: String, key: String?) -> String? {
    guard let path = path(baseURL, keyLabel: keyLabel) else { return "there is no home directory" }
    var object = JSONObject()
    object["base_url"] = .string(baseURL.description)
    object["key_label"] = .string(keyLabel)
    object["balance"] = kept.balance?.json
    object["log"] = kept.log?.json
    let text = JSONValue.object(object).text()
    // A relay that repeats the key would have it written down.
    if let key, !key.isEmpty, text.contains(key) { return "the relay's answer holds the key" }
    return PrivateFile.replace(path, with: Array(text.utf8))
  }

  func path(_ baseURL: BaseURL, keyLabel: String) -> String? {
    directory.map { "\($0)/\(ModelStore.fileName("\(baseURL.description) \(keyLabel)")).json" }
  }
}

extension Settings {
  /// The group of prices that the key was charged by, as far as the relay's log told it before.
  var keyGroup: KeyGroup? {
    guard !isDemo else { return nil }
    return MoneyStore(environment).load(relay.baseURL, keyLabel: keyLabel).log.flatMap(KeyGroup.init)
  }
}

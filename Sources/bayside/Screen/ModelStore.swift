import Glibc
import RelayKit
import Workbench

/// What relays answered about models and prices: one private file for each base URL, in `bayside/models` of the
/// user's cache directory. Losing it costs one question.
struct ModelStore: Sendable {
  struct Loaded: Sendable {
    /// Empty when nothing is kept.
    var answers: RelayModelAnswers
    /// What the user should know of a file that could not be used.
    var notice: String?
  }

  private let directory: String?
  static let maximumBytes = 64 << 20

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_CACHE_HOME", orHome: ".cache").map { $0 + "/bayside/models" }
  }

  /// What is kept for a relay; the list only when it came for the same key.
  func load(_ baseURL: BaseURL, key: String?) -> Loaded {
    let label = Self.label(key)
    let nothing = RelayModelAnswers(baseURL: baseURL.description, keyLabel: label)
    guard let path = path(baseURL),
      case let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW), file >= 0
    else { return Loaded(answers: nothing) }
    defer { close(file) }
    func unusable(_ reason: String) -> Loaded {
      Loaded(answers: nothing, notice: "The kept list of models is not used: \(path) \(reason).")
    }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return unusable("is no file")
    }
    guard status.st_uid == geteuid() else { return unusable("belongs to another user") }
    let bytes = Output.readInput(file, limit: Self.maximumBytes + 1)
    guard bytes.count <= Self.maximumBytes else { return unusable("is too large") }
    guard let json = try? JSONValue(parsing: bytes), let answers = RelayModelAnswers(json: json) else {
      return unusable("is damaged")
    }
    // Names of files can meet; what is inside decides.
    guard answers.baseURL == baseURL.description else { return unusable("is of another relay") }
    return Loaded(answers: answers.fitting(keyLabel: label))
  }

  /// - Returns: why it could not be kept.
  func keep(_ answers: RelayModelAnswers, of baseURL: BaseURL, key: String?) -> String? {
    guard answers.baseURL == baseURL.description else { return "the answers are of another relay" }
    guard let path = path(baseURL) else { return "there is no home directory" }
    let text = answers.json.text()
    // A relay that repeats the key would have it written down.
    if let key, !key.isEmpty, text.contains(key) { return "the relay's answer holds the key" }
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.maximumBytes else { return "the relay's answer is too large" }
    return PrivateFile.replace(path, with: bytes)
  }

  static func label(_ key: String?) -> String { key.map(KeyText.label) ?? "no key" }

  func path(_ baseURL: BaseURL) -> String? {
    directory.map { "\($0)/\(Self.fileName(baseURL.description)).json" }
  }

  /// Readable, and different for every relay: FNV-1a, 64 bits.
  static func fileName(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let host = text.split(separator: "/").dropFirst().first ?? ""
    let plain = host.prefix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" }
    return String(plain) + "-" + String(hash, radix: 16)
  }
}

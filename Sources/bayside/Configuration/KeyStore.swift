import Glibc
import JSON5
import RelayKit

/// Keys that were entered on the first screen, in `keys.json5` beside the configuration: each by the base URL
/// that it is for, the newest first. Only the user can read the file.
struct KeyStore: Sendable {
  struct Entry: Sendable, Equatable {
    var baseURL: BaseURL
    var key: String
  }

  private static let maximumBytes = 64 << 10
  let path: String
  let shown: String
  private(set) var entries: [Entry] = []

  /// Reads the file; one that is missing holds nothing.
  /// - Throws: why it cannot be used. It is never overwritten then.
  init(_ environment: ProcessEnvironment) throws(UsageError) {
    path = environment.keyFile ?? ""
    shown = environment.shown(path)
    guard !path.isEmpty else { return }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw UsageError(sentence: "\(shown) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw UsageError(
        sentence: "\(shown) holds keys, but others can read it. Run: chmod 600 \(ShellWord.quoted(path))")
    }
    try read(Output.readInput(file, limit: Self.maximumBytes))
  }

  private mutating func read(_ bytes: [UInt8]) throws(UsageError) {
    do {
      var file = try ObjectReader(file: bytes, name: shown)
      for member in file.all {
        guard let key = file.text(member.key) else { continue }
        if let problem = KeyText.problem(key.value) {
          file.problems.add("The key \(problem).", at: key.position)
        } else if let url = try? BaseURL(member.key) {
          entries.append(Entry(baseURL: url, key: key.value))
        } else {
          file.problems.add("This is no base URL.", at: member.keyPosition)
        }
      }
      if let problem = file.problems.problems.first { throw problem }
    } catch let problem as SourceProblem {
      throw UsageError(sentence: "The kept keys cannot be read.", report: problem.withoutSecrets.report)
    } catch {
      throw UsageError(sentence: "The kept keys cannot be read.")
    }
  }

  /// The key for a base URL: it goes to that host and to no other.
  func key(for baseURL: BaseURL) -> String? { entries.first { $0.baseURL.hasOrigin(of: baseURL) }?.key }

  /// Keeps a key, in place of the one that was kept for the same host.
  /// - Returns: why it could not be kept.
  mutating func keep(_ key: String, for baseURL: BaseURL) -> String? {
    guard !path.isEmpty else { return "There is no home directory to keep the key in." }
    entries.removeAll { $0.baseURL.hasOrigin(of: baseURL) }
    entries.insert(Entry(baseURL: baseURL, key: key), at: 0)
    var text = "// Keys by the base URL that each is sent to, and to nowhere else. Made by bayside.\n{\n"
    for entry in entries {
      text +=
        "  \(JSONValue.string(entry.baseURL.description).text()): \(JSONValue.string(entry.key).text()),\n"
    }
    return PrivateFile.replace(path, with: Array((text + "}\n").utf8)).map { reason in
      "The key could not be kept in \(shown): \(reason)."
    }
  }
}

extension ProcessEnvironment {
  var keyFile: String? {
    directory("XDG_CONFIG_HOME", orHome: ".config").map { $0 + "/bayside/keys.json5" }
  }
}

import Glibc
import Testing

/// How the snippets of one client are run.
struct SnippetRunner: Sendable, CustomTestStringConvertible {
  /// How much of a number survives.
  enum Numbers: Sendable {
    /// Every digit, as it was written.
    case literal
    /// Its value, with all digits.
    case value
    /// What a double holds of it.
    case double
  }

  enum Printing: Sendable {
    case answer
    /// Chat answers come out as the relay sent them.
    case body
  }

  var language: String
  var client: String
  /// The file that holds the snippet.
  var file: String
  /// Run in the directory of the file before it; nothing when empty.
  var compile: [String] = []
  var command: [String]
  /// Commands that succeed where it can be run, each with what is missing otherwise.
  var needs: [(command: [String], missing: String)]
  var numbers: Numbers = .double
  var prints: Printing = .answer
  /// The status of a failure, unless the program ends otherwise on its own.
  var failure: Int32 = 1
  /// Only the essential cases, where every run is slow.
  var isSlow = false
  /// Cases that do not concern it, by name, each with the reason.
  var leavesOut: [String: String] = [:]
  /// Seconds of silence after which it is killed; compilers are silent for long.
  var patience: Int32 = 60
  /// Writes what it needs beside the snippet.
  var prepare: @Sendable (SnippetDirectory) -> Void = { _ in }

  var name: String { "\(language)/\(client)" }
  var testDescription: String { name }

  /// Why it cannot be run here; `nil` when it can.
  func obstacle() async -> String? {
    let directory = SnippetDirectory()
    for need in needs where await SnippetProcess.run(need.command, in: directory).status != 0 {
      return need.missing
    }
    return nil
  }
}

/// One entry a client; a new language needs one here to be run.
enum SnippetRunners {
  static let all: [SnippetRunner] = python

  // MARK: - Python

  /// That of BAYSIDE_SNIPPET_PYTHON, which may live in a virtual environment with the packages.
  static let pythonPath = getenv("BAYSIDE_SNIPPET_PYTHON").map { String(cString: $0) } ?? "python3"

  private static let python = ["openai", "requests", "httpx"].map { client in
    SnippetRunner(
      language: "python", client: client, file: "snippet.py", command: [pythonPath, "snippet.py"],
      needs: [([pythonPath, "-c", "import \(client)"], "\(pythonPath) has no \(client)")], numbers: .value)
  }
}

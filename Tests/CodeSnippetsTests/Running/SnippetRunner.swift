import CodeSnippets
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
    case chatBody
    /// So does everything.
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
  var otherFailures: Set<Int32> = []
  /// Only the essential cases, where every run is slow.
  var isSlow = false
  /// Cases that do not concern it, by name, each with the reason.
  var leavesOut: [String: String] = [:]
  /// What it is tried with.
  var kinds = Set(SnippetRequest.Kind.allCases)
  /// Whether it knows the option of a second try.
  var retries = true
  /// Said behind its figures.
  var note = ""
  /// Seconds of silence after which it is killed; compilers are silent for long.
  var patience: Int32 = 60
  /// Writes what it needs beside the snippet.
  var prepare: @Sendable (SnippetDirectory) -> Void = { _ in }

  var name: String { "\(language)/\(client)" }
  var testDescription: String { name }

  func leavesOut(_ snippet: SnippetCase) -> Bool {
    isSlow && !snippet.isEssential || leavesOut[snippet.name] != nil || !kinds.contains(snippet.request.kind)
      || snippet.options.retriesOnce && snippet.expected.tries == 2 && !retries
  }

  /// Why it cannot be run here; `nil` when it can.
  func obstacle() async -> String? {
    let directory = SnippetDirectory()
    for need in needs where await SnippetProcess.run(need.command, in: directory, seconds: 300).status != 0 {
      return need.missing
    }
    return nil
  }
}

/// One entry a client; a new language needs one here to be run.
enum SnippetRunners {
  /// Those that the variable BAYSIDE_SNIPPETS names, as `curl,python`; all when there is none.
  static let chosen: [SnippetRunner] = {
    guard let names = getenv("BAYSIDE_SNIPPETS").map({ String(cString: $0) }) else { return all }
    return all.filter { names.split(separator: ",").contains($0.language[...]) }
  }()

  static let all: [SnippetRunner] = python + javaScript + typeScript + compiled + shells

  // MARK: - Python

  /// That of BAYSIDE_SNIPPET_PYTHON, which may live in a virtual environment with the packages.
  static let pythonPath = getenv("BAYSIDE_SNIPPET_PYTHON").map { String(cString: $0) } ?? "python3"

  private static let python = ["openai", "requests", "httpx"].map { client in
    SnippetRunner(
      language: "python", client: client, file: "snippet.py", command: [pythonPath, "snippet.py"],
      needs: [([pythonPath, "-c", "import \(client)"], "\(pythonPath) has no \(client)")], numbers: .value,
      leavesOut: client == "openai"
        ? ["numbers that no double holds": "Python has no such floats, and the snippet says so"] : [:])
  }

  // MARK: - JavaScript

  private static let node = (command: ["node", "--version"], missing: "there is no node")
  private static let standIn = "with a stand-in for the SDK"
  private static let longNumbers = [
    "numbers that are long": "JavaScript has no such numbers, and the snippet says so",
    "numbers that no double holds": "JavaScript has no such numbers, and the snippet says so",
  ]

  private static let javaScript = [
    SnippetRunner(
      language: "javascript", client: "fetch", file: "snippet.mjs", command: ["node", "snippet.mjs"],
      needs: [node], numbers: .value),
    SnippetRunner(
      language: "javascript", client: "openai", file: "snippet.mjs", command: ["node", "snippet.mjs"],
      needs: [node], leavesOut: longNumbers, note: standIn, prepare: OpenAIStandIn.write),
  ]

  /// Types are checked too; the compiler takes seconds.
  private static let typeScript = ["fetch", "openai"].map { client in
    SnippetRunner(
      language: "typescript", client: client, file: "snippet.ts",
      compile: [
        "tsc", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node", "--lib",
        "es2022", "snippet.ts", "globals.d.ts",
      ], command: ["node", "snippet.js"],
      needs: [node, (["tsc", "--version"], "there is no tsc")], isSlow: true,
      leavesOut: client == "openai" ? longNumbers : [:], note: client == "openai" ? standIn : "",
      prepare: { directory in
        OpenAIStandIn.write(in: directory)
        OpenAIStandIn.writeTypes(in: directory)
      })
  }

  // MARK: - Shells

  private static let jq = (command: ["jq", "--version"], missing: "there is no jq")

  private static let shells = [
    SnippetRunner(
      language: "curl", client: "curl", file: "snippet.sh", command: ["sh", "snippet.sh"],
      needs: [(["curl", "--version"], "there is no curl"), jq], numbers: .literal, prints: .chatBody,
      failure: 22, otherFailures: [1],
      leavesOut: ["a picture in a stream": "it comes out as the relay sent it"]),
    SnippetRunner(
      language: "httpie", client: "httpie", file: "snippet.sh", command: ["sh", "snippet.sh"],
      needs: [(["http", "--version"], "there is no http"), jq], numbers: .literal, prints: .chatBody,
      failure: 4, otherFailures: [1, 5],
      leavesOut: ["a picture in a stream": "it comes out as the relay sent it"], retries: false),
    SnippetRunner(
      language: "http", client: "message", file: "snippet.http",
      command: ["python3", "send.py"], needs: [(["python3", "--version"], "there is no python3")],
      numbers: .literal, prints: .body, kinds: [.chat, .image], retries: false,
      prepare: { $0.write("send.py", sender) }),
  ]

  /// Sends a message byte by byte, but for the key, and prints the body of the answer.
  private static let sender = #"""
    import http.client, os, socket, sys
    head, body = open("snippet.http", "rb").read().split(b"\r\n\r\n", 1)
    head = head.replace(b"$TOKENBAY_API_KEY", os.environ["TOKENBAY_API_KEY"].encode())
    host = head.split(b"\r\nHost: ")[1].split(b"\r\n")[0].decode()
    connection = socket.create_connection(host.split(":"))
    connection.sendall(head + b"\r\n\r\n" + body)
    response = http.client.HTTPResponse(connection)
    response.begin()
    while data := response.read1(65536):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    sys.exit(response.status >= 400)

    """#
}

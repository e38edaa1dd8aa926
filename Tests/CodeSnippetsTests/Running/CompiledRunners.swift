import Glibc

extension SnippetRunners {
  /// Languages with a compiler, and those whose programs are run as they are.
  static let compiled: [SnippetRunner] = [go, swift, java, csharp, rust, php, ruby]

  /// Whether slow languages run the essential cases only; BAYSIDE_SNIPPET_ALL asks for the whole matrix.
  private static let isShort = getenv("BAYSIDE_SNIPPET_ALL") == nil

  private static let go = SnippetRunner(
    language: "go", client: "nethttp", file: "snippet.go",
    compile: ["sh", "-c", "test -z \"$(gofmt -l snippet.go)\" && go build -o snippet snippet.go"],
    command: ["./snippet"], needs: [(["go", "version"], "there is no go")], numbers: .literal, patience: 600)

  private static let php = SnippetRunner(
    language: "php", client: "curl", file: "snippet.php", command: ["php", "snippet.php"],
    needs: [
      (["php", "--version"], "there is no php"),
      (["php", "-r", "exit(function_exists('curl_init') ? 0 : 1);"], "php has no curl"),
    ], numbers: .value)

  private static let ruby = SnippetRunner(
    language: "ruby", client: "nethttp", file: "snippet.rb", command: ["ruby", "-W", "snippet.rb"],
    needs: [(["ruby", "--version"], "there is no ruby")], numbers: .value)

  private static let gson = "/usr/share/java/gson.jar"

  private static let java = SnippetRunner(
    language: "java", client: "httpclient", file: "Snippet.java",
    compile: ["javac", "-Xlint:all", "-Werror", "-encoding", "UTF-8", "-cp", gson, "Snippet.java"],
    command: ["java", "-XX:TieredStopAtLevel=1", "-cp", ".:" + gson, "Snippet"],
    needs: [
      (["javac", "-version"], "there is no javac"),
      (["test", "-e", gson], "there is no \(gson) (libgoogle-gson-java)"),
    ], numbers: .literal, isSlow: isShort, patience: 600)

  /// Built once, for all snippets: what they depend on, as Debian packages it.
  private static let crates = "/usr/share/cargo/registry"
  private static let rustTarget = "/tmp/bayside-snippets-rust"

  private static let rust = SnippetRunner(
    language: "rust", client: "reqwest", file: "main.rs",
    compile: [
      // One file is built at a time, and is newer than what was built before: cargo cannot tell the directories apart.
      "flock", "-o", rustTarget + ".lock", "sh", "-c",
      "touch main.rs && cargo build --offline --quiet --target-dir \(rustTarget) && cp \(rustTarget)/debug/snippet snippet",
    ], command: ["./snippet"],
    needs: [
      (["cargo", "--version"], "there is no cargo"),
      (["sh", "-c", "ls -d \(crates)/reqwest-*"], "\(crates) has no reqwest (librust-reqwest-dev)"),
      (["sh", "-c", "ls -d \(crates)/mime_guess-*"], "\(crates) has no mime_guess (librust-mime-guess-dev)"),
    ], numbers: .literal, isSlow: isShort, patience: 600,
    prepare: { directory in
      directory.write(
        "Cargo.toml",
        """
        [package]
        name = "snippet"
        version = "0.1.0"
        edition = "2021"
        [[bin]]
        name = "snippet"
        path = "main.rs"
        [dependencies]
        reqwest = { version = "*", default-features = false, features = ["blocking", "multipart"] }
        serde_json = "1"
        [lints.rust]
        warnings = "deny"
        [profile.dev]
        debug = false
        """)
      // Read by cargo from the directory where it runs.
      mkdir(directory.path + "/.cargo", 0o755)
      directory.write(
        ".cargo/config.toml",
        """
        [source.crates-io]
        replace-with = "debian"
        [source.debian]
        directory = "\(crates)"
        """)
    })

  private static let swift = SnippetRunner(
    language: "swift", client: "urlsession", file: "snippet.swift",
    compile: ["swiftc", "-warnings-as-errors", "-o", "snippet", "snippet.swift"], command: ["./snippet"],
    needs: [(["swiftc", "--version"], "there is no swiftc")], numbers: .literal, isSlow: isShort,
    patience: 600)

  private static let csharp = SnippetRunner(
    language: "csharp", client: "httpclient", file: "snippet.cs",
    compile: [
      "sh", "-c",
      "python3 lowering.py && mcs -out:snippet.exe -r:System.Net.Http.dll -r:System.Web.Extensions.dll"
        + " -r:System.Core.dll lowered.cs json.cs",
    ], command: ["mono", "snippet.exe"],
    needs: [
      (["mono", "--version"], "there is no mono"),
      (["sh", "-c", "command -v mcs python3"], "there is no mcs, or no python3"),
    ], numbers: .literal, isSlow: isShort,
    note: "by mono, with a stand-in for System.Text.Json", patience: 600,
    prepare: { directory in
      directory.write("lowering.py", OldCSharp.lowering)
      directory.write("json.cs", OldCSharp.json)
    })
}

import Glibc
import RelayKit
import Testing

/// `bayside import` and `bayside export`.
@Suite(.timeLimit(.minutes(10)))
struct InterchangeTests {
  private static let key = "zQ81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key])
  private let body = #"{"model":"m","messages":[{"role":"user","content":"hi"}],"n":1.0}"#

  private func path(_ name: String) -> String { program.home.path + "/" + name }

  private var command: String {
    "curl https://h/v1/chat/completions -H 'Authorization: Bearer \(Self.key)' -d '\(body)'"
  }

  @Test func theBodyIsPrintedByteForByteAndNotesAreApart() async {
    let result = await program.run("import", "-", input: command)
    #expect(result.status == 0 && result.text == body)
    #expect(result.errors == "bayside: The key in the header Authorization was left out.\n")
  }

  @Test func theObjectNamesWhatWasFound() async throws {
    let file = program.home.write("c.sh", command)
    let result = await program.run("import", file, "--json")
    let object = try JSONValue(parsing: result.out)
    #expect(object["source"] == .string("curl") && object["base_url"] == .string("https://h/v1"))
    #expect(object["model"] == .string("m") && object["notes"]?.arrayValue?.count == 1)
    #expect(object["request"] == (try JSONValue(parsing: body)))
    #expect(!result.out.contains(Self.key) && !result.err.contains(Self.key))
  }

  @Test func anImportedRequestCanBeSentRecordedAndExported() async throws {
    let file = program.home.write("body.json", body)
    let sent = await program.start(
      ["chat", "--demo", "--body", file, "-m", "demo-writer", "--record", path("x")]
    ).result()
    #expect(sent.status == 0, "\(sent.errors)")
    let har = try JSONValue(parsing: await program.run("export", path("x"), "--as", "har").out)
    #expect(har["log"]?["entries"]?.arrayValue?.count == 1)
    let raw = await program.run("export", path("x"), "--as", "raw")
    #expect(raw.text.contains("demo-writer"))
    let curl = await program.run("export", path("x"), "--as", "curl")
    #expect(curl.text.hasPrefix("curl ") && curl.text.contains("--data-raw '{\"model\":\"demo-writer\""))
    let again = await program.run("import", "-", input: curl.text)
    #expect(again.text == body.split(separator: "\"m\"").joined(separator: "\"demo-writer\""))
    let json = try JSONValue(parsing: await program.run("export", path("x"), "--as=json").out)
    #expect(json["messages"]?.arrayValue?.count == 2)
    let markdown = await program.run("export", path("x"), "--as=markdown", "-o", path("x.md"))
    #expect(markdown.status == 0 && markdown.out.isEmpty)
    #expect(program.home.read("x.md").contains("## user\n\nhi\n\n## assistant\n"))
    let twice = await program.run("export", path("x"), "--as=raw", "-o", path("x.md"))
    #expect(twice.status == 2 && twice.errors.contains("it exists already and was not touched"))
    #expect(program.home.read("x.md").contains("## user"))
  }

  @Test func aRecordingThatEndsEarlyIsExportedWithAWarning() async {
    let header =
      #"{"format":"bayside-exchange","version":1,"id":"x","started_at":1,"clock":1,"model":"m","stream":true,"request":{"method":"POST","url":"http://h/v1/chat/completions","headers":[],"body":"{}"}}"#
    let result = await program.run("export", "-", "--as", "curl", input: header + "\n")
    #expect(
      result.status == 0 && result.text == "curl -N 'http://h/v1/chat/completions' \\\n  --data-raw '{}'\n")
    #expect(result.errors == "bayside: The recording ends early; so does what was exported.\n")
  }

  @Test func bashReadsTheExportedCommandAsItWasMeant() async {
    let body = "{\"a\":\"it's $HOME `x` \\\\ !\u{7F}é\"}"
    let quoted = JSONValue.string(body).text()
    program.home.write(
      "x",
      #"{"format":"bayside-exchange","version":1,"id":"x","started_at":1,"clock":1,"model":"m","stream":false,"#
        + #""request":{"method":"POST","url":"http://h/v1","headers":[["Authorization","Bearer ....wxyz"]],"#
        + #""body":\#(quoted)}}"#)
    let stub = #"curl() { printf '[%s]' "$@"; }"#
    let result = await program.shell(
      "cd; \"$BAYSIDE\" export x --as curl > c 2>/dev/null; bash -c '\(stub.split(separator: "'").joined(separator: "'\\''")); . ./c'"
    )
    #expect(result.text == "[http://h/v1][-H][Authorization: Bearer \(Self.key)][--data-raw][\(body)]")
  }

  @Test(arguments: [
    (["import"], "FILE is missing. See bayside import --help."),
    (["import", "/none"], "/none cannot be read: No such"),
    (["import", "-"], "Standard input was not understood: There is nothing in it."),
    (["export", "-"], "--as needs one of har, curl, raw, markdown, json."),
    (["export", "-", "--as", "pdf"], "--as needs one of har, curl, raw, markdown, json, not “pdf”."),
    (["export", "-", "--as", "har"], "-: The file is not an exchange that bayside recorded."),
  ])
  func wrongUsageIsStatusTwo(arguments: [String], sentence: String) async {
    let result = await program.start(arguments).result()
    #expect(result.status == 2 && result.errors.contains(sentence) && result.out.isEmpty, "\(result.errors)")
  }
}

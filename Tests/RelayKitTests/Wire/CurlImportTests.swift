@testable import RelayKit
import Testing

@Suite struct CurlImportTests {
  static let body = #"{"model":"m","messages":[{"role":"user","content":"it's $5"}],"n":1}"#

  private func read(_ text: String) throws -> RequestImport { try RequestImport(parsing: Array(text.utf8)) }
  private func words(_ text: String) -> [String] {
    ShellReader.commands(in: Array(text.utf8)).commands.first?.words.map(\.text) ?? []
  }

  @Test(arguments: [
    (#"a 'b c'"d e"f\ g"#, ["a", "b cd ef g"]), ("a ''\n", ["a", ""]),
    ("a \\\n b \\\r\n c", ["a", "b", "c"]),
    ("a \\  \n b", ["a", "b"]), (#""\"\\\$\x""#, [#""\$\x"#]),
    (#"$'\x41\102\u00e9\n\'\q\cA'"#, ["AB\u{E9}\n'\\q\u{1}"]),
    (#"$'\ud83d\ude00 \U0001F600'"#, ["😀 😀"]), ("a # comment\nb", ["a"]),
    ("a 2>/dev/null >x b<y c", ["a", "b", "c"]),
    ("a;b", ["a"]), ("a|b", ["a"]), ("a#b", ["a#b"]), ("'open", ["open"]),
  ])
  func wordsAreThoseOfBash(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  static let commands: [String: String] = [
    "shell": """
    # ask
    curl -sS https://api.example.com/v1/chat/completions \\
      -H "Content-Type: application/json" \\
      -H "Authorization: Bearer $KEY" \\
      -d '{"model":"m","messages":[{"role":"user","content":"it'\\''s $5"}],"n":1}' | jq .
    """,
    "fenced":
      "```bash\n$ curl https://api.example.com/v1/chat/completions --json $'{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"it\\'s $5\"}],\"n\":1}'\n```\n",
    "escaped":
      #"curl https://api.example.com/v1/chat/completions -d "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"it's \$5\"}],\"n\":1}""#,
    "heredoc":
      "curl -s https://api.example.com/v1/chat/completions --data-binary @- <<'EOF' | cat\n\(body)\nEOF\n",
    "attached":
      "KEY=1 /usr/bin/curl -XPOST -sSNd'{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"it'\\''s $5\"}],\"n\":1}' --url=https://api.example.com/v1/",
    "Windows, carets": #"""
    curl ^"https://api.example.com/v1/chat/completions^" ^
      -H ^"accept: */*^" ^
      --data-raw ^"^{^\^"model^\^":^\^"m^\^",^\^"messages^\^":^[^{^\^"role^\^":^\^"user^\^",^\^"content^\^":^\^"it's ^$5^\^"^}^],^\^"n^\^":1^}^"
    """#,
    "Windows, doubled quotes":
      "curl \"https://api.example.com/v1/chat/completions\" ^\r\n  --data-raw \"{\"\"model\"\":\"\"m\"\",\"\"messages\"\":[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"it's $5\"\"}],\"\"n\"\":1}\"\r\n",
  ]

  @Test(arguments: commands.keys.sorted())
  func everyWayOfWritingGivesTheSameRequest(name: String) throws {
    let read = try read(Self.commands[name] ?? "")
    #expect(read.source == .curl)
    #expect(String(decoding: read.request.encodedBody(), as: UTF8.self) == Self.body)
    #expect(read.baseURL?.description == "https://api.example.com/v1")
    #expect(read.model == "m")
    #expect(read.notes == (name == "shell" ? ["The key in the header Authorization was left out."] : []))
  }

  @Test func lineBreaksOfTheWindowsPromptAreKept() throws {
    for end in ["\n", "\r\n"] {
      let text =
        #"curl ^"http://h/v1^" ^"# + end + #"  --data-raw ^"^{^"# + end + end
        + #"  ^\^"messages^\^": ^[^]^"# + end + end + #"^}^""# + end + "  echo done"
      let body = try read(text).request.encodedBody()
      #expect(String(decoding: body, as: UTF8.self) == "{\n  \"messages\": []\n}")
    }
  }

  @Test func ourOwnCommandIsReadBack() throws {
    let request = RecordedRequest(
      method: "POST", url: "https://h/v1/chat/completions",
      headers: [
        HTTPHeader("Content-Type", "application/json"), HTTPHeader("Authorization", "Bearer sk-....abcd"),
      ],
      body: Array("{\"messages\":[{\"role\":\"user\",\"content\":\"a\u{7F}'\\n\"}]}".utf8))
    let read = try read(CurlExport.command(request, isStream: true))
    #expect(read.request.encodedBody() == request.body)
    #expect(read.notes == ["The key in the header Authorization was left out."])
  }

  @Test(arguments: [
    ("-H 'api-key: zQ81kfPq77dWmx'", "The key in the header api-key was left out."),
    ("-H 'X-Secret: zQ81kfPq77dWmx'", "The header X-Secret was left out: it may hold a key."),
    ("-u me:zQ81kfPq77dWmx", "The user name and key of -u were left out."),
    ("-b 'session=zQ81kfPq77dWmx'", "Cookies were left out."),
    ("-H 'Cookie: a=zQ81kfPq77dWmx'", "Cookies were left out."),
    ("-H 'X-Title: a' -H 'HTTP-Referer: b'", "The headers X-Title, HTTP-Referer were left out."),
    ("-k", "-k was left out: certificates are always checked."),
    ("-X PUT", "The method PUT was left out: a chat request is a POST."),
    ("--max-time 5 -x http://zQ81kfPq77dWmx@p", "These options were left out: --max-time, -x."),
    ("--wobble", "The option --wobble is not known."),
    ("-F a=zQ81kfPq77dWmx", "The form of -F was left out: a chat request is JSON."),
    ("--data-binary @more.json", "The file more.json of --data-binary was not read."),
    ("-H @headers", "The headers in the file headers were not read."),
    ("stray", "Something that is no option follows the address; it was left out."),
    ("'", "A quote is not closed; the command may be incomplete."),
    ("; curl http://b", "There are 2 curl commands; the first was taken."),
  ])
  func whatIsLeftOutIsNamedWithoutItsSecret(options: String, sentence: String) throws {
    let read = try read(
      "curl https://h/v1 -d '{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}' " + options)
    #expect(read.notes.contains(sentence), "\(read.notes)")
    #expect(!read.notes.joined().contains("zQ81kfPq77dWmx"))
    #expect(read.request.messages.count == 1)
  }

  @Test func secretsInTheAddressAreLeftOut() throws {
    let read = try read(
      "curl 'https://me:zQ81kfPq77@h/v1beta/chat/completions?key=zQ81kfPq77dWmx&b=2' -d '{\"messages\":[]}'")
    #expect(read.baseURL?.description == "https://h/v1beta")
    #expect(
      read.notes == [
        "The query of the address was left out: key, b.",
        "The user name and password in the address were left out.",
      ])
  }

  @Test func variablesInTheBodyAreNamed() throws {
    let read = try read(
      #"curl "$BASE/v1" -d "{\"model\":\"$MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"${Q} $(date)\"}]}""#
    )
    #expect(read.model == "$MODEL" && read.baseURL == nil)
    #expect(
      read.notes == [
        "The address at “$BASE” was not understood.",
        "$MODEL, $Q in the body are variables of the shell; their names stay there.",
        "A command inside the body was not run; its text stays there.",
      ])
  }

  @Test func dataIsJoinedAsCurlJoinsIt() throws {
    let read = try read(#"curl h --json '{"messages":' --json '[]}'"#)
    #expect(String(decoding: read.request.encodedBody(), as: UTF8.self) == #"{"messages":[]}"#)
    #expect(throws: RequestImport.Problem(["The body is no JSON: unexpected character (line 1, byte 1)."])) {
      try self.read("curl h -d a=1 -d b=2")
    }
  }

  @Test(arguments: [
    ("Invoke-RestMethod -Uri https://h -Method Post", "PowerShell"),
    ("await fetch(\"https://h\")", "JavaScript"),
    ("hello", "neither JSON nor a curl"), ("", "nothing in it"), ("curl https://h/v1/models", "no body"),
    ("curl h -d @body.json", "no body"), ("curl h -d '{\"input\":\"x\"}'", "another endpoint"),
    ("{\"messages\":1}", "no array"),
    ("{\"choices\":[]}", "an answer"), ("{\"a\":}", "is no JSON: unexpected character (line 1, byte 6)"),
    ("[1,2]", "no messages in the array"),
    ("{\"log\":{\"entries\":[]}}", "None of the 0 requests"),
  ])
  func whatHoldsNoRequestIsASentence(text: String, part: String) {
    let problem = #expect(throws: RequestImport.Problem.self) { try self.read(text) }
    #expect(problem?.sentences.last?.contains(part) == true, "\(problem?.sentences ?? [])")
  }
}

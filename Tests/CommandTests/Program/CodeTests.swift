import Glibc
import RelayKit
import Testing

/// `bayside code`.
@Suite(.timeLimit(.minutes(10)))
struct CodeTests {
  private static let key = "sk-zQ81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key])

  private func path(_ name: String) -> String { program.home.path + "/" + name }

  @Test func theRequestOfTheOptionsIsWritten() async {
    let result = await program.run(
      "code", "--lang", "python", "-m", "gpt-5.4-mini", "-s", "Be \"brief\".", "--param", "temperature=0.70",
      "--param", "top_k=40", "--usage", "Why?")
    #expect(result.status == 0 && result.err.isEmpty, "\(result.errors)")
    #expect(result.text.hasPrefix("import os\nimport sys\n\nfrom openai import OpenAI\n"))
    for line in [
      "base_url=\"https://api.tokenbay.com/v1\",", "api_key=os.environ[\"TOKENBAY_API_KEY\"],",
      "{\"role\": \"system\", \"content\": \"Be \\\"brief\\\".\"},", "temperature=0.70,", "stream=True,",
      "extra_body={\"top_k\": 40},", "tokens in",
    ] { #expect(result.text.contains(line), "\(line)") }
    #expect(!result.out.contains(Self.key))
  }

  @Test func jsonIsExactlyTheBodyThatChatSends() async throws {
    let options = [
      "-m", "m", "--param", "seed=12345678901234567890", "--param", "a=1.0", "--no-stream", "hi",
    ]
    let result = await program.start(["code", "--lang", "json"] + options).result()
    let body =
      #"{"model":"m","messages":[{"role":"user","content":"hi"}],"seed":12345678901234567890,"a":1.0}"#
    #expect(result.status == 0 && result.text == body)
    let odd = "{ \"model\" : \"m\", \"messages\":[ ], \"x\": 1.50 }"
    let file = program.home.write("body.json", odd)
    #expect(await program.run("code", "--lang=json", "--body", file).text == odd)
    #expect(await program.run("code", "--lang=json", "--from", "-", input: odd).text == odd)
  }

  @Test func theListNamesWhatCanBeWritten() async throws {
    let list = await program.run("code", "--list")
    #expect(list.status == 0 && list.text.contains("\npython      openai      pip install openai\n"))
    let object = try JSONValue(parsing: await program.run("code", "--list", "--json").out)
    let python = object.arrayValue?.first { $0["lang"] == .string("python") }
    #expect(python?["check"] == .string("executed") && python?["clients"]?.arrayValue?.count == 3)
    for language in object.arrayValue ?? [] {
      let name = language["lang"]?.stringValue ?? ""
      let result = await program.run("code", "--lang", name, "-m", "m", "hi")
      #expect(result.status == 0 && result.text.contains("hi"), "\(name)")
    }
  }

  @Test func aCurlCommandBecomesCodeForItsRelayWithoutItsKey() async {
    let command =
      "curl http://127.0.0.1:8080/v1/chat/completions -H 'Authorization: Bearer \(Self.key)' -d "
      + #"'{"model":"m","messages":[{"role":"user","content":"hi"}],"min_p":0.10}'"#
    let result = await program.run("code", "--lang", "js", "--client=fetch", "--from", "-", input: command)
    #expect(result.status == 0 && result.text.contains("http://127.0.0.1:8080/v1/chat/completions"))
    #expect(result.text.contains("min_p: 0.10") && !result.out.contains(Self.key))
    #expect(result.errors == "bayside: The key in the header Authorization was left out.\n")
  }

  @Test func aRecordedExchangeBecomesCodeOfItsBytes() async {
    let body = #"{"model":"demo-writer","messages":[{"role":"user","content":"it's"}],"n":1.0}"#
    let file = program.home.write("body.json", body)
    let sent = await program.run("chat", "--demo", "--body", file, "--record", path("x"))
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(await program.run("code", "--lang=json", "--from", path("x")).text == body)
    let curl = await program.run("code", "--lang=curl", "--from", path("x"))
    #expect(curl.text.contains("it'\\''s") && curl.text.contains("\"n\":1.0"))
    #expect(curl.text.contains("\"Authorization: Bearer $TOKENBAY_API_KEY\""))
  }

  @Test func imagesAndVideosAreWrittenToo() async {
    let image = await program.run(
      "code", "--lang=python", "--client=requests", "--kind=image", "-m", "flux", "--param", "n=2", "A cat")
    #expect(
      image.status == 0 && image.text.contains("/v1/images/generations") && image.text.contains("b64_json"))
    let video = await program.run("code", "--lang=curl", "--kind=video", "-m", "veo", "--retry", "A boat")
    #expect(video.text.contains("/v1/videos") && video.text.contains("/content"))
    #expect(!video.text.contains("--retry 1"))
  }

  @Test func theKeyStandsInTheCodeOnlyWhenAskedTwiceAndNeverInAFile() async {
    let request = ["code", "--lang=python", "-m", "m", "hi"]
    let once = await program.start(request + ["--key=inline"]).result()
    #expect(once.status == 2 && once.out.isEmpty && once.errors.contains("--key inline twice"))
    for asking in [["--key=inline", "--key=inline"], ["--key=inline", "--yes"]] {
      let twice = await program.start(request + asking).result()
      #expect(twice.status == 0 && twice.text.contains("api_key=\"\(Self.key)\""))
    }
    let file = await program.start(request + ["--key=inline", "--yes", "-o", path("x.py")]).result()
    #expect(file.status == 2 && file.errors.contains("never written to a file"))
    #expect(access(path("x.py"), F_OK) != 0)
    let placeholder = await program.start(request + ["--key=placeholder", "-o", path("y.py")]).result()
    #expect(placeholder.status == 0 && placeholder.out.isEmpty)
    #expect(program.home.read("y.py").contains("api_key=\"sk-...\""))
    let again = await program.start(request + ["-o", path("y.py")]).result()
    #expect(again.status == 2 && again.errors.contains("it exists already"))
  }

  /// Nothing is sent, so nothing needs the key, and no command is run for it.
  @Test func noKeyIsNeeded() async {
    let marker = path("asked")
    program.home.write(
      ".config/bayside/config.json5", "{ key_command: [\"touch\", \"\(marker)\"], model: \"m\" }")
    var without = program
    without.variables = [:]
    let result = await without.run("code", "--lang=python", "hi")
    #expect(result.status == 0 && result.text.contains("model=\"m\""), "\(result.errors)")
    #expect(access(marker, F_OK) != 0)
  }

  @Test(
    arguments: [
      (["-m", "m", "hi"], "--lang is missing"),
      (["--lang=fortran", "-m", "m", "hi"], "There is no language “fortran”"),
      (["--lang=python", "--client=fetch", "-m", "m", "hi"], "Python has no client “fetch”: openai"),
      (["--lang=python", "-m", "m"], "There is no prompt"),
      (["--lang=python", "hi"], "No model is named"),
      (["--lang=python", "--kind=sound", "-m", "m", "hi"], "--kind needs one of chat, image, video"),
      (
        ["--lang=python", "--kind=image", "-s", "x", "-m", "m", "hi"], "--system belongs to requests for chat"
      ),
      (["--lang=curl", "--shell=fish", "-m", "m", "hi"], "--shell needs one of posix"),
      (["--lang=curl", "--key=none", "-m", "m", "hi"], "--key needs one of env"),
      (["--lang=curl", "--key=env", "--key=inline", "-m", "m", "hi"], "--key says both"),
      (["--lang=curl", "--time-limit=0", "-m", "m", "hi"], "--time-limit needs a whole number"),
      (
        ["--lang=curl", "--from", "-", "-m", "m"],
        "--from takes the request as it is; --model would change it"
      ),
      (["--lang=curl", "--json", "-m", "m", "hi"], "--json belongs to --list"),
    ] as [([String], String)])
  func wrongUsageIsSaid(arguments: [String], sentence: String) async {
    let result = await program.start(["code"] + arguments).result()
    #expect(result.status == 2 && result.out.isEmpty && result.errors.contains(sentence), "\(result.errors)")
  }
}

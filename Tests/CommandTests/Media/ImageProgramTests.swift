import Glibc
import HistoryStore
import MockRelay
import RelayKit
import SmallDisks
import Testing
import Workbench

@testable import bayside

/// `bayside image`: what becomes of pictures, whatever the relay sends.
@Suite(.timeLimit(.minutes(10)))
struct ImageProgramTests {
  private let program = Program(variables: ["TOKENBAY_API_KEY": "sk-fake-Zq81kfPq77dWmx0245hG", "TZ": "UTC"])

  private static func png(_ filler: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    bytes += Array("IHDR".utf8)
    bytes += [0, 0, 0, 64, 0, 0, 0, 48, 8, 2, 0, 0, 0, 1, 2, 3, 4] as [UInt8]
    bytes += [UInt8](repeating: 9, count: filler)
    bytes += [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82] as [UInt8]
    return bytes
  }

  private static func answer(_ pictures: String...) -> Script {
    .answer(#"{"created":1,"data":[\#(pictures.joined(separator: ","))]}"#)
  }

  private static func encoded(_ bytes: [UInt8]) -> String {
    #"{"b64_json":"\#(Base64.encoded(bytes))","revised_prompt":"a wide harbour"}"#
  }

  private func image(_ relay: MockRelay, _ more: String...) async -> Program.Result {
    await program.start(["image", "--base-url", relay.origin, "-m", "pic-1", "a small harbour"] + more)
      .result()
  }

  private func paths(_ result: Program.Result) -> [String] {
    result.text.split(separator: "\n").map(String.init)
  }

  @Test func picturesAreSavedUnderTellingNames() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png()), Self.encoded(Self.png(7))))
    let result = await image(relay, "-n", "2", "--param", "size=1024x1024")
    #expect(result.status == 0, "\(result.errors)")
    let paths = paths(result)
    #expect(paths.count == 2)
    #expect(
      paths[0].hasPrefix(program.home.path + "/bayside/images/")
        && paths[0].hasSuffix("-a-small-harbour-1.png"))
    #expect(try InputFile.bytes(paths[0]) == Self.png() && InputFile.bytes(paths[1]) == Self.png(7))
    let body = String(decoding: try #require(await relay.nextRequest()).body, as: UTF8.self)
    #expect(body == #"{"model":"pic-1","prompt":"a small harbour","size":"1024x1024","n":2}"#)
  }

  @Test func theObjectTellsEverythingOfEachPicture() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let result = await image(relay, "--json")
    let object = try JSONValue(parsing: result.out)
    let picture = try #require(object["pictures"]?.arrayValue?.first)
    #expect(
      picture["format"] == .string("png") && picture["width"] == .integer(64)
        && picture["height"] == .integer(48))
    #expect(picture["complete"] == .bool(true) && picture["note"] == .null)
    #expect(picture["revised_prompt"] == .string("a wide harbour"))
    #expect(object["outcome"] == .string("done") && object["error"] == .null && result.errors.isEmpty)
  }

  @Test(arguments: [("--timeout", "total_timeout"), ("--stall", "stalled")])
  func aTimeLimitOfTheUserHolds(option: String, kind: String) async throws {
    let relay = try MockRelay(Script([.stall]))
    let result = await image(relay, option, "1")
    #expect(result.status == 1 && result.errors.contains("(\(kind))"), "\(result.errors)")
  }

  // MARK: Money

  @Test func aBoundOfTheUserHoldsWhereThePriceIsKnown() async throws {
    let cheap = await program.run("image", "--demo", "-m", "demo-cirrus-canvas", "--max-cost", "0.02", "x")
    #expect(
      cheap.status == 5
        && cheap.errors.contains("this could cost up to ~$0.030, and --max-cost is $0.020."),
      "\(cheap.errors)")
    let sent = await program.run(
      "image", "--demo", "-m", "demo-cirrus-canvas", "--max-cost", "0.06", "-n", "2", "--json", "x")
    let object = try JSONValue(parsing: sent.out)
    #expect(sent.status == 0 && object["cost"]?.doubleValue == 0.06, "\(sent.errors)")
    #expect(object["currency"] == .string("USD") && object["cost_is_estimate"] == .bool(true))
  }

  @Test(arguments: [
    ("demo-aurora-image-1", "nobody knows what a picture of demo-aurora-image-1 costs before it is made."),
    ("demo-ember-sketch", "no price of demo-ember-sketch is known."),
  ])
  func whatNobodyCanBoundIsHeldBackInFittingWords(model: String, reason: String) async {
    let result = await program.run("image", "--demo", "-m", model, "--max-cost", "1", "x")
    #expect(
      result.status == 5 && result.errors.contains(reason) && !result.errors.contains("max_tokens"),
      "\(result.errors)")
  }

  @Test func theRelayIsAskedForPricesWhereABoundNeedsThem() async throws {
    let relay = try MockRelay { request in
      switch request.path {
      case "/v1/models": .answer(#"{"data":[{"id":"pic-1"}]}"#)
      case "/api/pricing": .answer(#"{"data":[{"model_name":"pic-1","quota_type":1,"model_price":0.5}]}"#)
      case "/v1/images/generations": Self.answer(Self.encoded(Self.png()))
      default: .answer("{}", status: 404)
      }
    }
    // Without a bound nothing but the request itself is sent.
    let free = await image(relay, "--json")
    let object = try JSONValue(parsing: free.out)
    #expect(free.status == 0 && object["cost"] == .null)
    #expect(await relay.nextRequest()?.path == "/v1/images/generations")
    let held = await image(relay, "--max-cost", "0.4")
    #expect(held.status == 5 && held.errors.contains("up to ~$0.50"), "\(held.errors)")
    #expect(await relay.nextRequest()?.path == "/v1/models")
    #expect((await image(relay, "--max-cost", "0.5")).status == 0)
  }

  // MARK: Files

  @Test func aNameOfAnotherFormatIsSaid() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let odd = await image(relay, "-o", program.home.path + "/y2.jpg")
    #expect(odd.status == 0 && odd.errors.contains("y2.jpg holds a PNG."), "\(odd.errors)")
    let right = await image(relay, "-o", program.home.path + "/y2.PNG")
    #expect(right.status == 0 && right.errors.isEmpty)
  }

  @Test func aReplayTellsEachPicture() async throws {
    let relay = try MockRelay(
      Self.answer(Self.encoded(Self.png()), #"{"url":"http://127.0.0.1:1/a.png"}"#))
    let path = program.home.path + "/rec"
    _ = await image(relay, "--record", path)
    let replay = await program.run("replay", "--fast", path)
    let size = NumberWords.bytes(Self.png().count)
    #expect(replay.status == 0 && replay.errors.isEmpty, "\(replay.errors)")
    #expect(replay.text == "PNG 64 x 48, \(size)\nhttp://127.0.0.1:1/a.png\n")
  }

  @Test func aLinkIsFetchedAtOnceWithoutTheKey() async throws {
    let storage = try MockRelay(
      Script([
        .head(
          status: 200,
          headers: [
            HTTPHeader("Content-Type", "image/jpeg"), HTTPHeader("Content-Length", "\(Self.png().count)"),
          ]),
        .body(Self.png()), .end,
      ]))
    let relay = try MockRelay(Self.answer(#"{"url":"\#(storage.origin)/a.jpg"}"#))
    let result = await image(relay)
    #expect(result.status == 0 && paths(result)[0].hasSuffix(".png"), "\(result.errors)")
    #expect(await storage.nextRequest()?.headers.first("Authorization") == nil)
  }

  @Test func aLinkThatAnswers403IsSaid() async throws {
    let storage = try MockRelay(
      .answer("<?xml version=\"1.0\"?><Error/>", status: 403, type: "application/xml"))
    let relay = try MockRelay(Self.answer(#"{"url":"\#(storage.origin)/a.png"}"#))
    let result = await image(relay)
    #expect(result.status == 1 && result.text.isEmpty)
    #expect(
      result.errors.contains("could not be fetched (HTTP 403)") && result.errors.contains(storage.origin))
  }

  @Test func aPageInsteadOfAPictureIsNotSavedAsOne() async throws {
    let storage = try MockRelay(.htmlPage())
    let relay = try MockRelay(
      Self.answer(
        #"{"url":"\#(storage.origin)/a.png"}"#, Self.encoded(Array("<html><body>502</body></html>".utf8))))
    let result = await image(relay)
    #expect(result.status == 1 && result.text.isEmpty)
    #expect(result.errors.contains("Picture 1:") && result.errors.contains("Picture 2:"))
    #expect(result.errors.contains("web page"))
  }

  @Test func aPictureThatIsCutOffIsSavedAndSaid() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Array(Self.png(100).dropLast(20)))))
    let result = await image(relay)
    #expect(result.status == 3 && paths(result).count == 1)
    #expect(result.errors.contains("The file is cut off"))
    #expect(try InputFile.bytes(paths(result)[0]).count == Self.png(100).count - 20)
  }

  @Test func twentyMegabytesComeWhole() async throws {
    let bytes = Self.png(20_000_000)
    let relay = try MockRelay(Self.answer(Self.encoded(bytes)))
    let result = await image(relay)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try InputFile.bytes(paths(result)[0]) == bytes)
  }

  @Test func aRelayErrorIsExplainedAndNothingIsSaved() async throws {
    let relay = try MockRelay(.answer(#"{"error":{"message":"size is wrong","param":"size"}}"#, status: 400))
    let result = await image(relay)
    #expect(result.status == 1 && result.errors.contains("size is wrong"))
    #expect(!MediaPath.isTaken(program.home.path + "/bayside"))
  }

  @Test func aNameThatIsTakenIsRefusedBeforeAnythingIsSent() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let path = program.home.write("mine.png", "mine")
    let refused = await image(relay, "-o", path)
    #expect(refused.status == 2 && refused.errors.contains("nothing was sent"))
    #expect(program.home.read("mine.png") == Array("mine".utf8))
    let free = await image(relay, "-o", program.home.path + "/new/{prompt}.{ext}")
    #expect(paths(free) == [program.home.path + "/new/a-small-harbour.png"], "\(free.errors)")
    // Only one of the two was sent.
    #expect(await relay.nextRequest()?.number == 0)
  }

  @Test func editsGoAsAForm() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let file = program.home.path + "/in.png"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    _ = write(descriptor, Self.png(), Self.png().count)
    close(descriptor)
    let result = await image(relay, "--edit", file, "--mask", file)
    #expect(result.status == 0, "\(result.errors)")
    let request = try #require(await relay.nextRequest())
    #expect(request.path.hasSuffix("/images/edits"))
    #expect(request.headers.first("Content-Type")?.hasPrefix("multipart/form-data") == true)
    #expect(request.body.contains("name=\"mask\"") && request.body.contains("name=\"image\""))
  }

  @Test func aWrongValueIsSaidBeforeAnythingIsSent() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let result = await image(relay, "--param", "n=two")
    #expect(result.status == 2 && result.errors.contains("--param n:"))
    let mask = await image(relay, "--mask", "x.png")
    #expect(mask.status == 2 && mask.errors.contains("--edit"))
  }

  @Test func thePicturesAreNotedInTheHistory() async throws {
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let result = await image(relay)
    let store = HistoryStore.open(
      path: program.home.path + "/.local/share/bayside/history.sqlite3", utcOffset: 0
    ) { _ in }
    defer { store.close() }
    let entry = try #require(try await store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first)
    let kept = try #require(try await store.conversation(entry.id))
    let opened = try OpenedConversation(kept)
    #expect(
      opened.talk.kind == .image && opened.talk.conversation.messages.first?.written == "a small harbour")
    let files = opened.talk.conversation.messages.last?.files
    #expect(files?[0]?.path == paths(result).first)
  }

  @Test(.enabled(if: Mount.isAllowed))
  func aFullDiskIsSaidAndLeavesNoHalfFile() async throws {
    let disk = try #require(SmallDisk(program.home.path + "/full", kilobytes: 256))
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png(1_000_000))))
    let result = await image(relay, "-o", disk.path + "/")
    #expect(result.status == 1 && result.text.isEmpty)
    #expect(
      result.errors.contains("No space left on device") && result.errors.contains("kept in the exchange"))
    #expect(disk.names.isEmpty)
  }

  @Test(.enabled(if: Mount.isAllowed))
  func aDiskThatCannotBeWrittenIsSaid() async throws {
    let disk = try #require(SmallDisk(program.home.path + "/readonly", kilobytes: 256, isReadOnly: true))
    let relay = try MockRelay(Self.answer(Self.encoded(Self.png())))
    let result = await image(relay, "-o", disk.path + "/")
    #expect(result.status == 1 && result.errors.contains("Read-only file system"))
  }

  @Test(.enabled(if: Mount.isAllowed))
  func aVideoGoesOnWhenThereIsRoomAgain() async throws {
    let disk = try #require(SmallDisk(program.home.path + "/videos", kilobytes: 256))
    let relay = try FilmRelay(["completed"])
    let running = program.start(
      [
        "video", "submit", "--base-url", relay.origin, "-m", "film-1", "--wait", "-o", disk.path + "/",
        "waves",
      ])
    #expect(await running.until(has: "No space left on device"))
    #expect(disk.grow(kilobytes: 4096))
    let result = await running.result()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try InputFile.bytes(String(result.text.dropLast())) == FilmRelay.film)
    #expect(relay.seen.submissions == 1 && relay.seen.downloads.count >= 2)
  }
}

import CurlTransport
import RelayKit
import Synchronization
import Testing

@testable import MockRelay

/// The demo relay's pictures and films, through the client, as a person meets them.
@Suite(.timeLimit(.minutes(10)))
struct DemoMediaTests {
  private let relay: DemoRelay
  private let client: RelayClient

  init() throws {
    relay = try DemoRelay(tokensPerSecond: 0)
    client = RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(relay.baseURL), apiKey: "sk-demo-0123456789"),
      transport: CurlTransport.direct())
  }

  private func make(
    _ model: String, _ prompt: String, _ more: String = "", kind: MediaRequest.Kind = .image,
    files: [FormFile] = []
  ) async throws -> Exchange {
    let json = try JSONValue(parsing: #"{"model":"\#(model)","prompt":"\#(prompt)"\#(more)}"#)
    let fields = try #require(json.objectValue)
    return await client.make(MediaRequest(kind: kind, fields: fields, files: files), id: "x", startedAt: 0)
  }

  private func pictures(_ exchange: Exchange) -> [AnswerPicture] {
    exchange.answer.choices.first?.pictures ?? []
  }

  private func bytes(_ picture: AnswerPicture?) throws -> [UInt8] {
    guard case .bytes(let bytes)? = picture?.content else {
      Issue.record("no bytes")
      return []
    }
    return bytes
  }

  private func fetch(_ url: String) async -> ([UInt8], RelayError?) {
    let fetched = Mutex<([UInt8], RelayError?)>(([], nil))
    await withCheckedContinuation { continuation in
      client.download(url, limit: 64 << 20) { event in
        switch event {
        case .began: break
        case .bytes(let bytes): fetched.withLock { $0.0 += bytes }
        case .ended(let error):
          fetched.withLock { $0.1 = error }
          continuation.resume()
        }
      }
    }
    return fetched.withLock { $0 }
  }

  // MARK: Pictures

  @Test func itDrawsWhatThePromptSays() async throws {
    let exchange = try await make("demo-aurora-image-1", "a harbour at dawn", #","n":2,"size":"512x256""#)
    #expect(exchange.outcome == .done && exchange.answer.usage?["output_tokens"]?.intValue == 2112)
    let files = try pictures(exchange).map { try bytes($0) }
    #expect(files.count == 2 && files[0] != files[1])
    let read = try #require(PNG.decoded(files[0], side: 1024))
    #expect(read.width == 512 && read.height == 256)
    #expect(pictures(exchange).allSatisfy { $0.type == "image/png" && $0.isFinal })
    let again = try await make("demo-aurora-image-1", "a harbour at dawn", #","size":"512x256""#)
    #expect(try bytes(pictures(again).first) == files[0])
    let other = try await make("demo-aurora-image-1", "a city at night", #","size":"512x256""#)
    #expect(try bytes(pictures(other).first) != files[0])
  }

  @Test func aLinkIsServedUntilItExpires() async throws {
    let exchange = try await make("demo-cirrus-canvas", "a lake", #","size":"256x256""#)
    guard case .link(let url)? = pictures(exchange).first?.content else {
      Issue.record("no link")
      return
    }
    #expect(pictures(exchange).first?.revisedPrompt == "A simulated picture of: a lake")
    let (file, error) = await fetch(url)
    #expect(error == nil && PNG.decoded(file, side: 64)?.width == 256)
    let expired = try await make("demo-fails", "expired")
    guard case .link(let dead)? = pictures(expired).first?.content else {
      Issue.record("no link")
      return
    }
    #expect(await fetch(dead).1?.status == 403)
  }

  @Test func sketchesComeFirstInAStream() async throws {
    let exchange = try await make(
      "demo-aurora-image-1", "trees", #","size":"256x256","stream":true,"partial_images":2"#)
    #expect(exchange.outcome == .done && exchange.answer.tokenEvents == 3)
    #expect(pictures(exchange).map(\.isPartial) == [false])
    #expect(exchange.frames.map(\.kind) == [.picture, .picture, .picture, .done])
    #expect(PNG.decoded(try bytes(pictures(exchange).first), side: 64)?.width == 256)
  }

  @Test func anEditShowsWhereTheMaskWasOpen() async throws {
    var canvas = DemoCanvas(width: 64, height: 64, fill: DemoCanvas.Pixel(0x20_4060))
    let input = PNG.encoded(canvas, width: 64, height: 64)
    canvas.fill(16..<48, 16..<48, .clear)
    let mask = PNG.encoded(canvas, width: 64, height: 64, hasAlpha: true)
    let exchange = try await make(
      "demo-aurora-image-1", "a red sun", kind: .imageEdit,
      files: [
        FormFile(field: "image", name: "in.png", type: "image/png", bytes: input),
        FormFile(field: "mask", name: "mask.png", type: "image/png", bytes: mask),
      ])
    #expect(exchange.outcome == .done)
    let read = try #require(PNG.decoded(try bytes(pictures(exchange).first), side: 64))
    #expect(read.width == 64 && read.height == 64)
    func isOld(_ column: Int, _ row: Int) -> Bool {
      let pixel = read.canvas[column, row]
      return (pixel.red, pixel.green, pixel.blue) == (0x20, 0x40, 0x60)
    }
    #expect(isOld(4, 4) && isOld(60, 30) && !isOld(16, 30) && !isOld(30, 30))
  }

  @Test func aClearBackgroundHasAlpha() async throws {
    let exchange = try await make(
      "demo-ember-sketch", "boat", #","size":"128x128","background":"transparent""#)
    let read = try #require(PNG.decoded(try bytes(pictures(exchange).first), side: 128))
    #expect(read.canvas[64, 1].alpha == 0 && read.canvas[64, 120].alpha == 255)
  }

  @Test(arguments: [
    ("demo-aurora-image-1", "please refuse", "", "content_blocked"),
    ("demo-fails", "error", "", "relay_failure"),
    ("demo-fails", "bare", "", "relay_failure"), ("demo-fails", "html", "", "not_a_relay"),
    ("demo-fails", "empty", "", "empty_answer"), ("demo-fails", "truncated", "", "connection_lost"),
    ("demo-fails", "sketches", "", "cut"), ("demo-aurora-image-1", "x", #","n":11"#, "bad_request"),
    ("demo-aurora-image-1", "x", #","output_format":"webp""#, "bad_request"),
    ("demo-basalt-flash-image", "x", "", "bad_request"), ("nobody", "x", "", "model_unavailable"),
  ])
  func whatGoesWrongIsNamed(model: String, prompt: String, more: String, kind: String) async throws {
    #expect(try await make(model, prompt, more).outcome?.error?.kind.rawValue == kind)
  }

  @Test func brokenFilesAreServedAsTheyAre() async throws {
    let half = try await make("demo-fails", "broken")
    let beginning = try bytes(pictures(half).first)
    #expect(half.outcome == .done && PNG.decoded(beginning, side: 64) == nil)
    let page = try await make("demo-fails", "page")
    #expect(try bytes(pictures(page).first).starts(with: "<!doctype".utf8))
    let interrupted = try await make("demo-fails", "interrupted")
    guard case .link(let url)? = pictures(interrupted).first?.content else {
      Issue.record("no link")
      return
    }
    #expect(await fetch(url).1?.kind == .connectionLost)
    #expect(await fetch(url).1 == nil)
  }

  @Test func aChatThatDrawsAnswersInMarkdown() async throws {
    for stream in [true, false] {
      var request = ChatRequest(
        model: "demo-basalt-flash-image", messages: [ChatMessage(role: "user", text: "a lake at night")])
      request.stream = stream
      let exchange = await client.chat(request, id: "x", startedAt: 0)
      #expect(exchange.outcome == .done)
      #expect(exchange.answer.text.contains("![image](picture:1)") && exchange.answer.text.utf8.count < 200)
      #expect(PNG.decoded(try bytes(pictures(exchange).first), side: 64)?.width == 512)
    }
  }

  @Test func picturesAreCharged() async throws {
    _ = try await make("demo-cirrus-canvas", "a lake", #","n":3,"size":"64x64""#)
    _ = try await make("demo-aurora-image-1", "a lake", #","size":"64x64","quality":"low""#)
    _ = try await make("demo-aurora-image-1", "please refuse")
    // What was made is charged when it was sent, which may be a moment after it came.
    var rows = try await client.keyLog().rows
    while rows.count < 2 { rows = try await client.keyLog().rows }
    // Three at 0.03 dollars; two words and 272 tokens, 8 times as dear, at ratio 2.5.
    let quotas: Set<Double?> = [5445, 45_000]
    #expect(rows.count == 2 && Set(rows.map(\.quota)) == quotas)
  }

  // MARK: Films

  /// Every state until the task is over.
  private func watched(_ model: String, path: String = "/videos") async throws -> [VideoTaskReport] {
    let submitted = try await make(model, "a boat at dawn", #","seconds":"1","size":"160x96""#, kind: .video)
    let id = try #require(submitted.videoTask?.id)
    #expect(submitted.outcome == .done && submitted.answer.responseID == id)
    var reports: [VideoTaskReport] = []
    while reports.count < 20, ![.completed, .failed].contains(reports.last?.phase) {
      reports.append(try await client.lookUpVideo(id, path: path).report)
    }
    return reports
  }

  @Test func aFilmPassesThroughItsStates() async throws {
    let reports = try await watched("demo-basalt-film-3")
    let words = ["queued", "queued", "warming_up", "in_progress", "in_progress", "in_progress", "completed"]
    #expect(reports.map(\.word) == words)
    #expect(reports.map(\.phase).contains(.unknown) && reports.last?.progress == 100)
    let id = try #require(reports.last?.id)
    let (film, error) = await fetch(client.videoContentURL(id))
    #expect(error == nil && film.starts(with: "RIFF".utf8) && film[8..<12].elementsEqual("AVI ".utf8))
    let announced = film[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(film.count == 8 + announced)
  }

  @Test func aFilmInTheWrappedFormHasALink() async throws {
    let reports = try await watched("demo-cirrus-film")
    #expect(reports.last?.word == "SUCCESS" && reports.map(\.progress).contains(30))
    #expect(reports.last?.quota == 125_000)
    let link = try #require(reports.last?.links.first)
    let (film, error) = await fetch(link)
    #expect(error == nil && film.starts(with: "RIFF".utf8))
  }

  @Test func aFilmThatFailsIsPaidBack() async throws {
    let reports = try await watched("demo-fjord-film-fast")
    #expect(reports.last?.failure?.message == "The supplier gave up on this task (simulated)")
    let balance = try await client.keyUsage()
    #expect(balance.used == 0)
    #expect(try await client.keyLog().rows.count == 2)
  }

  @Test func aRefusedFilmIsAnErrorUnder200() async throws {
    let exchange = try await make("demo-basalt-film-3", "refuse this", kind: .video)
    #expect(exchange.head?.status == 200 && exchange.outcome?.error?.kind == .contentBlocked)
    #expect(exchange.videoTask == nil)
    let odd = try await make("demo-basalt-film-3", "x", #","seconds":99"#, kind: .video)
    #expect(odd.outcome?.error?.code == "invalid_seconds")
  }

  @Test func whatIsNotThereYetIsRefused() async throws {
    let submitted = try await make("demo-basalt-film-3", "x", kind: .video)
    let id = try #require(submitted.videoTask?.id)
    let (_, early) = await fetch(client.videoContentURL(id))
    #expect(early?.status == 400 && early?.message.hasPrefix("Task is not completed yet") == true)
    #expect(await fetch(client.videoContentURL("nobody")).1?.status == 404)
    await #expect(throws: RelayError.self) { try await client.lookUpVideo("nobody", path: "/videos") }
  }

  // MARK: Formats

  @Test func inflatingUndoesDeflating() {
    var deflate = Deflate()
    var expected: [UInt8] = []
    for length in [0, 1, 2, 3, 5, 257, 258, 259, 260, 261, 262, 517, 1000] {
      deflate.add(2, zeros: length)
      expected += [2] + [UInt8](repeating: 0, count: length)
      let noise = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 / 11) }
      deflate.add(noise, pixel: 3)
      expected += noise
    }
    #expect(Inflate.inflated(deflate.finish(), limit: 1 << 20) == expected)
  }
}

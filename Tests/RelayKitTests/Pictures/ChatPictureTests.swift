import Testing

@testable import RelayKit

@Suite struct ChatPictureTests {
  private let picture = SamplePictures.png(3000)
  private let other = SamplePictures.png(80, number: 2)
  private var expected: AnswerPicture { AnswerPicture(content: .bytes(picture), type: "image/png") }

  private func chunk(_ delta: String, finish: String = "null") -> String {
    #"{"id":"c","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"#
  }

  @Test func aPictureInTheTextIsNoText() {
    let url = SamplePictures.url(picture)
    let body = SampleBodies.events(
      chunk(#"{"content":"Look: ![image]("}"#), chunk(#"{"content":"\#(url.prefix(1000))"}"#),
      chunk(#"{"content":"\#(url.dropFirst(1000))"}"#), chunk(#"{"content":") done"}"#, finish: #""stop""#))
    let reading = AnswerReading(body)
    #expect(reading.outcome == .done)
    #expect(reading.answer.text == "Look: ![image](picture:1) done")
    #expect(reading.answer.choices.first?.pictures == [expected])
    #expect(reading.answer.choices.first?.textWithPictures == "Look: ![image](\(url)) done")
    #expect(reading.frames.map { $0.prefix { $0 != " " } } == ["content", "picture", "picture", "picture"])
  }

  @Test(arguments: [
    #""images":[{"type":"image_url","image_url":{"url":"URL"},"index":0}]"#, #""images":["URL"]"#,
    #""images":[{"url":"URL"}]"#, #""content":[{"type":"image_url","image_url":{"url":"URL"}}]"#,
    #""content":[{"type":"output_image","image_url":"URL"}]"#,
    #""content":[{"type":"text","text":""},{"inlineData":{"mimeType":"image/png","data":"BASE64"}}]"#,
  ])
  func picturesBesideTheTextAreFound(form: String) {
    let delta =
      "{"
      + form.replacing("URL", with: SamplePictures.url(picture)).replacing(
        "BASE64", with: Base64.encoded(picture))
      + "}"
    for body in [
      SampleBodies.events(chunk(delta, finish: #""stop""#)),
      #"{"id":"c","choices":[{"message":\#(delta),"finish_reason":"stop"}]}"#,
    ] {
      let reading = AnswerReading(body)
      #expect(reading.outcome == .done)
      #expect(reading.answer.choices.first?.pictures == [expected])
      #expect(reading.answer.text.isEmpty && reading.answer.tokenEvents == 1)
    }
  }

  @Test func aLinkStaysALink() {
    let body = chunk(
      #"{"images":[{"image_url":{"url":"https://cdn.example/1.png?sig=a"}}]}"#, finish: #""stop""#)
    let picture = AnswerReading(SampleBodies.events(body)).answer.choices.first?.pictures.first
    #expect(picture?.content == .link("https://cdn.example/1.png?sig=a"))
  }

  @Test func aPictureThatComesTwiceIsOne() {
    let images = #"{"images":[{"image_url":{"url":"\#(SamplePictures.url(picture))"}}]}"#
    let reading = AnswerReading(SampleBodies.events(chunk(images), chunk(images, finish: #""stop""#)))
    #expect(reading.answer.choices.first?.pictures == [expected])
  }

  @Test func anEmptyListOfPicturesIsAnOrdinaryChunk() {
    let json = Array(chunk(#"{"content":"Hi","images":[]}"#).utf8)
    #expect(ChatChunk(scanning: json)?.choices.first?.content == "Hi")
    #expect(ChatChunk(scanning: Array(chunk(#"{"images":["x"]}"#).utf8)) == nil)
  }

  @Test func picturesOfASecondAnswerAreCountedOnTheirOwnAndJoinedWithNewNumbers() {
    var answer = AssembledAnswer()
    let parts: [AnswerPart] = [
      .picture(choice: 0, position: 0, expected), .text(choice: 0, "(picture:1)"), .restarted,
      .picture(choice: 0, position: 0, AnswerPicture(content: .bytes(other))),
      .text(choice: 0, " (picture:1)"),
      .rejoined,
    ]
    for part in parts { answer.apply(part) }
    #expect(answer.text == "(picture:1) (picture:2)")
    #expect(answer.choices.first?.pictures.map(\.content) == [.bytes(picture), .bytes(other)])
  }

  @Test func referencesThatAreNoneStay() {
    var choice = AssembledAnswer.Choice(index: 0)
    choice.text = "picture:1 picture:1 picture:2 picture:12 picture:x"
    choice.pictures = [
      AnswerPicture(content: .bytes([1, 2, 3]), type: "image/gif"),
      AnswerPicture(content: .left(byteCount: 9)),
    ]
    #expect(
      choice.textWithPictures == "data:image/gif;base64,AQID picture:1 picture:2 picture:12 picture:x")
  }

  @Test func aDigestKeepsWhatIsKnownOfPictures() throws {
    var exchange = Exchange(
      id: "x",
      request: RecordedRequest(
        method: "POST", url: "http://127.0.0.1/v1/images/generations", headers: [], body: []),
      requestedModel: "m", asksForStream: false, startedAt: 5, start: MonotonicTime(nanoseconds: 1000))
    let instant = MonotonicTime(nanoseconds: 2000)
    let link = AnswerPicture(content: .link("https://x/1"), type: "image/png", revisedPrompt: "a boat")
    let sketch = AnswerPicture(content: .unreadable("It is broken."), isPartial: true)
    exchange.apply(
      .delta(
        AnswerDelta(
          parts: [expected, link, sketch].enumerated().map {
            .picture(choice: 0, position: $0.offset, $0.element)
          }, instant: instant)))
    exchange.apply(.ended(.done, TransportSummary(), instant))
    var read: Exchange?
    for update in try ExchangeFileReader.updates(from: exchange.digest) {
      if case .began(let record) = update { read = record } else { read?.apply(update) }
    }
    #expect(
      read?.answer.choices.first?.pictures == [
        AnswerPicture(content: .left(byteCount: 3000), type: "image/png"), link, sketch,
      ])
  }
}

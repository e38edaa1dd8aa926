import RelayKit

/// The ways in which `demo-fails` fails to give a picture; the first word of the prompt chooses one.
struct DemoImageFailure: Sendable {
  let word: String
  let script: @Sendable (DemoImages) -> Script

  private init(_ word: String, _ script: @escaping @Sendable (DemoImages) -> Script) {
    (self.word, self.script) = (word, script)
  }

  static func script(for images: DemoImages) -> Script {
    let word = images.prompt.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
    guard let failure = all.first(where: { $0.word == word }) else {
      let words = all.map(\.word).joined(separator: ", ")
      return images.wire.error(
        400, "demo-fails is simulated: begin the prompt with one of \(words)", type: "invalid_request_error",
        param: "prompt", code: "invalid_value")
    }
    return failure.script(images)
  }

  private static func data(_ items: [JSONValue], _ images: DemoImages) -> Script {
    images.wire.answer(.members(("created", .integer(1_790_000_000)), ("data", .array(items))))
  }

  private static func link(_ images: DemoImages, _ path: String) -> Script {
    data([.members(("url", .string(images.origin + path)))], images)
  }

  private static let all = [
    DemoImageFailure("error") {
      $0.wire.answer(
        DemoWire.errorBody("The upstream failed (simulated)", "upstream_error", "", "do_request_failed"))
    },
    DemoImageFailure("bare") {
      $0.wire.answer(
        .members(
          ("message", .string("The upstream failed (simulated)")), ("type", .string("upstream_error")),
          ("code", .string("do_request_failed"))))
    },
    DemoImageFailure("html") { _ in .htmlPage() },
    DemoImageFailure("empty") { data([], $0) },
    DemoImageFailure("late") { _ in Script([.stall]) },
    DemoImageFailure("truncated") { images in
      .cutPicture(images.picture(0))
    },
    DemoImageFailure("broken") { images in
      // A whole answer with half of a picture in it.
      let bytes = images.picture(0)
      return data(
        [.members(("b64_json", .string(Base64.encoded(Array(bytes[..<(bytes.count / 2)])))))], images)
    },
    DemoImageFailure("page") { images in
      data(
        [
          .members(
            ("b64_json", .string(Base64.encoded(Array("<!doctype html><title>No picture</title>".utf8)))))
        ], images)
    },
    DemoImageFailure("huge") { _ in .hugePicture(megabytes: 20) },
    DemoImageFailure("sketches") { images in
      let event = JSONValue.members(
        ("type", .string("image_generation.partial_image")),
        ("b64_json", .string(Base64.encoded(images.picture(0, side: 24)))),
        ("partial_image_index", .integer(0)))
      return Script([images.wire.streamHead, images.wire.event(event.text()), images.wire.endMark, .end])
    },
    DemoImageFailure("expired") { images in
      link(
        images, images.files.keep([1], type: "image/png", name: "expired.png", run: images.run, lifetime: -1))
    },
    DemoImageFailure("gone") { link($0, DemoFiles.root + "gone.png") },
    DemoImageFailure("website") { link($0, "/console") },
    DemoImageFailure("interrupted") { images in
      let bytes = images.picture(0)
      return link(
        images,
        images.files.keep(
          bytes, type: "image/png", name: "interrupted.png", run: images.run, breaksAfter: bytes.count / 2))
    },
  ]
}

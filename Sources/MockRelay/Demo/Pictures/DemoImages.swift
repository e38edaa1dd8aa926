import RelayKit

/// One request for pictures to the demo, drawn as its parameters ask.
struct DemoImages {
  let form: DemoForm
  let wire: DemoWire
  let files: DemoFiles
  /// `http://127.0.0.1:port`, for links.
  let origin: String
  let run: String
  /// For one picture.
  let milliseconds: Int
  let isEdit: Bool

  private static let most = 10
  private static let created = JSONValue.integer(1_790_000_000)
  var model: String { form.text("model") ?? "" }
  var prompt: String { form.text("prompt") ?? "" }
  var count: Int { form.number("n") ?? 1 }
  private var quality: String { form.text("quality") ?? "auto" }
  private var isClear: Bool { form.text("background") == "transparent" }

  var size: (width: Int, height: Int) {
    Self.size(form.text("size") ?? "auto") ?? inputSize ?? (1024, 1024)
  }

  private var inputSize: (width: Int, height: Int)? {
    guard isEdit, let input = form.inputs.first, let read = PNG.decoded(input, side: 16) else { return nil }
    return (min(read.width, 2048), min(read.height, 2048))
  }

  private static func size(_ text: String) -> (width: Int, height: Int)? {
    let parts = text.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, text.filter({ $0 == "x" }).count == 1 else { return nil }
    return (parts[0], parts[1])
  }

  // MARK: What cannot be drawn

  var refusal: Script? {
    guard !model.isEmpty else { return wire.error(500, "model is required", code: "invalid_request") }
    guard let known = DemoModels.all.first(where: { $0.id == model }) else {
      return wire.error(
        503, "No available channel for model \(model) under group demo (distributor)", code: "model_not_found"
      )
    }
    guard known.kind == .image, model != DemoChat.drawing else {
      return wire.error(
        500, "not supported model for image generation, only image models are supported",
        code: "convert_request_failed")
    }
    if prompt.isEmpty { return wire.error(500, "prompt is required", code: "invalid_request") }
    if !(1...Self.most).contains(count) { return invalid("n", "1 to \(Self.most)") }
    let asked = form.text("size") ?? "auto"
    if asked != "auto" {
      guard let size = Self.size(asked), (16...3840).contains(size.width), (16...3840).contains(size.height)
      else {
        return invalid("size", "auto, or WxH from 16 to 3840")
      }
    }
    if ![nil, "png"].contains(form.text("output_format")) { return invalid("output_format", "png") }
    if model.hasPrefix("demo-aurora"), form.text("response_format") != nil {
      return wire.error(
        400, "Unknown parameter: 'response_format'", type: "invalid_request_error", param: "response_format",
        code: "unknown_parameter")
    }
    if isEdit, form.inputs.isEmpty {
      return wire.error(
        400, "image is required", type: "invalid_request_error", param: "image", code: "missing")
    }
    if prompt.lowercased().split(whereSeparator: { !$0.isLetter }).contains("refuse") {
      // The status says nothing here, as it happens with relays.
      return wire.answer(
        DemoWire.errorBody(
          "Your request was rejected by the safety system (simulated)", "image_generation_user_error", "",
          "moderation_blocked"))
    }
    return nil
  }

  private func invalid(_ name: String, _ range: String) -> Script {
    wire.error(
      400, "Invalid value for '\(name)': it takes \(range)", type: "invalid_request_error", param: name,
      code: "invalid_value")
  }

  // MARK: Pictures

  /// Pixels each way of what is drawn; the picture shows larger ones.
  private var side: Int { ["low": 96, "high": 320, "hd": 320][quality] ?? 192 }

  /// - Parameter side: less for a sketch.
  func picture(_ number: Int, side: Int? = nil) -> [UInt8] {
    let (size, side) = (size, side ?? self.side)
    let square = max(1, (max(size.width, size.height) + side - 1) / side)
    let (width, height) = ((size.width + square - 1) / square, (size.height + square - 1) / square)
    let scene = DemoScene(prompt: prompt, model: model, number: number)
    var canvas = scene.drawn(width: width, height: height, isClear: isClear)
    if isEdit, let input = form.inputs.first {
      canvas = DemoEdit(input: input, mask: form.mask, scene: scene).drawn(over: canvas)
    }
    return PNG.encoded(canvas, width: size.width, height: size.height, hasAlpha: isClear)
  }

  private var revised: String { "A simulated picture of: \(prompt)" }

  private var answersLink: Bool {
    switch form.text("response_format") {
    case "url": true
    case "b64_json": false
    default: model == "demo-cirrus-canvas"
    }
  }

  private func item(_ number: Int) -> JSONValue {
    let bytes = picture(number)
    if answersLink {
      let path = files.keep(bytes, type: "image/png", name: "picture-\(number + 1).png", run: run)
      return .members(
        ("b64_json", .string("")), ("url", .string(origin + path)), ("revised_prompt", .string(revised)))
    }
    return .members(
      ("b64_json", .string(Base64.encoded(bytes))), ("url", .string("")), ("revised_prompt", .string("")))
  }

  private var facts: [(String, JSONValue)] {
    [
      ("created", Self.created), ("background", .string(isClear ? "transparent" : "opaque")),
      ("output_format", .string("png")), ("quality", .string(quality == "auto" ? "medium" : quality)),
      ("size", .string("\(size.width)x\(size.height)")),
    ]
  }

  /// Tokens as image models count them.
  var tokens: (input: Int, output: Int) {
    let each = ["low": 272, "high": 4160, "hd": 4160][quality] ?? 1056
    return (DemoText.tokens(prompt).count + 200 * form.inputs.count, each * count)
  }

  private var usage: JSONValue {
    let tokens = tokens
    let pictures = 200 * form.inputs.count
    return .members(
      ("input_tokens", .integer(tokens.input)),
      (
        "input_tokens_details",
        .members(("text_tokens", .integer(tokens.input - pictures)), ("image_tokens", .integer(pictures)))
      ),
      ("output_tokens", .integer(tokens.output)), ("total_tokens", .integer(tokens.input + tokens.output)))
  }

  var script: Script {
    if let refusal { return refusal }
    if form.flag("stream") { return stream }
    let members = facts + [("data", .array((0..<count).map(item))), ("usage", usage)]
    let answer = wire.answer(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    return Script([.delay(milliseconds: milliseconds * count)] + answer.steps)
  }

  private var stream: Script {
    let kind = isEdit ? "image_edit" : "image_generation"
    let sketches = min(3, max(0, form.number("partial_images") ?? 0))
    var steps = [wire.streamHead]
    func event(_ name: String, _ more: [(String, JSONValue)]) {
      let object = JSONObject(
        ([("type", .string("\(kind).\(name)"))] + more + facts).map { .init(key: $0.0, value: $0.1) })
      steps.append(.body(Array("event: \(kind).\(name)\ndata: \(JSONValue.object(object).text())\n\n".utf8)))
    }
    for number in 0..<count {
      for sketch in 0..<sketches {
        steps.append(.delay(milliseconds: milliseconds / (sketches + 1)))
        let bytes = picture(number, side: 24 << sketch)
        event(
          "partial_image",
          [("b64_json", .string(Base64.encoded(bytes))), ("partial_image_index", .integer(sketch))])
      }
      steps.append(.delay(milliseconds: milliseconds / (sketches + 1)))
      let item = item(number)
      event(
        "completed",
        (item.objectValue?.members.map { ($0.key, $0.value) } ?? [])
          + (number == count - 1 ? [("usage", usage)] : []))
    }
    return Script(steps + [wire.endMark, .end])
  }
}

/// Turns the answer of an images endpoint, whole or streamed, into parts. It keeps no pictures. Sources: the API's
/// reference (`data`, `image_generation.partial_image`, `image_generation.completed` and the same of edits), relays
/// that wrap a whole answer in a completed event, and suppliers that stream one finished picture after the other
/// (`image_generation.partial_succeeded`).
struct ImageAssembler: Sendable {
  /// By position: whether anything final stands there, be it the reason why there is no picture.
  private var isTaken: [Bool] = []
  /// Positions with their final picture.
  private var final: Set<Int> = []
  /// Fingerprints of final pictures.
  private var seen: Set<Int> = []
  private(set) var sketches = 0
  /// An object that says why one of the pictures did not come.
  private(set) var refusal: JSONValue?
  /// An answer came that holds places for pictures, with or without any.
  private(set) var isAnswered = false
  private static let mostPictures = 128

  var finals: Int { final.count }

  /// Takes one object of the answer. `nil` when it is none of an images endpoint.
  /// - Parameter event: the `event:` line; some suppliers name the kind nowhere else.
  mutating func add(_ json: JSONValue, event: String?) -> AnswerAssembler.Step? {
    guard let object = json.objectValue else { return nil }
    let name = object["type"]?.stringValue ?? event ?? ""
    var step = AnswerAssembler.Step()
    noteIdentity(object, into: &step)
    let list = (object["data"] ?? object["images"]).flatMap {
      $0.arrayValue ?? ($0.objectValue != nil ? [$0] : nil)
    }
    if name.hasSuffix("partial_failed") {
      refuse(object, at: object["image_index"]?.intValue, into: &step)
    } else if ChatChunk.isFailure(object["error"]) || name == "error" || name.hasSuffix(".failed") {
      step.kind = .error
      step.error = json
    } else if let list, object["choices"] == nil {
      isAnswered = true
      let type = AnswerPicture.type(in: object)
      // A wrapped answer may repeat what was streamed.
      let before = seen
      for item in list { take(item, type: type, unlike: before, into: &step) }
    } else if let picture = AnswerPicture(json: json) {
      isAnswered = true
      place(
        picture, isSketch: name.hasSuffix("partial_image"), at: object["image_index"]?.intValue, into: &step)
    } else if !name.hasPrefix("image_"), step.parts.isEmpty {
      return nil
    }
    return step
  }

  private func noteIdentity(_ object: JSONObject, into step: inout AnswerAssembler.Step) {
    if let usage = object["usage"], usage.objectValue != nil {
      step.parts.append(.usage(usage))
      step.kind = .usage
    }
    if let model = object["model"]?.stringValue, !model.isEmpty { step.parts.append(.servedModel(model)) }
  }

  private mutating func take(
    _ item: JSONValue, type: String?, unlike before: Set<Int>, into step: inout AnswerAssembler.Step
  ) {
    if let picture = AnswerPicture(json: item, type: type) {
      guard !before.contains(picture.content.fingerprint) else { return }
      place(picture, isSketch: false, at: nil, into: &step)
    } else if let object = item.objectValue {
      refuse(object, at: nil, into: &step)
    }
  }

  private mutating func place(
    _ picture: AnswerPicture, isSketch: Bool, at index: Int?, into step: inout AnswerAssembler.Step
  ) {
    var picture = picture
    picture.isPartial = isSketch
    if picture.isFinal { seen.insert(picture.content.fingerprint) }
    let position = position(index)
    guard position < Self.mostPictures else { return }
    while isTaken.count <= position { isTaken.append(false) }
    // A late sketch must not cover the picture.
    if isSketch, isTaken[position] { return }
    if isSketch { sketches += 1 } else { isTaken[position] = true }
    if picture.isFinal { final.insert(position) }
    step.parts.append(.picture(choice: 0, position: position, picture))
    step.kind = .picture
    step.hasToken = true
  }

  /// In the place of a picture stands why it did not come, if anything.
  private mutating func refuse(_ object: JSONObject, at index: Int?, into step: inout AnswerAssembler.Step) {
    let words = RelayErrorBody(json: .object(object)).message
    if refusal == nil, !words.isEmpty { refusal = .object(object) }
    let picture = AnswerPicture(
      content: .unreadable(words.isEmpty ? "The relay sent neither a picture nor a link." : words))
    place(picture, isSketch: false, at: index, into: &step)
    step.hasToken = false
  }

  /// Where the supplier says, else the first place where nothing final stands.
  private func position(_ index: Int?) -> Int {
    if let index, (0..<Self.mostPictures).contains(index) { return index }
    return isTaken.firstIndex(of: false) ?? isTaken.count
  }

  // MARK: What broke off

  private static let key = ByteSearch(Array("\"b64_json\"".utf8))

  /// The pictures of an answer that is no JSON because it breaks off: those that are whole, and what came of the last.
  mutating func salvage(_ bytes: [UInt8]) -> [AnswerPart] {
    var step = AnswerAssembler.Step()
    var start = 0
    while let key = Self.key.first(in: bytes, from: start) {
      start = key.upperBound
      guard let quote = bytes[start...].firstIndex(where: { $0 > 0x20 && $0 != UInt8(ascii: ":") }),
        bytes[quote] == UInt8(ascii: "\"")
      else { continue }
      var decoder = Base64Decoder()
      var end = quote + 1
      bytes.withUnsafeBufferPointer { bytes in
        while end < bytes.count {
          end += decoder.feed(UnsafeBufferPointer(rebasing: bytes[end...]))
          // A slash may be written with a backslash.
          guard end < bytes.count, bytes[end] == UInt8(ascii: "\\") else { break }
          end += 1
        }
      }
      start = end
      guard !decoder.bytes.isEmpty else { continue }
      place(
        AnswerPicture(content: .bytes(decoder.bytes)), isSketch: end >= bytes.count, at: nil, into: &step)
    }
    return step.parts
  }
}

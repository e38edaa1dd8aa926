package import RelayKit

// Answers with pictures that go well or wrong, for tests and the demo.
extension Script {
  /// The answer of an images endpoint with pictures in it.
  package static func pictures(_ pictures: [[UInt8]], headers: [HTTPHeader] = []) -> Script {
    let items = pictures.map { JSONValue.members(("b64_json", .string(Base64.encoded($0)))) }
    return .answer(
      JSONValue.members(("created", .integer(1)), ("data", .array(items))).text(), headers: headers)
  }

  /// A picture of many megabytes, which no decoder will like: a PNG's beginning, then noise.
  package static func hugePicture(megabytes: Int) -> Script { .pictures([noise(megabytes << 20)]) }

  /// So many bytes behind the signature of a PNG file, the same every time.
  package static func noise(_ count: Int) -> [UInt8] {
    var bytes = PNG.signature
    bytes.reserveCapacity(count)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    while bytes.count < count {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(UInt8(truncatingIfNeeded: state))
    }
    return Array(bytes.prefix(count))
  }

  /// An answer whose connection ends in the middle of its picture.
  package static func cutPicture(_ picture: [UInt8]) -> Script {
    let whole = Array(
      JSONValue.members(
        ("created", .integer(1)),
        ("data", .array([.members(("b64_json", .string(Base64.encoded(picture))))]))
      ).text().utf8)
    let head = Step.head(
      status: 200,
      headers: [
        HTTPHeader("Content-Type", "application/json"), HTTPHeader("Content-Length", String(whole.count)),
      ])
    return Script([head, .body(Array(whole[..<(whole.count / 2)])), .close])
  }
}

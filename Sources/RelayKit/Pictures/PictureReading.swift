// How relays and their suppliers spell a picture.

extension AnswerPicture {
  /// From an address: a data URL or a link.
  init(address: String) {
    let scheme = address.prefix(8).lowercased()
    if scheme.hasPrefix("data:") {
      self = Self.fromDataURL(address)
    } else if scheme.hasPrefix("http://") || scheme == "https://" {
      self.init(content: .link(address))
    } else {
      self.init(content: .unreadable("The address of the picture is none that can be fetched."))
    }
  }

  /// From base64, where a data URL may stand just as well.
  init(base64 text: String, type: String?) {
    if text.hasPrefix("data:") {
      self = Self.fromDataURL(text)
    } else if let bytes = Base64Decoder.decoded(text[...]), !bytes.isEmpty {
      self.init(content: .bytes(bytes), type: type)
    } else {
      self.init(content: .unreadable("The picture is not written in valid base64."), type: type)
    }
  }

  private static func fromDataURL(_ url: String) -> AnswerPicture {
    guard let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
      return AnswerPicture(content: .unreadable("The data URL of the picture has no data."))
    }
    let header = url[url.utf8.index(url.startIndex, offsetBy: 5)..<comma]
    let type = header.split(separator: ";", omittingEmptySubsequences: false).first.map(String.init)
    let payload = url[url.utf8.index(after: comma)...]
    guard header.lowercased().hasSuffix(";base64") else {
      return AnswerPicture(content: .bytes(percentDecoded(payload)), type: type)
    }
    return AnswerPicture(base64: String(payload), type: type)
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    let signs = Array(text.utf8)
    var position = 0
    func digit(_ place: Int) -> UInt8? {
      guard place < signs.count else { return nil }
      return Character(Unicode.Scalar(signs[place])).hexDigitValue.map(UInt8.init)
    }
    while position < signs.count {
      if signs[position] == UInt8(ascii: "%"), let high = digit(position + 1), let low = digit(position + 2) {
        bytes.append(high << 4 | low)
        position += 3
      } else {
        bytes.append(signs[position])
        position += 1
      }
    }
    return bytes
  }

  /// From an element of `data` or `images`, a part of a message's content, or an event of a stream. `nil` when there
  /// is no picture in it.
  /// - Parameter type: as announced beside it.
  init?(json: JSONValue, type: String? = nil) {
    if let text = json.stringValue {
      guard !text.isEmpty else { return nil }
      self.init(address: text)
      return
    }
    guard let object = json.objectValue else { return nil }
    let announced = Self.type(in: object) ?? type
    func text(_ value: JSONValue?) -> String? { value?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    let base64Names = ["b64_json", "partial_image_b64", "b64", "base64", "image_base64"]
    if let base64 = base64Names.lazy.compactMap({ text(object[$0]) }).first {
      self.init(base64: base64, type: announced)
    } else if let address = text(object["url"]) ?? text(object["image_url"]?["url"])
      ?? text(object["image_url"])
    {
      self.init(address: address)
      self.type = self.type ?? announced
    } else if let data = ["inline_data", "inlineData", "source"].lazy.compactMap({ object[$0]?.objectValue })
      .first,
      let base64 = text(data["data"])
    {
      self.init(base64: base64, type: Self.type(in: data) ?? announced)
    } else {
      return nil
    }
    revisedPrompt = text(object["revised_prompt"])
  }

  /// The MIME type that an object announces.
  static func type(in object: JSONObject) -> String? {
    let names = ["mime_type", "mimeType", "media_type"]
    if let type = names.lazy.compactMap({ object[$0]?.stringValue }).first, !type.isEmpty { return type }
    guard let format = object["output_format"]?.stringValue?.lowercased(), !format.isEmpty else { return nil }
    return "image/" + (format == "jpg" ? "jpeg" : format)
  }
}

extension AnswerPicture.Content {
  /// Tells pictures apart without keeping them.
  var fingerprint: Int {
    var hasher = Hasher()
    hasher.combine(self)
    return hasher.finalize()
  }
}

/// The beginnings of the formats that pictures come in.
enum PictureSignature {
  private static let beginnings: [[UInt8]] = [
    [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("RIFF".utf8), Array("BM".utf8),
    Array("<svg".utf8), Array("<?xml".utf8), [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A],
  ]

  static func begins(_ bytes: [UInt8]) -> Bool {
    // AVIF and HEIC name themselves behind the length of their first box.
    beginnings.contains { bytes.starts(with: $0) } || bytes.dropFirst(4).starts(with: "ftyp".utf8)
  }
}

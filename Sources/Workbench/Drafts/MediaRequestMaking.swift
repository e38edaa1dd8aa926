package import RelayKit

/// Requests for pictures and clips, from the form, the prompt and the files that go with it.
extension MediaDraft {
  /// - Parameters:
  ///   - prompt: in place of the form's, unless it is empty.
  ///   - files: pictures to start from; one may be a mask.
  package func request(
    _ kind: ParameterKind, model: String? = nil, prompt: String = "", files: [Attachment] = []
  ) -> MediaRequest {
    var fields = JSONObject()
    fields["model"] = .string(model ?? self.model)
    // The prompt stands where the form has it, else first: as people read it.
    if !prompt.isEmpty, body["prompt"] == nil { fields["prompt"] = .string(prompt) }
    for member in body.members { fields[member.key] = member.value }
    if !prompt.isEmpty { fields["prompt"] = .string(prompt) }
    return kind == .video ? Self.video(fields, files) : Self.image(fields, files)
  }

  /// With pictures to start from it is an edit, whose files go in a form.
  private static func image(_ fields: JSONObject, _ files: [Attachment]) -> MediaRequest {
    let pictures = files.filter { !$0.isMask }.compactMap(\.picture)
    guard !pictures.isEmpty else {
      return MediaRequest(kind: .image, path: "/images/generations", fields: fields, files: [])
    }
    let field = pictures.count == 1 ? "image" : "image[]"
    var form = pictures.map { FormFile(field: field, name: $0.name, type: $0.type, bytes: $0.bytes) }
    if let mask = files.first(where: \.isMask)?.picture {
      form.append(FormFile(field: "mask", name: mask.name, type: mask.type, bytes: mask.bytes))
    }
    return MediaRequest(kind: .imageEdit, path: "/images/edits", fields: fields, files: form)
  }

  /// Most families take the first frame as a data URL; Sora takes a file.
  private static func video(_ fields: JSONObject, _ files: [Attachment]) -> MediaRequest {
    var fields = fields
    let model = fields["model"]?.stringValue ?? ""
    let pictures = files.compactMap(\.picture)
    var form: [FormFile] = []
    if !pictures.isEmpty, ModelFamily(model: model, kind: .video) == .sora {
      form = pictures.prefix(1).map {
        FormFile(field: "input_reference", name: $0.name, type: $0.type, bytes: $0.bytes)
      }
    } else if pictures.count == 1 {
      fields["image"] = .string(pictures[0].dataURL)
    } else if !pictures.isEmpty {
      fields["images"] = .array(pictures.map { .string($0.dataURL) })
    }
    return MediaRequest(kind: .video, path: "/videos", fields: fields, files: form)
  }
}

/// A picture that was attached.
package struct AttachedPicture: Sendable, Hashable {
  package var name: String
  /// `image/png`.
  package var type: String
  package var bytes: [UInt8]
  package var dataURL: String
}

extension Attachment {
  /// A file of a picture, as against text and links; tells without decoding it.
  package var isPicture: Bool {
    if case .imageURL(let url, _) = part { url.hasPrefix("data:") } else { false }
  }

  /// `nil` for text, and for a link that was not fetched.
  package var picture: AttachedPicture? {
    guard case .imageURL(let url, _) = part, url.hasPrefix("data:"), let comma = url.firstIndex(of: ","),
      let bytes = Base64.decoded(String(url[url.index(after: comma)...]))
    else { return nil }
    let type = url.dropFirst("data:".count).prefix { $0 != ";" && $0 != "," }
    let plain = name.split(separator: "/").last.map(String.init) ?? "picture"
    return AttachedPicture(name: plain, type: String(type), bytes: bytes, dataURL: url)
  }
}

extension Workspace {
  /// What the message box would send for pictures or a clip.
  package func mediaRequest(
    _ kind: ParameterKind, model: String? = nil, prompt: String = "", files: [Attachment] = []
  ) -> MediaRequest {
    (mediaDrafts[kind] ?? MediaDraft()).request(
      kind, model: model, prompt: VariableText(prompt).filled(with: variables.values), files: files)
  }
}

import Glibc
import JSON5
import RelayKit
import Workbench

/// What `bayside image` and `bayside video submit` send: prompt, model, parameters as the catalogue types them, and
/// pictures that go with them.
struct MediaInput {
  let kind: ParameterKind
  let draft: MediaDraft
  let prompt: String
  let files: [Attachment]

  var request: MediaRequest { draft.request(kind, prompt: prompt, files: files) }

  /// - Throws: what is wrong or missing; nothing was sent then.
  init(_ options: ParsedOptions, _ settings: Settings, _ kind: ParameterKind) throws(UsageError) {
    self.kind = kind
    var draft = MediaDraft()
    draft.model = try Self.model(options, settings, kind)
    for setting in options.all("param") { try Self.set(setting, in: &draft, kind) }
    if let count = try options.integer("count", in: 1...128) { draft.body["n"] = .integer(count) }
    var files: [Attachment] = []
    for path in options.all("edit") { files.append(try Self.picture(path, "--edit")) }
    if let path = options["mask"] {
      guard !files.isEmpty else {
        throw UsageError(sentence: "--mask says what of a picture is drawn anew: name that with --edit.")
      }
      var mask = try Self.picture(path, "--mask")
      mask.isMask = true
      files.append(mask)
    }
    try Self.takeImages(options, &draft, &files)
    self.files = files
    prompt = try Self.prompt(options)
    self.draft = draft
  }

  private static func model(
    _ options: ParsedOptions, _ settings: Settings, _ kind: ParameterKind
  ) throws(UsageError) -> String {
    if let named = options["model"], !named.isEmpty { return named }
    if settings.isDemo { return kind == .video ? "demo-basalt-film-3" : "demo-aurora-image-1" }
    throw UsageError(sentence: "No model is named: use -m MODEL.")
  }

  private static func prompt(_ options: ParsedOptions) throws(UsageError) -> String {
    guard let operand = options.operands.first else {
      throw UsageError(sentence: "There is no prompt: give one, or - to read it from standard input.")
    }
    guard operand == "-" else {
      guard !operand.isEmpty else { throw UsageError(sentence: "The prompt is empty; nothing was sent.") }
      return operand
    }
    guard let text = String(validating: Output.readInput(), as: UTF8.self), !text.isEmpty else {
      throw UsageError(sentence: "Standard input holds no text in UTF-8; nothing was sent.")
    }
    return text
  }

  // MARK: Parameters

  /// `NAME=VALUE`, dots between the keys of objects: `metadata.ratio=16:9`. The catalogue says what a value is; what it
  /// does not know is JSON, or else a text. A text in quotes is JSON always, so that a wrong type can be sent too.
  private static func set(_ setting: String, in draft: inout MediaDraft, _ kind: ParameterKind)
    throws(UsageError)
  {
    guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex,
      let path = ParameterPath(dotted: String(setting[..<equals]))
    else { throw UsageError(sentence: "--param takes NAME=VALUE, not “\(setting.prefix(40))”.") }
    let text = String(setting[setting.index(after: equals)...])
    let value: JSONValue
    if text.hasPrefix("@") {
      value = .string(try dataURL(String(text.dropFirst()), "--param \(path)"))
    } else if text.hasPrefix("\""), let quoted = try? JSONValue(parsing: text) {
      value = quoted
    } else if let parameter = ParameterCatalogue.parameter(path, kind, model: draft.model) {
      do throws(TypingProblem) {
        value = try parameter.value(typed: text)
      } catch {
        throw UsageError(sentence: "--param \(path): \(error.sentence)")
      }
    } else {
      let free = try ParameterText(setting)
      value = free.value
      if let warning = free.warning { Output.notice(warning) }
    }
    guard draft.body.set(value, at: path) else {
      throw UsageError(sentence: "--param \(path): a value above it is no object.")
    }
  }

  // MARK: Pictures

  /// `--image`, `--last` and `--reference` of videos: addresses as they are; files as the family takes them.
  private static func takeImages(
    _ options: ParsedOptions, _ draft: inout MediaDraft, _ files: inout [Attachment]
  ) throws(UsageError) {
    let first = options.all("image")
    if first.contains(where: isAddress) {
      // Files beside addresses become addresses too: the field holds texts.
      var values: [JSONValue] = []
      for text in first { values.append(.string(try address(text, "--image"))) }
      let isSora = ModelFamily(model: draft.model, kind: .video) == .sora
      let field = isSora ? "input_reference" : values.count == 1 ? "image" : "images"
      draft.body[field] = values.count == 1 ? values[0] : .array(values)
    } else {
      for path in first { files.append(try picture(path, "--image")) }
    }
    if let last = options["last"] { draft.body["last_frame_image"] = .string(try address(last, "--last")) }
    var references: [JSONValue] = []
    for text in options.all("reference") { references.append(.string(try address(text, "--reference"))) }
    if !references.isEmpty { draft.body["reference_images"] = .array(references) }
  }

  private static func isAddress(_ text: String) -> Bool {
    ["http://", "https://", "data:"].contains { text.hasPrefix($0) }
  }

  private static func address(_ text: String, _ option: String) throws(UsageError) -> String {
    isAddress(text) ? text : try dataURL(text, option)
  }

  private static func dataURL(_ path: String, _ option: String) throws(UsageError) -> String {
    guard let picture = try picture(path, option).picture else {
      throw UsageError(sentence: "\(option): \(path) is no picture.")
    }
    return picture.dataURL
  }

  private static func picture(_ path: String, _ option: String) throws(UsageError) -> Attachment {
    let bytes = try InputFile.contents(path, limit: Attachment.largestPicture)
    do throws(Attachment.Problem) {
      let attachment = try Attachment(name: path, bytes: bytes)
      guard attachment.picture != nil else { throw .unknownKind }
      return attachment
    } catch {
      let reason = error == .unknownKind ? "it is no PNG, JPEG, GIF or WebP." : error.sentence
      throw UsageError(sentence: "\(option): \(path) is not sent: \(reason)")
    }
  }
}

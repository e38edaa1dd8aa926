import Glibc
import HistoryStore
import RelayKit
import Workbench

/// Saves the pictures of an answer as files, at once: links expire. Nothing is lost when it cannot: the bytes that came
/// stay in the exchange, and the note of the file says what is wrong. Any thread.
struct PictureKeeper: Sendable {
  /// Nobody makes larger pictures; what never ends is cut off here.
  private static let mostBytes = 256 << 20

  let place: MediaPlace
  let client: RelayClient
  /// Several models were asked the same: names of files tell which one made them.
  var namesModels = false
  /// Where files are noted; `nil` in private mode.
  var store: HistoryStore?
  /// Waits before a link is tried again; tests put their own here.
  var wait: @Sendable (Double) async -> Void = { try? await Task.sleep(nanoseconds: UInt64($0 * 1e9)) }

  /// Saves all that are final, in their order, and notes them in the history.
  /// - Parameter prompt: for their names.
  /// - Returns: one for each, also for those that could not be saved.
  func keep(_ exchange: Exchange, prompt: String) async -> [PictureFile] {
    let pictures = exchange.answer.keptPictures
    let now = LocalClock.now
    let name = MediaFileName(
      prompt: prompt, time: now, utcOffset: LocalClock.utcOffset,
      model: namesModels ? exchange.requestedModel : nil)
    var files: [PictureFile] = []
    for (index, (position, picture)) in pictures.enumerated() {
      var file = PictureFile(
        exchange: exchange.id, position: position, path: "", format: .other, byteCount: 0, savedAt: now)
      switch await content(of: picture) {
      case .failure(let trouble): file.note = trouble.sentence
      case .success(let bytes):
        save(bytes, picture, to: &file) { ending in
          place.names(
            name, model: exchange.requestedModel, number: index + 1, of: pictures.count, ending: ending)
        }
      }
      files.append(file)
    }
    // What cannot be noted is on the disk all the same; the store says why by itself.
    try? await store?.keep(files)
    return files
  }

  /// Why there are no bytes of a picture.
  private struct Trouble: Error { var sentence: String }

  // MARK: Bytes

  private func content(of picture: AnswerPicture) async -> Result<[UInt8], Trouble> {
    switch picture.content {
    case .bytes(let bytes):
      return bytes.isEmpty ? .failure(Trouble(sentence: "The relay sent an empty picture.")) : .success(bytes)
    case .link(let address): return await fetch(address)
    case .left: return .failure(Trouble(sentence: "Its bytes are no longer kept."))
    case .unreadable(let reason): return .failure(Trouble(sentence: reason))
    }
  }

  private func fetch(_ address: String) async -> Result<[UInt8], Trouble> {
    var last = RelayError(kind: .other)
    for attempt in 1...3 {
      if attempt > 1 { await wait(Double(attempt)) }
      let (bytes, error) = await client.wholeFile(address, limit: Self.mostBytes)
      guard let error else {
        return PictureFormat.looksLikePage(bytes)
          ? .failure(Trouble(sentence: "Its link leads to a web page and not to a picture: \(address)"))
          : .success(bytes)
      }
      last = error
      // A link lives an hour: what may pass is tried again at once, and nothing else.
      guard error.isRetryable || error.kind == .connectionLost || error.kind == .cut else { break }
    }
    return .failure(Trouble(sentence: Self.sentence(last, address)))
  }

  private static func sentence(_ error: RelayError, _ address: String) -> String {
    let status = error.status.map { " (HTTP \($0))" } ?? ""
    let words = error.message.isEmpty ? error.title : error.message
    return "The picture could not be fetched\(status): \(words). Links expire; it was \(address)"
  }

  // MARK: Files

  private func save(
    _ bytes: [UInt8], _ picture: AnswerPicture, to file: inout PictureFile,
    names: (_ ending: String) -> (Int) -> String
  ) {
    file.describe(bytes)
    if file.format == .other, PictureFormat.looksLikePage(bytes) {
      file.note = "The relay sent a web page or words instead of a picture; the exchange has them."
      return
    }
    do throws(MediaFileProblem) {
      file.path = try NewMediaFile.write(
        bytes, names: names(file.format.fileEnding(announced: picture.type)))
      if !file.isComplete {
        file.note =
          "The file is cut off: a whole \(file.format.title) ends in another way. What came is saved."
      } else if file.format == .other {
        file.note = "It is no PNG, JPEG, GIF, WebP or BMP; it is saved as it came."
      }
    } catch {
      let remedy = error.isDiskFull ? " Make room, then save it again." : ""
      file.note = "\(error.sentence)\(remedy) The picture itself is kept in the exchange."
    }
  }
}

extension PictureFile {
  /// What the bytes themselves tell.
  mutating func describe(_ bytes: [UInt8]) {
    format = PictureFormat.sniff(bytes)
    byteCount = bytes.count
    if let size = PictureFormat.pixelSize(bytes) { (width, height) = (size.width, size.height) }
    isComplete = format.isComplete(bytes)
  }
}

extension AssembledAnswer {
  /// Pictures that were asked for, each with its place among all pictures of the answer; sketches only where nothing
  /// else came.
  var keptPictures: [(position: Int, picture: AnswerPicture)] {
    let all = choices.flatMap(\.pictures).enumerated().map { (position: $0.offset, picture: $0.element) }
    let whole = all.filter { !$0.picture.isPartial }
    return whole.isEmpty ? all.filter(\.picture.hasContent) : whole
  }
}

extension AnswerPicture {
  fileprivate var hasContent: Bool {
    if case .unreadable = content { return false }
    return true
  }
}

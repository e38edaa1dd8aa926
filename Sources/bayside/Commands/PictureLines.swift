import RelayKit
import Workbench

/// A line for each picture of a replayed answer: on standard output where pictures are all of it, else beside the text.
struct PictureLines {
  let pieces: [AnswerOutput.Piece]

  init(_ exchange: Exchange) {
    let pictures = exchange.answer.keptPictures
    let hasText = exchange.answer.choices.contains { !$0.text.isEmpty }
    pieces = pictures.map { position, picture in
      let words = Output.harmless(Self.words(picture, of: exchange.id, at: position))
      return hasText
        ? AnswerOutput.Piece(stream: .aside, text: "bayside: Picture \(position + 1): \(words)\n")
        : AnswerOutput.Piece(stream: .answer, text: words + "\n")
    }
  }

  /// `PNG 1024 x 1024, 1.9 MB`; a link as it came.
  private static func words(_ picture: AnswerPicture, of exchange: String, at position: Int) -> String {
    switch picture.content {
    case .link(let address): return address
    case .left(let count): return "\(NumberWords.bytes(count)) that are not kept"
    case .unreadable(let reason): return reason
    case .bytes(let bytes):
      var file = PictureFile(
        exchange: exchange, position: position, path: "", format: .other, byteCount: 0, savedAt: 0)
      file.describe(bytes)
      let format = file.format == .other ? "unknown format, " : ""
      return format + file.summary + (file.isComplete ? "" : ", cut off")
    }
  }
}

import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

extension Stage {
  /// The beginning of a PNG of that size, and its end: enough to be told by.
  static func png(width: Int, height: Int) -> [UInt8] {
    func big(_ value: Int) -> [UInt8] { (0..<4).reversed().map { UInt8(value >> ($0 * 8) & 255) } }
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8)
    return head + big(width) + big(height) + [8, 2, 0, 0, 0] + big(0)
      + [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
  }

  static func picture(_ content: AnswerPicture.Content, revised: String? = nil, isPartial: Bool = false)
    -> AnswerPicture
  {
    AnswerPicture(content: content, type: "image/png", revisedPrompt: revised, isPartial: isPartial)
  }

  /// A chat whose model makes pictures.
  static func painting(columns: Int = 120, rows: Int = 36, preferences: Preferences = Preferences()) -> Stage
  {
    var surroundings = Surroundings()
    surroundings.home = "/home/user"
    surroundings.wallClockAtZero = 1_763_902_800
    var stage = Stage(
      columns: columns, rows: rows, model: "m-1", surroundings: surroundings, preferences: preferences)
    _ = stage.playground.perform("model", argument: "gpt-image-1", at: stage.now)
    return stage
  }

  /// Asks for pictures and lets them come, one for each size.
  mutating func paint(_ prompt: String, _ sizes: [(Int, Int)] = [(1536, 1024)], revised: String? = nil) {
    ask(prompt)
    head(200)
    for (position, size) in sizes.enumerated() {
      stream(
        .picture(
          choice: 0, position: position,
          Self.picture(.bytes(Self.png(width: size.0, height: size.1)), revised: revised)))
    }
    end(.done, finish: nil)
  }

  /// What was asked to be drawn comes as cells, all of one colour.
  mutating func drawAll(_ number: Int16 = 40, damage: String? = nil) {
    for case .drawPicture(let key, _) in takeEffects() {
      let cells = (0..<(key.columns * key.rows)).map { _ in
        PictureCell(scalar: 0x2584, foreground: number, background: number + 1)
      }
      update(
        .pictureDrawn(
          key,
          .shown(
            PictureCells(size: Size(columns: key.columns, rows: key.rows), cells: cells), nil, damage: damage)
        ))
    }
  }

  func saved(_ position: Int = 0, path: String, note: String = "") -> PictureFile {
    var file = PictureFile(
      exchange: "x", position: position, path: path, format: .png, width: 1536, height: 1024,
      byteCount: 1_900_000, savedAt: 5)
    file.note = note
    return file
  }
}

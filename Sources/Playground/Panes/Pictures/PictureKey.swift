package import RelayKit
package import TerminalUI
package import Workbench

/// Where a picture's bytes are.
package enum PictureSource: Sendable, Hashable {
  /// A file on this disk.
  case file(String)
  /// In an answer that is still in memory. Sketches of one place differ in their size.
  case answer(PictureID, byteCount: Int)
  /// A picture that went with a message.
  case attached(MessageID, index: Int)
}

/// How a picture is shown.
package enum PictureMode: String, Sendable, Hashable, CaseIterable {
  /// The terminal's own pictures where it has some, else blocks.
  case best
  case blocks, letters
}

/// The part of a picture that is seen, in thousandths of its sides.
package struct PictureWindow: Sendable, Hashable {
  package var left = 0
  package var top = 0
  package var width = 1000
  package var height = 1000
  package init() {}

  package var isWhole: Bool { self == PictureWindow() }
}

/// What is drawn: a picture in so many cells.
package struct PictureKey: Sendable, Hashable {
  package var source: PictureSource
  /// At most; the picture keeps its shape.
  package var columns: Int
  package var rows: Int
  package var mode: PictureMode
  package var window: PictureWindow
  package init(
    source: PictureSource, columns: Int, rows: Int, mode: PictureMode = .blocks,
    window: PictureWindow = PictureWindow()
  ) {
    (self.source, self.columns, self.rows) = (source, columns, rows)
    (self.mode, self.window) = (mode, window)
  }
}

/// What the drawing is made of.
package enum PictureBytes: Sendable, Hashable {
  case file(String)
  case bytes([UInt8])
}

/// What came of it.
package enum PictureDrawing: Sendable, Hashable {
  /// Where the terminal draws pictures itself, that lies over the cells. Of a picture that is not whole one sentence
  /// says what is missing.
  case shown(PictureCells, TerminalGraphic?, damage: String? = nil)
  /// In one sentence.
  case failed(String)
}

/// A clip that is to be made.
package struct VideoOrder: Sendable, Hashable {
  package var request: MediaRequest
  package var prompt: String
  /// List price.
  package var estimate: Double?
  package var currency: String
}

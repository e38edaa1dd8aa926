import RelayKit
import TerminalUI
package import Workbench

/// What stands in the place of the conversation in the first view.
package enum ChatFace: Sendable, Hashable {
  case talk
  /// One picture, or all as a gallery.
  case pictures
  /// The board of video tasks.
  case videos
}

/// One picture large, or the gallery of all. The pictures themselves belong to the conversation.
package struct PicturesPane: Sendable {
  /// The picture that is looked at.
  package internal(set) var shown: PictureID?
  /// All that can be gone through: of the chat, or of the lanes of a comparison.
  package internal(set) var list: [PictureID] = []
  package internal(set) var mode = PictureMode.best
  /// How much larger than the pane: 1 shows all of it.
  package internal(set) var zoom = 1
  /// What is in the middle, in thousandths of the sides.
  var center = (x: 500, y: 500)
  package internal(set) var isGallery = false
  /// The picture that an edit began with stands in its place, or beside it.
  package internal(set) var before = Before.hidden
  /// The view to go back to.
  var from = ViewID.chat
  var detailsTop = 0
  /// What was drawn, by what was asked for, the oldest first.
  private(set) var drawings: [PictureKey: PictureDrawing] = [:]
  private var order: [PictureKey] = []
  /// What is wrong with a picture that is shown all the same, in one sentence.
  private var damages: [PictureSource: String] = [:]
  /// Asked for and not there yet.
  var asked: Set<PictureKey> = []

  package enum Before: Sendable, Hashable, CaseIterable { case hidden, instead, beside }

  package init() {}

  private static let mostDrawings = 96
  static let mostZoom = 8

  func drawing(_ key: PictureKey) -> PictureDrawing? { drawings[key] }

  mutating func keep(_ drawing: PictureDrawing, _ key: PictureKey) {
    asked.remove(key)
    if case .shown(_, _, let damage?) = drawing { damages[key.source] = damage }
    if drawings.updateValue(drawing, forKey: key) == nil { order.append(key) }
    while order.count > Self.mostDrawings { drawings[order.removeFirst()] = nil }
  }

  func damage(of source: PictureSource) -> String? { damages[source] }

  /// What was drawn is drawn anew: the terminal's colours are others now.
  mutating func forgetDrawings() { (drawings, order, asked) = ([:], [], []) }

  var window: PictureWindow {
    var window = PictureWindow()
    guard zoom > 1 else { return window }
    let side = 1000 / zoom
    (window.width, window.height) = (side, side)
    window.left = min(max(0, center.x - side / 2), 1000 - side)
    window.top = min(max(0, center.y - side / 2), 1000 - side)
    return window
  }

  mutating func show(_ id: PictureID) {
    (shown, zoom, center) = (id, 1, (500, 500))
    detailsTop = 0
  }

  /// Where its panes stand.
  static func places(in body: Rect) -> [PaneID: Rect] {
    guard body.columns >= 110 else {
      let details = min(5, max(0, body.rows - 10))
      return [
        .picture: Rect(column: 0, row: body.row, columns: body.columns, rows: body.rows - details),
        .pictureDetails: Rect(
          column: 0, row: body.row + body.rows - details, columns: body.columns, rows: details),
      ]
    }
    let right = min(48, max(36, body.columns * 30 / 100))
    return [
      .picture: Rect(column: 0, row: body.row, columns: body.columns - right, rows: body.rows),
      .pictureDetails: Rect(column: body.columns - right, row: body.row, columns: right, rows: body.rows),
    ]
  }
}

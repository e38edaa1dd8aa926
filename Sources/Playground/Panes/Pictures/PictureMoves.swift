import RelayKit
import TerminalUI
import Workbench

extension Playground {
  /// Of the chat, or of all lanes: turn by turn, so that the next one is what another model made of the same.
  var allPictures: [PictureID] {
    guard view == .compare || pictures.from == .compare && face == .pictures else {
      return workspace.conversation.pictures
    }
    return lanes.flatMap { $0.talk.conversation.lastAnswer.map { [$0] } ?? [] }.flatMap { id in
      (message(anywhere: id)?.reply?.allPictures.indices ?? 0..<0).map {
        PictureID(message: id, position: $0)
      }
    }
  }

  /// Something was drawn, or will be.
  package var hasPictures: Bool {
    workspace.conversation.hasPictures || comparison.lanes.contains { $0.talk.conversation.hasPictures }
      || face != .talk
  }

  /// Shows the picture in view, else the first of the newest answer.
  mutating func openPictures(at now: MonotonicTime) -> [Effect] {
    let from = view
    let inView = keysInView(at: now)
    let focused =
      from == .compare ? focusedLane.flatMap { lane($0)?.talk.conversation.lastAnswer } : transcript.marked
    let all = allPictures
    standUp()
    let wanted =
      focused.flatMap { id in all.first { $0.message == id } } ?? inView
      ?? all.last.flatMap { last in all.first { $0.message == last.message } }
    guard let wanted else { return [] }
    pictures.list = all
    pictures.from = from
    pictures.isGallery = false
    pictures.before = .hidden
    pictures.show(wanted)
    if view != .chat { show(.chat) }
    (face, focus, isZoomed) = (.pictures, .picture, false)
    return []
  }

  private func keysInView(at now: MonotonicTime) -> PictureID? {
    guard view == .chat, !transcript.follows else { return nil }
    for key in keysInTranscript(at: now) {
      if case .answer(let id, _) = key.source { return id }
      for id in workspace.conversation.pictures where facts(of: id)?.source == key.source { return id }
    }
    return nil
  }

  /// Back to where the pictures or the board were opened from.
  mutating func closeFace() {
    let from = face == .pictures ? pictures.from : .chat
    face = .talk
    focus = .transcript
    if from != .chat { show(from) }
  }

  /// Another chat was opened, or the answer was deleted: there is nothing to look at.
  mutating func leaveMissingPicture() {
    guard face == .pictures, let shown = pictures.shown, message(anywhere: shown.message) == nil else {
      return
    }
    pictures.shown = nil
    pictures.list = []
    face = .talk
    if view == .chat { focus = .transcript }
  }

  mutating func stepPicture(_ step: Int) -> [Effect] {
    refreshPictureList()
    guard let shown = pictures.shown, let place = pictures.list.firstIndex(of: shown) else { return [] }
    let next = pictures.list[(place + step + pictures.list.count) % pictures.list.count]
    let (zoom, center) = (pictures.zoom, pictures.center)
    pictures.show(next)
    // The same part of another picture is what is compared.
    (pictures.zoom, pictures.center) = (zoom, center)
    return []
  }

  /// Answers may have brought more.
  mutating func refreshPictureList() {
    let all = allPictures
    if all.count > pictures.list.count { pictures.list = all }
  }

  mutating func zoomPicture(_ step: Int) -> [Effect] {
    switch step {
    case 0: pictures.zoom = 1
    case 1: pictures.zoom = pictures.zoom >= PicturesPane.mostZoom ? 1 : pictures.zoom * 2
    default: pictures.zoom = max(1, pictures.zoom / 2)
    }
    if pictures.zoom == 1 { pictures.center = (500, 500) }
    return []
  }

  mutating func movePicture(_ columns: Int, _ rows: Int) -> [Effect] {
    if pictures.isGallery, let inside = layout[.picture]?.inside {
      let step = columns + rows * galleryTiling(inside).columns
      guard let shown = pictures.shown, let place = pictures.list.firstIndex(of: shown) else { return [] }
      let next = min(max(0, place + step), pictures.list.count - 1)
      pictures.show(pictures.list[next])
      return []
    }
    guard pictures.zoom > 1 else { return columns == 0 ? [] : stepPicture(columns) }
    let (side, step) = (1000 / pictures.zoom, 250 / pictures.zoom)
    func moved(_ value: Int, _ by: Int) -> Int { min(max(side / 2, value + by * step), 1000 - side / 2) }
    pictures.center = (moved(pictures.center.x, columns), moved(pictures.center.y, rows))
    return []
  }

  mutating func scrollPictureDetails(_ rows: Int) -> [Effect] {
    pictures.detailsTop = max(0, pictures.detailsTop + rows)
    return []
  }

  mutating func nextPictureMode(at now: MonotonicTime) -> [Effect] {
    let all = PictureMode.allCases
    let place = all.firstIndex(of: pictures.mode) ?? 0
    pictures.mode = all[(place + 1) % all.count]
    let words: [PictureMode: String] = [
      .best: "the terminal's own pictures where it has some, else blocks", .blocks: "blocks",
      .letters: "letters",
    ]
    say("Shown as \(words[pictures.mode] ?? "").", at: now)
    return []
  }

  mutating func stepBefore(at now: MonotonicTime) -> [Effect] {
    guard let shown = pictures.shown, originalSource(of: shown) != nil else {
      say("This image was not made from another one.", at: now)
      return []
    }
    let all = PicturesPane.Before.allCases
    let place = all.firstIndex(of: pictures.before) ?? 0
    pictures.before = all[(place + 1) % all.count]
    return []
  }

  mutating func pointInPictures(_ pane: PaneID, row: Int) -> [Effect] {
    guard pane == .picture, pictures.list.indices.contains(row) else { return [] }
    if pictures.shown == pictures.list[row] { pictures.isGallery = false }
    pictures.show(pictures.list[row])
    return []
  }
}

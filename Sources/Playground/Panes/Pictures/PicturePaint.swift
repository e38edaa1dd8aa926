import RelayKit
import TerminalUI
import Workbench

extension Playground {
  func paintPictures(_ canvas: inout Canvas, _ area: Rect, _ pane: PaneID, at now: MonotonicTime) {
    if pane == .pictureDetails { return paintPictureDetails(&canvas, area, at: now) }
    let isFocused = focus == .picture && overlay == nil
    let inside = area.inside
    var frame = Frame(pictureTitle, isFocused: isFocused)
    frame.state = pictureState(at: now)
    if pictures.list.count > 1 {
      frame.footRight = canvas.signs.sign(pictures.isGallery ? "Enter shows one" : "[ ] other image")
    }
    if pictures.isGallery {
      frame.footLeft = Figures.counted(pictures.list.count, "image")
      frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
      return paintGallery(&canvas, inside)
    }
    frame.footLeft = canvas.signs.sign(pictureFoot(inside))
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    for slot in pictureSlots(inside) { paint(slot, &canvas) }
  }

  private var pictureTitle: String {
    if pictures.isGallery { return "Images" }
    guard let shown = pictures.shown, let place = pictures.list.firstIndex(of: shown) else { return "Image" }
    let before = shownOriginal == nil ? "" : ", before the edit"
    return "Image \(place + 1) of \(pictures.list.count)\(before)"
  }

  private func pictureState(at now: MonotonicTime) -> StyledLine {
    guard !pictures.isGallery, shownOriginal == nil, let shown = pictures.shown,
      let reply = message(anywhere: shown.message)?.reply
    else {
      return []
    }
    let state = reply.state(at: now)
    return [
      Span(reply.model + signs.sign(" · "), Style(.assistant)),
      Span(stateWords(reply, state, at: now), Style(state.tone.role, on: .base, .bold)),
    ]
  }

  private func pictureFoot(_ inside: Rect) -> String {
    var words = [pictures.zoom == 1 ? "fit to pane" : "\(pictures.zoom)x, arrows move"]
    let slots = pictureSlots(inside)
    let (hasGraphics, lacksColors) = slots.reduce(into: (false, false)) { found, slot in
      guard let key = slot.key, case .shown(let cells, let graphic, _)? = pictures.drawing(key) else {
        return
      }
      if graphic != nil { found.0 = true } else if cells.lacksColors { found.1 = true }
    }
    switch pictures.mode {
    case .letters: words.append("letters")
    case .best where hasGraphics: words.append("the terminal's own picture")
    default: words.append(preferences.usesASCII ? "letters" : "blocks")
    }
    if lacksColors { words.append("no colours without libchafa0") }
    return words.joined(separator: " · ")
  }

  /// A place for one picture in the pane.
  struct PaneSlot {
    var area: Rect
    var key: PictureKey?
    var title: String?
    var trouble: String?
  }

  func pictureSlots(_ inside: Rect) -> [PaneSlot] {
    guard let shown = pictures.shown, let facts = facts(of: shown) else { return [] }
    let original = originalSource(of: shown)
    switch pictures.before {
    case .beside where original != nil && inside.columns >= 40:
      let half = (inside.columns - 1) / 2
      let areas = [inside.column, inside.column + half + 1].map {
        Rect(column: $0, row: inside.row + 1, columns: half, rows: inside.rows - 1)
      }
      return [
        slot(original, nil, areas[0], title: "before"), slot(facts.source, facts, areas[1], title: "after"),
      ]
    case .instead where original != nil: return [slot(original, nil, inside, title: nil)]
    default: return [slot(facts.source, facts, inside, title: nil)]
    }
  }

  private func slot(_ source: PictureSource?, _ facts: PictureFacts?, _ area: Rect, title: String?)
    -> PaneSlot
  {
    let columns = max(1, area.columns - 2)
    let key = source.map {
      PictureKey(
        source: $0, columns: columns, rows: max(1, area.rows), mode: pictures.mode, window: pictures.window)
    }
    guard var key else {
      let trouble =
        facts?.trouble ?? (facts?.file == nil ? "Its link is being fetched." : "There is nothing to be seen.")
      return PaneSlot(area: area, key: nil, title: title, trouble: trouble)
    }
    // What is wrong stands below the picture, which leaves it the room.
    let trouble = facts.flatMap(trouble(of:)) ?? pictures.damage(of: key.source)
    let rows = trouble.map { troubleLines($0, columns: columns).count } ?? 0
    guard area.rows > rows + 4 else { return PaneSlot(area: area, key: key, title: title) }
    key.rows -= rows
    var area = area
    area.rows -= rows
    return PaneSlot(area: area, key: key, title: title, trouble: trouble)
  }

  private func troubleLines(_ trouble: String, columns: Int) -> [StyledLine] {
    TextWrapper.wrap([Span("! " + trouble, Style(.warn))], columns: max(8, columns))
  }

  private func paint(_ slot: PaneSlot, _ canvas: inout Canvas) {
    if let title = slot.title {
      canvas.say(title, column: slot.area.column + 1, row: slot.area.row - 1, style: Style(.muted))
    }
    guard let key = slot.key else { return say(slot.trouble ?? "", &canvas, slot.area) }
    if let trouble = slot.trouble {
      for (row, line) in troubleLines(trouble, columns: slot.area.columns - 2).enumerated() {
        canvas.grid.write(
          line, column: slot.area.column + 1, row: slot.area.row + slot.area.rows + row)
      }
    }
    switch pictures.drawing(key) {
    case .shown(let cells, let graphic, _)?:
      let place = Position(
        column: slot.area.column + max(0, (slot.area.columns - cells.size.columns) / 2),
        row: slot.area.row + max(0, (slot.area.rows - cells.size.rows) / 2))
      canvas.grid.draw(cells, graphic, at: place, in: slot.area)
    case .failed(let sentence)?: say("! " + sentence, &canvas, slot.area)
    case nil: say("drawing", &canvas, slot.area)
    }
  }

  private func say(_ words: String, _ canvas: inout Canvas, _ area: Rect) {
    let lines = TextWrapper.wrap([Span(words, Style(.muted))], columns: max(8, area.columns - 4))
    for (row, line) in lines.enumerated() where row < area.rows {
      canvas.grid.write(line, column: area.column + 2, row: area.row + 1 + row, in: area)
    }
  }

  // MARK: Gallery

  /// How the gallery is laid out.
  struct GalleryTiling {
    /// Pictures beside each other.
    var columns: Int
    /// Of one picture, its line of words apart.
    var tile: Size
  }

  private static let leastTile = Size(columns: 24, rows: 8)

  /// Few pictures fill the pane; of many each has so much that it can be told from the others.
  func galleryTiling(_ inside: Rect) -> GalleryTiling {
    let count = max(1, pictures.list.count)
    let least = Self.leastTile
    var best = GalleryTiling(
      columns: max(1, (inside.columns - 1) / (least.columns + 1)), tile: least)
    for columns in 1...min(count, best.columns) {
      let rows = (count + columns - 1) / columns
      let tile = Size(
        columns: (inside.columns - 1) / columns - 1, rows: inside.rows / rows - 1)
      guard tile.columns >= least.columns, tile.rows >= least.rows else { continue }
      // A cell is about twice as high as wide.
      if min(tile.columns, tile.rows * 2) > min(best.tile.columns, best.tile.rows * 2) {
        best = GalleryTiling(columns: columns, tile: tile)
      }
    }
    return best
  }

  private func tiles(_ inside: Rect) -> [(id: PictureID, area: Rect)] {
    let tiling = galleryTiling(inside)
    let (columns, tile) = (tiling.columns, tiling.tile)
    let height = tile.rows + 1
    let rows = max(1, inside.rows / height)
    let marked = pictures.shown.flatMap { pictures.list.firstIndex(of: $0) } ?? 0
    let top = max(0, marked / columns - rows + 1) * columns
    return pictures.list.dropFirst(top).prefix(columns * rows).enumerated().map { index, id in
      (
        id,
        Rect(
          column: inside.column + 1 + index % columns * (tile.columns + 1),
          row: inside.row + index / columns * height, columns: tile.columns,
          rows: min(height, inside.row + inside.rows - (inside.row + index / columns * height)))
      )
    }
  }

  private func tileKey(_ id: PictureID, _ tiling: GalleryTiling) -> PictureKey? {
    facts(of: id)?.source.map {
      PictureKey(source: $0, columns: tiling.tile.columns, rows: tiling.tile.rows, mode: .blocks)
    }
  }

  private func paintGallery(_ canvas: inout Canvas, _ inside: Rect) {
    let tiling = galleryTiling(inside)
    for (id, area) in tiles(inside) {
      guard let facts = facts(of: id) else { continue }
      let picture = Rect(column: area.column, row: area.row, columns: area.columns, rows: area.rows - 1)
      let key = tileKey(id, tiling)
      paint(PaneSlot(area: picture, key: key, trouble: key == nil ? facts.trouble : nil), &canvas)
      let isMarked = id == pictures.shown
      let name = facts.file?.name ?? facts.model
      let style = isMarked ? Style(.accent, on: .select, .bold) : Style(.muted)
      let words =
        (isMarked ? "▸" : " ")
        + UnbrokenPieces.middle(name.isEmpty ? facts.model : name, columns: area.columns - 1)
      canvas.say(words, column: area.column, row: area.row + area.rows - 1, style: style, in: area)
      if let place = pictures.list.firstIndex(of: id) { canvas.mark(area, .paneRow(.picture, place)) }
    }
  }

  /// What the pane shows, to be drawn beside the loop.
  var keysInPicturesPane: [PictureKey] {
    guard let inside = layout[.picture]?.inside else { return [] }
    if pictures.isGallery {
      let tiling = galleryTiling(inside)
      return tiles(inside).compactMap { tileKey($0.id, tiling) }
    }
    return pictureSlots(inside).compactMap(\.key)
  }
}

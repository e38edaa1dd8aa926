import RelayKit
import TerminalUI
import Workbench

/// The running score of all votes.
extension Playground {
  /// The tag whose votes are counted; `nil`: all of them.
  private var scoreTag: String? { compare.scoreTag }

  mutating func nextScoreTag() {
    let tags = Scoreboard.tags(of: compare.votes)
    guard let present = compare.scoreTag, let place = tags.firstIndex(of: present) else {
      compare.scoreTag = tags.first
      return
    }
    compare.scoreTag = place + 1 < tags.count ? tags[place + 1] : nil
  }

  mutating func moveInScores(_ rows: Int) {
    let count = Scoreboard(compare.votes, tag: scoreTag).rows.count
    compare.scoresTop = max(0, min(compare.scoresTop + rows, count - 1))
  }

  func paintScores(_ canvas: inout Canvas, _ area: Rect) {
    let board = Scoreboard(compare.votes, tag: scoreTag)
    var frame = Frame("Votes", isFocused: focus == .scores && overlay == nil)
    frame.state = [Span(scoreTag.map { "tag \($0)" } ?? "all tags", Style(.muted))]
    frame.footLeft = canvas.signs.sign("t next tag · Esc back")
    frame.footRight = Figures.counted(board.votes, "vote")
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let inside = area.inside
    let columns = [6, 6, 7, 6, 5, 5, 7, 12]
    let heads = ["Elo", "votes", "wins", "lost", "ties", "bad", "won", "wins per $"]
    let name = max(12, inside.columns - 2 - columns.reduce(0) { $0 + $1 + 1 })
    func line(_ cells: [String]) -> String {
      zip(cells, columns).map { Glyphs.padded(Glyphs.fitted($0, columns: $1), columns: $1) }.joined(
        separator: " ")
    }
    canvas.grid.write(
      Glyphs.padded("model", columns: name) + line(heads), column: inside.column + 1, row: inside.row,
      style: Style(.muted), in: inside)
    let rows = board.rows
    if rows.isEmpty {
      let words =
        "No votes yet. B hides who is who; then 1, 2 … pick the best, = is a tie, 0 means all are bad."
      canvas.say(
        Glyphs.fitted(words, columns: inside.columns - 2), column: inside.column + 1, row: inside.row + 1,
        style: Style(.muted), in: inside)
    }
    for (index, row) in rows.dropFirst(compare.scoresTop).prefix(max(0, inside.rows - 1)).enumerated() {
      let cells = [
        NumberWords.whole(row.elo), "\(row.votes)", "\(row.wins)", "\(row.losses)", "\(row.ties)",
        "\(row.bad)",
        row.winRate.map { "\(NumberWords.whole($0 * 100)) %" } ?? "-",
        row.winsPerDollar.map { (row.costIsEstimate ? "~" : "") + NumberWords.oneDecimal($0) } ?? "-",
      ]
      canvas.grid.write(
        [
          Span(Glyphs.padded(Glyphs.fitted(row.key, columns: name - 1), columns: name), Style(.assistant)),
          Span(line(cells), Style(.text)),
        ], column: inside.column + 1, row: inside.row + 1 + index, in: inside)
    }
  }
}

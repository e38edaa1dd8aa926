/// A screen in memory: keeps the last frame, for tests and benchmarks.
package final class HeadlessScreen: Screen {
  package var size: Size
  package private(set) var last: Grid
  package private(set) var frames = 0

  package init(size: Size) {
    self.size = size
    last = Grid(size: size)
  }

  package func present(_ grid: Grid) {
    last = grid
    frames += 1
  }

  /// The rows as text, without trailing blanks.
  package var text: String {
    (0..<last.size.rows).map { last.text(row: $0) }.joined(separator: "\n")
  }
}

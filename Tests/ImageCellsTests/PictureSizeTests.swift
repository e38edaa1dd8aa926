import ImageCells
import TerminalUI
import Testing

struct PictureSizeTests {
  private func size(_ width: Int, _ height: Int, _ columns: Int, _ rows: Int, aspect: Double = 0.5) -> Size {
    PictureLook(columns: columns, rows: rows, colors: 256, cellAspect: aspect).size(
      width: width, height: height)
  }

  @Test func aPictureKeepsItsShape() {
    #expect(size(1536, 1024, 80, 30) == Size(columns: 80, rows: 27))
    #expect(size(1536, 1024, 200, 15) == Size(columns: 45, rows: 15))
    #expect(size(100, 100, 40, 40, aspect: 1) == Size(columns: 40, rows: 40))
    #expect(size(1, 10_000, 80, 24) == Size(columns: 1, rows: 24))
    #expect(size(10_000, 1, 80, 24) == Size(columns: 80, rows: 1))
  }

  @Test func withoutRoomThereIsNothing() {
    #expect(size(10, 10, 0, 5) == Size(columns: 0, rows: 0))
    #expect(size(0, 10, 5, 5) == Size(columns: 0, rows: 0))
  }
}

/// How one line of a text box is broken into rows: at the width exactly, so that every place has one cell.
enum TextRows {
  /// The first element of each row; a line that fills its last row has an empty one more, for the caret.
  static func starts(of line: [TextElement], columns: Int) -> [Int] {
    var starts = [0]
    var used = 0
    for (index, element) in line.enumerated() {
      let width = element.width
      if used + width > columns, used > 0 {
        starts.append(index)
        used = 0
      }
      used += width
    }
    if used >= columns { starts.append(line.count) }
    return starts
  }

  static func row(of place: Int, starts: [Int]) -> Int {
    var low = 0
    var high = starts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= place { low = middle } else { high = middle - 1 }
    }
    return low
  }

  static func column(of place: Int, row: Int, starts: [Int], in line: [TextElement]) -> Int {
    line[starts[row]..<place].reduce(0) { $0 + $1.width }
  }

  /// The place nearest to a column; at the end of a row that goes on, the last element of the row.
  static func place(column: Int, row: Int, starts: [Int], in line: [TextElement]) -> Int {
    let end = row + 1 < starts.count ? starts[row + 1] : line.count
    var place = starts[row]
    var used = 0
    while place < end {
      let width = line[place].width
      if used + width > column, column - used < (width + 1) / 2 || width == 1 { break }
      used += width
      place += 1
    }
    let goesOn = row + 1 < starts.count
    return goesOn && place == end ? max(starts[row], end - 1) : place
  }
}

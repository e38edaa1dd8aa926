import RelayKit

/// A picture that was changed, so that one sees where: where the mask is transparent stands the scene of the prompt,
/// with a line around it; without a mask all of it takes on the prompt's colour.
struct DemoEdit {
  let input: [UInt8]
  let mask: [UInt8]?
  let scene: DemoScene

  /// - Parameter drawn: the scene of the prompt.
  func drawn(over drawn: DemoCanvas) -> DemoCanvas {
    let side = max(drawn.width, drawn.height)
    // What cannot be read is framed: nobody shall think that it was seen.
    guard let read = PNG.decoded(input, side: side) else { return framed(drawn) }
    var result = read.canvas.resized(width: drawn.width, height: drawn.height)
    guard let mask,
      let hole = PNG.decoded(mask, side: side)?.canvas.resized(width: drawn.width, height: drawn.height)
    else {
      for row in 0..<result.height {
        for column in 0..<result.width {
          result[column, row] = result[column, row].mixed(with: scene.colour, 0.35)
        }
      }
      return framed(result)
    }
    func isOpen(_ column: Int, _ row: Int) -> Bool { hole[column, row].alpha < 128 }
    for row in 0..<result.height {
      for column in 0..<result.width where isOpen(column, row) {
        let isEdge = [(1, 0), (-1, 0), (0, 1), (0, -1)].contains { across, down in
          let (column, row) = (column + across, row + down)
          return (0..<result.width).contains(column) && (0..<result.height).contains(row)
            && !isOpen(column, row)
        }
        result[column, row] = isEdge ? scene.colour : drawn[column, row]
      }
    }
    return result
  }

  private func framed(_ canvas: DemoCanvas) -> DemoCanvas {
    var canvas = canvas
    let line = max(1, canvas.width / 64)
    canvas.fill(0..<canvas.width, 0..<line, scene.colour)
    canvas.fill(0..<canvas.width, (canvas.height - line)..<canvas.height, scene.colour)
    canvas.fill(0..<line, 0..<canvas.height, scene.colour)
    canvas.fill((canvas.width - line)..<canvas.width, 0..<canvas.height, scene.colour)
    return canvas
  }
}

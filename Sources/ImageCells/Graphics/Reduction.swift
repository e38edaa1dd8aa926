extension Bitmap {
  /// A part of the picture, each of the new pixels the mean of those that fall into it; never larger than the part.
  func reduced(_ part: PictureLook.Window.Pixels, width newWidth: Int, height newHeight: Int) -> Bitmap {
    let columns = max(1, min(part.width, newWidth))
    let rows = max(1, min(part.height, newHeight))
    let lefts = (0...columns).map { part.left + $0 * part.width / columns }
    let pixels = [UInt8](unsafeUninitializedCapacity: columns * rows * 4) { reduced, filled in
      rgba.withUnsafeBufferPointer { pixels in
        var sums = [Int](repeating: 0, count: columns * 4)
        for row in 0..<rows {
          let (top, bottom) = (part.top + row * part.height / rows, part.top + (row + 1) * part.height / rows)
          for index in sums.indices { sums[index] = 0 }
          for line in top..<bottom {
            for column in 0..<columns {
              for place in (line * width + lefts[column])..<(line * width + lefts[column + 1]) {
                // What cannot be seen has no colour to give.
                let alpha = Int(pixels[place * 4 + 3])
                sums[column * 4] += Int(pixels[place * 4]) * alpha
                sums[column * 4 + 1] += Int(pixels[place * 4 + 1]) * alpha
                sums[column * 4 + 2] += Int(pixels[place * 4 + 2]) * alpha
                sums[column * 4 + 3] += alpha
              }
            }
          }
          for column in 0..<columns {
            let alpha = sums[column * 4 + 3]
            let count = (bottom - top) * (lefts[column + 1] - lefts[column])
            for channel in 0..<3 {
              reduced[filled + channel] = alpha == 0 ? 0 : UInt8(sums[column * 4 + channel] / alpha)
            }
            reduced[filled + 3] = UInt8(alpha / count)
            filled += 4
          }
        }
      }
    }
    return Bitmap(width: columns, height: rows, rgba: pixels)
  }
}

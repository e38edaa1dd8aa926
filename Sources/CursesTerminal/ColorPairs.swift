internal import CNcurses

/// The numbers that ncurses has for pairs of colours. None is ever given back: a picture of many colours must not
/// take a pair from the text beside it.
struct ColorPairs {
  private let colorCount: Int
  private var numbers: [UInt32: Int32] = [:]

  init(colorCount: Int) { self.colorCount = colorCount }

  /// - Returns: the pair, and whether the cell has to be reversed to look like it. With few colours there are as few
  ///   pairs, 64 for 8: each serves for both orders.
  mutating func pair(_ foreground: Int16?, _ background: Int16?) -> (number: Int32, isReversed: Bool) {
    guard colorCount >= 8, foreground != nil || background != nil else { return (0, false) }
    guard colorCount < 256, let foreground, let background, foreground > background else {
      return (number(foreground ?? -1, background ?? -1), false)
    }
    return (number(background, foreground), true)
  }

  private mutating func number(_ foreground: Int16, _ background: Int16) -> Int32 {
    let key = UInt32(UInt16(bitPattern: foreground)) << 16 | UInt32(UInt16(bitPattern: background))
    if let known = numbers[key] { return known }
    // One is left over, since ncurses would rather take the oldest again than have none.
    guard numbers.count < Int(nc_color_pairs()) - 2 else { return 0 }
    let number = max(0, alloc_pair(Int32(foreground), Int32(background)))
    numbers[key] = number
    return number
  }
}

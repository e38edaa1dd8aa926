import Synchronization

/// What one cell shows: a spacing scalar, or one with marks on it. Four bytes, so that a frame is plain memory.
package struct Glyph: Sendable, Hashable {
  /// A scalar, or beyond those the number of a cluster, or with the highest bit a symbol of a picture with its
  /// colours.
  private let code: UInt32
  private static let firstCluster: UInt32 = 0x110000
  private static let pictureBit: UInt32 = 0x8000_0000

  package static let blank = Glyph(" ")
  /// The second cell of a double-width glyph.
  package static let continuation = Glyph(code: 0)

  private init(code: UInt32) { self.code = code }
  init(_ scalar: Unicode.Scalar) { self.init(code: scalar.value) }

  /// A scalar with the marks on it; at most four, as ncurses keeps no more.
  init(_ base: Unicode.Scalar, marks: [Unicode.Scalar]) {
    let number = marks.isEmpty ? nil : Clusters.number(of: [base] + marks.prefix(4))
    self.init(code: number.map { Self.firstCluster + UInt32($0) } ?? base.value)
  }

  /// The ASCII byte, if it is one.
  package var asciiByte: UInt8? { code > 0 && code < 0x80 ? UInt8(code) : nil }

  /// The scalar's number, unless it has marks. The second half of a wide glyph has none.
  package var singleScalar: UInt32? { code > 0 && code < Self.firstCluster ? code : nil }

  package var scalars: [Unicode.Scalar] {
    if code == 0 { return [] }
    if code < Self.firstCluster { return Unicode.Scalar(code).map { [$0] } ?? [] }
    if let picture { return picture.glyph.scalars }
    return Clusters.scalars(of: Int(code - Self.firstCluster))
  }

  package var text: String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}

/// Cells of pictures: the colours go where plain glyphs have nothing, so that a frame does not grow by them.
extension Glyph {
  /// 9 bits for each colour, 13 for the symbol.
  private static let noColor: UInt32 = 0x1FF
  /// Scalars that pictures are made of, in the order of their numbers: ASCII; box drawing, blocks, shapes and
  /// Braille; sextants.
  private static let symbolRanges: [ClosedRange<UInt32>] = [0x20...0x7E, 0x2500...0x28FF, 0x1FB00...0x1FBAF]

  /// A symbol that pictures are not made of becomes a blank.
  init(_ picture: PictureCell) {
    var number: UInt32 = 0
    var before: UInt32 = 0
    let scalar = picture.glyph.singleScalar ?? 0x20
    for range in Self.symbolRanges {
      if range.contains(scalar) { number = before + scalar - range.lowerBound }
      before += range.upperBound - range.lowerBound + 1
    }
    func bits(_ color: Int16?) -> UInt32 {
      color.map { UInt32(UInt8(truncatingIfNeeded: $0)) } ?? Self.noColor
    }
    code = Self.pictureBit | number << 18 | bits(picture.background) << 9 | bits(picture.foreground)
  }

  /// The symbol and its colours, where this is a cell of a picture.
  package var picture: PictureCell? {
    guard code >= Self.pictureBit else { return nil }
    var number = code >> 18 & 0x1FFF
    var symbol = Glyph.blank
    for range in Self.symbolRanges {
      let count = range.upperBound - range.lowerBound + 1
      if number < count {
        symbol = Glyph(code: range.lowerBound + number)
        break
      }
      number -= count
    }
    func color(_ bits: UInt32) -> Int16? { bits == Self.noColor ? nil : Int16(bits) }
    return PictureCell(symbol, foreground: color(code & 0x1FF), background: color(code >> 9 & 0x1FF))
  }
}

/// Clusters that were seen, by number: few in ordinary text. What comes after too many loses its marks.
private enum Clusters {
  private struct Table: Sendable {
    var numbers: [[Unicode.Scalar]: Int] = [:]
    var clusters: [[Unicode.Scalar]] = []
  }
  private static let table = Mutex(Table())
  private static let most = 1 << 16

  static func number(of cluster: [Unicode.Scalar]) -> Int? {
    table.withLock { table in
      if let known = table.numbers[cluster] { return known }
      guard table.clusters.count < most else { return nil }
      table.clusters.append(cluster)
      table.numbers[cluster] = table.clusters.count - 1
      return table.clusters.count - 1
    }
  }

  static func scalars(of number: Int) -> [Unicode.Scalar] {
    table.withLock { $0.clusters.indices.contains(number) ? $0.clusters[number] : [] }
  }
}

import Synchronization

/// What one cell shows: a spacing scalar, or one with marks on it. Four bytes, so that a frame is plain memory.
package struct Glyph: Sendable, Hashable {
  /// A scalar, or beyond those the number of a cluster.
  private let code: UInt32
  private static let firstCluster: UInt32 = 0x110000

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
    return Clusters.scalars(of: Int(code - Self.firstCluster))
  }

  package var text: String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
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

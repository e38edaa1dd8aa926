/// Words by hash: open addressing over FNV-1a, so that looking up a name makes no string.
struct WordTable: Sendable {
  enum Kind: UInt8, Sendable { case none, keyword, type }

  static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
  @inline(__always) static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  private var hashes: [UInt64] = [0]
  private var kinds: [Kind] = [.none]
  private var mask: UInt64 = 0

  /// - Parameters:
  ///   - keywords: separated by spaces; where a word is in both lists, it is a type.
  init(keywords: String, types: String) {
    let all =
      keywords.split(separator: " ").map { ($0, Kind.keyword) }
      + types.split(separator: " ").map { ($0, Kind.type) }
    guard !all.isEmpty else { return }
    var capacity = 16
    while capacity < all.count * 3 { capacity *= 2 }
    mask = UInt64(capacity - 1)
    hashes = Array(repeating: 0, count: capacity)
    kinds = Array(repeating: .none, count: capacity)
    for (word, kind) in all {
      let hash = word.utf8.reduce(Self.seed) { Self.mix($0, $1) }
      var slot = Int(hash & mask)
      while kinds[slot] != .none, hashes[slot] != hash { slot = (slot + 1) & (capacity - 1) }
      hashes[slot] = hash
      kinds[slot] = kind
    }
  }

  @inline(__always) func kind(of hash: UInt64) -> Kind {
    var slot = Int(hash & mask)
    // At least two of three slots are free, so the search ends.
    while kinds[slot] != .none {
      if hashes[slot] == hash { return kinds[slot] }
      slot = (slot + 1) & Int(mask)
    }
    return .none
  }
}

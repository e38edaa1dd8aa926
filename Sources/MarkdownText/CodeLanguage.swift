/// What the line lexer needs to know of a language.
struct CodeLanguage: Sendable {
  struct Quote: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    var escapes = true
    /// Whether it runs on over line ends.
    var multiline = false

    init(_ open: String, _ close: String? = nil, escapes: Bool = true, multiline: Bool = false) {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escapes = escapes
      self.multiline = multiline
    }
  }

  enum Shape: Sendable { case code, markup, keyed, diff }

  var names: [String]
  var words = WordTable()
  var lineComments: [[UInt8]] = []
  /// `Quote` serves for comments too: open and close.
  var blockComment: Quote?
  var nestsComments = false
  /// Longer openings first.
  var quotes: [Quote] = []
  var shape = Shape.code
  var capitalsAreTypes = true
  var ignoresCase = false
  /// Bytes that belong to names besides letters, digits and `_`.
  var extraNameBytes: [UInt8] = []
  var marksCalls = true

  init(
    _ names: String, keywords: String = "", types: String = "", line: [String] = [],
    block: (String, String)? = nil, quotes: [Quote] = [], shape: Shape = .code, ignoresCase: Bool = false,
    nests: Bool = false, capitals: Bool = true, extra: String = "", calls: Bool = true
  ) {
    self.names = names.split(separator: " ").map(String.init)
    words = WordTable(keywords: keywords, types: types)
    lineComments = line.map { Array($0.utf8) }
    blockComment = block.map { Quote($0.0, $0.1, escapes: false, multiline: true) }
    self.quotes = quotes
    self.shape = shape
    self.ignoresCase = ignoresCase
    nestsComments = nests
    capitalsAreTypes = capitals
    extraNameBytes = Array(extra.utf8)
    marksCalls = calls
  }
}

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

  init(keywords: String = "", types: String = "") {
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
    while kinds[slot] != .none {
      if hashes[slot] == hash { return kinds[slot] }
      slot = (slot + 1) & Int(mask)
      if mask == 0 { break }
    }
    return .none
  }
}

import CCmark

/// Flattens the inline nodes below a block into runs, without recursion.
struct InlineReader {
  private var runs: [InlineRun] = []
  /// The text of the run that grows.
  private var text: [UInt8] = []
  private var traits: InlineTraits = []
  private var strong = 0
  private var emphasis = 0
  private var strike = 0
  private var links: [(address: [UInt8], label: [UInt8])] = []
  private var images: [[UInt8]] = []
  private let elidedLengths: [Int]

  /// - Parameter elidedLengths: lengths of what was left out of the text, by number.
  static func runs(in block: OpaquePointer, elidedLengths: [Int]) -> [InlineRun] {
    var reader = InlineReader(elidedLengths: elidedLengths)
    reader.read(block)
    return reader.runs
  }

  private init(elidedLengths: [Int]) { self.elidedLengths = elidedLengths }

  private mutating func read(_ block: OpaquePointer) {
    text.reserveCapacity(256)
    var next = cmark_node_first_child(block)
    while let node = next {
      enter(node)
      next = cmark_node_first_child(node) ?? following(node, in: block)
    }
    endRun()
  }

  /// The node after this one and all that is in it.
  private mutating func following(_ node: OpaquePointer, in block: OpaquePointer) -> OpaquePointer? {
    var node = node
    while true {
      leave(node)
      if let sibling = cmark_node_next(node) { return sibling }
      guard let parent = cmark_node_parent(node), parent != block else { return nil }
      node = parent
    }
  }

  private mutating func enter(_ node: OpaquePointer) {
    switch cm_kind_of(node) {
    case CM_STRONG: strong += 1
    case CM_EMPHASIS: emphasis += 1
    case CM_STRIKE: strike += 1
    case CM_LINK: links.append((literalBytes(cmark_node_get_url(node)), []))
    case CM_IMAGE: images.append([])
    case CM_SOFT_BREAK: add(CollectionOfOne(0x20))
    case CM_LINE_BREAK: add(CollectionOfOne(0x0A))
    case CM_CODE: addLiteral(node, .code)
    default: addLiteral(node)
    }
  }

  private mutating func leave(_ node: OpaquePointer) {
    switch cm_kind_of(node) {
    case CM_STRONG: strong -= 1
    case CM_EMPHASIS: emphasis -= 1
    case CM_STRIKE: strike -= 1
    case CM_LINK:
      guard let link = links.popLast(), !link.address.isEmpty else { return }
      let isShown = ["", "mailto:", "http://", "https://"].contains {
        link.address.count == $0.utf8.count + link.label.count && link.address.starts(with: $0.utf8)
          && link.address.suffix(link.label.count).elementsEqual(link.label)
      }
      if !isShown { add(Array(" (\(shortened(link.address)))".utf8), .address) }
    case CM_IMAGE:
      guard let label = images.popLast() else { return }
      let address = literalBytes(cmark_node_get_url(node))
      // Pictures that came with the answer are counted, and shown below it.
      if address.starts(with: Self.counted) {
        return add(Array("[image ".utf8) + address.dropFirst(Self.counted.count) + Array("]".utf8))
      }
      add(Array("[image: ".utf8) + label + Array("] ".utf8))
      add(Array(shortened(address).utf8), .address)
    default: break
    }
  }

  private static let counted = Array("picture:".utf8)

  private func shortened(_ address: [UInt8]) -> String {
    let address = DataAddress.shortened(address, elidedLengths: elidedLengths)
    return String(decoding: Elision.shown(address, lengths: elidedLengths), as: UTF8.self)
  }

  private mutating func addLiteral(_ node: OpaquePointer, _ extra: InlineTraits = []) {
    guard let literal = cmark_node_get_literal(node) else { return }
    if elidedLengths.isEmpty {
      let length = strlen(literal)
      literal.withMemoryRebound(to: UInt8.self, capacity: length) {
        add(UnsafeBufferPointer(start: $0, count: length), extra)
      }
    } else {
      add(Elision.shown(literalBytes(literal), lengths: elidedLengths), extra)
    }
  }

  private mutating func add(_ piece: some Collection<UInt8>, _ extra: InlineTraits = []) {
    guard !piece.isEmpty else { return }
    if let last = images.indices.last {
      images[last] += piece
      return
    }
    var look = extra
    if strong > 0 { look.insert(.strong) }
    if emphasis > 0 { look.insert(.emphasis) }
    if strike > 0 { look.insert(.strike) }
    if let last = links.indices.last {
      look.insert(.link)
      links[last].label += piece
    }
    if look != traits { endRun() }
    traits = look
    text.append(contentsOf: piece)
  }

  private mutating func endRun() {
    if !text.isEmpty { runs.append(InlineRun(String(decoding: text, as: UTF8.self), traits)) }
    text.removeAll(keepingCapacity: true)
  }
}

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
    guard let iterator = cmark_iter_new(block) else { return [] }
    defer { cmark_iter_free(iterator) }
    var reader = InlineReader(elidedLengths: elidedLengths)
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = cmark_iter_get_node(iterator), node != block else { continue }
      reader.visit(node, entering: event == CMARK_EVENT_ENTER)
    }
    reader.endRun()
    return reader.runs
  }

  private init(elidedLengths: [Int]) { self.elidedLengths = elidedLengths }

  private mutating func visit(_ node: OpaquePointer, entering: Bool) {
    switch cm_kind_of(node) {
    case CM_STRONG: strong += entering ? 1 : -1
    case CM_EMPHASIS: emphasis += entering ? 1 : -1
    case CM_STRIKE: strike += entering ? 1 : -1
    case CM_LINK: visitLink(node, entering: entering)
    case CM_IMAGE: visitImage(node, entering: entering)
    case CM_SOFT_BREAK: add([0x20])
    case CM_LINE_BREAK: add([0x0A])
    case CM_CODE: add(shown(cmark_node_get_literal(node)), .code)
    default: if entering { add(shown(cmark_node_get_literal(node))) }
    }
  }

  private mutating func visitLink(_ node: OpaquePointer, entering: Bool) {
    if entering {
      links.append((literalBytes(cmark_node_get_url(node)), []))
    } else if let link = links.popLast(), !link.address.isEmpty {
      let isShown = ["", "mailto:", "http://", "https://"].contains {
        Array($0.utf8) + link.label == link.address
      }
      if !isShown { add(Array(" (\(shortened(link.address)))".utf8), .address) }
    }
  }

  private mutating func visitImage(_ node: OpaquePointer, entering: Bool) {
    if entering {
      images.append([])
    } else if let label = images.popLast() {
      add(Array("[image: ".utf8) + label + Array("] ".utf8))
      add(Array(shortened(literalBytes(cmark_node_get_url(node))).utf8), .address)
    }
  }

  private func shortened(_ address: [UInt8]) -> String {
    let address = DataAddress.shortened(address, elidedLengths: elidedLengths)
    return String(decoding: Elision.shown(address, lengths: elidedLengths), as: UTF8.self)
  }

  private func shown(_ literal: UnsafePointer<CChar>?) -> [UInt8] {
    Elision.shown(literalBytes(literal), lengths: elidedLengths)
  }

  private mutating func add(_ piece: [UInt8], _ extra: InlineTraits = []) {
    if let last = images.indices.last {
      images[last] += piece
      return
    }
    guard !piece.isEmpty else { return }
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
    text += piece
  }

  private mutating func endRun() {
    if !text.isEmpty { runs.append(InlineRun(String(decoding: text, as: UTF8.self), traits)) }
    text.removeAll(keepingCapacity: true)
  }
}

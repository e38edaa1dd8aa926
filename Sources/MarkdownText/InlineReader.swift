import CCmark

/// Flattens the inline nodes below a block into runs, without recursion.
struct InlineReader {
  private var runs: [InlineRun] = []
  private var strong = 0
  private var emphasis = 0
  private var strike = 0
  private var links: [(address: String, label: String)] = []
  private var images: [String] = []

  static func runs(in block: OpaquePointer) -> [InlineRun] {
    guard let iterator = cmark_iter_new(block) else { return [] }
    defer { cmark_iter_free(iterator) }
    var reader = InlineReader()
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = cmark_iter_get_node(iterator), node != block else { continue }
      reader.visit(node, entering: event == CMARK_EVENT_ENTER)
    }
    return reader.runs
  }

  private mutating func visit(_ node: OpaquePointer, entering: Bool) {
    switch typeName(node) {
    case "strong": strong += entering ? 1 : -1
    case "emph": emphasis += entering ? 1 : -1
    case "strikethrough": strike += entering ? 1 : -1
    case "link": visitLink(node, entering: entering)
    case "image": visitImage(node, entering: entering)
    case "softbreak": if entering { add(" ") }
    case "linebreak": if entering { add("\n") }
    case "code": if entering { add(string(cmark_node_get_literal(node)), .code) }
    case "text", "html_inline", "code_block", "html_block":
      if entering { add(string(cmark_node_get_literal(node))) }
    default:
      // A block below: only where nesting went past the cap.
      if entering, !runs.isEmpty, typeName(node) == "paragraph" { add(" ") }
    }
  }

  private mutating func visitLink(_ node: OpaquePointer, entering: Bool) {
    if entering {
      links.append((string(cmark_node_get_url(node)), ""))
    } else if let link = links.popLast() {
      let same = [link.label, "mailto:" + link.label, "http://" + link.label, "https://" + link.label]
      if !link.address.isEmpty, !same.contains(link.address) {
        add(" (\(DataAddress.shortened(link.address)))", .address)
      }
    }
  }

  private mutating func visitImage(_ node: OpaquePointer, entering: Bool) {
    if entering {
      images.append("")
    } else if let alt = images.popLast() {
      add("[image: \(alt)] ")
      add(DataAddress.shortened(string(cmark_node_get_url(node))), .address)
    }
  }

  private mutating func add(_ text: String, _ extra: InlineTraits = []) {
    if let last = images.indices.last {
      images[last] += text
      return
    }
    var traits = extra
    if strong > 0 { traits.insert(.strong) }
    if emphasis > 0 { traits.insert(.emphasis) }
    if strike > 0 { traits.insert(.strike) }
    if let last = links.indices.last {
      traits.insert(.link)
      links[last].label += text
    }
    if let last = runs.indices.last, runs[last].traits == traits {
      runs[last].text += text
    } else {
      runs.append(InlineRun(text, traits))
    }
  }
}

/// `data:` addresses are too long to read: their type and size are shown instead.
enum DataAddress {
  static func shortened(_ address: String) -> String {
    guard address.utf8.count > 5, address.prefix(5).lowercased() == "data:" else { return address }
    let parts = address.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let payload = parts.count > 1 ? parts[1].utf8.count : 0
    let fields = parts[0].split(separator: ";")
    let encoded = fields.contains { $0 == "base64" }
    let padding = encoded ? (parts.last?.utf8.suffix(2).count { $0 == UInt8(ascii: "=") } ?? 0) : 0
    let size = encoded ? max(0, payload * 3 / 4 - padding) : payload
    return "\(fields.first.map { String($0.prefix(60)) } ?? "data:"), \(readable(bytes: size))"
  }

  static func readable(bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    for (unit, name) in [(1_000, "kB"), (1_000_000, "MB")] {
      let tenths = (bytes * 10 + unit / 2) / unit
      if tenths < 10_000 || unit == 1_000_000 { return "\(tenths / 10).\(tenths % 10) \(name)" }
    }
    return "\(bytes) B"
  }
}

/// What a terminal answers when it is asked whether it draws pictures. Nothing is waited for: without an answer
/// pictures are made of cells.
package struct GraphicsTraits: Sendable, Hashable {
  private var hasKitty = false
  private var hasSixel = false
  private var wasAskedForKitty = false
  /// `nil` until the terminal tells it.
  package var cell: CellPixels?

  package init() {}

  /// Asks for the terminal's abilities (DA1) and for the pixels of a cell. Every terminal knows the first.
  package static let question = "\u{1B}[c\u{1B}[16t"

  /// A picture of one pixel that is only looked at, and never shown. Terminals that call themselves a VT100 print
  /// such a question instead of answering it.
  private static let kittyQuestion = "\u{1B}_Gi=\(kittyNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
  private static let kittyNumber = 31

  /// The best that the terminal has said it can do.
  package var format: GraphicsProtocol? { hasKitty ? .kitty : hasSixel ? .sixel : nil }

  /// - Parameter answer: the text of an `InputEvent.answer`.
  /// - Returns: what the terminal is to be asked next.
  package mutating func take(_ answer: String) -> String? {
    if answer == "_Gi=\(Self.kittyNumber);OK" {
      hasKitty = wasAskedForKitty
    } else if answer.hasPrefix("[6;"), answer.hasSuffix("t") {
      let numbers = answer.dropFirst(3).dropLast().split(separator: ";").map { Int($0) ?? 0 }
      if numbers.count == 2 { cell = CellPixels(width: numbers[1], height: numbers[0]) ?? cell }
    } else if answer.hasPrefix("[?"), answer.hasSuffix("c") {
      let numbers = answer.dropFirst(2).dropLast().split(separator: ";").map { Int($0) ?? 0 }
      hasSixel = numbers.dropFirst().contains(4)
      guard !wasAskedForKitty, numbers.first ?? 0 >= 62 else { return nil }
      wasAskedForKitty = true
      return Self.kittyQuestion
    }
    return nil
  }
}

import RelayKit
import TerminalUI
import Workbench

/// The rows of `bayside models`. Columns are documented and only ever grow at the end: id, price in, price out
/// and price of cached input (per million tokens, or for one image, call or second), context in tokens, type.
struct ModelTable {
  private let rows: [[String]]
  private let exact: [[String]]

  init(_ cards: [ModelCard]) {
    rows = cards.map { Self.row($0, context: ModelFigures.tokens($0.context?.value)) }
    exact = cards.map { Self.row($0, context: $0.context.map { "\($0.value)" } ?? ModelFigures.unknown) }
  }

  private static func row(_ card: ModelCard, context: String) -> [String] {
    let price = card.prices?.value
    let currency = price.map { $0.currency == "USD" ? "" : " \($0.currency)" } ?? ""
    func shown(_ text: String) -> String { text == ModelFigures.unknown ? text : text + currency }
    return [
      plain(card.id), shown(ModelFigures.price(price?.input)), shown(ModelFigures.unitPrice(price)),
      shown(ModelFigures.price(price?.cachedInput)), context,
      card.kind?.value.rawValue ?? ModelFigures.unknown,
    ]
  }

  /// An id with a tab or a line break in it would be read as two.
  private static func plain(_ id: String) -> String {
    String(id.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// For pipes: a tab between columns, no heading, whole numbers of tokens.
  var separated: String { exact.map { $0.joined(separator: "\t") + "\n" }.joined() }

  /// For people.
  var aligned: String {
    guard !rows.isEmpty else { return "" }
    let lines = [["id", "in $/1M", "out $/1M", "cached", "context", "type"]] + rows
    let widths = (0..<6).map { column in min(60, lines.map { Glyphs.width($0[column]) }.max() ?? 0) }
    return lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let space = String(repeating: " ", count: max(0, widths[column] - Glyphs.width(cell)))
        return column == 0 ? cell + space : column == 5 ? cell : space + cell
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}

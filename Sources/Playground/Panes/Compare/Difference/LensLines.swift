package import TerminalUI
package import Workbench

/// The lines of the difference lens: the facts that disagree as a table, and each answer with what all say dimmed.
package enum LensLines {
  private static let kindColumns = 8
  /// Below this the words around a fact get a line of their own.
  private static let narrow = 72

  /// - Parameter columns: cells of a line.
  package static func facts(_ lens: DifferenceLens, columns: Int) -> [StyledLine] {
    let lanes = lens.answers.map(\.lane)
    guard lanes.count > 1 else { return wrapped("One answer alone has nothing to differ from.", columns) }
    var lines: [StyledLine] = []
    if lens.facts.isEmpty {
      lines += wrapped("No number, date, address, name or JSON value differs.", columns)
    } else {
      lines += wrapped(legend(lens), columns)
      for fact in lens.facts { lines += self.lines(fact, lanes, columns) }
    }
    if lens.leftOut > 0 { lines += wrapped("... \(lens.leftOut) more are left out", columns) }
    if !lens.incomplete.isEmpty {
      let verb = lens.incomplete.count == 1 ? "is" : "are"
      lines += wrapped("\(lens.incomplete.joined(separator: ", ")) \(verb) not complete yet", columns)
    }
    return lines
  }

  private static func legend(_ lens: DifferenceLens) -> String {
    let contested = lens.facts.count(where: \.isContested)
    let open = lens.facts.contains { !$0.pending.isEmpty }
    return "\(contested) said by some and not by others   A says it   - does not"
      + (open ? "   ? not yet" : "")
  }

  private static func wrapped(_ text: String, _ columns: Int) -> [StyledLine] {
    TextWrapper.wrap([Span(text, Style(.muted))], columns: columns)
  }

  private static func lines(_ fact: DifferenceLens.Fact, _ lanes: [String], _ columns: Int) -> [StyledLine] {
    let lead: StyledLine = [Span(Glyphs.padded(name(fact.kind), columns: kindColumns), Style(.muted))]
    let marks = marks(fact, lanes)
    let laneColumns = TextWrapper.width(marks)
    let isNarrow = columns < narrow
    let rest = max(8, columns - kindColumns - laneColumns - 2)
    let valueColumns = isNarrow ? rest : min(32, rest / 2)
    let context = fact.context == fact.value ? "" : fact.context
    let value = Span(Glyphs.padded(fact.value, columns: valueColumns), Style(.text, on: .base, .bold))
    let line = lead + [value, Span(" ")] + marks
    if context.isEmpty { return [line] }
    if isNarrow {
      let indent = Span(String(repeating: " ", count: min(kindColumns, columns / 4)))
      let room = max(1, columns - indent.text.utf8.count)
      return [line, [indent, Span(Glyphs.fitted(context, columns: room), Style(.muted))]]
    }
    let room = columns - kindColumns - valueColumns - laneColumns - 3
    guard room > 0 else { return [line] }
    return [line + [Span("  "), Span(Glyphs.fitted(context, columns: room), Style(.muted))]]
  }

  /// A letter for each lane that says it.
  private static func marks(_ fact: DifferenceLens.Fact, _ lanes: [String]) -> StyledLine {
    let (said, pending) = (Set(fact.said), Set(fact.pending))
    var line: StyledLine = []
    for (index, lane) in lanes.enumerated() {
      let columns = Glyphs.width(lane)
      if index > 0 { line.append(Span(" ")) }
      if said.contains(lane) {
        line.append(Span(lane, Style(.text, on: .base, .bold)))
      } else {
        let isPending = pending.contains(lane)
        line.append(
          Span(Glyphs.padded(isPending ? "?" : "-", columns: columns), Style(isPending ? .warn : .muted)))
      }
    }
    return line
  }

  private static func name(_ kind: DifferenceLens.Kind) -> String {
    switch kind {
    case .json: "JSON"
    case .number: "number"
    case .date: "date"
    case .url: "URL"
    case .email: "e-mail"
    case .name: "name"
    }
  }

  /// An answer with what all agree on dimmed, and facts of the list in bold.
  package static func text(_ answer: DifferenceLens.Answer, columns: Int) -> [StyledLine] {
    let spans = answer.parts.map { part in
      Span(String(part.text), style(part.kind))
    }
    return TextWrapper.wrap(spans, columns: columns)
  }

  private static func style(_ kind: DifferenceLens.Part.Kind) -> Style {
    switch kind {
    case .agreed: Style(.muted)
    case .own: Style(.text)
    case .fact: Style(.text, on: .base, .bold)
    }
  }
}

/// A list over the panes with a filter: commands, models, themes, what to copy.
package struct PickList: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package var id: String
    package var title: String
    package var detail: String
    /// Why it cannot be chosen now.
    package var reason: String?
    package init(id: String, title: String, detail: String = "", reason: String? = nil) {
      self.id = id
      self.title = title
      self.detail = detail
      self.reason = reason
    }
  }

  package enum Purpose: Sendable, Hashable { case commands, models, themes, copy }

  package var purpose: Purpose
  package var title: String
  package var rows: [Row]
  package var filter = ""
  /// The chosen row stays the same item when the filter or the rows change.
  package var markedID: String?
  /// Whether the typed text itself may be chosen (model ids).
  package var takesTyped = false
  /// What stands where the rows would be.
  package var note = ""

  package init(_ purpose: Purpose, title: String, rows: [Row]) {
    self.purpose = purpose
    self.title = title
    self.rows = rows
  }

  /// Rows that hold every word of the filter, in any order.
  package var shown: [Row] {
    let words = filter.lowercased().split(separator: " ")
    var found = rows.filter { row in
      let text = (row.title + " " + row.id).lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    if takesTyped, !filter.isEmpty, !rows.contains(where: { $0.id == filter }) {
      found.append(Row(id: filter, title: filter, detail: "use it as typed"))
    }
    return found
  }

  package var markedIndex: Int {
    let shown = shown
    return shown.firstIndex { $0.id == markedID } ?? 0
  }

  package var marked: Row? {
    let shown = shown
    return shown.isEmpty ? nil : shown[markedIndex]
  }

  package mutating func move(_ rows: Int) {
    let shown = shown
    guard !shown.isEmpty else { return }
    markedID = shown[min(max(0, markedIndex + rows), shown.count - 1)].id
  }
}

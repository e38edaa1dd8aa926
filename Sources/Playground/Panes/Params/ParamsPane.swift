import RelayKit
package import TerminalUI
package import Workbench

/// Where the form of parameters is looked at and edited. The values themselves are in the workspace.
package struct ParamsPane: Sendable {
  package var kind = ParameterKind.text
  /// The marked row stays the same parameter when others come or go.
  package var mark: [ParameterKind: ParamsMark] = [:]
  package var top = 0
  /// Rows that this model does not take are listed.
  package var showsOthers = false
  /// The value that is being typed, and what was wrong with it when it was last tried.
  package var typing: ValueTyping?
  /// The bodies before each change, newest last.
  var earlier: [(kind: ParameterKind, body: JSONObject, what: String)] = []
  /// The name of the preset that was loaded last.
  package var preset: String?
  package init() {}
}

package enum ParamsMark: Sendable, Hashable {
  case row(ParameterPath)
  /// The header of the rows that this model does not take.
  case others
}

package struct ValueTyping: Sendable {
  package var path: ParameterPath
  package var box: TextBox
  package var problem: String?
}

/// The rows as they stand one below the other.
struct ParamsRows {
  enum Line {
    case header(String)
    case others(String, isOpen: Bool)
    case row(ParameterRow)
    /// Of the row above: what is wrong with it.
    case finding(ParameterFinding)
  }

  let form: ParameterForm
  private(set) var lines: [Line] = []
  /// What can be marked, with its line.
  private(set) var marks: [(mark: ParamsMark, line: Int)] = []

  init(_ form: ParameterForm, showsOthers: Bool) {
    self.form = form
    for section in form.sections {
      if section.isFoldable {
        marks.append((.others, lines.count))
        lines.append(.others(section.title, isOpen: showsOthers))
        if !showsOthers { continue }
      } else {
        lines.append(.header(section.title))
      }
      for row in section.rows {
        marks.append((.row(row.path), lines.count))
        lines.append(.row(row))
        if let finding = row.finding { lines.append(.finding(finding)) }
      }
    }
  }

  /// The row under a mark; `nil` on the header of the folded ones.
  func row(under mark: ParamsMark?) -> ParameterRow? {
    guard !marks.isEmpty, case .row(let path) = marks[index(of: mark)].mark else { return nil }
    return form.row(path)
  }

  /// Among the marks; the first one when the marked row is gone.
  func index(of mark: ParamsMark?) -> Int { marks.firstIndex { $0.mark == mark } ?? 0 }
}

extension Playground {
  var paramsForm: ParameterForm {
    ParameterForm(
      kind: workspace.kind, model: workspace.model(workspace.kind), body: workspace.formBody(workspace.kind),
      lastSent: workspace.kind == .text ? workspace.lastSent : nil,
      outputLimit: outputLimit(of: workspace.model(workspace.kind)))
  }

  var paramsRows: ParamsRows { ParamsRows(paramsForm, showsOthers: params.showsOthers) }

  var markedParameter: ParameterRow? { paramsRows.row(under: params.mark[workspace.kind]) }
}

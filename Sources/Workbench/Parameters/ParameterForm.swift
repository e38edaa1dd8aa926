package import RelayKit

/// What stands before the name of a row.
package enum ParameterSign: Sendable, Hashable {
  /// Left out of the request.
  case unset
  case set
  /// Sent, with a warning.
  case warned
  /// The form cannot send it.
  case invalid
  /// Not sent, and without effect until another row is set; the value text says which.
  case needsOther
  /// Not sent; this model would ignore or refuse it; the value text says why.
  case notForModel
}

/// One row of the form.
package struct ParameterRow: Sendable, Hashable {
  package var path: ParameterPath
  /// As this model has it; `nil` for a key of the body that the catalogue does not know.
  package var parameter: Parameter?
  /// What is sent; `nil` when unset.
  package var value: JSONValue?
  package var sign: ParameterSign
  /// Another value than in the last request that was sent; `false` when none was.
  package var isChanged: Bool
  /// What was sent last; `nil` when it was unset then, or nothing was sent.
  package var sentBefore: JSONValue?
  package var verdict: ParameterVerdict
  /// The wire name.
  package var name: String
  /// On one line, uncut: the value, empty when unset, or the reason for a sign `needsOther` or `notForModel`.
  package var valueText: String
  /// `0 to 2`, `4 choices`, `on / off`; empty when there is nothing to say.
  package var rangeText: String
  /// `1`, `model`, `required`, `none`.
  package var defaultText: String
  /// The worst that is known of the value.
  package var finding: ParameterFinding?
  /// 0 to 1, for a number with a slider that is set.
  package var slider: Double?
}

/// Rows under one header.
package struct ParameterSection: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case group(ParameterGroup)
    /// Not sent, and nothing that this model takes: folded until it is opened.
    case notForModel
    /// Keys of the body that the catalogue does not know.
    case freeKeys
  }
  package var content: Content
  package var title: String
  package var rows: [ParameterRow]
  package var isFoldable: Bool { content == .notForModel }
}

/// The form of a request: a value made anew from the body whenever that changes (cheap: one walk over the
/// catalogue). It never changes the body; editing does, through `Parameter` and `JSONObject.set(_:at:)`.
package struct ParameterForm: Sendable, Hashable {
  package let kind: ParameterKind
  package let model: String
  package let family: ModelFamily?
  /// In the order of the screen; none is empty.
  package let sections: [ParameterSection]
  /// Rows that are sent, free keys among them.
  package let setCount: Int
  /// Rows that are not as they were sent last; 0 when nothing was sent.
  package let changedCount: Int
  /// Rows that block sending.
  package let errorCount: Int
  package let warningCount: Int

  /// - Parameters:
  ///   - body: the keys of the request: `parameters`, with `stream` (and `prompt` of images and videos) in it.
  ///     `model` and `messages` are no rows.
  ///   - lastSent: the same of the last request that was sent; `nil` when there was none.
  ///   - outputLimit: tokens that the model can answer with, where it is known.
  package init(
    kind: ParameterKind, model: String, body: JSONObject, lastSent: JSONObject? = nil,
    outputLimit: Int? = nil
  ) {
    let builder = ParameterFormBuilder(
      kind: kind, model: model, body: body, lastSent: lastSent, outputLimit: outputLimit)
    let rows = builder.rows
    self.kind = kind
    self.model = model
    family = builder.family
    sections = builder.sections(rows)
    setCount = rows.count { $0.value != nil }
    changedCount = rows.count(where: \.isChanged)
    errorCount = rows.count { $0.finding?.severity == .blocks }
    warningCount = rows.count { $0.finding?.severity == .warns }
  }

  /// Every row, the folded ones too.
  package var rows: [ParameterRow] { sections.flatMap(\.rows) }

  package func row(_ path: ParameterPath) -> ParameterRow? { rows.first { $0.path == path } }

  /// The first row that blocks sending.
  package var firstError: ParameterRow? { rows.first { $0.finding?.severity == .blocks } }
}

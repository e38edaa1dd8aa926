import MarkdownText
import RelayKit
import TerminalUI
package import Workbench

/// The body that would be sent, as it was laid out last. Main thread.
final class DraftMemo {
  private var key: DraftKey?
  private var messagesKey: DraftKey.Messages?
  private var messages: [ChatMessage] = []
  private var messageBytes = 0
  private(set) var missing: [String] = []
  private var columns = 0
  private(set) var byteCount = 0
  private(set) var lines: [StyledLine] = []
  private(set) var lessons: [String] = []
  var estimator = TokenEstimator()
  private(set) var credit: CreditEstimate?
  private(set) var input: TokenEstimate?
  private(set) var unsetCount = 0
  /// That go in a form with the fields.
  private(set) var files: [FormFile] = []
  /// The first row that is not of its documented type.
  private(set) var oddRow: String?

  func take(_ app: Playground, columns: Int, at now: MonotonicTime) {
    let key = app.draftKey(at: now)
    if self.key == key, self.columns == columns { return }
    (self.key, self.columns) = (key, columns)
    takeMessages(app, key.messages)
    let form = app.paramsForm
    unsetCount = form.rows.count { $0.value == nil }
    oddRow = form.firstError?.name
    let kind = app.workspace.kind
    files = []
    let before = kind == .text ? app.workspace.lastSent : nil
    guard kind == .text else {
      let media = app.draftMedia(kind)
      files = media.files
      byteCount = files.reduce(JSONValue.object(media.fields).encoded().count) { $0 + $1.bytes.count }
      lines = DraftLines.lines(media.fields, messageCount: nil, before: before, columns: columns)
      (lessons, input) = ([], nil)
      credit = CreditEstimate(media: media, prices: key.prices)
      return
    }
    let small = app.workspace.chatRequest(messages: [])
    let (mended, done) = app.workspace.mended(small)
    lessons = done.map(\.sentence)
    let bytes = mended.encodedBody()
    // Two bytes of the empty list make room for the messages.
    byteCount = done.isEmpty ? bytes.count - 2 + messageBytes : app.draftBytes(.text).count
    lines = DraftLines.lines(object(bytes), messageCount: messages.count, before: before, columns: columns)
    let ids = messages.indices.map { MessageID(-1 - $0) }
    let estimate = estimator.estimate(
      Array(zip(ids, messages).map { (id: $0, message: $1) }), parameters: small.parameters,
      model: small.model)
    input = estimate
    credit = CreditEstimate(
      input: estimate, body: small.parameters, prices: key.prices, outputLimit: key.outputLimit)
  }

  private func object(_ bytes: [UInt8]) -> JSONObject {
    (try? JSONValue(parsing: bytes))?.objectValue ?? JSONObject()
  }

  private func takeMessages(_ app: Playground, _ key: DraftKey.Messages) {
    if messagesKey == key { return }
    messagesKey = key
    messages = app.draftRequest.messages
    messageBytes = JSONValue.array(messages.map(\.json)).encoded().count
    missing = app.missingVariables
  }
}

/// A body as lines: messages in one line, what changed since the last request marked.
enum DraftLines {
  static func lines(_ body: JSONObject, messageCount: Int?, before: JSONObject?, columns: Int)
    -> [StyledLine]
  {
    var lines: [StyledLine] = [[Span("{", Style(.punctuation))]]
    for (index, member) in body.members.enumerated() {
      let comma = index + 1 < body.members.count ? "," : ""
      var text = "  \(JSONValue.string(member.key).text()): "
      if let messageCount, member.key == "messages" {
        text += "[ \(Figures.counted(messageCount, "message")) ]" + comma
      } else {
        text +=
          clipped(member.value).text(pretty: true).split(separator: "\n").joined(separator: "\n  ") + comma
      }
      var note: String?
      if let before, !["model", "messages"].contains(member.key), before[member.key] != member.value {
        note = before[member.key].map { "* was \(Glyphs.fitted($0.text(), columns: 16))" } ?? "* new"
      }
      lines += code(text, columns: columns, note: note)
    }
    lines.append([Span("}", Style(.punctuation))])
    if let before {
      for member in before.members where body[member.key] == nil {
        lines.append([Span("* \(member.key) was sent last time", Style(.warn))])
      }
    }
    return lines
  }

  /// Long texts are shown by their beginning; the size below counts all of it.
  private static func clipped(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text):
      return text.utf8.count > 2000 ? .string(WireText.clipped(text, to: 300)) : value
    case .array(let elements):
      let shown = elements.prefix(60).map(clipped)
      return .array(shown)
    case .object(let object):
      return .object(JSONObject(object.members.map { .init(key: $0.key, value: clipped($0.value)) }))
    default: return value
    }
  }

  private static func code(_ text: String, columns: Int, note: String?) -> [StyledLine] {
    var lines = CodeColours.lines(text, language: "json").flatMap {
      TextWrapper.breakHard($0, columns: columns)
    }
    if let note, !lines.isEmpty {
      let used = Glyphs.width(lines[0])
      if used + Glyphs.width(note) + 2 <= columns {
        lines[0] += [
          Span(String(repeating: " ", count: columns - used - Glyphs.width(note))), Span(note, Style(.warn)),
        ]
      } else {
        lines.insert([Span("  \(note)", Style(.warn))], at: 1)
      }
    }
    return lines
  }
}

extension Playground {
  func paintDraft(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let inside = area.inside
    let memo = layouts.draft
    memo.take(self, columns: max(10, inside.columns - 2), at: now)
    var frame = Frame("Will be sent", isFocused: focus == .draft && overlay == nil)
    frame.state = [Span("draft", Style(.muted))]
    frame.footLeft = "y copies it"
    // What a form adds between its fields is not counted.
    frame.footRight = (memo.files.isEmpty ? "" : "~") + Figures.bytes(memo.byteCount)
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    let columns = inside.columns - 2
    let head = UnbrokenPieces.text(
      ["POST \(draftPath)", memo.files.isEmpty ? "" : "multipart/form-data"], between: "  ", columns: columns)
    var lines = TextWrapper.wrap([Span(head, Style(.muted))], columns: columns)
    lines += memo.lines
    lines += memo.files.map { file in
      let field = "  \(file.field): "
      let size = "  \(Figures.bytes(file.bytes.count))"
      let name = UnbrokenPieces.middle(
        file.name, columns: columns - Glyphs.width(field) - Glyphs.width(size))
      return [Span(field, Style(.function)), Span(name + size, Style(.string))]
    }
    lines.append([])
    let words = draftWords(memo)
    lines += words.flatMap {
      TextWrapper.wrap([Span(signs.sign($0.text), Style($0.role))], columns: inside.columns - 2)
    }
    lines += legend(columns: inside.columns - 2, room: inside.rows - lines.count)
    let last = max(0, lines.count - inside.rows)
    let top = min(draft.top, last)
    for (row, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
      canvas.grid.write(line, column: inside.column + 1, row: inside.row + row, in: inside)
    }
  }

  /// What the signs of the form mean, where there is room for it.
  private func legend(columns: Int, room: Int) -> [StyledLine] {
    let marks = [
      (preferences.usesASCII ? "+" : "●", "sent"), ("·", "left out of the request"),
      ("*", "changed since the last send"),
      ("?", "sent, with a warning"), ("!", "not of its documented type"),
      ("-", "without effect as things are"),
    ]
    guard room >= marks.count + 2 else { return [] }
    return [[], [Span("Marks", Style(.heading))]]
      + marks.map { [Span("  \(signs.sign($0.0))  ", Style(.accent)), Span($0.1, Style(.muted))] }
  }

  var draftPath: String {
    let base = workspace.relay?.baseURL ?? surroundings.proposedBaseURL
    let path = base.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).joined(
      separator: "/")
    let isEdit = message.purpose == .send && message.attachments.contains { $0.isPicture && !$0.isMask }
    let end =
      switch workspace.kind {
      case .text: "/chat/completions"
      case .image: isEdit ? "/images/edits" : "/images/generations"
      case .video: "/videos"
      }
    return "/\(path)\(end)"
  }

  private func draftWords(_ memo: DraftMemo) -> [(text: String, role: Role)] {
    var words: [(String, Role)] = []
    words += memo.lessons.map { ($0 + " (:remedies)", .warn) }
    words.append(("Not sent: \(Figures.counted(memo.unsetCount, "unset row")).", .muted))
    if let row = memo.oddRow {
      // A debugger must be able to send what some program sent.
      words.append(("\(row) is not of its documented type; it is sent as it is.", .warn))
    }
    let missing = memo.missing
    if !missing.isEmpty {
      words.append(
        ("Without a value: \(missing.joined(separator: ", ")). “var NAME VALUE” gives one.", .warn))
    }
    if workspace.kind != .text { words += mediaWords(memo.credit) }
    guard let credit = memo.credit, let input = memo.input else { return words }
    words.append(("", .muted))
    words.append(("The relay may hold, as an estimate:", .heading))
    words.append(("  in   \(input.text)   \(credit.text(credit.inputCost))", .text))
    let output = credit.outputTokens.map { "up to \($0) tok" } ?? "no limit known"
    words.append(("  out  \(output)   \(credit.text(credit.outputCost))", .text))
    words.append(("Counted as \(input.methods.joined(separator: ", ")).", .muted))
    return words
  }

  /// The price of a model that is paid by tokens, of which nobody knows how many a picture takes.
  private var byTokens: String? {
    guard let prices = prices(of: workspace.askedModel), let output = prices.output, output > 0 else {
      return nil
    }
    let price = NumberWords.money(output, currency: prices.currency, isEstimate: false)
    return "by tokens: \(price) for a million of what is made; nobody knows before how many"
  }

  /// What it costs, where the result goes, and that it is sent once.
  private func mediaWords(_ credit: CreditEstimate?) -> [(text: String, role: Role)] {
    var words: [(String, Role)] = [("", .muted), ("Price estimate", .heading)]
    if let credit {
      let sum = credit.total.map { "\(credit.outputSource)   \(credit.text($0))" }
      words.append(("  \(sum ?? byTokens ?? "unknown: no price of a picture or second is known")", .text))
    }
    words.append(("Results go to", .heading))
    if workspace.kind == .image {
      words.append(("  \(surroundings.pictureDirectory)", .text))
      words.append(("Billed even if you stop waiting. Never sent again by itself.", .muted))
    } else {
      words.append(("  \(surroundings.videoDirectory)", .text))
      words.append(
        (
          "Sent once. Never sent again by itself, not even after a time-out: the task may exist and be billed. It keeps running on the server if you quit bayside.",
          .muted
        ))
    }
    return words
  }

  /// Names in the messages that nothing stands for.
  var missingVariables: [String] {
    guard !workspace.variables.values.isEmpty else { return [] }
    var plain = workspace
    plain.variables = Variables()
    let names = VariableFilling.names(
      in: plain.chatRequest(messages: plain.conversation.outgoing(before: nil)).messages)
    let typed = VariableText(message.box.expandedText).names
    return VariableFilling.missing(
      names + typed.filter { !names.contains($0) }, in: workspace.variables.values)
  }

  /// What a model is known to cost.
  package func prices(of model: String) -> TokenPrices? {
    workspace.models.catalogue.card(model)?.prices.map { TokenPrices($0.value) }
  }

  func outputLimit(of model: String) -> Int? { workspace.models.catalogue.card(model)?.maximumOutput?.value }
}

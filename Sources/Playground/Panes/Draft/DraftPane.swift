import RelayKit
import TerminalUI
import Workbench

/// The body beside the form.
package struct DraftPane: Sendable {
  package var top = 0
  package init() {}
}

/// Reading and copying the body that would be sent.
enum DraftCommands {
  static let table: [Command] = [
    Command(
      "draft.down", "body: line down", "A line down.", .move,
      [.pane(.draft, "j"), .pane(.draft, Key(.down))], run: { app, _ in app.scrollDraft(1) }),
    Command(
      "draft.up", "body: line up", "A line up.", .move,
      [.pane(.draft, "k"), .pane(.draft, Key(.up))], run: { app, _ in app.scrollDraft(-1) }),
    Command(
      "draft.page.down", "body: page down", "A page down.", .move, [.pane(.draft, Key(.pageDown))],
      run: { app, _ in app.scrollDraft(10) }),
    Command(
      "draft.page.up", "body: page up", "A page up.", .move, [.pane(.draft, Key(.pageUp))],
      run: { app, _ in app.scrollDraft(-10) }),
    Command(
      "draft.copy", "body: copy", "Copy the body that would be sent, byte for byte.", .act,
      [.pane(.draft, "y"), .pane(.params, "y")],
      run: { app, _ in
        [
          .copy(
            CopyItem(
              name: "the body", text: String(decoding: app.draftBytes(app.workspace.kind), as: UTF8.self),
              fileName: "body.json"))
        ]
      }),
  ]
}

extension Playground {
  mutating func scrollDraft(_ rows: Int) -> [Effect] {
    draft.top = max(0, draft.top + rows)
    return []
  }
}

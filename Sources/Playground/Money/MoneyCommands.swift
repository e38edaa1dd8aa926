import RelayKit
import TerminalUI
import Workbench

/// Asking the relay about money. Nothing of it is asked by itself.
enum MoneyCommands {
  private static let noRelay: @Sendable (Playground) -> String? = {
    $0.workspace.relay == nil ? "no relay is set up" : nil
  }

  static let table: [Command] = [
    Command(
      "receipts.ask", "receipts: ask the relay's log",
      "Ask the relay what it charged for the requests made here, where it tells a key so.", .act,
      [.pane(.wire, "R")], hint: .init("Receipt", 46, when: { $0.wire.tab == .timing }), verb: "receipts",
      reason: noRelay,
      run: { app, call in
        app.say("Asking the relay's log.", at: call.now)
        return [.askReceipts]
      }),
    Command(
      "balance.ask", "balance: ask the relay",
      "Ask the relay what is left of this key's credit, where it tells a key so: balance, or balance KEY.",
      .act, [], verb: "balance", reason: noRelay,
      run: { app, call in
        app.say("Asking the relay for the balance.", at: call.now)
        return [.askBalance(keyName: call.argument ?? app.workspace.relay?.keyName ?? "")]
      }),
    Command(
      "receipts.forget", "receipts: ask again what was not offered",
      "Forget which pages about money this relay does not have, so that they are asked for anew.", .act, [],
      reason: noRelay,
      run: { app, call in
        app.say(
          "Pages about money that this relay did not have are asked for anew the next time.", at: call.now)
        return [.forgetNotOffered]
      }),
  ]
}

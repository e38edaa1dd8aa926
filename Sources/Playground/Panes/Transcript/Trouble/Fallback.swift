import RelayKit
import TerminalUI
import Workbench

/// Models that the user named for when another one fails.
enum FallbackCommands {
  static let table: [Command] = [
    Command(
      "fallback", "answer: ask the fallback model",
      "Ask the next model of fallback_models in the configuration.", .act,
      [.pane(.transcript, "V")], hint: .init("Fallback", 23, when: { $0.fallbackOffer != nil }),
      reason: { app in
        if app.preferences.fallbackModels.isEmpty {
          return "no fallback_models are named in the configuration"
        }
        return app.fallbackOffer == nil ? "the newest answer did not fail, or every fallback was tried" : nil
      },
      run: { app, call in
        app.fallbackOffer.map { app.askFallback($0.model, insteadOf: $0.failed, at: call.now) } ?? []
      })
  ]
}

extension Playground {
  /// Troubles of a model or its supplier, which another model may not have.
  private static let kinds: Set<RelayError.Kind> = [
    .rateLimited, .overloaded, .relayFailure, .badGateway, .gatewayTimeout, .modelUnavailable,
    .supplierWithoutKey, .stalled, .emptyAnswer, .modelForbidden,
  ]

  var fallbackOffer: (model: String, failed: MessageID)? {
    workspace.conversation.lastAnswer.flatMap { id in fallback(for: id).map { ($0, id) } }
  }

  /// The next model for a failed answer: the first of the list that was not asked the same yet.
  func fallback(for id: MessageID) -> String? {
    guard case .failed(let error) = workspace.conversation[id]?.reply?.outcome,
      Self.kinds.contains(error.kind),
      workspace.conversation[id]?.reply?.text.isEmpty == true
    else { return nil }
    let asked = Set(
      workspace.conversation.alternatives(of: id).compactMap { workspace.conversation[$0]?.reply?.model })
    return preferences.fallbackModels.first { !asked.contains($0) }
  }

  mutating func askFallback(_ model: String, insteadOf id: MessageID, at now: MonotonicTime) -> [Effect] {
    let failed = workspace.conversation[id]?.reply?.model ?? ""
    if message.isReturned { _ = message.takeAll() }
    say("\(failed) failed; \(model) is asked instead. [ shows what failed.", seconds: 8, at: now)
    return ask(below: workspace.conversation.parent(of: id), model: model, at: now)
  }
}

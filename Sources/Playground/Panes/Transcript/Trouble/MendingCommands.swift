import RelayKit
import TerminalUI
import Workbench

/// Mending a request that was refused.
enum MendingCommands {
  private static let nothing: @Sendable (Playground) -> String? = { app in
    app.busy ?? (app.refused == nil ? "no request was refused for something that can be mended" : nil)
  }

  static let table: [Command] = [
    Command(
      "mend", "request: mend and send again",
      "Change what the relay complained about, as the error box says, and send it again.",
      .act, [.pane(.transcript, "!")], hint: .init("Mend", 21),
      reason: { app in
        nothing(app) ?? (app.oneKeyRemedy == nil ? "this change needs a look: D lists what can be done" : nil)
      },
      run: { app, call in app.oneKeyRemedy.map { app.apply($0, at: call.now) } ?? [] }),
    Command(
      "doctor", "request: what can be done", "List every way to mend the refused request.", .act,
      [.pane(.transcript, "D")], hint: .init("Doctor", 22), reason: nothing,
      run: { app, call in
        if let remedy = call.argument { return app.chooseRemedy(remedy, at: call.now) }
        app.openDoctor()
        return []
      }),
    Command(
      "remedies", "request: what was learned",
      "List what is left out or renamed for a model because its relay refused it; Enter forgets one.",
      .act, [], reason: { $0.workspace.remedies.lessons.isEmpty ? "nothing was learned yet" : nil },
      run: { app, call in
        if let lesson = call.argument { return app.forgetRemedy(lesson, at: call.now) }
        let rows = app.workspace.remedies.lessons.enumerated().map { index, lesson in
          PickList.Row(id: "\(index)", title: lesson.sentence)
        }
        app.overlay = .list(
          PickList(.argument(of: "remedies"), title: "Learned from refusals: Enter forgets", rows: rows))
        return []
      }),
  ]
}

extension Playground {
  /// The refused answer that is acted on, with what can be done.
  var refused: (message: Message, diagnosis: Diagnosis)? {
    let marked = transcript.marked.flatMap { workspace.conversation[$0] }
    guard let message = marked ?? workspace.conversation.last,
      let diagnosis = findings(of: message)?.diagnosis, !diagnosis.remedies.isEmpty
    else { return nil }
    return (message, diagnosis)
  }

  var oneKeyRemedy: Remedy? { refused?.diagnosis.remedies.first.flatMap { $0.isOneKey ? $0 : nil } }

  mutating func openDoctor() {
    guard let refused else { return }
    let rows = refused.diagnosis.remedies.enumerated().map { index, remedy in
      PickList.Row(
        id: "\(index)", title: remedy.title,
        fields: [remedy.isLasting ? "remembered for this model" : "this once"])
    }
    var list = PickList(.argument(of: "doctor"), title: "Mend the request", rows: rows)
    list.note = refused.diagnosis.sentence ?? ""
    overlay = .list(list)
  }

  mutating func chooseRemedy(_ id: String, at now: MonotonicTime) -> [Effect] {
    guard let refused, let index = Int(id), refused.diagnosis.remedies.indices.contains(index) else {
      return []
    }
    return apply(refused.diagnosis.remedies[index], at: now)
  }

  /// Sends the mended request beside the refused one. What a model would refuse every time is remembered.
  mutating func apply(_ remedy: Remedy, at now: MonotonicTime) -> [Effect] {
    guard let (message, _) = refused, let exchange = message.reply?.exchange,
      let body = try? JSONValue(parsing: exchange.request.body)
    else { return [] }
    if case .model(let name) = remedy.change {
      guard let name else { return perform("model", at: now) }
      workspace.model = name
      return askAgain(model: name, at: now)
    }
    if message.reply?.text.isEmpty == true, self.message.isReturned { _ = self.message.takeAll() }
    let parent = workspace.conversation.parent(of: message.id)
    if remedy.isLasting,
      workspace.relay.map({
        workspace.remedies.learn(remedy, relay: $0.baseURL, model: exchange.requestedModel)
      }) == true
    {
      say(
        "\(remedy.title): remembered for \(exchange.requestedModel); :remedies lists and forgets it.",
        seconds: 8, at: now)
      return keptRemedies + ask(below: parent, model: exchange.requestedModel, at: now)
    }
    guard let request = try? ChatRequest(body: remedy.applied(to: body).encoded()) else {
      say("The mended body cannot be read as a request.", at: now)
      return []
    }
    workspace.parameters = request.parameters
    let id = workspace.ask(
      below: parent, model: exchange.requestedModel, at: now, wallClock: wallClock(at: now)
    ).0
    transcript.follow()
    return [.send(id, .chat(request))]
  }

  mutating func forgetRemedy(_ id: String, at now: MonotonicTime) -> [Effect] {
    guard let index = Int(id), workspace.remedies.lessons.indices.contains(index) else { return [] }
    workspace.remedies.revoke(workspace.remedies.lessons[index])
    say("Forgotten.", at: now)
    return keptRemedies
  }

  /// The demo relay has another address with every start: what it teaches is not kept.
  private var keptRemedies: [Effect] {
    workspace.relay?.isDemo == true ? [] : [.keepRemedies(workspace.remedies.json.text())]
  }
}

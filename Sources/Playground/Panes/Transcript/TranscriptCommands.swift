import RelayKit
import TerminalUI
import Workbench

/// Reading the conversation, and what can be done with its answers.
enum TranscriptCommands {
  private static let noAnswer: @Sendable (Playground) -> String? = {
    $0.workspace.conversation.lastAnswer != nil ? nil : "there is no answer yet"
  }
  private static let noMessage: @Sendable (Playground) -> String? = {
    $0.workspace.conversation.isEmpty ? "nothing was said yet" : nil
  }

  static let table: [Command] = [
    Command(
      "line.down", "move: line down", "A line down.", .move, [.navigation("j"), .navigation(Key(.down))],
      run: { app, call in app.scrolled(1, at: call.now) }),
    Command(
      "line.up", "move: line up", "A line up.", .move, [.navigation("k"), .navigation(Key(.up))],
      run: { app, call in app.scrolled(-1, at: call.now) }),
    Command(
      "half.down", "move: half a page down", "Half a page down.", .move, [.navigation(.control("d"))],
      run: { app, call in app.scrolled(app.transcriptSpace.rows / 2, at: call.now) }),
    Command(
      "half.up", "move: half a page up", "Half a page up.", .move, [.navigation(.control("u"))],
      run: { app, call in app.scrolled(-app.transcriptSpace.rows / 2, at: call.now) }),
    Command(
      "page.down", "move: page down", "A page down, also while typing.", .move, [.anywhere(Key(.pageDown))],
      run: { app, call in app.scrolled(app.transcriptSpace.rows - 1, at: call.now) }),
    Command(
      "page.up", "move: page up", "A page up, also while typing.", .move, [.anywhere(Key(.pageUp))],
      run: { app, call in app.scrolled(1 - app.transcriptSpace.rows, at: call.now) }),
    Command(
      "top", "move: top", "To the beginning.", .move, [.navigation("g"), .navigation(Key(.home))],
      run: { app, call in
        app.showTranscriptTop(at: call.now)
        return []
      }),
    Command(
      "bottom", "move: bottom", "To the end, and follow the newest text.", .move,
      [.navigation(Key(.end)), .navigation("G")], hint: .init("Follow", 15),
      reason: { $0.transcript.follows && $0.transcript.marked == nil ? "it follows already" : nil },
      run: { app, _ in
        app.transcript.follow()
        return []
      }),
    Command(
      "message.next", "move: next message", "To the next message.", .move, [.navigation("}")],
      run: { app, call in
        app.jumpMessage(forward: true, at: call.now)
        return []
      }),
    Command(
      "message.prev", "move: previous message", "To the message before.", .move, [.navigation("{")],
      run: { app, call in
        app.jumpMessage(forward: false, at: call.now)
        return []
      }),
    Command(
      "follow", "follow: on or off", "Keep the newest text in view, or hold still.", .look,
      [.navigation("f")],
      run: { app, call in
        if app.transcript.follows { app.holdTranscript(at: call.now) } else { app.transcript.follow() }
        app.say(app.transcript.follows ? "Follow on." : "Follow off. End turns it on.", at: call.now)
        return []
      }),
    Command(
      "search", "search", "Find text in the conversation; lower case finds any case.", .look,
      [.navigation("/"), .leader("/")], hint: .init("Search", 40), reason: noMessage,
      run: { app, _ in
        app.openSearch()
        return []
      }),
    Command(
      "search.next", "search: next match", "The next match.", .look, [.navigation("n")],
      reason: { $0.transcript.search == nil ? "nothing is searched; / searches" : nil },
      run: { app, call in
        app.find(forward: true, at: call.now)
        return []
      }),
    Command(
      "search.prev", "search: previous match", "The match before.", .look, [.navigation("N")],
      reason: { $0.transcript.search == nil ? "nothing is searched; / searches" : nil },
      run: { app, call in
        app.find(forward: false, at: call.now)
        return []
      }),
    Command(
      "raw", "text: how answers are shown",
      "Show answers as markdown or as they came; with logprobs also token by token.", .look,
      [.pane(.transcript, "M"), .navigation("v")],
      run: { app, call in
        app.showNextLook(at: call.now)
        return []
      }),
    Command(
      "fold", "reasoning: show or hide",
      "Unfold the reasoning of the answer in view, or its hidden error box; or fold the reasoning.", .look,
      [.navigation(Key(.character(" "))), .pane(.transcript, Key(.enter))], hint: .init("Reasoning", 45),
      reason: { app in
        app.workspace.conversation.lastWithReasoning != nil || !app.transcript.foldedBoxes.isEmpty
          ? nil : "no answer has reasoning"
      },
      run: { app, call in app.fold(at: call.now) }),
    Command(
      "copy", "copy: answer", "Copy the answer in view as it came.", .act, [.navigation("y"), .leader("y")],
      hint: .init("Copy", 42), reason: noMessage,
      run: { app, call in app.messageInView(at: call.now).map { [.copy(app.copyItem(of: $0))] } ?? [] }),
    Command(
      "copy.menu", "copy: choose", "Copy a code block, the request, the response, the request id and more.",
      .act,
      [.navigation("Y")], hint: .init("Copy menu", 50), reason: noMessage,
      run: { app, call in
        app.openCopyMenu(at: call.now)
        return []
      }),
    Command(
      "again", "answer: ask again", "Ask again; the old answer is kept beside the new one.", .act,
      [.navigation("r"), .leader("r")], hint: .init("Ask again", 48),
      reason: { app in
        if app.waitingToRetry != nil { return nil }
        if app.workspace.conversation.awaitsAnswer { return nil }
        return noAnswer(app) ?? (app.running.isEmpty ? nil : "a reply is still streaming; x stops it")
      },
      run: { app, call in app.waitingToRetry.map { [.retryNow($0)] } ?? app.askAgain(at: call.now) }),
    Command(
      "wait", "answer: wait longer, or raise its limit",
      "Give the running answer 60 s more; or double the limit of tokens that ended it, and ask again.", .act,
      [.pane(.transcript, "+")],
      reason: { app in
        let endedAtLimit = app.workspace.conversation.last?.reply?.finishReason == "length"
        return app.running.isEmpty && !endedAtLimit
          ? "no answer is running, and none ended at its limit" : nil
      },
      run: { app, call in app.running.isEmpty ? app.raiseLimit(at: call.now) : app.waitLonger(at: call.now) }),
    Command(
      "alternative.next", "answer: next alternative",
      "Show the next of the answers that stand beside each other.",
      .look, [.navigation("]")], reason: noAlternative, run: { app, call in app.alternative(1, at: call.now) }
    ),
    Command(
      "alternative.prev", "answer: previous alternative", "Show the one before.", .look, [.navigation("[")],
      reason: noAlternative, run: { app, call in app.alternative(-1, at: call.now) }),
    Command(
      "stop", "answer: stop", "Stop this answer; what came is kept.", .act, [.navigation("x"), .leader("s")],
      hint: .init("Stop", 46), reason: { $0.running.isEmpty ? "no answer is running" : nil },
      run: { app, _ in app.running.last.map { [.stop($0.id)] } ?? [] }),
  ]

  private static let noAlternative: @Sendable (Playground) -> String? = { app in
    app.workspace.conversation.hasAlternatives
      || app.workspace.conversation.lastAnswer.flatMap {
        app.workspace.conversation[$0]?.reply?.answer.choices.count
      } ?? 0 > 1
      ? nil : "no message has alternatives"
  }
}

extension Playground {
  mutating func scrolled(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    scrollTranscript(rows, at: now)
    return []
  }

  var waitingToRetry: MessageID? {
    running.last { if case .retrying = $0.reply?.phase { true } else { false } }?.id
  }

  mutating func fold(at now: MonotonicTime) -> [Effect] {
    if let id = messageInView(at: now)?.id, transcript.foldedBoxes.remove(id) != nil { return [] }
    let inView = messageInView(at: now).flatMap { $0.reply?.hasReasoning == true ? $0.id : nil }
    guard let id = inView ?? workspace.conversation.lastWithReasoning else { return [] }
    if transcript.unfolded.remove(id) == nil { transcript.unfolded.insert(id) }
    return []
  }

  /// The newest answer, or the one in view, anew and beside the old one.
  mutating func askAgain(model: String? = nil, at now: MonotonicTime) -> [Effect] {
    if workspace.conversation.awaitsAnswer, transcript.marked == nil {
      return ask(model: model, at: now)
    }
    // From a message of the user: what follows it is asked for again.
    if let marked = transcript.marked.flatMap({ workspace.conversation[$0] }), marked.reply == nil {
      return ask(below: marked.id, model: model, at: now)
    }
    let inView = messageInView(at: now).flatMap { $0.reply == nil ? nil : $0 }
    guard let answer = inView ?? workspace.conversation.lastAnswer.flatMap({ workspace.conversation[$0] })
    else {
      return []
    }
    if let question = workspace.conversation.parent(of: answer.id).flatMap({ workspace.conversation[$0] }),
      message.isReturned, message.box.expandedText == question.written
    {
      _ = message.takeAll()
    }
    return ask(below: workspace.conversation.parent(of: answer.id), model: model, at: now)
  }

  /// Asks for an answer below a message (`nil`: at the end) and follows it.
  mutating func ask(below parent: MessageID? = nil, model: String? = nil, at now: MonotonicTime) -> [Effect] {
    let (id, request) = workspace.ask(below: parent, model: model, at: now, wallClock: wallClock(at: now))
    transcript.follow()
    return [.send(id, request)]
  }

  private static let longerSeconds = 60

  mutating func waitLonger(at now: MonotonicTime) -> [Effect] {
    guard let id = running.last?.id else { return [] }
    workspace.conversation.change(id) { $0.reply?.extraSeconds += Self.longerSeconds }
    say("Its time limits are \(Self.longerSeconds) s further away.", at: now)
    return [.waitLonger(id, seconds: Self.longerSeconds)]
  }

  /// Twice the tokens that the last answer had room for, and the same question again.
  mutating func raiseLimit(at now: MonotonicTime) -> [Effect] {
    guard let answer = workspace.conversation.last, let reply = answer.reply, reply.finishReason == "length"
    else {
      return []
    }
    let sent = reply.exchange.flatMap { try? JSONValue(parsing: $0.request.body) }
    let limit = AnswerLimit(body: .object(workspace.parameters)) ?? sent.flatMap(AnswerLimit.init(body:))
    let (name, tokens) = limit.map { ($0.name, $0.tokens) } ?? ("max_tokens", reply.outputTokens.count)
    let (doubled, overflows) = max(16, tokens).multipliedReportingOverflow(by: 2)
    guard !overflows else { return [] }
    workspace.parameters[name] = .integer(doubled)
    say("\(name) is \(doubled) now; asked again.", at: now)
    return ask(below: workspace.conversation.parent(of: answer.id), at: now)
  }

  mutating func alternative(_ step: Int, at now: MonotonicTime) -> [Effect] {
    let conversation = workspace.conversation
    let inView = messageInView(at: now)?.id
    if let id = inView, let reply = conversation[id]?.reply, reply.answer.choices.count > 1 {
      let count = reply.answer.choices.count
      let shown = (reply.shownChoice + step + count) % count
      workspace.conversation.change(id) { $0.reply?.shownChoice = shown }
      say("Choice \(shown + 1) of \(count).", at: now)
      return []
    }
    let forked = conversation.path.filter { conversation.alternatives(of: $0).count > 1 }
    guard let id = forked.first(where: { $0 == inView }) ?? forked.last else { return [] }
    let all = conversation.alternatives(of: id)
    guard let place = all.firstIndex(of: id) else { return [] }
    let next = (place + step + all.count) % all.count
    workspace.conversation.choose(all[next])
    if transcript.marked == id { transcript.marked = all[next] }
    say("Alternative \(next + 1) of \(all.count).", at: now)
    return []
  }
}

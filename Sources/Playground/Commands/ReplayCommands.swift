import RelayKit
import TerminalUI
import Workbench

/// Playing recorded exchanges again, offline: at their own pace, faster, or frame by frame.
enum ReplayCommands {
  private static let paces = [ReplayPace.recorded, .times(4), .times(16), .times(64)]

  static let table: [Command] = [
    Command(
      "replay", "replay: play again, faster",
      "Play the exchange in view beside the answer, or a file: replay PATH. While it plays: faster.",
      .look, [.pane(.wire, ">"), .pane(.transcript, ">")],
      hint: .init("Faster", 23, when: { $0.playing != nil }), verb: "replay",
      reason: { $0.playing == nil ? $0.busy : nil },
      run: { app, call in
        if let playing = app.playing { return app.play(playing, after(playing.reply?.pace), at: call.now) }
        if let path = call.argument { return [.readReplay(path)] }
        guard let message = app.wireSubject(at: call.now), let exchange = message.reply?.exchange else {
          return []
        }
        return app.beginReplay(exchange.file, name: "", beside: message.id, at: call.now)
      }),
    Command(
      "replay.step", "replay: hold, one frame",
      "Hold the replay that plays; again: show one more frame.", .look,
      [.pane(.wire, "<"), .pane(.transcript, "<")], hint: .init("Step", 24, when: { $0.playing != nil }),
      reason: { $0.playing == nil ? "no replay is playing; > plays one" : nil },
      run: { app, call in app.playing.map { app.play($0, .stepped, at: call.now) } ?? [] }),
  ]

  /// A held replay goes on as it was recorded.
  private static func after(_ pace: ReplayPace?) -> ReplayPace {
    guard let pace, let place = paces.firstIndex(of: pace) else { return .recorded }
    return paces[min(place + 1, paces.count - 1)]
  }
}

extension Playground {
  /// The replay that plays or is held.
  var playing: Message? { running.last { $0.reply?.isReplay == true } }

  mutating func play(_ message: Message, _ pace: ReplayPace, at now: MonotonicTime) -> [Effect] {
    workspace.conversation.change(message.id) { $0.reply?.pace = pace }
    return [.pace(message.id, pace)]
  }

  mutating func beginReplay(
    _ file: [UInt8], name: String, beside sibling: MessageID? = nil, at now: MonotonicTime
  ) -> [Effect] {
    guard let updates = try? ExchangeFileReader.updates(from: file), case .began(let exchange) = updates.first
    else {
      say("\(name) is no exchange file of bayside.", at: now)
      return []
    }
    if sibling == nil, let request = try? ChatRequest(body: exchange.request.body) {
      workspace.take(request, at: wallClock(at: now))
    }
    let id = workspace.openReplay(
      model: exchange.requestedModel, beside: sibling, at: now, wallClock: wallClock(at: now))
    if let seated { comparison.own(id, by: seated) }
    transcript.follow()
    return [.replay(id, file)]
  }
}

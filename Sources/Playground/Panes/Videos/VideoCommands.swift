import RelayKit
import TerminalUI
import Workbench

/// The board of video tasks.
enum VideoCommands {
  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], _ group: Command.Group = .act,
    hint: Command.Hint? = nil, verb: String? = nil,
    _ run: @escaping @Sendable (inout Playground, Invocation) -> [Effect]
  ) -> Command {
    let panes: [PaneID] = [.videoList, .videoTask, .videoAnswer]
    return Command(
      id, "video: \(title)", help, group, panes.flatMap { pane in keys.map { .pane(pane, $0) } }, hint: hint,
      verb: verb,
      reason: {
        if $0.face != .videos || $0.view != .chat { return "this is for videos; Ctrl-X V shows them" }
        return $0.videos.task == nil ? "there is no task" : nil
      }, run: run)
  }

  static let table: [Command] = [
    Command(
      "videos", "videos: the board", "The tasks of videos, those of before too.", .go, [.leader("V")],
      run: { app, _ in app.openVideos() }),
    command("video.down", "down", "The next task, or a line down.", [.letter("j"), Key(.down)], .move) {
      app, _ in
      app.moveInVideos(1, app.focus)
    },
    command("video.up", "up", "The task before, or a line up.", [.letter("k"), Key(.up)], .move) { app, _ in
      app.moveInVideos(-1, app.focus)
    },
    command(
      "video.check", "check now", "Ask the relay now, go on watching, and fetch what is not fetched.",
      [.letter("R")], hint: .init("Check now", 10)
    ) { app, _ in app.videos.task.map { [.checkVideo($0.id)] } ?? [] },
    command(
      "video.open", "open", "Open the file with your own program for videos.", [Key(.enter), .letter("o")],
      hint: .init("Open", 12, when: { $0.videos.task?.hasFile == true })
    ) { app, call in app.videoFile(at: call.now).map { [.openFile($0.path)] } ?? [] },
    command(
      "video.save", "save as", "Copy the file to a path that you type.", [.letter("w")],
      hint: .init("Save", 14, when: { $0.videos.task?.hasFile == true }), verb: "save-video"
    ) {
      app, call in app.saveVideoAs(call)
    },
    command(
      "video.copy", "copy id", "Copy the relay's id of the task.", [.letter("y")], hint: .init("Copy id", 16)
    ) {
      app, call in
      guard let id = app.videos.task?.serverID else {
        app.say("The relay gave no id.", at: call.now)
        return []
      }
      return [.copy(CopyItem(name: "id", text: id, fileName: "id.txt"))]
    },
    command(
      "video.copy.path", "copy path", "Copy the path of the file; through ssh, the line that fetches it.",
      [.letter("Y")], hint: .init("Copy path", 17, when: { $0.videos.task?.hasFile == true })
    ) { app, call in app.videoFile(at: call.now).map { [.copy(app.pathItem($0.path))] } ?? [] },
    command(
      "video.stop", "stop watching", "Ask the relay no more; the task itself goes on.", [.letter("x")],
      hint: .init("Stop watching", 18, when: { $0.videos.task?.isOpen == true })
    ) { app, call in
      guard let task = app.videos.task, task.isOpen else {
        app.say("It is not watched any more.", at: call.now)
        return []
      }
      return [.stopWatchingVideo(task.id)]
    },
    command(
      "video.again", "again", "Open the same prompt to ask once more: a new task, paid anew.", [.letter("r")],
      hint: .init("Again", 20)
    ) { app, call in app.askForVideoAgain(at: call.now) },
    command(
      "video.remove", "remove the row", "Take the task off the board; its file and the relay's task stay.",
      [.letter("d"), Key(.delete)], hint: .init("Remove row", 22)
    ) { app, call in app.askToRemoveVideo(at: call.now) },
    command("video.tab.next", "next tab", "Answer, log or first frame.", [.letter("]")], .look) { app, _ in
      app.stepVideoTab(1)
    },
    command("video.tab.previous", "previous tab", "Answer, log or first frame.", [.letter("[")], .look) {
      app, _ in
      app.stepVideoTab(-1)
    },
  ]
}

extension Playground {
  mutating func openVideos() -> [Effect] {
    standUp()
    if view != .chat { show(.chat) }
    (face, focus, isZoomed) = (.videos, .videoList, false)
    return [.listVideos]
  }

  mutating func moveInVideos(_ rows: Int, _ pane: PaneID) -> [Effect] {
    switch pane {
    case .videoTask: videos.taskTop = max(0, videos.taskTop + rows)
    case .videoAnswer: videos.answerTop = max(0, videos.answerTop + rows)
    default:
      let list = videos.list
      guard !list.isEmpty else { return [] }
      videos.marked = list[min(max(0, videos.markedIndex + rows), list.count - 1)].id
      (videos.taskTop, videos.answerTop) = (0, 0)
    }
    return []
  }

  mutating func pointInVideos(row: Int) -> [Effect] {
    if videos.list.indices.contains(row) { videos.marked = videos.list[row].id }
    return []
  }

  mutating func stepVideoTab(_ step: Int) -> [Effect] {
    let count = VideosPane.Tab.allCases.count
    videos.tab = VideosPane.Tab(rawValue: (videos.tab.rawValue + step + count) % count) ?? .log
    videos.answerTop = 0
    return []
  }

  /// The whole file of the marked task; `nil` when that was told instead.
  mutating func videoFile(at now: MonotonicTime) -> VideoFile? {
    if let task = videos.task, task.hasFile { return task.file }
    if let task = videos.task { say(task.missingFileWords, seconds: 10, at: now) }
    return nil
  }

  mutating func saveVideoAs(_ call: Invocation) -> [Effect] {
    guard let file = videoFile(at: call.now) else { return [] }
    guard let path = call.argument?.trimmedPath, !path.isEmpty else {
      overlay = .list(
        .typed(
          for: "video.save", title: "Save as", note: Self.savingNote,
          text: "./\(file.name)"))
      return []
    }
    return [.saveAs(.file(file.path), path: path, "video.save")]
  }

  mutating func askToRemoveVideo(at now: MonotonicTime) -> [Effect] {
    guard let task = videos.task else { return [] }
    var lines = ["The row is gone then; its file stays where it is."]
    if task.isUnfinished { lines.append("The task goes on at the relay, and nobody fetches what it makes.") }
    overlay = .question(
      Question(
        title: "Remove the task?", lines: lines,
        choices: [("Keep it", .stay), ("Remove it", .removeVideo(task.id))]))
    return []
  }
}

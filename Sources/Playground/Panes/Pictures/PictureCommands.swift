import RelayKit
import TerminalUI
import Workbench

/// Pictures of answers: looking at them, and doing something with their files.
enum PictureCommands {
  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], _ group: Command.Group = .act,
    hint: Command.Hint? = nil, verb: String? = nil,
    _ run: @escaping @Sendable (inout Playground, Invocation) -> [Effect]
  ) -> Command {
    Command(
      id, "image: \(title)", help, group, keys.map { .pane(.picture, $0) }, hint: hint, verb: verb,
      reason: {
        if $0.face != .pictures || $0.view != .chat { return "this is for images; Ctrl-X I shows them" }
        return $0.pictures.shown == nil ? "there is no image" : nil
      }, run: run)
  }

  private static let noPicture: @Sendable (Playground) -> String? = {
    $0.allPictures.isEmpty ? "no answer has an image yet" : nil
  }

  static let table: [Command] = [
    Command(
      "pictures", "images: show", "Show the images of the answers large, one by one or as a gallery.", .look,
      [.leader("I"), .pane(.transcript, "p")],
      hint: .init("Image", 12, when: { !$0.allPictures.isEmpty && $0.view == .chat }), reason: noPicture,
      run: { app, call in app.openPictures(at: call.now) }),
    command(
      "picture.next", "next", "The next image.", [.letter("]"), .letter("n"), .letter(" ")], .move,
      hint: .init("Image", 6, after: "picture.previous", when: { $0.pictures.list.count > 1 })
    ) { app, _ in app.stepPicture(1) },
    command("picture.previous", "previous", "The image before.", [.letter("["), .letter("N")], .move) {
      app, _ in
      app.stepPicture(-1)
    },
    command(
      "picture.copy", "copy path", "Copy the path of the file; through ssh, the line that fetches it.",
      [.letter("y")], hint: .init("Copy path", 10)
    ) { app, call in app.copyPicturePath(at: call.now) },
    command("picture.copy.menu", "copy menu", "Copy its path, prompt or bytes' address.", [.letter("Y")]) {
      app, call in app.openPictureCopyMenu(call)
    },
    command(
      "picture.open", "open with your program", "Open the file with your own program for images.",
      [.letter("o")], hint: .init("Open", 12)
    ) { app, call in app.openPictureFile(at: call.now) },
    command(
      "picture.save", "save as", "Copy the file to a path that you type.", [.letter("w")],
      hint: .init("Save as", 14), verb: "save-image"
    ) { app, call in app.savePictureAs(call) },
    command(
      "picture.mode", "view mode", "Blocks, letters, or the terminal's own pictures where it has some.",
      [.letter("v")], .look, hint: .init("View mode", 16)
    ) { app, call in app.nextPictureMode(at: call.now) },
    command(
      "picture.again", "ask again", "Ask for it again; this is a new request.", [.letter("r")],
      hint: .init("Again", 18)
    ) { app, call in app.askForPictureAgain(at: call.now) },
    command(
      "picture.edit", "edit", "Take it as the picture to start from: the next prompt changes it.",
      [.letter("e")], hint: .init("Edit", 20)
    ) { app, call in app.editPicture(at: call.now) },
    command(
      "picture.gallery", "gallery", "All images, small, and back.", [.letter("g")], .look,
      hint: .init("Gallery", 7, when: { $0.pictures.list.count > 1 })
    ) { app, _ in
      app.pictures.isGallery.toggle()
      return []
    },
    command(
      "picture.before", "before and after",
      "The picture that an edit began with: in its place, beside it, hidden.",
      [.letter("b")], .look,
      hint: .init("Before/after", 8, when: { $0.pictures.shown.flatMap($0.originalSource) != nil })
    ) { app, call in app.stepBefore(at: call.now) },
    command(
      "picture.zoom", "larger", "Twice as large; after the largest, all of it again.",
      [.letter("z"), .letter("+")], .look, hint: .init("Zoom", 26)
    ) { app, _ in app.zoomPicture(1) },
    command("picture.zoom.out", "smaller", "Half as large.", [.letter("-")], .look) { app, _ in
      app.zoomPicture(-1)
    },
    command("picture.fit", "all of it", "As large as the pane.", [.letter("0")], .look) { app, _ in
      app.zoomPicture(0)
    },
    command(
      "picture.open.marked", "show the marked one", "From the gallery, one image.", [Key(.enter)], .look
    ) {
      app, call in
      if app.pictures.isGallery {
        app.pictures.isGallery = false
        return []
      }
      return app.openPictureFile(at: call.now)
    },
    command(
      "picture.left", "left", "Left: in the gallery, or in an enlarged image.", [Key(.left), .letter("h")],
      .move
    ) {
      app, _ in app.movePicture(-1, 0)
    },
    command("picture.right", "right", "Right.", [Key(.right), .letter("l")], .move) { app, _ in
      app.movePicture(1, 0)
    },
    command("picture.up", "up", "Up.", [Key(.up), .letter("k")], .move) { app, _ in app.movePicture(0, -1) },
    command("picture.down", "down", "Down.", [Key(.down), .letter("j")], .move) { app, _ in
      app.movePicture(0, 1)
    },
    Command(
      "picture.details.down", "image: details down", "A line down.", .move,
      [.pane(.pictureDetails, "j"), .pane(.pictureDetails, Key(.down))],
      run: { app, _ in app.scrollPictureDetails(1) }),
    Command(
      "picture.details.up", "image: details up", "A line up.", .move,
      [.pane(.pictureDetails, "k"), .pane(.pictureDetails, Key(.up))],
      run: { app, _ in app.scrollPictureDetails(-1) }),
    Command(
      "mask", "attach: a mask",
      "For an edit: a PNG whose transparent parts are drawn anew; mask PATH.", .message, [], verb: "mask",
      reason: {
        $0.workspace.kind == .image ? nil : "this is for images; Ctrl-X m picks a model that makes some"
      },
      run: { app, call in
        guard let path = call.argument?.trimmedPath, !path.isEmpty else {
          app.overlay = .list(
            .typed(for: "mask", title: "Mask", note: "Type the path of a PNG with transparent parts."))
          return []
        }
        return [.readMask(path)]
      }),
  ]
}

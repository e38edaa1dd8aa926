import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct PictureScenarios {
  @Test func aModelThatMakesPicturesTakesTheMessageAsItsPrompt() throws {
    var stage = Stage.painting()
    stage.expect("Prompt for pictures", "gpt-image-1 makes pictures")
    stage.type("a harbour")
    stage.press(.enter)
    guard case .send(_, .media(let request))? = stage.takeEffects().last else {
      Issue.record("Nothing was sent.")
      return
    }
    #expect(request.kind == .image)
    #expect(request.path == "/images/generations")
    #expect(request.fields.members.map(\.key) == ["model", "prompt"])
    #expect(request.fields["prompt"] == .string("a harbour"))
    #expect(request.fields["model"] == .string("gpt-image-1"))
  }

  @Test func aModelForChatsGoesBackToMessages() {
    var stage = Stage.painting()
    _ = stage.playground.perform("model", argument: "gpt-5.4", at: stage.now)
    stage.expectNot("Prompt for pictures")
    stage.type("hello")
    stage.press(.enter)
    #expect(stage.takeRequest()?.model == "gpt-5.4")
  }

  @Test func theFormsValuesAreSentWithThePrompt() throws {
    var stage = Stage.painting()
    stage.playground.workspace.mediaDrafts[.image]?.body["size"] = .string("1536x1024")
    stage.playground.workspace.mediaDrafts[.image]?.body["n"] = .integer(2)
    stage.type("a harbour")
    stage.press(.enter)
    guard case .send(_, .media(let request))? = stage.takeEffects().last else {
      Issue.record("Nothing was sent.")
      return
    }
    #expect(request.fields["size"] == .string("1536x1024"))
    #expect(request.fields["n"]?.intValue == 2)
  }

  @Test func anAttachedPictureMakesItAnEdit() throws {
    var stage = Stage.painting()
    stage.update(.attached(Stage.png(width: 8, height: 8), name: "./boat.png"))
    #expect(
      stage.playground.perform("mask", argument: "hole.png", at: stage.now) == [.readMask("hole.png")])
    stage.update(.maskRead(Stage.png(width: 8, height: 8), name: "hole.png"))
    stage.expect("[mask hole.png")
    stage.type("make it red")
    stage.press(.enter)
    guard case .send(_, .media(let request))? = stage.takeEffects().last else {
      Issue.record("Nothing was sent.")
      return
    }
    #expect(request.kind == .imageEdit)
    #expect(request.path == "/images/edits")
    #expect(request.files.map(\.field) == ["image", "mask"])
    #expect(request.files.map(\.name) == ["boat.png", "hole.png"])
    #expect(request.files.first?.bytes == Stage.png(width: 8, height: 8))
  }

  @Test(arguments: [(120, 36), (80, 24)])
  func aPictureStandsInTheAnswer(columns: Int, rows: Int) throws {
    var stage = Stage.painting(columns: columns, rows: rows)
    stage.paint("a small harbour at dawn")
    let effects = stage.effects
    #expect(effects.contains(.savePictures(stage.answer, prompt: "a small harbour at dawn")))
    stage.drawAll()
    stage.update(
      .picturesSaved(
        stage.answer, [stage.saved(path: "/home/user/bayside/images/2026-11-26/harbour.png")]))
    stage.drawAll()
    stage.expect("✓ DONE", "PNG 1536 x 1024, 1.9 MB", "saved ~/bayside/images/2026-11-26/harbour.png")
    stage.expectNot("EMPTY", "TTFT")
    stage.golden("picture-inline-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 36), (80, 24)])
  func onePictureLarge(columns: Int, rows: Int) throws {
    var stage = Stage.painting(columns: columns, rows: rows)
    stage.paint("two boats", [(1536, 1024), (1024, 1024)], revised: "Two small boats")
    stage.update(
      .picturesSaved(
        stage.answer,
        [
          stage.saved(path: "/home/user/bayside/images/2026-11-26/boats-1.png"),
          stage.saved(1, path: "/home/user/bayside/images/2026-11-26/boats-2.png"),
        ]))
    stage.leader("I")
    stage.drawAll()
    stage.golden("picture-large-\(columns)x\(rows)")
    stage.expect("Image 1 of 2")
    stage.press("]")
    stage.expect("Image 2 of 2")
    stage.press("[")
    stage.expect("Image 1 of 2")
    stage.press("y")
    #expect(
      stage.takeEffects().last
        == .copy(
          CopyItem(
            name: "path", text: "/home/user/bayside/images/2026-11-26/boats-1.png", fileName: "path.txt")))
    stage.press("o")
    #expect(stage.takeEffects().last == .openFile("/home/user/bayside/images/2026-11-26/boats-1.png"))
    stage.press(.escape)
    stage.expect("Transcript")
  }

  @Test func zoomShowsAPartAndArrowsMoveIt() throws {
    var stage = Stage.painting()
    stage.paint("a boat")
    stage.leader("I")
    _ = stage.takeEffects()
    stage.press("z")
    guard case .drawPicture(let key, _)? = stage.takeEffects().last else {
      Issue.record("Nothing was drawn.")
      return
    }
    #expect(key.window.width == 500)
    #expect(key.window.left == 250)
    stage.press(.init(.right), .init(.right), .init(.right))
    guard case .drawPicture(let moved, _)? = stage.takeEffects().last else {
      Issue.record("Nothing was drawn.")
      return
    }
    #expect(moved.window.left == 500)
    stage.press("0")
    #expect(stage.playground.pictures.zoom == 1)
  }

  @Test func theGalleryShowsAllOfThem() throws {
    var stage = Stage.painting()
    for prompt in ["one", "two", "three"] { stage.paint(prompt) }
    stage.leader("I")
    stage.press("g")
    stage.drawAll()
    stage.golden("gallery-120x36")
    stage.press(.init(.left), .enter)
    stage.expect("Image 2 of 3")
  }

  @Test func anEditCanBeComparedWithWhatItBeganWith() throws {
    var stage = Stage.painting()
    stage.update(.attached(Stage.png(width: 64, height: 64), name: "boat.png"))
    stage.paint("make it red", [(64, 64)])
    stage.leader("I")
    _ = stage.takeEffects()
    stage.press("b")
    stage.expect("before the edit")
    stage.press("b")
    let keys = stage.takeEffects().compactMap { if case .drawPicture(let key, _) = $0 { key } else { nil } }
    #expect(keys.contains { if case .attached = $0.source { true } else { false } })
    stage.expect("before", "after")
  }

  @Test func aPictureCanBeEditedFurther() throws {
    var stage = Stage.painting()
    stage.paint("a boat")
    stage.leader("I")
    stage.press("e")
    stage.expect("The next prompt changes this image")
    stage.type("at night")
    stage.press(.enter)
    guard case .send(_, .media(let request))? = stage.takeEffects().last else {
      Issue.record("Nothing was sent.")
      return
    }
    #expect(request.kind == .imageEdit)
    #expect(request.files.first?.bytes == Stage.png(width: 1536, height: 1024))
  }

  @Test func whatIsWrongWithAFileIsSaidBelowThePicture() throws {
    var stage = Stage.painting()
    stage.paint("a boat")
    let note = "The file is cut off: a whole PNG ends in another way. What came is saved."
    stage.update(.picturesSaved(stage.answer, [stage.saved(path: "/tmp/x.png", note: note)]))
    stage.expect("! The file is cut off")
  }

  @Test func aLinkThatCannotBeFetchedLeavesASentence() throws {
    var stage = Stage.painting()
    stage.ask("a boat")
    stage.head(200)
    stage.stream(.picture(choice: 0, position: 0, Stage.picture(.link("https://cdn.example/x.png"))))
    stage.end(.done, finish: nil)
    stage.expect("fetching its link")
    var file = stage.saved(path: "", note: "The picture could not be fetched (HTTP 403): Forbidden.")
    file.byteCount = 0
    stage.update(.picturesSaved(stage.answer, [file]))
    stage.expect("could not be fetched (HTTP 403)")
  }

  @Test func aPictureThatCannotBeDrawnSaysWhy() throws {
    var stage = Stage.painting()
    stage.paint("a boat")
    for case .drawPicture(let key, _) in stage.takeEffects() {
      stage.update(.pictureDrawn(key, .failed("The picture says that it has 99999 x 99999 pixels.")))
    }
    stage.expect("! The picture says that it has 99999 x 99999 pixels.")
  }

  @Test func inPrivateModeNothingIsSavedByItself() throws {
    var preferences = Preferences()
    preferences.isPrivate = true
    var stage = Stage.painting(preferences: preferences)
    stage.paint("a secret boat")
    #expect(!stage.effects.contains { if case .savePictures = $0 { true } else { false } })
    stage.leader("I")
    stage.expect("Not saved", "This is private: w writes it")
  }

  @Test func theTextOfAChatWithAPictureHoldsNoBytes() throws {
    var stage = Stage(columns: 100, rows: 36)
    stage.ask("draw a cat")
    stage.say("Here:\n\n![cat](picture:1)\n\nMore?")
    stage.stream(
      .picture(choice: 0, position: 0, Stage.picture(.bytes(Stage.png(width: 64, height: 64)))))
    stage.end(.done)
    stage.drawAll()
    stage.expect("Here:", "[image 1]", "More?", "PNG 64 x 64")
    stage.expectNot("picture:1")
  }

  @Test func aPictureIsKeptWithItsFileAndOpenedAgain() throws {
    var stage = Stage.painting()
    stage.paint("a boat")
    stage.update(.picturesSaved(stage.answer, [stage.saved(path: "/home/user/boat.png")]))
    let image = try #require(stage.kept.last).image
    let answer = try #require(image.messages.last)
    #expect(String(decoding: answer.content, as: UTF8.self).contains("/home/user/boat.png"))
    let shape = String(decoding: image.shape, as: UTF8.self)
    #expect(shape.contains("\"kind\":\"image\""))
    #expect(shape.contains("gpt-image-1"))
  }

  @Test func lanesOfPictureModelsAskForPictures() throws {
    var stage = Stage.painting()
    stage.leader("2")
    _ = stage.playground.perform("lane.add", argument: "gpt-image-1 dall-e-3", at: stage.now)
    stage.type("a boat")
    stage.press(.enter)
    let requests = stage.takeEffects().compactMap {
      if case .sendInLane(_, .media(let request)) = $0 { request } else { nil }
    }
    #expect(requests.map(\.model) == ["gpt-image-1", "dall-e-3"])
    #expect(requests.allSatisfy { $0.fields["prompt"] == .string("a boat") })
  }

  @Test func videoModelsAreNoLanes() throws {
    var stage = Stage.painting()
    stage.leader("2")
    _ = stage.playground.perform("lane.add", argument: "veo-3.1-generate", at: stage.now)
    stage.expect("tasks of their own")
    #expect(stage.playground.comparison.isEmpty)
  }

  /// An edit of `p-1.png`, 64 x 64, shown large; the picture that it began with is seen after `b`.
  private func edited(columns: Int = 120, rows: Int = 36) -> Stage {
    var stage = Stage.painting(columns: columns, rows: rows)
    stage.update(.attached(Stage.png(width: 64, height: 64), name: "./p-1.png"))
    stage.paint("make it foggy")
    stage.update(.picturesSaved(stage.answer, [stage.saved(path: "/home/user/bayside/images/foggy.png")]))
    stage.leader("I")
    stage.drawAll()
    stage.pass(seconds: 20)
    _ = stage.takeEffects()
    return stage
  }

  @Test(arguments: [(120, 36), (80, 24)])
  func detailsAreOfThePictureThatIsLookedAt(columns: Int, rows: Int) {
    var stage = edited(columns: columns, rows: rows)
    stage.expect("PNG 1536 x 1024,", "1.9 MB")
    stage.press("b")
    stage.expect("p-1.png", "PNG 64 x 64, 45 B", "It was sent under this name")
    stage.expectNot("1536 x 1024", "foggy.png", "DONE")
    _ = stage.takeEffects()
    stage.press("y")
    stage.press("Y")
    stage.press("o")
    #expect(stage.takeEffects().allSatisfy { if case .drawPicture = $0 { true } else { false } })
    stage.expect("This picture was sent as p-1.png: w writes it")
    stage.press("w")
    stage.expect("Save as", "> ./p-1.png")
    stage.press(.enter)
    #expect(
      stage.takeEffects().last
        == .saveAs(.bytes(Stage.png(width: 64, height: 64)), path: "./p-1.png", "picture.save"))
    stage.press("b", "b")
    stage.expect("1536 x 1024")
    stage.press("y")
    #expect(stage.takeEffects().contains { if case .copy = $0 { true } else { false } })
  }

  @Test func theFooterShowsWhatThereIsToSeeFirst() {
    var stage = edited(columns: 80, rows: 24)
    stage.expect("[NAV] b Before/after  y Copy path")
    stage.expectNot("g Gallery")
    stage.press("e")
    stage.paint("at night", [(64, 64), (64, 64)])
    stage.pass(seconds: 20)
    stage.leader("I")
    stage.pass(seconds: 20)
    stage.expect("[NAV] [ ] Image  g Gallery  b Before/after  y Copy path", "Image 2 of 3")
  }

  @Test func namesAndSizesAreNotBrokenInTheirMiddle() {
    var stage = Stage.painting()
    stage.paint("a small harbour at dawn")
    var file = stage.saved(path: "/home/user/bayside/images/2026-11-26/144230-a-small-harbour-at-dawn.png")
    file.byteCount = 24_800
    stage.update(.picturesSaved(stage.answer, [file]))
    stage.leader("I")
    stage.expect("│ 144230-a-small-harbour-at- ", "│ dawn.png ", "PNG 1536 x 1024,  ", " 24.8 kB")
    stage.resize(80, 24)
    stage.expect("file   PNG 1536 x 1024, 24.8 kB")
  }

  @Test func fewPicturesFillTheGalleryAndNamesKeepTheirEnding() {
    var stage = Stage.painting()
    stage.paint("two boats", [(1024, 1024), (1024, 1024)])
    let name = "/home/user/145102-" + String(repeating: "a-long-way-", count: 6) + "boats-"
    stage.update(
      .picturesSaved(
        stage.answer, [stage.saved(path: name + "1.png"), stage.saved(1, path: name + "2.png")]))
    stage.leader("I")
    _ = stage.takeEffects()
    stage.press("g")
    let sizes = stage.takeEffects().compactMap { effect -> Size? in
      if case .drawPicture(let key, _) = effect { Size(columns: key.columns, rows: key.rows) } else { nil }
    }
    #expect(sizes.count == 2)
    #expect(sizes.allSatisfy { $0.columns > 34 && $0.rows > 16 }, "\(sizes)")
    stage.expect("▸145102-", "boats-1.png", "boats-2.png")
  }

  @Test func whatIsDamagedInItsMiddleIsSaidWhereverItIsShown() {
    var stage = Stage.painting()
    let damage = "The PNG file is cut off; what is missing is left empty."
    stage.paint("a boat")
    stage.drawAll(damage: damage)
    stage.expect("! \(damage)")
    stage.leader("I")
    stage.drawAll(damage: damage)
    stage.drawAll(damage: damage)
    stage.expect("┃ ! \(damage)", "! The PNG file is cut")
    stage.resize(80, 24)
    stage.drawAll(damage: damage)
    stage.expect("┃ ! \(damage)")
  }

  @Test func aPathThatCannotBeWrittenIsTypedOn() {
    var stage = Stage.painting()
    stage.paint("a boat")
    stage.update(.picturesSaved(stage.answer, [stage.saved(path: "/home/user/boat.png")]))
    stage.leader("I")
    stage.press("w")
    stage.expect("Save as", "> ./boat.png", "Type a path; nothing is replaced.")
    stage.expectNot("type to filter", " of 0", "▸ ./boat")
    stage.control("u")
    stage.type("/proc/nope/boat.png")
    _ = stage.takeEffects()
    stage.press(.enter)
    #expect(
      stage.takeEffects().last
        == .saveAs(.file("/home/user/boat.png"), path: "/proc/nope/boat.png", "picture.save"))
    stage.expectNot("Save as ━")
    stage.update(.notSavedAs("picture.save", path: "/proc/nope/boat.png", "/proc/nope cannot be made."))
    stage.expect("Save as", "> /proc/nope/boat.png", "/proc/nope cannot be made. Type a path")
    // One Esc closes it, whatever is typed.
    stage.press(.escape)
    stage.expectNot("> /proc/nope/boat.png")
    stage.press("g")
    stage.update(.notSavedAs("video.save", path: "x.mp4", "x.mp4 cannot be written."))
    stage.expect("x.mp4 cannot be written.")
    stage.expectNot("> x.mp4")
  }

  @Test func theBodyOfAFormIsNotCutAtTheFrame() {
    var stage = Stage.painting()
    let name = "a-small-harbour-at-dawn-seen-from-the-quay-1.png"
    stage.update(.attached(Stage.png(width: 64, height: 64), name: name))
    stage.leader("o")
    stage.expect("│ POST /v1/images/edits ", "│ multipart/form-data ", "-1.png  45 B")
  }
}

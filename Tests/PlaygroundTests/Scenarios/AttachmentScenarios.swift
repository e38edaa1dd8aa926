import RelayKit
import TerminalUI
import Testing

@testable import Playground

/// Finding the file that goes with a message.
struct AttachmentScenarios {
  @Test(arguments: [
    ("/tmp/a b.png\n", "/tmp/a b.png"), ("'/tmp/it.JPG'", "/tmp/it.JPG"),
    (#"/tmp/a\ b.webp "#, "/tmp/a b.webp"),
    ("file:///tmp/a%20%C3%B1.gif", "/tmp/a ñ.gif"), ("~/harbour.jpeg", "~/harbour.jpeg"),
  ])
  func pastedPathsOfPicturesAreKnown(text: String, path: String) {
    #expect(PastedPath.picture(in: text) == path)
  }

  @Test(arguments: [
    "harbour.png", "/tmp/x.txt", "/a.png\n/b.png", "file:///%zz.png", "", "'", "see /tmp/a.png now",
  ])
  func otherTextIsText(text: String) { #expect(PastedPath.picture(in: text) == nil) }

  @Test func aPastedPictureIsAttachedOrStaysText() {
    var stage = Stage()
    stage.paste("/tmp/harbour.png")
    #expect(stage.takeEffects() == [.readPastedPath("/tmp/harbour.png", pasted: "/tmp/harbour.png")])
    stage.update(.pathWasText("/tmp/harbour.png"))
    stage.expect("> /tmp/harbour.png")
    stage.control("c")
    stage.update(.attached([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], name: "/tmp/harbour.png"))
    stage.expect("[harbour.png 9 B]")
  }

  @Test func tabBehindAnAtSignListsFilesAndTheChosenOneReplacesTheWord() {
    var stage = Stage()
    stage.type("look at @pics/har")
    stage.press(Key(.tab))
    #expect(stage.takeEffects() == [.listFiles(directory: "pics/")])
    stage.update(.filesListed(directory: "pics/", ["old/", "harbour.txt", "other.txt"]))
    stage.expect("Attach from pics/", "harbour.txt")
    stage.expectNot("other.txt")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.readAttachment("pics/harbour.txt")])
    stage.update(.attached(Array("boats".utf8), name: "pics/harbour.txt"))
    stage.expect("> look at", "[harbour.txt 5 B]")
    stage.expectNot("@pics")
  }

  @Test func directoriesAreEntered() {
    var stage = Stage()
    stage.press(.escape, Key(.character("a")))
    #expect(stage.takeEffects() == [.listFiles(directory: "./")])
    stage.update(.filesListed(directory: "./", ["docs/", "a.txt"]))
    stage.press(Key(.down), .enter)
    #expect(stage.takeEffects() == [.listFiles(directory: "./docs/")])
    stage.update(.filesListed(directory: "./docs/", []))
    stage.expect("Nothing is in it.")
    stage.press(.escape)
    stage.update(.filesListed(directory: "./gone/", nil))
    stage.expect("./gone/ cannot be listed.")
  }
}

import Testing
import Workbench

struct MediaFileNameTests {
  @Test func aNameTellsDayTimeAndPrompt() {
    // 2026-11-26 10:45:12 UTC.
    let name = MediaFileName(prompt: "A small harbour, at dawn!", time: 1_795_689_912, utcOffset: 0)
    #expect(name.path(number: 1, ending: "png") == "2026-11-26/104512-a-small-harbour-at-dawn-1.png")
    #expect(name.path(number: nil, ending: "jpg") == "2026-11-26/104512-a-small-harbour-at-dawn.jpg")
    #expect(
      name.path(number: 2, ending: "png", copy: 3) == "2026-11-26/104512-a-small-harbour-at-dawn-2_3.png")
    let east = MediaFileName(prompt: "x", time: 1_795_689_912, utcOffset: 14 * 3600)
    #expect(east.day == "2026-11-27" && east.clock == "004512")
  }

  @Test func theModelStandsBehindThePromptWhereSeveralWereAsked() {
    let name = MediaFileName(prompt: "A cat", time: 1_795_689_912, utcOffset: 0, model: "maker/pic-1.5")
    #expect(name.path(number: nil, ending: "png") == "2026-11-26/104512-a-cat-maker-pic-1-5.png")
    let bare = MediaFileName(prompt: "💥", time: 1_795_689_912, utcOffset: 0, model: "pic")
    #expect(bare.stem == "104512-pic")
  }

  @Test func nameOfAnyScriptStaysReadable() {
    #expect(MediaFileName.slug("港口 的 黎明") == "港口-的-黎明")
    #expect(MediaFileName.slug("Ein Öltanker, 3 Möwen") == "ein-öltanker-3-möwen")
    #expect(MediaFileName.slug("ميناء صغير") == "ميناء-صغير")
    #expect(MediaFileName.slug("नमस्ते दुनिया") == "नमस्ते-दुनिया")
  }

  @Test(arguments: [
    "../../etc/passwd", "/absolute", "a/../b", ".hidden", "nul\0byte", "line\nbreak\u{1B}[31mred", "~root",
    "\u{202E}gnp.exe", "-rf *", "C:\\windows", "..", "   ", "💥🔥",
    "a\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}b",
  ])
  func noPromptLeadsElsewhereOrDrivesATerminal(_ prompt: String) {
    let slug = MediaFileName.slug(prompt)
    #expect(!slug.hasPrefix("-") && !slug.hasSuffix("-") && !slug.contains("--"))
    for scalar in slug.unicodeScalars {
      #expect(!"/\\.~:*?\"<>|".unicodeScalars.contains(scalar))
      #expect(scalar.value >= 0x20 && scalar.value != 0x7F && !(0x202A...0x2069).contains(scalar.value))
    }
    let path = MediaFileName(prompt: prompt, time: 0, utcOffset: 0).path(number: 1, ending: "png")
    #expect(path.hasPrefix("1970-01-01/000000-") && path.split(separator: "/").count == 2)
  }

  @Test func aLongPromptIsCutAtAWord() {
    let slug = MediaFileName.slug(String(repeating: "harbour ", count: 200))
    #expect(slug == "harbour-harbour-harbour-harbour-harbour-harbour-harbour")
    let chinese = MediaFileName.slug(String(repeating: "港", count: 400))
    #expect(chinese.utf8.count <= 60 && chinese.utf8.count > 50)
    #expect(MediaFileName.slug(String(repeating: "x", count: 5000)).utf8.count == 60)
  }

  @Test func aKeyInThePromptIsInNoName() {
    let slug = MediaFileName.slug("draw sk-fake-Zq81kfPq77dWmx0245hG please")
    #expect(!slug.contains("zq81kfpq77") && slug.contains("please"))
  }
}

struct FileNamePatternTests {
  private let name = MediaFileName(prompt: "A cat", time: 1_795_689_912, utcOffset: 0)

  private func path(
    _ pattern: String, number: Int = 1, of count: Int = 1, ending: String = "png", copy: Int = 1
  )
    throws -> String
  {
    try FileNamePattern(pattern).path(
      name, model: "a/b-1", number: number, isOneOfSeveral: count > 1, ending: ending, copy: copy)
  }

  @Test func placesAreFilledIn() throws {
    #expect(
      try path("out/{date}/{time}-{prompt}-{model}-{n}.{ext}") == "out/2026-11-26/104512-a-cat-a-b-1-1.png")
    #expect(try path("cat", ending: "webp") == "cat.webp")
    #expect(try path("cat.jpg") == "cat.jpg")
    #expect(try path(".hidden") == ".hidden.png")
    #expect(try path("a.b/cat") == "a.b/cat.png")
  }

  @Test func severalFilesGetTheirNumber() throws {
    #expect(try path("cat.png", number: 2, of: 2) == "cat-2.png")
    #expect(try path("cat-{n}.png", number: 2, of: 2) == "cat-2.png")
    #expect(try path("cat.png", copy: 2) == "cat_2.png")
    #expect(try path("cat-{n}.png", number: 2, of: 2, copy: 4) == "cat-2_4.png")
  }

  @Test func anUnknownPlaceIsSaid() {
    #expect(throws: FileNamePattern.Problem.self) { try FileNamePattern("{nn}.png") }
    #expect(throws: FileNamePattern.Problem.self) { try FileNamePattern("") }
    #expect(throws: Never.self) { try FileNamePattern("brace{.png") }
  }
}

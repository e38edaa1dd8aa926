import JSON5
import RelayKit
import Testing

@testable import Workbench

struct PresetTests {
  @Test func aPresetReadsBackAsItWasWritten() throws {
    let parameters = try #require(
      try JSONValue(parsing: #"{"temperature":0.70,"stop":["a"],"x":{"y":null}}"#).objectValue)
    var preset = Preset(
      name: "web banner", kind: .image, model: "m", system: "Be \"brief\".\nAlways.", parameters: parameters,
      streams: false, note: "中文")
    preset.unknown["later"] = .array([.integer(1)])
    let read = try Preset(file: preset.fileText.utf8, fileName: "other.json5")
    #expect(read == preset)
    #expect(preset.fileText.contains("0.70"))
    #expect(preset.fileName == "web banner.json5")
    #expect(try Preset(file: Preset(name: "n").fileText.utf8, fileName: "n.json5") == Preset(name: "n"))
  }

  @Test func commentsAndUnknownKeysAreTaken() throws {
    let text = "// mine\n{model: 'm', parameters: {temperature: .5,}, shape: {a: 1}, stream: true}"
    let preset = try Preset(file: text.utf8, fileName: "my own.json5")
    #expect(preset.name == "my own")
    #expect(preset.parameters["temperature"] == .number("0.5"))
    #expect(preset.streams == true)
    #expect(preset.unknown["shape"]?["a"] == .integer(1))
    #expect(preset.fileText.contains("\"shape\""))
  }

  @Test func problemsNameTheirLines() {
    let text = "{\n  name: 'a/b',\n  model: 7,\n  stream: 'yes',\n  kind: 'sound',\n  parameters: []\n}"
    let problems = #expect(throws: SourceProblems.self) {
      try Preset(file: text.utf8, fileName: "p.json5")
    }
    #expect(problems?.list.map(\.position.line) == [2, 3, 4, 5, 6])
    #expect(problems?.list[1].sentence == "model is a text in quotes, not a number.")
    let broken = #expect(throws: SourceProblems.self) { try Preset(file: "{\n a: }".utf8, fileName: "p") }
    #expect(broken?.list.first?.position.line == 2)
    #expect(throws: SourceProblems.self) { try Preset(file: "[]".utf8, fileName: "p") }
    #expect(throws: SourceProblems.self) { try Preset(file: "{a: 1, a: 2}".utf8, fileName: "p") }
    #expect(throws: SourceProblems.self) { try Preset(file: "{x: NaN}".utf8, fileName: "p") }
    #expect(throws: SourceProblems.self) {
      try Preset(file: [UInt8](repeating: 0x20, count: Preset.mostFileBytes + 1), fileName: "p")
    }
  }

  @Test(arguments: [
    "", " a", "a ", ".hidden", "a.", "a/b", "a\\b", "a:b", "a\nb", "a\u{202E}b", "con", "NUL.x", "a\u{0}",
  ])
  func namesThatAreNoNamesOfFilesAreRefused(_ name: String) {
    #expect(PresetName.problem(name)?.hasSuffix(".") == true)
  }

  @Test(arguments: ["web banner", "小明", "v1.2", "console", "👩‍👩‍👧", "a'b", "-"])
  func otherNamesAreTaken(_ name: String) { #expect(PresetName.problem(name) == nil) }

  @Test func longNamesAreRefused() {
    #expect(PresetName.problem(String(repeating: "中", count: 66)) == nil)
    #expect(PresetName.problem(String(repeating: "中", count: 67)) != nil)
  }
}

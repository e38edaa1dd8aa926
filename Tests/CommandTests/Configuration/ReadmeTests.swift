import Glibc
import JSON5
import Testing

@testable import bayside

/// The README shows every setting, and what it shows can be used.
struct ReadmeTests {
  private func example() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    let file = open(root + "/README.md", O_RDONLY | O_CLOEXEC)
    try #require(file >= 0)
    defer { close(file) }
    let text = String(decoding: Output.readInput(file), as: UTF8.self)
    let start = try #require(text.firstRange(of: "```js\n"))
    let end = try #require(text[start.upperBound...].firstRange(of: "```"))
    return String(text[start.upperBound..<end.lowerBound])
  }

  @Test func theExampleIsAConfiguration() throws {
    let configuration = try ConfigurationReader.read(
      Array(try example().utf8), name: "README.md", directory: "/", keyRefusal: nil)
    #expect(configuration.keys.entries.count == 1)
  }

  @Test func theExampleHasEverySetting() throws {
    let example = try example()
    do {
      _ = try ConfigurationReader.read(
        Array("{ zzzzzzzzzzzz: 1 }".utf8), name: "", directory: "/", keyRefusal: nil)
      Issue.record("read")
    } catch {
      let settings = try #require(error.list.first).sentence.split(separator: "“").dropFirst()
        .map { $0.prefix { $0 != "”" } }.dropFirst()
      #expect(settings.count > 20)
      for setting in settings { #expect(example.contains(setting + ":"), "\(setting)") }
    }
  }
}

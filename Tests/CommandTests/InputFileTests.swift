import Glibc
import Testing

@testable import bayside

/// Files that are read as a whole.
struct InputFileTests {
  private let scratch = ScratchDirectory()

  @Test func aRegularFileIsReadWhole() throws {
    let path = scratch.write("a.txt", "some text")
    #expect(try InputFile.contents(path, limit: 9) == Array("some text".utf8))
  }

  @Test func whatNeverEndsOrIsTooLargeIsRefused() {
    let path = scratch.write("a.txt", "some text")
    #expect(sentence { try InputFile.contents(path, limit: 8) }?.contains("9 bytes; at most 8") == true)
    for other in ["/dev/zero", "/tmp"] {
      #expect(sentence { try InputFile.contents(other, limit: 8) } == "\(other) is no regular file.")
    }
    #expect(
      sentence { try InputFile.contents("/nowhere/at/all", limit: 8) }?.contains("cannot be read") == true)
    let pipe = scratch.path + "/pipe"
    mkfifo(pipe, 0o600)
    #expect(sentence { try InputFile.contents(pipe, limit: 8) } == "\(pipe) is no regular file.")
  }

  private func sentence(_ read: () throws -> [UInt8]) -> String? {
    do {
      _ = try read()
      return nil
    } catch {
      return (error as? UsageError)?.sentence
    }
  }
}

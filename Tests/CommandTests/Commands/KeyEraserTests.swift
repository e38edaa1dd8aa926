import RelayKit
import Testing

@testable import bayside

struct KeyEraserTests {
  private static let key = "abcabdabcabe"

  /// Reads the pieces as an answer and gives what is left of them.
  private func erased(_ pieces: [String], key: String = key) throws -> String {
    var eraser = try #require(KeyEraser(key))
    return pieces.map { piece in
      let delta = AnswerDelta(bytes: Array(piece.utf8), instant: MonotonicTime(nanoseconds: 0))
      guard case .delta(let kept) = eraser.erase(.delta(delta)) else { return "" }
      return String(decoding: kept.bytes, as: UTF8.self)
    }.joined()
  }

  @Test func aKeyIsHiddenHoweverItIsSplit() throws {
    let text = "before abcab\(Self.key) after"
    for first in 0...text.count {
      for second in stride(from: first, through: text.count, by: 3) {
        let pieces = [
          text.prefix(first), text.dropFirst(first).prefix(second - first), text.dropFirst(second),
        ]
        let left = try erased(pieces.map(String.init))
        #expect(left.count == text.count)
        #expect(left.hasPrefix("before ") && left.hasSuffix(" after"))
        // At most the beginning that came alone is still there, with nothing of what followed it.
        #expect(!left.contains("bdabc") && !left.contains("cabe"), "\(left)")
      }
    }
  }

  @Test func whatOnlyBeginsLikeTheKeyStays() throws {
    #expect(try erased(["xx abcabdabcab yy abcabc zz"]) == "xx abcabdabcab yy abcabc zz")
    #expect(try erased(["two \(Self.key)\(Self.key)"]) == "two " + String(repeating: "*", count: 24))
  }

  @Test func textAndErrorsAreErasedToo() throws {
    var eraser = try #require(KeyEraser(Self.key))
    let delta = AnswerDelta(
      parts: [.text(choice: 0, "a \(Self.key)"), .finish(choice: 0, "stop")], instant: .init(nanoseconds: 0))
    guard case .delta(let kept) = eraser.erase(.delta(delta)) else { return }
    #expect(kept.parts == [.text(choice: 0, "a ************"), .finish(choice: 0, "stop")])
    let error = RelayError(kind: .unauthorized, message: "no \(Self.key)!", details: ["x": Self.key])
    let ended = eraser.erase(.ended(.failed(error), TransportSummary(), .init(nanoseconds: 0)))
    #expect(!String(describing: ended).contains(Self.key))
    let retrying = eraser.erase(.retrying(error, seconds: 1, nextAttempt: 2, .init(nanoseconds: 0)))
    #expect(!String(describing: retrying).contains(Self.key))
  }

  @Test func wordsAreNotTakenForKeys() {
    #expect(KeyEraser(nil) == nil && KeyEraser("any") == nil)
  }
}

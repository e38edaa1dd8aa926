import Testing

@testable import RelayKit

@Suite struct SecretTests {
  static let key = "sk-fake-0123456789abcdef"

  private func filtered(_ text: String, at cuts: [Int], shapes: Bool) -> String {
    var filter = SecretFilter(Secrets(key: Self.key), hidesShapes: shapes)
    var rest = ArraySlice(text.utf8)
    var output: [UInt8] = []
    for cut in cuts {
      output += filter.feed(Array(rest.prefix(cut)))
      rest = rest.dropFirst(cut)
    }
    output += filter.feed(Array(rest))
    output += filter.finish()
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: [true, false])
  func aKeyIsHiddenHoweverItIsSplit(shapes: Bool) {
    let text = "sk \(Self.key), again \(Self.key)s sk-fak \(Self.key)"
    let count = text.utf8.count
    for first in 0...count {
      for second in stride(from: 0, through: count - first, by: 5) {
        let output = filtered(text, at: [first, second], shapes: shapes)
        #expect(output.utf8.count == count)
        #expect(!output.contains(Self.key.dropFirst(6)), "\(first) \(second) \(output)")
        #expect(output.hasPrefix("sk sk-") && output.hasSuffix("cdef"), "\(output)")
      }
    }
    let single = filtered(text, at: [Int](repeating: 1, count: count), shapes: shapes)
    #expect(!single.contains(Self.key.dropFirst(6)))
  }

  @Test func anAnswerKeepsKeysOfOthersAndARefusalDoesNot() {
    let text = "use sk-proj-ABCDEFGHIJKLMNOP here, not a disk-overloaded task-management-system"
    #expect(filtered(text, at: [], shapes: false) == text)
    let refusal = filtered(text, at: [10, 12], shapes: true)
    #expect(refusal == "use sk-.................MNOP here, not a disk-overloaded task-management-system")
  }

  @Test func ordinaryTextDoesNotWait() {
    var filter = SecretFilter(Secrets(key: Self.key), hidesShapes: false)
    #expect(filter.feed(Array("data: words\n\n".utf8)) == Array("data: words\n\n".utf8))
    #expect(filter.feed(Array("ends with sk-".utf8)) == Array("ends with sk-".utf8))
    #expect(filter.feed(Array("fake".utf8)).isEmpty)
    #expect(filter.feed(Array(" news".utf8)) == Array("fake news".utf8))
    #expect(filter.finish().isEmpty)
  }

  @Test(arguments: [
    ("Incorrect key sk-fake-abcdefgh1234 (sk-x) given.", "Incorrect key sk-....1234 (sk-x) given."),
    ("sk-fake-abcdefgh1234.", "sk-....1234."), ("risk-assessment", "risk-assessment"),
    ("key=AIzaSyA0123456789abcdefghij", "key=AIz....ghij"), ("", ""),
  ])
  func keysInTextAreMasked(text: String, masked: String) {
    #expect(KeyMask.masked(text) == masked)
  }

  @Test func headersThatHoldSecretsAreRedacted() {
    let secrets = Secrets(
      key: Self.key, headers: [HTTPHeader("X-Api-Token", "t0ken-t0ken-t0ken"), HTTPHeader("X-Title", "bay")])
    let headers = [
      HTTPHeader("Authorization", "Bearer \(Self.key)"), HTTPHeader("api-key", "short"),
      HTTPHeader("X-Title", "bay \(Self.key)"), HTTPHeader("X-Api-Token", "t0ken-t0ken-t0ken"),
      HTTPHeader("Accept", "application/json"),
    ]
    #expect(
      secrets.masked(headers).map(\.value) == [
        "Bearer sk-....cdef", "....(redacted)", "bay sk-....cdef", "....0ken", "application/json",
      ])
    #expect(!secrets.masked("see t0ken-t0ken-t0ken").contains("t0ken-t0ken"))
  }

  @Test func addressesLoseTheirSecrets() {
    let secrets = Secrets(key: Self.key)
    #expect(
      secrets.masked(url: "https://h/v1?key=abc&model=m&t=\(Self.key)")
        == "https://h/v1?key=....&model=m&t=sk-....cdef")
  }

  @Test func anAnswersHeadLosesCookiesAndEchoesButKeepsLimits() {
    let secrets = Secrets(key: Self.key)
    let head = HTTPResponseHead(
      status: 200, version: "", reason: "",
      headers: [
        HTTPHeader("Set-Cookie", "session=1"), HTTPHeader("x-echo", "Bearer \(Self.key)"),
        HTTPHeader("x-ratelimit-remaining-tokens", "149984"),
      ])
    #expect(
      secrets.masked(head).headers.map(\.value) == ["....(redacted)", "Bearer sk-....cdef", "149984"])
  }
}

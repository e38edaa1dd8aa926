import SeededRandom
import Testing

@testable import RelayKit

@Suite struct ChatChunkScanningTests {
  /// The forms that nearly all chunks have.
  static let ordinary = [
    SampleBodies.hel, SampleBodies.lo, SampleBodies.stop, SampleBodies.usage,
    #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB3"}"#,
    #"{"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"so \"it\" goes\n\u00e9\ud83d\ude00"},"finish_reason":null}]}"#,
    #"{"choices":[{"index":1,"delta":{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a"}]}}]}"#,
    #" { "choices" : [ { "index" : 0 , "delta" : { } , "finish_reason" : "length" } ] , "usage" : {"a":[1.5e3,{}]} } "#,
    #"{"id":null,"provider":"X","choices":[{"native_finish_reason":"STOP","index":0,"delta":{"content":"é中😀"},"content_filter_results":{"hate":{"filtered":false}}}],"timings":{"a":-0.5}}"#,
    #"{"choices":[{"delta":{"tool_calls":null,"content":"a","thinking":"","reasoning_text":null}},{"delta":{"content":"b"}}]}"#,
  ]
  /// Forms that the tolerant way must be left.
  static let unusual = [
    "{}", "[]", #"{"choices":null}"#, #"{"error":{"message":"x"},"choices":[]}"#,
    #"{"choices":[{"text":"x"}]}"#,
    #"{"choices":[{"message":{"content":"x"}}]}"#,
    #"{"choices":[{"delta":{"content":[{"type":"text","text":"x"}]}}]}"#,
    #"{"choices":[{"delta":{"tool_calls":[]}}]}"#, #"{"choices":[{"delta":null}]}"#, #"{"choices":[null]}"#,
    #"{"choices":[{"index":0.0,"delta":{}}]}"#, #"{"choices":[{"index":null,"delta":{}}]}"#,
    #"{"choices":[],"choices":[]}"#, #"{"choices":[{"delta":{"content":"a","content":"b"}}]}"#,
    #"{"ch\u006fices":[{"delta":{"content":"a"}}]}"#,
    #"{"choices":[{"logprobs":{"content":[]},"delta":{}}]}"#,
    #"{"choices":[{"delta":{"reasoning_details":[{"text":"a"}]}}]}"#, "\u{FEFF}{\"choices\":[]}",
    #"{"choices":[]} x"#, #"{"choices":[]"#, #"{"choices":[],"a":01}"#, #"{"choices":[],"a":"\x"}"#,
    #"{"id":7,"choices":[]}"#, #"{"choices":[{"usage":{},"delta":{}}]}"#,
    #"{"x_groq":{"usage":{}},"choices":[]}"#,
  ]

  static func scanned(_ bytes: [UInt8]) -> ChatChunk? { ChatChunk(scanning: bytes) }
  static func read(_ bytes: [UInt8]) -> ChatChunk? {
    (try? JSONValue(parsing: bytes)).flatMap { ChatChunk(json: $0) }
  }

  @Test func ordinaryChunksGoTheQuickWayAndComeToTheSame() throws {
    for text in Self.ordinary {
      let bytes = Array(text.utf8)
      let scanned = try #require(Self.scanned(bytes), "\(text)")
      #expect(scanned == Self.read(bytes), "\(text)")
    }
  }

  @Test func unusualOnesAreLeftToTheTolerantWay() {
    for text in Self.unusual { #expect(Self.scanned(Array(text.utf8)) == nil, "\(text)") }
  }

  @Test func nestingThatIsRefusedThereIsRefusedHere() {
    for depth in [250, 254, 255, 256, 300] {
      let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      for text in [#"{"choices":[],"x":\#(nested)}"#, #"{"choices":[{"delta":{"x":\#(nested)}}]}"#] {
        let bytes = Array(text.utf8)
        #expect((Self.scanned(bytes) == nil) == (Self.read(bytes) == nil), "\(depth)")
      }
    }
  }

  @Test func bothWaysAgreeOnWhateverComes() {
    var random = SplitMix(seed: 3)
    let pool = (Self.ordinary + Self.unusual).map { Array($0.utf8) }
    let signs = Array(#"{}[]",:\ntfu01e-. "#.utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xF0]
    var (accepted, refused) = (0, 0)
    for _ in 0..<20_000 {
      var bytes = pool.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes[place] = signs.randomElement(using: &random) ?? 0
        case 3: bytes.removeLast(bytes.count - place)
        default:
          let other = pool.randomElement(using: &random) ?? []
          let start = Int.random(in: 0..<other.count, using: &random)
          bytes.insert(contentsOf: other[start..<min(start + 24, other.count)], at: place)
        }
      }
      guard let scanned = Self.scanned(bytes) else {
        refused += 1
        continue
      }
      accepted += 1
      #expect(scanned == Self.read(bytes), "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(accepted > 2_000 && refused > 2_000)
  }
}

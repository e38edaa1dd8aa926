import RelayKit
import TerminalUI

/// Where the tokens of an answer stand in its text, and how sure the model was of each. It grows with the answer.
struct TokenShading {
  struct Token {
    /// Place among the elements of `logprobs.content`; the first one where several make one letter.
    var entry: Int
    var bytes: Range<Int>
    var grade: TokenOdds.Grade
  }

  private(set) var tokens: [Token] = []
  private var taken = 0
  private var end = 0
  /// From here on tokens and text differ: nothing more can be said.
  private var isBroken = false

  /// Takes over what came since the last call.
  mutating func take(_ entries: [JSONValue], of text: String) {
    guard !isBroken, taken < entries.count else { return }
    var text = text
    text.withUTF8 { source in
      while taken < entries.count, !isBroken { guard take(entries, source) else { return } }
    }
  }

  /// - Returns: whether there was enough text for one more.
  private mutating func take(_ entries: [JSONValue], _ source: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = taken
    var next = taken
    var stop = end
    var share = 1.0
    repeat {
      // The rest of a letter has not come yet.
      guard next < entries.count else { return false }
      let odds = TokenOdds(json: entries[next])
      let bytes = odds.bytes
      guard stop + bytes.count <= source.count else { return false }
      guard source[stop..<stop + bytes.count].elementsEqual(bytes) else {
        isBroken = true
        return false
      }
      stop += bytes.count
      share = min(share, odds.share)
      next += 1
    } while stop < source.count && source[stop] & 0xC0 == 0x80
    if stop > end { tokens.append(Token(entry: first, bytes: end..<stop, grade: TokenOdds.grade(share))) }
    taken = next
    end = stop
    return true
  }

  /// The first token that ends behind a byte of the text.
  func index(atByte byte: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].bytes.upperBound <= byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A line of plain text in the colours of its tokens. - Parameter start: where it begins in the text.
  func shaded(_ line: StyledLine, from start: Int, marked: Int?) -> StyledLine {
    var shaded: StyledLine = []
    var at = start
    var token = index(atByte: start)
    for span in line {
      var rest = Substring(span.text)
      while !rest.isEmpty {
        guard token < tokens.count else {
          shaded.append(Span(String(rest), span.style))
          break
        }
        let piece = rest.prefix(bytes: tokens[token].bytes.upperBound - at)
        var style = tokens[token].grade.style
        if token == marked { style = Style(style.foreground, on: .select, style.attributes.union(.bold)) }
        shaded.append(Span(String(piece), style))
        at += piece.utf8.count
        rest = rest[piece.endIndex...]
        while token < tokens.count, tokens[token].bytes.upperBound <= at { token += 1 }
      }
    }
    return shaded
  }
}

extension Substring {
  /// The first bytes, up to a whole character and at least one.
  fileprivate func prefix(bytes count: Int) -> Substring {
    var end = startIndex
    var left = count
    while end < endIndex {
      let next = index(after: end)
      left -= utf8.distance(from: end, to: next)
      end = next
      if left <= 0 { break }
    }
    return self[..<end]
  }
}

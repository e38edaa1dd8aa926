import TerminalUI
import Testing

@testable import MarkdownText

/// From bytes of the source to the lines that show them.
@Suite struct PlaceTests {
  private func shown(
    _ range: Range<Int>, in text: some LaidOutText, _ columns: Int, _ cache: LayoutCache
  ) -> [String] {
    cache.places(of: range, in: text, columns: columns).map { place in
      let line = cache.lines(ofBlock: place.block, in: text, columns: columns)[place.line]
      return line.spans.map(\.text).joined()
    }
  }

  private func shown(
    _ needle: String, in text: some LaidOutText, _ columns: Int, _ cache: LayoutCache
  ) -> [String] {
    let start = text.withSource { source in
      let needle = Array(needle.utf8)
      return (0...(source.count - needle.count)).first {
        source[$0..<($0 + needle.count)].elementsEqual(needle)
      }
    }
    return start.map { shown($0..<($0 + needle.utf8.count), in: text, columns, cache) } ?? []
  }

  @Test func aWordIsOnTheLineThatShowsIt() {
    let text = """
      # Head*ing*

      A paragraph with [a link](http://some.where/page "a long title") and **bold words** &amp; more
      of it on the next line, then `code` and the end.

      - item one
        - inner item with more words than fit into one line of it
      - [x] done

      > quoted *text* here
      > again

      | name | value |
      |------|-------|
      | first | uno |
      | second | dos |

      ```swift
      let tabbed = 1
      \tlet second = "a rather long line that is broken at the width of the screen"
      ```

      <div>
      raw html
      </div>
      """
    let document = MarkdownDocument(text)
    let cache = LayoutCache()
    for columns in [24, 60] {
      for word in [
        "Head", "paragraph", "link", "some.where", "bold", "more\n", "next", "`code`", "end.", "one", "inner",
        "fit",
        "done", "quoted", "again", "name", "first", "dos", "tabbed", "second =", "rath", "raw",
      ] {
        let plain = word.filter { $0 != "`" && $0 != "\n" && $0 != "=" }.trimmed
        let lines = shown(word, in: document, columns, cache)
        #expect(lines.contains { $0.contains(plain) }, "\(word) at \(columns): \(lines)")
        #expect(lines.count <= 2)
      }
    }
    // What is hidden is where the text before it is.
    #expect(shown("long title", in: document, 24, cache).count == 1)
    #expect(shown("```swift", in: document, 60, cache) == ["1 swift"])
    #expect(shown("-------|\n", in: document, 60, cache).first?.hasPrefix("───") == true)
  }

  @Test func everyNumberedWordOfALongDocumentIsFound() {
    var text = ""
    var places: [Range<Int>] = []
    func add(_ before: String, _ after: String) {
      text += before
      let word = "w\(places.count)w"
      places.append(text.utf8.count..<(text.utf8.count + word.utf8.count))
      text += word + after
    }
    let picture = "![pic](data:image/png;base64,\(String(repeating: "A", count: 3000)))"
    for _ in 0..<20 {
      add("Some *words* before `", "` and after, with [l](http://x.y) and more of them.\n\n")
      add("- a\n- b **", "** c\n\n")
      add("```py\na = 1\n\t", "\n```\n\n")
      add("| a | ", " |\n|---|---|\n| 1 | 2 |\n\n")
      add("> \(picture) ", "\n\n")
      add(String(repeating: "long &lt; paragraph _with_ marks ", count: 300), " end\n\n")
    }
    let document = MarkdownDocument(text)
    let cache = LayoutCache()
    for (number, place) in places.enumerated() {
      let lines = shown(place, in: document, 50, cache)
      #expect(lines.count == 1 && lines[0].contains("w\(number)w"), "\(number): \(lines)")
    }
  }

  @Test func plainTextIsFoundToTheByte() {
    let text = (0..<300).map { "some words of line w\($0)w  and more\tto wrap \n" }.joined()
    let document = PlainTextDocument(text)
    let cache = LayoutCache()
    for number in 0..<300 {
      let lines = shown("w\(number)w", in: document, 17, cache)
      #expect(lines.count == 1 && lines[0].contains("w\(number)w"), "\(number): \(lines)")
    }
    #expect(shown("words of line w7w", in: document, 17, cache).count >= 1)
  }

  @Test func aRangeOverBlocksIsOnAllTheirLines() {
    let document = MarkdownDocument("one\n\ntwo\n\nthree\n")
    let cache = LayoutCache()
    let places = cache.places(of: 1..<12, in: document, columns: 20)
    #expect(places.map(\.block) == [0, 1, 2])
    #expect(cache.places(of: 0..<1, in: MarkdownDocument(), columns: 20).isEmpty)
    #expect(cache.places(of: 500..<600, in: document, columns: 20).map(\.block) == [2])
  }
}

extension String {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}

import HistorySamples
@testable import HistoryStore
import RelayKit
import SeededRandom
import Testing
import Workbench

@Suite struct SearchTests {
  private func library() async throws -> TestHistory {
    let history = try TestHistory()
    history.store.keep(image("sort", title: "Sorting", ["How does a heap sort work? naïve café"], at: 100))
    var stream = SampleStream("x1", conversation: "sort")
    stream.model = "claude-sonnet-4.5"
    history.journal(
      stream, words: ["A heap is ", "a tree in an ", "array."], reasoning: "Recall the invariants.")
    history.store.keep(image("sse", title: "流", ["服务器发送事件与套接字的不同之处 SSE"], at: 200))
    history.store.keep(
      image("emoji", ["I like 🦀s and \"quotes\" AND operators: NEAR(x) col:y -z *"], at: 300))
    history.store.keep(image("ja", ["カタカナとひらがな、漢字。한국어를 배우다"], at: 400))
    history.store.flush()
    return history
  }

  @Test func wordsAreFoundWhereverTheyAre() async throws {
    let history = try await library()
    let expected: [(String, [String])] = [
      ("heap", ["sort"]), ("HEAP", ["sort"]), ("invariants", ["sort"]), ("sorting", ["sort"]),
      ("claude", ["sort"]), ("sonnet-4.5", ["sort"]), ("gpt", []),
      // Words of a prompt and words of its answer.
      ("work tree", ["sort"]), ("work zebra", []),
      // The last word may be unfinished, others not.
      ("inv", ["sort"]), ("inv ", []), ("inv heap", []), ("heap inv", ["sort"]), ("h", ["sort"]),
      // Accents and case make no difference.
      ("naive CAFE", ["sort"]), ("naïve", ["sort"]),
      // Any part of Chinese, Japanese and Korean.
      ("服务器", ["sse"]), ("发送事件", ["sse"]), ("套接字 sse", ["sse"]), ("服", ["sse"]), ("处", ["sse"]),
      ("事服", []), ("流", ["sse"]), ("ひらがな", ["ja"]), ("カナ", ["ja"]), ("국어", ["ja"]), ("漢字", ["ja"]),
      ("🦀", ["emoji"]), ("🐍", []), ("🦀 quotes", ["emoji"]),
      // Nothing of it is an operator.
      ("\"quotes", ["emoji"]), ("\"", ["emoji", "ja", "sort", "sse"]), ("AND", ["emoji"]),
      ("heap OR zebra", []),
      ("NOT heap", []), ("near(x", ["emoji"]), ("text:heap", []), ("heap*", ["sort"]), ("-heap", ["sort"]),
      ("^heap", ["sort"]), ("heap)", ["sort"]), ("' OR 1=1 --", []), ("  ", ["emoji", "ja", "sort", "sse"]),
    ]
    for (text, ids) in expected {
      #expect(try await history.found(text) == ids, "\(text)")
    }
  }

  @Test func thePlaceIsShown() async throws {
    let history = try await library()
    var filter = HistoryFilter()
    for (text, found) in [
      ("tree", "A heap is a tree in an array. Recall"),
      ("套接字", "服务器发送事件与套接字的不同之处 SSE"), ("invariants", "…"),
    ] {
      filter.text = text
      let entry = try #require(try await history.store.entries(filter, offset: 0, limit: 5).entries.first)
      #expect(entry.found?.contains(found) == true || found == "…", "\(entry.found ?? "-")")
      #expect(entry.found?.lowercased().contains(text) == true)
    }
  }

  @Test func nothingThatIsTypedBreaksTheSearch() async throws {
    let history = try await library()
    var random = SplitMix(seed: 7)
    let signs = Array(
      "ab \"'*^-+:(){}[]\\%_.,;!?~#@&|<>=/\u{0}\u{1}\n\té\u{301}\u{903}中あ한🦀👨‍👩‍👧\u{FE0F}\u{1E900}\u{10FFFF}ᄀ")
    for _ in 0..<3000 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" })
      let ids = try await history.found(text)
      #expect(ids.count <= 4)
    }
    #expect(history.said.all.isEmpty)
  }

  @Test func anyTextCanBeIndexedAndRemovedAgain() async throws {
    let history = try TestHistory()
    var random = SplitMix(seed: 11)
    let signs = Array("ab \"\u{0}é\u{301}\u{903}中文あ한🦀\u{FE0F}\u{1E900}\u{10FFFF}ᄀ")
    for round in 0..<60 {
      let texts = (0..<5).map { _ in
        String(
          (0..<Int.random(in: 0...40, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" }
        )
      }
      history.store.keep(image("c\(round)", title: texts[0], texts))
    }
    history.store.flush()
    for round in 0..<60 { try await history.store.change("c\(round)", .delete) }
    for text in ["a", "b", "中", "文", "あ", "한", "🦀", "é", "ab"] {
      let rows = try await history.store.read { database in
        try SearchHits(text, database)?.conversations.count
      }
      #expect(rows == 0)
    }
  }

  @Test func theIndexIsTheSameWhenItIsMadeAnew() async throws {
    let history = try await library()
    let before = try await history.found("heap tree")
    try await history.store.write { try SearchIndex.recreate($0) }
    #expect(try await history.found("heap tree") == before)
    #expect(try await history.found("ひらがな") == ["ja"])
    try await history.store.change("sort", .delete)
    #expect(try await history.found("heap") == [])
  }

  @Test func aDamagedIndexIsMadeAnew() async throws {
    let history = try await library()
    history.store.close()
    let database = try Database(path: history.scratch.file, access: .readWrite)
    try database.setDefensive(false)
    try database.execute("UPDATE search_data SET block = x'ff00ff00ff00ff' WHERE id > 10")
    let again = try TestHistory(history.scratch)
    _ = try? await again.found("heap")
    again.store.flush()
    #expect(again.said.all == ["The search index of the history was damaged and was made anew."])
    #expect(try await again.found("heap") == ["sort"])
  }

  @Test func textIsCutIntoPairsOfSigns() {
    #expect(SearchWords.indexed("plain text") == "plain text")
    #expect(SearchWords.indexed("中文字") == " 中文 文字 字")
    #expect(SearchWords.indexed("a中b") == "a 中 b")
    #expect(SearchWords.queries("中文字") == ["\"中文\"", "\"文字\""])
    #expect(SearchWords.queries("中") == ["\"中\" *"])
    #expect(SearchWords.queries("two wor") == ["\"two\"", "\"wor\" *"])
    #expect(SearchWords.queries("two words ") == ["\"two\"", "\"words\""])
    #expect(SearchWords.queries("\"*-") == [])
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func beginningsFindTheSameByTheWordsThatTheIndexHas(seed: UInt64) async throws {
    let history = try TestHistory()
    var random = SplitMix(seed: seed)
    let signs = Array("aabbcc11ABé\u{301}ßİıſKд中\u{1E900}")
    func word(_ signs: [Character], _ length: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: length, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" })
    }
    for round in 0..<40 {
      let words = (0..<30).map { $0 % 2 == 0 ? word(signs, 2...7) : word(Array("abc1"), 3...7) }
      history.store.keep(image("c\(round)", title: "", [words.joined(separator: round % 2 == 0 ? " " : "-")]))
    }
    history.store.flush()
    var found = 0
    for _ in 0..<200 {
      let query = try #require(SearchWords.queries(word(Array("abc1B"), 3...5)).first)
      let (ours, theirs) = try await history.store.read { database in
        var (ours, theirs): ([Int], [Int]) = ([], [])
        for word in try SearchVocabulary.words(of: query, database) ?? [] {
          try database.addWholes("SELECT rowid FROM search WHERE search MATCH ?", word, to: &ours)
        }
        try database.addWholes("SELECT rowid FROM search WHERE search MATCH ?", query, to: &theirs)
        return (Set(ours), Set(theirs))
      }
      #expect(ours == theirs, "\(query)")
      found += ours.count
    }
    #expect(found > 100)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func wordsAreFoundInOneTextAndInSeveral(seed: UInt64) async throws {
    let history = try TestHistory()
    var random = SplitMix(seed: seed)
    // With more conversations than are looked at one by one, or with fewer.
    let count = seed % 2 == 0 ? 30 : 150
    var texts: [[String]] = []
    for number in 0..<count {
      let messages = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        ["red", "green", "blue"].filter { _ in Int.random(in: 0..<10, using: &random) < 8 }.joined(
          separator: " ")
      }
      texts.append(messages)
      history.store.keep(image("c\(number)", title: "", messages))
    }
    history.store.flush()
    for words in [
      ["red", "green"], ["red", "green", "blue"], ["blue", "gr"], ["red", "red", "re"], ["red", "bl", "x"],
    ] {
      let wanted = texts.indices.filter { number in
        let all = texts[number].flatMap { $0.split(separator: " ") }
        return words.allSatisfy { word in
          all.contains { word == words.last ? $0.hasPrefix(word) : $0 == word }
        }
      }
      let found = try await history.ids { $0.text = words.joined(separator: " ") }
      #expect(Set(found) == Set(wanted.map { "c\($0)" }), "\(words)")
      #expect(found.count == wanted.count)
    }
  }

  @Test func beginningsThatTheTokenizerFoldsAreLeftToIt() async throws {
    let history = try TestHistory()
    let words = try await history.store.read { database in
      try ["\"ab\" *", "\"abc\"", "\"naï\" *", "\"中\" *"].map { try SearchVocabulary.words(of: $0, database) }
    }
    #expect(words.allSatisfy { $0 == nil })
  }

  @Test func rowsOfTheIndexSayWhatTheyStandFor() {
    for document in [
      SearchDocument.title(of: 1), .message(0, of: 5), .message(SearchDocument.mostNumber - 1, of: 7),
      .exchange(123_456, of: SearchDocument.mostConversations - 1), .comparison(3, of: 9),
    ] {
      #expect(document.row.map(SearchDocument.init(row:)) == document)
    }
    #expect(SearchDocument.message(-1, of: 1).row == nil)
    #expect(SearchDocument.message(SearchDocument.mostNumber, of: 1).row == nil)
    #expect(SearchDocument.title(of: SearchDocument.mostConversations).row == nil)
  }
}

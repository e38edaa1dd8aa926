import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

@Suite struct HistoryScenarios {
  private static func opened(columns: Int = 120, rows: Int = 36) -> Stage {
    var stage = Stage.historic(columns: columns, rows: rows)
    stage.leader("8")
    stage.list()
    return stage
  }

  @Test(arguments: [(120, 36), (80, 24), (60, 16)])
  func theListIsGroupedByDay(columns: Int, rows: Int) throws {
    var stage = Self.opened(columns: columns, rows: rows)
    stage.expect("[8 Hist", "Today", "SSE against WebSockets", "cut", "Yesterday")
    #expect(stage.takeEffects() == [.previewHistory("a", finding: "")])
    stage.update(
      .historyPreviewed(
        HistoryPreview(Stage.kept("a", "Explain how SSE differs.", "One is one-way, and", .cut(nil)))))
    stage.golden("history-\(columns)x\(rows)")
  }

  @Test func signsOfASCIIAreEnough() {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = 1_763_902_800
    var preferences = Preferences()
    preferences.usesASCII = true
    var stage = Stage(columns: 80, rows: 24, surroundings: surroundings, preferences: preferences)
    stage.leader("8")
    stage.list()
    stage.golden("history-ascii-80x24")
  }

  @Test func nothingKeptSaysWhatWillBe() {
    var stage = Stage.historic()
    stage.leader("8")
    stage.expect("Reading the history.")
    stage.list([])
    stage.expect("Nothing is kept yet.")
  }

  @Test func whatCannotBeReadIsSaid() {
    var stage = Stage.historic()
    stage.leader("8")
    stage.update(.historyFailed("The history cannot be read: disk I/O error."))
    stage.expect("The history cannot be read: disk I/O error.")
  }

  @Test func findingAsksWithEachLetterAndEscapeShowsEverything() {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press("/")
    stage.type("iso 8")
    guard case .listHistory(let place)? = stage.takeEffects().last else {
      Issue.record("Nothing was asked.")
      return
    }
    #expect(place.filter.text == "iso 8")
    stage.update(.historyListed(place, HistoryPage()))
    stage.expect("find > iso 8", "Nothing is like that.")
    stage.press(.enter)
    stage.press(.escape)
    guard case .listHistory(let all)? = stage.takeEffects().last else {
      Issue.record("The filter stayed.")
      return
    }
    #expect(all.filter == HistoryFilter())
    #expect(stage.playground.view == .history)
  }

  @Test func anAnswerToAnOlderFilterIsNotTaken() {
    var stage = Self.opened()
    var old = HistoryFilter()
    old.text = "old"
    stage.update(.historyListed(HistoryPlace(filter: old, offset: 0, limit: 200), HistoryPage()))
    stage.expect("SSE against WebSockets")
  }

  @Test func filtersAreChosenFromAList() {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press("F")
    stage.type("starred")
    stage.press(.enter)
    guard case .listHistory(let place)? = stage.takeEffects().last else {
      Issue.record("Nothing was asked.")
      return
    }
    #expect(place.filter.onlyStarred)
    stage.update(.historyListed(place, HistoryPage()))
    stage.expect("[starred]")
  }

  @Test func aLongListIsAskedForInParts() {
    let many = (0..<5000).map {
      HistoryEntry(id: "\($0)", kind: .chat, title: "chat \($0)", createdAt: 1, updatedAt: 1)
    }
    var stage = Stage.historic()
    stage.leader("8")
    stage.list(many)
    stage.press("G")
    stage.list(many)
    stage.expect("chat 4999", "of 5000")
    stage.press("g")
    stage.list(many)
    stage.expect("chat 0", "1-")
  }

  @Test func openingGoesOnInTheChatWithTheSameName() throws {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press(.enter)
    #expect(stage.takeEffects() == [.openHistory(["a"], .open)])
    stage.update(.historyOpened(try OpenedConversation(Stage.kept("a", "one", "first")), .open, isLast: true))
    #expect(stage.playground.view == .chat)
    #expect(stage.texts == ["one", "first"])
    guard case .readExchanges(let answers)? = stage.takeEffects().last else {
      Issue.record("The bytes were not asked for.")
      return
    }
    #expect(answers.map(\.id) == [stage.playground.workspace.conversation.last?.id])
    #expect(stage.kept.isEmpty, "What was just read need not be written again.")
    stage.type("two")
    stage.press(.enter)
    #expect(stage.kept.last?.name == "a")
  }

  @Test func aForkIsKeptUnderANameOfItsOwn() throws {
    var stage = Self.opened()
    stage.press("f")
    stage.update(.historyOpened(try OpenedConversation(Stage.kept("a", "one", "first")), .fork, isLast: true))
    #expect(stage.kept.isEmpty, "A copy that nobody went on with is no chat of its own.")
    stage.type("two")
    stage.press(.enter)
    #expect(stage.kept.last.map { $0.name != "a" } == true)
    #expect(stage.kept.last?.image.title.hasPrefix("Fork of ") == true)
  }

  @Test func theEndOfALongListFillsThePane() {
    let many = (0..<5000).map {
      HistoryEntry(id: "\($0)", kind: .chat, title: "chat \($0)", createdAt: 1, updatedAt: 1)
    }
    var stage = Stage.historic(columns: 80, rows: 24)
    stage.leader("8")
    stage.list(many)
    stage.press("G")
    // The window that was asked for, and not the whole list.
    guard case .listHistory(let place)? = stage.takeEffects().last else {
      Issue.record("The end was not asked for.")
      return
    }
    var page = HistoryPage()
    (page.offset, page.total, page.chats) = (place.offset, 5000, 5000)
    page.entries = Array(many[place.offset..<min(5000, place.offset + place.limit)])
    stage.update(.historyListed(place, page))
    stage.expect("chat 4999", "chat 4995", "chat 4990")
  }

  @Test func aChatOfTheDemoIsNotSentToAPaidRelayWithoutAWord() throws {
    var stage = Self.opened()
    var kept = Stage.kept("a", "one", "first")
    kept.image.isDemo = true
    stage.update(
      .connected(RelayIdentity(baseURL: "https://relay.example/v1", keyLabel: "..9f3c", keyName: "work")))
    _ = stage.takeEffects()
    stage.update(.historyOpened(try OpenedConversation(kept), .again, isLast: true))
    stage.expect("Send it to a real relay?", "costs real money")
    #expect(!stage.takeEffects().contains { if case .send = $0 { true } else { false } })
    stage.press(.enter)
    #expect(!stage.takeEffects().contains { if case .send = $0 { true } else { false } })
  }

  @Test func aChatThatMovedGoesOnUnderItsNewName() throws {
    var stage = Self.opened()
    var kept = Stage.kept("a", "one", "first")
    kept.edition = "e1"
    stage.update(.historyOpened(try OpenedConversation(kept), .open, isLast: true))
    stage.update(
      .conversationMoved(ConversationMove(from: "a", edition: "other", to: "a-2", title: "one (2)")))
    #expect(stage.playground.workspace.conversation.name == "a")
    stage.update(
      .conversationMoved(ConversationMove(from: "a", edition: "e1", to: "a-2", title: "one (2)")))
    stage.type("two")
    stage.press(.enter)
    #expect(stage.kept.last?.name == "a-2")
    #expect(stage.kept.last?.image.edition == "e1")
  }

  @Test func aChatThatStaysPrivateIsMarkedSo() {
    var stage = Stage.historic()
    stage.leader("P")
    stage.type("hidden")
    stage.press(.enter)
    stage.leader("P")
    stage.expect("private  ")
  }

  @Test func aRequestThatAnotherProcessLeftNoRoomForIsTakenBack() throws {
    var stage = Stage.historic()
    stage.type("hello")
    stage.press(.enter)
    let id = try #require(stage.playground.workspace.conversation.lastAnswer)
    let held = HeldRequest(
      reason: .day(HeldRequest.Money(cap: 1, spent: 0.9, reserved: 0.2, planned: 0.1)), requests: [],
      keyTitle: "key work", now: 0)
    stage.update(.heldLate(id, held))
    #expect(stage.playground.workspace.conversation[id]?.reply?.wasNeverSent == true)
    stage.expect("Held back, nothing was sent")
  }

  @Test func openingWaitsForAnAnswerThatIsComing() throws {
    var stage = Stage.historic()
    stage.ask("hello")
    stage.leader("8")
    stage.list()
    stage.update(.historyOpened(try OpenedConversation(Stage.kept("a", "one", "first")), .open, isLast: true))
    stage.expect("Not now: an answer is still coming")
    #expect(stage.texts.first == "hello")
  }

  @Test func sendAgainAsksTheLastQuestion() throws {
    var stage = Self.opened()
    stage.press("r")
    stage.update(
      .historyOpened(try OpenedConversation(Stage.kept("a", "one", "first")), .again, isLast: true))
    #expect(stage.takeRequest()?.lines == ["user: one"])
  }

  @Test func twoMarkedChatsBecomeLanesAndTheirDifference() throws {
    var stage = Self.opened()
    stage.press("D")
    stage.expect("Space marks the two chats")
    stage.press(" ", Key(.down), " ")
    _ = stage.takeEffects()
    stage.press("D")
    #expect(stage.takeEffects() == [.openHistory(["a", "c"], .difference)])
    stage.update(
      .historyOpened(
        try OpenedConversation(Stage.kept("a", "q", "the red house")), .difference, isLast: false))
    stage.update(
      .historyOpened(
        try OpenedConversation(Stage.kept("c", "q", "the blue house")), .difference, isLast: true))
    #expect(stage.playground.view == .compare)
    #expect(stage.playground.compare.mode == .difference)
    stage.expect("red", "blue")
  }

  @Test func deletingAsksAndMakesTheOpenChatOneOfItsOwn() throws {
    var stage = Self.opened()
    stage.press(.enter)
    stage.update(.historyOpened(try OpenedConversation(Stage.kept("a", "one", "first")), .open, isLast: true))
    stage.leader("8")
    stage.list()
    _ = stage.takeEffects()
    stage.press("d")
    stage.expect("Delete from the history?")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty, "Keeping is the first choice.")
    stage.press("d", Key(.down), .enter)
    #expect(stage.takeEffects() == [.changeHistory(["a"], .delete)])
    #expect(stage.playground.workspace.conversation.name == nil)
    #expect(stage.kept.isEmpty, "What was deleted must not come back by itself.")
  }

  @Test func namesTagsAndStarsAreTold() {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press("*")
    #expect(stage.takeEffects() == [.changeHistory(["a"], .star(true))])
    stage.press("e")
    stage.control("u")
    stage.type("Streams")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.changeHistory(["a"], .rename("Streams"))])
    stage.press("#")
    stage.type("#http two")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.changeHistory(["a"], .tags(["http", "two"]))])
  }

  @Test func purgingAsks() {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press("P", .enter)
    stage.expect("Delete old chats?", "more than 30 days")
    #expect(stage.takeEffects() == [.foreseePurge(.days(30))])
    stage.update(.purgeForeseen(.days(90), PurgeForecast(going: 7, total: 23, usedBytes: 1)))
    stage.expectNot("7 of 23")
    stage.update(.purgeForeseen(.days(30), PurgeForecast(going: 12, total: 23, usedBytes: 1)))
    stage.expect("12 of 23 chats and comparisons, of more than 30 days ago")
    stage.press(Key(.down), .enter)
    #expect(stage.takeEffects() == [.purgeHistory(.days(30))])
    stage.update(.purgeForeseen(.days(30), PurgeForecast(going: 12, total: 23, usedBytes: 1)))
    #expect(stage.playground.overlay == nil, "Nobody is asked any more.")
  }

  @Test func purgingSaysWhereNothingWouldGo() {
    var stage = Self.opened()
    stage.press("P")
    stage.type("500 MB")
    stage.press(.enter)
    stage.expect("Delete the oldest chats?", "500.0 MB")
    _ = stage.takeEffects()
    stage.update(
      .purgeForeseen(.bytes(500_000_000), PurgeForecast(going: 0, total: 23, usedBytes: 3_200_000)))
    stage.expect("Nothing would go", "The history has 3.2 MB")
    stage.expectNot("Delete them")
    stage.press("y")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func purgingASizeSaysAboutHowManyWouldGo() {
    var stage = Self.opened()
    stage.press("P")
    stage.type("2G")
    stage.press(.enter)
    var forecast = PurgeForecast(going: 4, total: 23, usedBytes: 2_100_000_000)
    stage.update(.purgeForeseen(.bytes(2_000_000_000), forecast))
    stage.expect("About 4 of 23 chats and comparisons")
    (forecast.going, forecast.takesExchanges) = (0, true)
    stage.update(.purgeForeseen(.bytes(2_000_000_000), forecast))
    stage.expect("No chat would go, only bytes of the oldest exchanges")
  }

  @Test func wideTitlesFitTheQuestion() {
    var entry = Stage.someEntries[0]
    entry.title = String(repeating: "日本語の質問", count: 8)
    for columns in [60, 80, 120] {
      var stage = Stage.historic(columns: columns, rows: 24)
      stage.leader("8")
      stage.list([entry])
      stage.press("d")
      stage.expect("Delete from the history?", "answers.")
      for row in 0..<24 where stage.grid.text(row: row).contains("日本語の") {
        #expect(!stage.grid.text(row: row).contains("answ┃"))
      }
    }
  }

  @Test func whatIsFoundIsCountedApart() {
    var stage = Self.opened()
    _ = stage.takeEffects()
    stage.press("/")
    stage.type("sse")
    guard case .listHistory(let place)? = stage.takeEffects().last else {
      Issue.record("Nothing was asked.")
      return
    }
    var page = HistoryPage()
    (page.entries, page.total, page.chats) = (Array(Stage.someEntries.prefix(2)), 2, 17)
    stage.update(.historyListed(place, page))
    stage.expect("2 found in 17 chats")
  }

  @Test func severalAnswersToOneQuestionAreNoTurns() {
    var entry = Stage.someEntries[2]
    var stage = Stage.historic()
    stage.leader("8")
    entry.requests = 2
    stage.list([entry])
    stage.expect("2 answers")
    stage.expectNot("2 turns")
  }

  @Test func costsAreNeverCut() {
    var stage = Stage.historic(columns: 200, rows: 50)
    stage.leader("8")
    stage.list(
      [0.000_000_123, 0.004_567, 9_876.543, 12_345_678].map { cost in
        var entry = Stage.someEntries[0]
        (entry.cost, entry.costIsEstimate) = (cost, true)
        return entry
      })
    stage.expect("<$0.0001", "~$0.0046", "~$9876.54", "~$12.3M")
    stage.expectNot("0.00…", "…M")
  }

  @Test func anAnswerThatComesElsewhereIsNoError() throws {
    var error = RelayError(kind: .cut)
    error.details["cause"] = Reply.comingElsewhere
    let kept = Stage.kept("a", "one", "first half", .cut(error))
    var stage = Self.opened()
    stage.update(.historyPreviewed(HistoryPreview(kept)))
    stage.expect("● RUNNING in another bayside")
    stage.expectNot("✗ RUNNING", "not finished")
    stage.update(.historyOpened(try OpenedConversation(kept), .open, isLast: true))
    stage.expect("first half", "● RUNNING in another bayside")
    stage.expectNot("cut here", "✗ CUT", "Ask again")
  }

  @Test func whereNothingCanBeReadNothingIsSaidToBeKept() {
    for columns in [60, 120] {
      var stage = Stage.historic(columns: columns, rows: 24)
      stage.leader("8")
      stage.update(.historyFailed("The history was written by a newer bayside; nothing is kept."))
      stage.update(.historyKeeping(problem: "The history was written by a newer bayside."))
      stage.expect("newer bayside")
      stage.expectNot("Kept in")
    }
  }

  /// Models are a list over the others.
  private static let views = "1234678"

  @Test(arguments: 60...130) func privateModeIsSeenAtEverySize(columns: Int) {
    var stage = Stage.historic(columns: columns, rows: 24)
    for view in Self.views {
      stage.leader(view)
      #expect(!stage.grid.text(row: 0).contains("private"))
    }
    stage.leader("P")
    for view in Self.views {
      stage.leader(view)
      let bar = stage.grid.text(row: 0)
      #expect(bar.contains("private"), "\(bar)")
    }
  }

  @Test(arguments: 60...130) func theNameOfTheViewHasBothBrackets(columns: Int) {
    var stage = Stage.historic(columns: columns, rows: 24)
    for view in Self.views {
      stage.leader(view)
      let bar = stage.grid.text(row: 0)
      #expect(bar.contains("[\(view) ") && bar.contains("]"), "\(bar)")
      guard columns >= 72 else { continue }
      #expect(bar.contains(" [\(view) ") && (bar.contains("] ") || bar.hasSuffix("]")), "\(bar)")
    }
  }

  // MARK: What is kept

  @Test func aChatIsKeptBeforeItIsSentAndWhenItsAnswerEnds() {
    var stage = Stage.historic()
    stage.ask("hello")
    let before = stage.kept.count
    #expect(before >= 1)
    #expect(stage.kept.first?.talk.conversation.messages.map(\.text) == ["hello", ""])
    stage.say("a")
    stage.say("b")
    #expect(stage.kept.count == before, "A growing answer is kept by its exchange.")
    stage.end(.done)
    #expect(stage.kept.count == before + 1)
    #expect(Set(stage.kept.map(\.name)).count == 1)
  }

  @Test func aNewChatHasANewName() {
    var stage = Stage.historic()
    stage.converse("one", "first")
    stage.leader("n")
    stage.converse("two", "second")
    #expect(Set(stage.kept.map(\.name)).count == 2)
  }

  @Test func privateModeKeepsNothingVisibly() {
    var stage = Stage.historic()
    stage.leader("P")
    stage.expect("private")
    stage.converse("secret", "answer")
    #expect(stage.kept.isEmpty)
    stage.leader("P")
    stage.converse("more", "answer")
    #expect(stage.kept.isEmpty, "A private chat stays private.")
    stage.leader("n")
    stage.converse("open", "answer")
    #expect(stage.kept.last?.talk.conversation.messages.first?.text == "open")
  }

  @Test func lanesArePrivateToo() {
    var stage = Stage.historic(isPrivate: true)
    stage.leader("2")
    stage.leader("8")
    stage.list([])
    stage.expect("private")
    stage.expect("Nothing is kept: this is private mode.")
  }

  @Test func ofPicturesTheirFilesAreShown() throws {
    var painting = Stage.painting()
    painting.paint("two boats", [(1536, 1024), (64, 64)])
    var failed = painting.saved(1, path: "", note: "/nope cannot be made.")
    failed.byteCount = 0
    painting.update(
      .picturesSaved(painting.answer, [painting.saved(path: "/home/user/boats-1.png"), failed]))
    var conversation = painting.playground.workspace.conversation
    conversation.name = "a"
    var kept = KeptConversation(
      image: ConversationSnapshot(
        name: "a", talk: Talk(model: "gpt-image-1", conversation: conversation), isDemo: false, at: 5
      ).image)
    let exchange = try #require(conversation.last?.reply?.exchange)
    kept.digests[exchange.id] = exchange.digest
    var stage = Self.opened()
    stage.update(.historyPreviewed(HistoryPreview(kept)))
    stage.expect(
      "Image 1: boats-1.png   PNG 1536 x 1024, 1.9 MB", "Image 2: not saved. /nope cannot be made.")
  }
}

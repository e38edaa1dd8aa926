import CPlatform
import CurlTransport
import CursesTerminal
import Glibc
import HistoryStore
import MockRelay
import Playground
import RelayKit
import TerminalUI
import Workbench

/// The interactive screen: one loop on the main thread; effects are carried out beside it.
final class ScreenRunner {
  /// Frames follow each other by at least this much while text streams, in nanoseconds. Text reads as well at 20
  /// frames a second as at 60, for a third of the processor time; keys are shown at once all the same.
  private static let frameInterval: Int64 = 50_000_000
  /// An Esc that no other byte follows in this time is the key, in nanoseconds.
  private static let escapePatience: Int64 = 25_000_000
  /// Seconds after the first frame, and after an answer: then what they needed is given back.
  private static let restsAfter = 0.3

  var playground: Playground
  let screen: CursesScreen
  let inbox = Inbox()
  private let loop: EventLoop
  private var decoder = InputDecoder()
  let relays: RelaySwitch
  let receipts: ReceiptDesk
  let keys: KeyDesk
  /// The prompt of the command line waits for what the history says was spent, and for prices that limits need.
  private var waitingPrompt: String?
  private var spendingIsAwaited = false
  /// In private mode it is opened when somebody looks into it, or a limit counts what was spent before.
  var openHistory: HistoryDesk?
  private let ledger = LateLedger()
  /// Requests of private mode that limits count: only what they cost is written down.
  var reservedInPrivate: [MessageID: Reservation] = [:]
  var history: HistoryDesk {
    if let openHistory { return openHistory }
    let desk = HistoryDesk(start.settings, inbox: inbox)
    openHistory = desk
    ledger.take(desk.store)
    return desk
  }
  var usage: UsageDesk {
    UsageDesk(history: history.store, inbox: inbox, utcOffset: LocalClock.utcOffset)
  }
  let pictures: PictureDesk
  let pictureKeepers = PictureKeeping()
  var openVideos: VideoBoard?
  let clipboard: Clipboard
  private var sleep = SleepDetector()
  private var frames = FrameClock(interval: ScreenRunner.frameInterval)
  private var escapeUntil: MonotonicTime?
  private var restsAt: MonotonicTime?
  private var endSignal: Int32?
  var isOver = false
  /// The theme that was begun with, and the one on the screen.
  private var startTheme: String
  var shownTheme: Theme

  let start: ScreenStart

  init(_ start: ScreenStart) throws(TerminalStartError) {
    self.start = start
    let directory = ScreenStart.cacheDirectory()
    screen = try CursesScreen(mouse: start.settings.mouse, errorLog: directory + "/stderr.log")
    loop = EventLoop(wake: inbox.wake)
    pictures = PictureDesk(inbox)
    clipboard = Clipboard(directory: directory)
    relays = RelaySwitch(start, inbox: inbox)
    let keeps = start.settings.history.keeps
    let opensHistory = keeps || CommandGuard.hasLimit(start.settings) && !start.settings.isDemo
    let history = opensHistory ? HistoryDesk(start.settings, isHeld: true, inbox: inbox) : nil
    openHistory = history
    if let history { ledger.take(history.store) }
    keys = KeyDesk(start, relays: relays, inbox: inbox, ledger: ledger)
    receipts = ReceiptDesk(
      inbox: inbox, environment: start.settings.environment,
      books: history.flatMap { keeps ? ReceiptBooks($0.store) : nil })
    let theme = (try? start.settings.startTheme(in: start.themes, colorCount: screen.colorCount)) ?? .mono
    (startTheme, shownTheme) = (theme.name, theme)
    playground = start.playground(
      size: screen.size, colorCount: screen.colorCount, theme: theme.name, now: Self.now)
    use(theme)
    if start.settings.asksForBackground { screen.send(TerminalTraits.backgroundQuestion) }
    screen.drawsPictures = start.settings.media.graphics
  }

  var presets: PresetStore { PresetStore(start.settings.environment) }

  private static var now: MonotonicTime { MonotonicTime(nanoseconds: Int64(EventLoop.now)) }
  var now: MonotonicTime { Self.now }

  /// Runs until the user leaves. - Returns: the exit status.
  func run() -> Int32 {
    if let relay = playground.workspace.relay { update(.connected(relay)) }
    relays.loadKeptModels()
    loadVotes()
    if let preset = start.settings.configuration.preset, start.request == nil {
      perform([.loadPreset(preset)])
    }
    for notice in start.settings.notices { update(.notice(notice)) }
    if let prompt = start.settings.prompt {
      playground.message.box.replaceAll(with: prompt)
      (waitingPrompt, spendingIsAwaited) = (prompt, keys.knowsHistory)
      sendPrompt()
      if waitingPrompt != nil, playground.limitsAwaitPrices {
        update(.notice("It is sent when the relay has told its prices, as a limit counts what it costs."))
      }
    }
    keys.refreshSpending(isForced: true)
    present()
    restsAt = now.advanced(seconds: Self.restsAfter)
    if screen.drawsPictures { screen.askForPictures() }
    if start.settings.model != nil { perform(playground.pricesForAnswer()) }
    openHistory?.store.release()
    if start.settings.history.keeps {
      // The box of who comes with a prompt is taken; it waits for another start.
      if start.settings.prompt == nil { openHistory?.takeLeftDraft() }
      videos.resume()
    }
    while !isOver, endSignal == nil {
      let events = loop.next(deadline: deadline, listensToWake: !frames.canWait(at: now))
      noteSleep()
      var mustPaintNow = takeSignals(events)
      mustPaintNow = takeInput(events) || mustPaintNow
      if events.woken { frames.newsCame() }
      if events.isEmpty { tick() }
      rest()
      if screen.isSendingPictures, screen.sendPictures() { mustPaintNow = true }
      if mustPaintNow || frames.isDue(at: now) {
        takeNews()
        present()
      }
    }
    relays.stopAll()
    screen.end()
    settle()
    if let endSignal { EventLoop.die(of: endSignal) }
    return 0
  }

  /// What ended with the program is written down as stopped, and everything is on the disk.
  private func settle() {
    let soon = now.advanced(seconds: 1)
    // Pictures are fetched and videos get their ids once: these are worth waiting for.
    let late = now.advanced(seconds: 5)
    func mustWait() -> Bool {
      if pictureKeepers.isBusy || !playground.videosUnderWay.isEmpty { return now < late }
      return !playground.runningIDs.isEmpty && now < soon
    }
    var isLast = false
    while !isLast {
      // What came with the last of them is taken over too.
      isLast = !mustWait()
      if !isLast {
        _ = loop.next(deadline: UInt64(max(0, now.advanced(seconds: 0.2).nanoseconds)), listensToWake: true)
      }
      loop.forgetWake()
      for action in inbox.takeAll() {
        switch action {
        case .exchange, .picturesSaved, .videoOrdered: update(action)
        default: break
        }
      }
    }
    perform(playground.unsentNow())
    openHistory?.close()
  }

  func send(_ request: RelayRequest, as id: MessageID, isInLane: Bool) {
    let name = playground.surroundings.historyName(id)
    var journal: ExchangeJournal?
    if let relay = relays.identity, let facts = playground.journalFacts(of: id, request) {
      journal = history.journal(request, as: name, facts, relay)
    }
    let gate = playground.sharedCheck(of: id, request, at: now).map {
      SharedGate(history.store, name, $0)
    }
    if journal == nil, let gate { reservedInPrivate[id] = gate.reservation }
    relays.send(request, as: id, name: name, isInLane: isInLane, journal: journal, gate: gate)
    perform(playground.pricesForAnswer())
  }

  /// Years of votes must not hold up the first frame.
  private func loadVotes() {
    let (inbox, store) = (inbox, VoteStore(start.settings.environment))
    Task.detached {
      let (votes, note) = store.load()
      if !votes.isEmpty { inbox.post(.votesRead(votes)) }
      if let note { inbox.post(.notice(note)) }
    }
  }

  /// When the loop must go on although nothing happens; `nil` waits for ever.
  private var deadline: UInt64? {
    if screen.isSendingPictures { return UInt64(max(0, now.nanoseconds)) }
    let times = [frames.due, playground.nextTick(after: now), escapeUntil, restsAt].compactMap {
      $0?.nanoseconds
    }
    return times.min().map { UInt64(max(0, $0)) }
  }

  /// Gives back what the start, or an answer on its way, needed and nobody needs now.
  private func rest() {
    guard let due = restsAt, now >= due else { return }
    restsAt = nil
    cp_return_free_memory()
    cp_return_code()
  }

  /// - Returns: whether the screen must be painted at once.
  private func takeSignals(_ events: LoopEvents) -> Bool {
    if events.inputEnded { endSignal = SIGHUP }
    var mustPaint = false
    for signal in events.signals {
      switch signal {
      case SIGWINCH, SIGCONT:
        takeSize()
        mustPaint = true
      default: endSignal = signal
      }
    }
    return mustPaint
  }

  /// Keys are decoded here; an Esc that nothing follows for a moment is the key itself.
  /// - Returns: whether there was any.
  private func takeInput(_ events: LoopEvents) -> Bool {
    var hadInput = false
    if !events.input.isEmpty {
      for event in decoder.feed(events.input) {
        if case .answer(let text) = event {
          if screen.takePictureAnswer(text) { update(.picturesChanged) } else { takeAnswer(text) }
        } else {
          update(.input(event))
        }
        hadInput = true
      }
      escapeUntil = nil
    } else if let until = escapeUntil, now >= until {
      for event in decoder.flush() {
        update(.input(event))
        hadInput = true
      }
      escapeUntil = nil
    }
    if decoder.isHolding, escapeUntil == nil {
      escapeUntil = MonotonicTime(nanoseconds: now.nanoseconds + Self.escapePatience)
    }
    return hadInput
  }

  /// The terminal's background, asked for at the start. It is not waited for, so that a terminal that never
  /// answers costs nothing. A theme that was chosen meanwhile stays.
  private func takeAnswer(_ text: String) {
    guard
      let theme = try? start.settings.theme(in: start.themes, colorCount: screen.colorCount, answer: text),
      playground.preferences.theme == startTheme, theme != shownTheme
    else { return }
    playground.preferences.theme = theme.name
    startTheme = theme.name
    use(theme)
  }

  private func takeNews() {
    loop.forgetWake()
    for bytes in inbox.takeTerminal() { screen.send(bytes) }
    for action in inbox.takeAll() { update(action) }
  }

  private func tick() {
    update(.clockTicked)
    frames.newsCame()
  }

  func present() {
    let start = now
    screen.present(playground.grid(at: start))
    let end = now
    frames.painted(at: end, cost: end.nanoseconds - start.nanoseconds)
  }

  func update(_ action: Action) {
    if case .exchange(let id, let updates) = action, case .ended = updates.last {
      relays.forget(id)
      keys.refreshSpending()
      restsAt = now.advanced(seconds: Self.restsAfter)
    }
    if case .connected(let relay) = action { relays.use(relay) }
    if case .heldLate(let id, _) = action {
      relays.forget(id)
      reservedInPrivate[id] = nil
      // What others spend is known when it is asked for again, and the question about it comes first.
      keys.refreshSpending(isForced: true)
    }
    perform(playground.update(action, at: now))
    if case .connected = action { receipts.loadKept(relays.moneyAsker()) }
    switch action {
    case .connected, .keysListed: if playground.limitsCountSums { readSpending() }
    default: break
    }
    if case .exchange(let id, let updates) = action, case .ended = updates.last,
      let exchange = playground.endedExchange(id)
    {
      openHistory?.end(exchange.id, exchange)
    }
    if case .spendingCame = action { spendingIsAwaited = false }
    sendPrompt()
  }

  private func sendPrompt() {
    guard let prompt = waitingPrompt, !spendingIsAwaited, !playground.limitsAwaitPrices else { return }
    waitingPrompt = nil
    // Who wrote something else meanwhile, or sent it, goes on by himself.
    if playground.isReadyToSend(prompt) { update(.sendAsked) }
  }

  /// Limits count what was spent before, and so does who looks at the keys, also where nothing of what is said is kept.
  func readSpending() {
    guard openHistory == nil else { return }
    _ = history
    keys.refreshSpending(isForced: true)
  }

  private func noteSleep() {
    if let seconds = sleep.newSeconds() { update(.woke(afterSeconds: seconds)) }
  }

  func takeSize() {
    screen.resize()
    update(.input(.resize(screen.size)))
  }
}

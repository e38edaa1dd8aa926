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

  private var playground: Playground
  private let screen: CursesScreen
  private let inbox = Inbox()
  private let loop: EventLoop
  private var decoder = InputDecoder()
  private let relays: RelaySwitch
  private let receipts: ReceiptDesk
  private let keys: KeyDesk
  /// The prompt of the command line waits for what the history says was spent.
  private var promptWaits = false
  /// In private mode it is opened when somebody looks into it.
  private var openHistory: HistoryDesk?
  private var history: HistoryDesk {
    if let openHistory { return openHistory }
    let desk = HistoryDesk(start.settings, inbox: inbox)
    openHistory = desk
    return desk
  }
  private var usage: UsageDesk {
    UsageDesk(history: history.store, inbox: inbox, utcOffset: LocalClock.utcOffset)
  }
  private let pictures: PictureDesk
  private let pictureKeepers = PictureKeeping()
  private var openVideos: VideoBoard?
  private let clipboard: Clipboard
  private var sleep = SleepDetector()
  private var frames = FrameClock(interval: ScreenRunner.frameInterval)
  private var escapeUntil: MonotonicTime?
  private var endSignal: Int32?
  private var isOver = false
  /// The theme that was begun with, and the one on the screen.
  private var startTheme: String
  private var shownTheme: Theme

  private let start: ScreenStart

  init(_ start: ScreenStart) throws(TerminalStartError) {
    self.start = start
    let directory = ScreenStart.cacheDirectory()
    screen = try CursesScreen(mouse: start.settings.mouse, errorLog: directory + "/stderr.log")
    loop = EventLoop(wake: inbox.wake)
    pictures = PictureDesk(inbox)
    clipboard = Clipboard(directory: directory)
    relays = RelaySwitch(start, inbox: inbox)
    let history = start.settings.history.keeps ? HistoryDesk(start.settings, isHeld: true, inbox: inbox) : nil
    openHistory = history
    keys = KeyDesk(
      start, relays: relays, inbox: inbox,
      ledger: history.map { HistoryLedger(store: $0.store) } ?? NoLedger())
    receipts = ReceiptDesk(
      inbox: inbox, environment: start.settings.environment, books: history.map { ReceiptBooks($0.store) })
    let theme = (try? start.settings.startTheme(in: start.themes, colorCount: screen.colorCount)) ?? .mono
    (startTheme, shownTheme) = (theme.name, theme)
    playground = start.playground(
      size: screen.size, colorCount: screen.colorCount, theme: theme.name, now: Self.now)
    use(theme)
    if start.settings.asksForBackground { screen.send(TerminalTraits.backgroundQuestion) }
    screen.drawsPictures = start.settings.media.graphics
  }

  private var presets: PresetStore { PresetStore(start.settings.environment) }

  private static var now: MonotonicTime { MonotonicTime(nanoseconds: Int64(EventLoop.now)) }
  private var now: MonotonicTime { Self.now }

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
      promptWaits = keys.knowsHistory
      if !promptWaits { update(.sendAsked) }
    }
    keys.refreshSpending(isForced: true)
    present()
    if screen.drawsPictures { screen.askForPictures() }
    openHistory?.store.release()
    if openHistory != nil { videos.resume() }
    while !isOver, endSignal == nil {
      let events = loop.next(deadline: deadline, listensToWake: !frames.canWait(at: now))
      noteSleep()
      var mustPaintNow = takeSignals(events)
      mustPaintNow = takeInput(events) || mustPaintNow
      if events.woken { frames.newsCame() }
      if events.isEmpty { tick() }
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
    let deadline = now.advanced(seconds: 1)
    while !playground.runningIDs.isEmpty || pictureKeepers.isBusy, now < deadline {
      _ = loop.next(deadline: UInt64(max(0, deadline.nanoseconds)), listensToWake: true)
      loop.forgetWake()
      for action in inbox.takeAll() {
        switch action {
        case .exchange, .picturesSaved: update(action)
        default: break
        }
      }
    }
    openHistory?.close()
  }

  /// In private mode it lives as long as this run.
  private var videos: VideoBoard {
    if let openVideos { return openVideos }
    let board = VideoBoard(
      start, store: start.settings.history.keeps ? history.store : nil,
      demo: relays.identity?.isDemo == true ? relays.client : nil, inbox: inbox)
    openVideos = board
    return board
  }

  private func submitVideo(_ id: MessageID, _ order: VideoOrder) {
    guard let client = relays.client, let relay = relays.identity else { return }
    let name = playground.surroundings.historyName(id)
    let facts = JournalFacts(
      kind: .video, conversation: nil, prices: playground.listPrices(of: order.request.model),
      inputEstimate: nil)
    let journal =
      start.settings.history.keeps && !playground.preferences.isPrivate
      ? history.journal(.media(order.request), as: name, facts, relay, addsUp: true) : nil
    let task = VideoTask(order, id: name + "-video", exchange: name, relay, at: VideoDesk.now)
    videos.submit(
      VideoDesk.Submission(request: order.request, task: task, client: client, journal: journal), as: id)
  }

  private func savePictures(_ id: MessageID, prompt: String) {
    guard let client = relays.client, let exchange = playground.endedExchange(id) else { return }
    let keeper = PictureKeeper(
      place: MediaPlace(directory: start.settings.imageDirectory), client: client,
      store: start.settings.history.keeps ? history.store : nil)
    let inbox = inbox
    pictureKeepers.begin()
    Task.detached { [pictureKeepers] in
      inbox.post(.picturesSaved(id, await keeper.keep(exchange, prompt: prompt)))
      pictureKeepers.end()
    }
  }

  private var pictureTerminal: PictureDesk.Terminal {
    let isMono = shownTheme.kind == .mono
    return PictureDesk.Terminal(
      colors: isMono ? 0 : screen.colorCount, isASCII: playground.preferences.usesASCII, cell: screen.cellPixels,
      format: isMono ? nil : screen.pictureFormat, background: shownTheme.surfaceColor)
  }

  private func send(_ request: RelayRequest, as id: MessageID, isInLane: Bool) {
    let name = playground.surroundings.historyName(id)
    var journal: ExchangeJournal?
    if let relay = relays.identity, let facts = playground.journalFacts(of: id, request) {
      journal = history.journal(request, as: name, facts, relay)
    }
    relays.send(request, as: id, name: name, isInLane: isInLane, journal: journal)
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
    let times = [frames.due, playground.nextTick(after: now), escapeUntil].compactMap { $0?.nanoseconds }
    return times.min().map { UInt64(max(0, $0)) }
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

  private func present() {
    let start = now
    screen.present(playground.grid(at: start))
    let end = now
    frames.painted(at: end, cost: end.nanoseconds - start.nanoseconds)
  }

  private func update(_ action: Action) {
    if case .exchange(let id, let updates) = action, case .ended = updates.last {
      relays.forget(id)
      keys.refreshSpending()
      // What the answer went through on its way is not needed any more.
      cp_return_free_memory()
    }
    if case .connected(let relay) = action { relays.use(relay) }
    perform(playground.update(action, at: now))
    if case .connected = action { receipts.loadKept(relays.moneyAsker()) }
    if case .exchange(let id, let updates) = action, case .ended = updates.last,
      let exchange = playground.endedExchange(id)
    {
      openHistory?.end(exchange.id, exchange)
    }
    if promptWaits, case .spendingCame = action {
      promptWaits = false
      update(.sendAsked)
    }
  }

  private func noteSleep() {
    if let seconds = sleep.newSeconds() { update(.woke(afterSeconds: seconds)) }
  }

  private func takeSize() {
    screen.resize()
    update(.input(.resize(screen.size)))
  }

  // MARK: Effects

  private func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .send(let id, let request): send(request, as: id, isInLane: false)
    case .sendInLane(let id, let request): send(request, as: id, isInLane: true)
    case .stop(let id): relays.stop(id)
    case .retryNow(let id): relays.retryNow(id)
    case .waitLonger(let id, let seconds): relays.waitLonger(id, seconds: seconds)
    case .consumed(let id, let bytes): relays.consumed(id, bytes: bytes)
    case .loadModels: relays.loadModels(isForced: false, asksPrices: false)
    case .loadPrices: relays.loadModels(isForced: false, asksPrices: true)
    case .reloadModels: relays.loadModels(isForced: true, asksPrices: true)
    case .listPresets: update(.presetsListed(presets.names))
    case .loadPreset(let name):
      do throws(UsageError) {
        update(.presetRead(try presets.load(name)))
      } catch {
        update(.notice([error.sentence, error.report].compactMap { $0 }.joined(separator: " ")))
      }
    case .savePreset(let preset, let replaces):
      if !replaces, presets.exists(preset.name) { return update(.presetExists(preset)) }
      update(.notice(presets.save(preset)))
    case .deletePreset(let name): update(.notice(presets.delete(name)))
    case .renamePreset(let old, let new): update(.notice(presets.rename(old, to: new)))
    case .readVariables(let path): readFile(path) { .variablesRead($0, name: path) }
    case .keepShelf(let text):
      if let reason = ShelfStore(start.settings.environment).keep(text) {
        update(.notice("It is not kept for the next start: \(reason)."))
      }
    case .connect(let request): relays.connect(request)
    case .connectDemo: relays.connectDemo()
    case .copy(let item): copy(item)
    case .edit(let target, let text): edit(target, text)
    case .useTheme(let name): useTheme(name)
    case .keepRemedies(let text):
      if let reason = RemedyStore(start.settings.environment).keep(text) {
        update(.notice("What was learned lasts until bayside ends: \(reason)."))
      }
    case .readImport(let path): readFile(path) { .imported($0, name: path) }
    case .replay(let id, let file): relays.replay(file, as: id, at: now)
    case .pace(let id, let pace): relays.play(id, pace)
    case .readReplay(let path): readFile(path) { .replayRead($0, name: path) }
    case .readAttachment(let path): readFile(path) { .attached($0, name: path) }
    case .readPastedPath(let path, let text):
      readFile(path, orElse: .pathWasText(text)) { .attached($0, name: path) }
    case .listFiles(let directory):
      let (inbox, place) = (inbox, start.settings.environment.resolved(directory, in: "."))
      Task.detached { inbox.post(.filesListed(directory: directory, FileListing.names(in: place))) }
    case .save(let bytes, let name): update(.notice(NewFile.write(bytes, name: name)))
    case .appendToComparison(let name, let title, let isDemo, let bytes):
      let shown = relays.secrets.reduce(title) { $1.hidden($0) }
      history.appendComparison(name, title: shown, isDemo: isDemo, relays.masked(bytes))
    case .keepConversation(let snapshot): history.keep(snapshot, hiding: relays.secrets)
    case .listHistory(let place): history.list(place)
    case .previewHistory(let id): history.preview(id)
    case .openHistory(let ids, let use): history.open(ids, use)
    case .readExchanges(let answers): history.readExchanges(answers)
    case .changeHistory(let ids, let change): history.change(ids, change)
    case .purgeHistory(let days):
      history.purge(HistoryPurge(olderThan: Double(time(nil)) - Double(days) * 86_400), asks: true)
    case .exportHistory(let ids, let format): history.export(ids, format)
    case .askUsage(let question): usage.ask(question)
    case .exportUsage(let question): usage.export(question)
    case .keepComparison(let name, let bytes):
      update(.notice(ComparisonStore(start.settings.environment).save(name, relays.masked(bytes))))
    case .listComparisons:
      update(.comparisonsListed(ComparisonStore(start.settings.environment).names))
    case .openComparison(let name):
      let kept = ComparisonStore(start.settings.environment).path(kept: name)
      readFile(kept ?? name) { .comparisonRead($0, name: kept == nil ? name : name + ".jsonl") }
    case .keepVote(let vote):
      if let reason = VoteStore(start.settings.environment).keep(vote) {
        update(.notice("The vote counts until bayside ends: \(reason)."))
      }
    case .readCheckFile(let word, let path): readFile(path) { .checkFileRead(word: word, $0) }
    case .compareAnswers(let key, let base, let other):
      let inbox = inbox
      Task.detached {
        inbox.post(.answersCompared(key, AnswerComparison(base: base, other: other, unit: key.unit)))
      }
    case .lookThroughLens(let key, let answers):
      let inbox = inbox
      Task.detached { inbox.post(.lensMade(key, DifferenceLens(answers))) }
    case .askReceipts: receipts.askReceipts(relays.moneyAsker())
    case .askBalance(let name): receipts.askBalance(relays.moneyAsker(named: name))
    case .forgetNotOffered: receipts.forgetNotOffered(relays.moneyAsker())
    case .listKeys:
      keys.list()
      keys.refreshSpending()
    case .keepKey(let draft, let old): keys.keep(draft, inPlaceOf: old)
    case .useKey(let name): keys.use(name)
    case .useProfile(let name): keys.useProfile(name)
    case .testKey(let name): keys.test(name)
    case .setKeyOn(let name, let isOn): keys.setOn(name, isOn)
    case .removeKey(let name): keys.remove(name)
    case .setMouse(let on): screen.setMouse(on)
    case .showPlain(let text): showPlain(text)
    case .savePictures(let id, let prompt): savePictures(id, prompt: prompt)
    case .drawPicture(let key, let bytes): pictures.draw(key, bytes, pictureTerminal)
    case .openFile(let path): openFile(path)
    case .copyFile(let path, let target):
      let (inbox, place) = (inbox, start.settings.environment.resolved(target, in: "."))
      Task.detached { inbox.post(.notice(FileOpening.copy(path, to: place))) }
    case .attachPicture(let path): readFile(path) { .attached($0, name: path) }
    case .listVideos: videos.list()
    case .submitVideo(let id, let order): submitVideo(id, order)
    case .checkVideo(let id): videos.check(id)
    case .stopWatchingVideo(let id): videos.stopWatching(id)
    case .removeVideo(let id): videos.remove(id)
    case .suspend: suspend()
    case .redraw: screen.redraw()
    case .quit: isOver = true
    }
  }

  /// Copying may start other programs, so it happens beside the loop.
  private func copy(_ item: CopyItem) {
    let (clipboard, inbox) = (clipboard, inbox)
    Task.detached {
      let result = clipboard.copy(item)
      if let bytes = result.terminalBytes { inbox.postToTerminal(bytes) }
      inbox.post(.notice(result.sentence))
    }
  }

  private func openFile(_ path: String) {
    let (inbox, environment) = (inbox, start.settings.environment)
    let hasDisplay = environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
    let program = start.settings.media.open
    Task.detached {
      inbox.post(.notice(FileOpening.open(path, program: program, hasDisplay: hasDisplay)))
    }
  }

  /// A file may lie on a slow disk, so it is read beside the loop.
  private func readFile(
    _ path: String, orElse otherwise: Action? = nil, _ action: @escaping @Sendable ([UInt8]) -> Action
  ) {
    let (inbox, place) = (inbox, start.settings.environment.resolved(path, in: "."))
    Task.detached {
      do throws(UsageError) {
        inbox.post(action(try InputFile.contents(place, limit: RequestImport.maximumBytes)))
      } catch {
        inbox.post(otherwise ?? .notice(error.sentence))
      }
    }
  }

  private func suspend() {
    let before = now
    screen.suspend()
    takeSize()
    let seconds = now.milliseconds(since: before) / 1000
    if seconds >= 1 { update(.woke(afterSeconds: seconds)) }
  }

  private func useTheme(_ name: String) {
    do {
      use(try start.themes.theme(named: name, isLight: false))
    } catch {
      update(.notice(error.sentence))
    }
  }

  private func use(_ theme: Theme) {
    let palette = ThemePalette(theme, colorCount: screen.colorCount, background: start.settings.background)
    screen.colors = { style in
      let colors = palette.colors(for: style)
      return CellColors(
        foreground: colors.foreground, background: colors.background, attributes: colors.attributes)
    }
    shownTheme = theme
    screen.redraw()
    // Transparent parts take the colour of the surface.
    if playground.hasPictures { update(.picturesChanged) }
  }

  private func edit(_ target: EditTarget, _ text: String) {
    // Editors go by the name.
    let name = if case .parameter = target { "value.json" } else { "message.md" }
    let path = ScreenStart.cacheDirectory() + "/" + name
    let result = TextEditor.edit(text, path: path, editor: start.settings.editor) { arguments in
      screen.leave()
      defer { screen.comeBack() }
      return ChildProcess.runOnTerminal(arguments)
    }
    update(.edited(target, result.text, notice: result.notice))
    takeSize()
  }

  /// Text on the plain screen, where the terminal's own selection works; any key comes back.
  private func showPlain(_ text: String) {
    screen.leave()
    Output.write(Output.harmless(text) + "\n\n-- any key goes back to bayside --\n")
    _ = ChildProcess.waitForKey()
    screen.comeBack()
    takeSize()
  }
}

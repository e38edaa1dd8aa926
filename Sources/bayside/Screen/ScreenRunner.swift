import CurlTransport
import CursesTerminal
import Glibc
import MockRelay
import Playground
import RelayKit
import TerminalUI
import Workbench

/// The interactive screen: one loop on the main thread, effects carried out beside it.
final class ScreenRunner {
  /// Frames follow each other by at least this much while text streams, in nanoseconds.
  private static let frameInterval: Int64 = 16_000_000

  private var playground: Playground
  private let screen: CursesScreen
  private let inbox = Inbox()
  private let loop: EventLoop
  private var decoder = InputDecoder()
  private var client: RelayClient?
  private var configuration: RelayConfiguration?
  private var demo: DemoRelay?
  private var handles: [Int: any ExchangeHandle] = [:]
  private let clipboard: Clipboard
  private let settings: Settings
  private let themes: ThemeLibrary
  private var endSignal: Int32?
  private var isOver = false

  init(_ start: ScreenStart, themes: ThemeLibrary) throws(TerminalStartError) {
    let directory = ScreenStart.cacheDirectory()
    settings = start.settings
    self.themes = themes
    screen = try CursesScreen(mouse: settings.mouse, errorLog: directory + "/stderr.log")
    loop = EventLoop(wake: inbox.wake)
    let screen = screen
    clipboard = Clipboard(directory: directory, send: { screen.send($0) })
    playground = Playground(
      size: screen.size, model: settings.model ?? "", system: settings.system,
      parameters: settings.parameters, streams: settings.streams,
      relayName: start.configuration.baseURL.description, keyLabel: settings.keyLabel,
      isConnected: start.isConnected)
    playground.themes = themes.names
    playground.mouseOn = settings.mouse
    configuration = start.configuration
    demo = start.demo
    if start.isConnected { connect(start.configuration, isDemo: start.demo != nil) }
    let theme = try? settings.startTheme(in: themes, colorCount: screen.colorCount)
    useTheme(theme?.name ?? Theme.mono.name)
  }

  private var now: MonotonicTime { MonotonicTime(nanoseconds: Int64(EventLoop.now)) }

  /// Runs until the user leaves. - Returns: the exit status.
  func run(prompt: String?) -> Int32 {
    if playground.isConnected { perform([.loadModels]) }
    if let prompt {
      playground.composer.set(prompt)
      perform(playground.update(.input(.key(Key(.enter))), at: now))
    }
    present()
    var lastFrame = now
    var isDirty = false
    var silence: MonotonicTime?
    while !isOver {
      var deadline: Int64?
      func wakeBy(_ time: Int64) { deadline = min(deadline ?? time, time) }
      if isDirty { wakeBy(lastFrame.nanoseconds + Self.frameInterval) }
      if let tick = playground.nextTick(after: now) { wakeBy(tick.nanoseconds) }
      if let silence { wakeBy(silence.nanoseconds) }
      let events = loop.next(deadline: deadline.map { UInt64(max(0, $0)) })
      var mustPaintNow = false
      for signal in events.signals { mustPaintNow = handle(signal) || mustPaintNow }
      if events.inputEnded { endSignal = SIGHUP }
      if endSignal != nil { break }
      let inputEvents = events.input.isEmpty ? [] : decoder.feed(events.input)
      for event in inputEvents {
        perform(playground.update(.input(event), at: now))
        mustPaintNow = true
      }
      if decoder.isHolding {
        if !events.input.isEmpty || silence == nil {
          silence = MonotonicTime(nanoseconds: now.nanoseconds + 25_000_000)
        } else if let until = silence, now >= until {
          for event in decoder.flush() { perform(playground.update(.input(event), at: now)) }
          mustPaintNow = true
          silence = decoder.isHolding ? MonotonicTime(nanoseconds: now.nanoseconds + 25_000_000) : nil
        }
      } else {
        silence = nil
      }
      for action in inbox.takeAll() {
        if case .exchange(let turn, .ended) = action { handles[turn] = nil }
        perform(playground.update(action, at: now))
        isDirty = true
      }
      if events.input.isEmpty, !events.woken, events.signals.isEmpty {
        perform(playground.update(.clockTicked, at: now))
        isDirty = true
      }
      if mustPaintNow || (isDirty && now.nanoseconds - lastFrame.nanoseconds >= Self.frameInterval) {
        present()
        lastFrame = now
        isDirty = false
      }
    }
    for handle in handles.values { handle.stop() }
    screen.end()
    demo?.stop()
    if let endSignal { EventLoop.die(of: endSignal) }
    return 0
  }

  private func present() { screen.present(playground.grid(at: now)) }

  /// - Returns: whether the screen must be painted at once.
  private func handle(_ signal: Int32) -> Bool {
    switch signal {
    case SIGWINCH, SIGCONT:
      screen.resize()
      perform(playground.update(.input(.resize(screen.size)), at: now))
      return true
    default:
      endSignal = signal
      return false
    }
  }

  // MARK: Effects

  private func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .send(let turn, let request): send(request, turn: turn)
    case .stop(let turn): handles[turn]?.stop()
    case .retryNow(let turn): handles[turn]?.retryNow()
    case .consumed(let turn, let bytes): handles[turn]?.consumed(bytes: bytes)
    case .loadModels: loadModels()
    case .copy(let text, let name): inbox.post(.notice(clipboard.copy(text, name: name)))
    case .edit(let text): edit(text)
    case .useTheme(let name): useTheme(name)
    case .setMouse(let on): screen.setMouse(on)
    case .connect(let address, let key): connect(address, key: key)
    case .connectDemo: connectDemo()
    case .suspend:
      screen.suspend()
      perform(playground.update(.input(.resize(screen.size)), at: now))
    case .redraw: screen.redraw()
    case .quit: isOver = true
    }
  }

  private func send(_ request: ChatRequest, turn: Int) {
    guard let client else { return }
    let inbox = inbox
    handles[turn] = client.chat(request, id: "turn-\(turn)", startedAt: Double(time(nil))) { update in
      inbox.post(.exchange(turn: turn, update))
    }
  }

  private func loadModels() {
    guard let client else { return }
    let inbox = inbox
    Task.detached {
      do {
        inbox.post(.modelsCame(try await client.models()))
      } catch {
        inbox.post(.modelsFailed(error as? RelayError ?? RelayError(kind: .other, message: "\(error)")))
      }
    }
  }

  private func connect(_ configuration: RelayConfiguration, isDemo: Bool) {
    self.configuration = configuration
    client = RelayClient(
      configuration: configuration,
      transport: CurlTransport(isDemo ? CurlOptions(noProxy: "*") : settings.curl))
  }

  private func connect(_ address: String, key: String) {
    guard var configuration else { return }
    guard let url = try? BaseURL(address) else {
      playground.say("“\(address)” is no base URL.", at: now)
      return
    }
    configuration.baseURL = url
    configuration.apiKey = key
    connect(configuration, isDemo: false)
    inbox.post(
      .connected(relay: url.description, key: "key ..\(key.suffix(4))", isDemo: false))
  }

  private func connectDemo() {
    do {
      let relay: DemoRelay
      if let demo { relay = demo } else { relay = try DemoRelay() }
      demo = relay
      var configuration = RelayConfiguration(baseURL: try BaseURL(relay.baseURL))
      if let limits = self.configuration?.limits { configuration.limits = limits }
      connect(configuration, isDemo: true)
      inbox.post(.connected(relay: "demo relay (simulated)", key: "no key", isDemo: true))
    } catch {
      playground.say("The demo relay cannot listen on 127.0.0.1.", at: now)
    }
  }

  private func useTheme(_ name: String) {
    guard let theme = try? themes.theme(named: name, isLight: false) else { return }
    let palette = ThemePalette(theme, colorCount: screen.colorCount, background: settings.background)
    screen.colors = { style in
      let colors = palette.colors(for: style)
      return CellColors(
        foreground: colors.foreground, background: colors.background, attributes: colors.attributes)
    }
  }

  private func edit(_ text: String) {
    let path = ScreenStart.cacheDirectory() + "/message.md"
    let result = TextEditor.edit(text, path: path) { arguments in
      screen.leave()
      defer { screen.comeBack() }
      return ChildProcess.runOnTerminal(arguments)
    }
    perform(playground.update(.edited(result.text, notice: result.notice), at: now))
    perform(playground.update(.input(.resize(screen.size)), at: now))
  }
}

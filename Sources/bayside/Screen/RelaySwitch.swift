import CurlTransport
import Glibc
import MockRelay
import Playground
import RelayKit
import Workbench

/// The relay that the screen talks to, and what is under way with it. Main thread; answers go to the inbox.
final class RelaySwitch {
  private let inbox: Inbox
  private var configuration: RelayConfiguration
  private var curl: CurlOptions
  private(set) var client: RelayClient?
  /// What the screen was told of the relay that is asked.
  private(set) var identity: RelayIdentity?
  /// Relays that are being tested or switched to; each is used once the screen shows it.
  let prepared = PreparedRelays()
  /// Every relay of this run: what must not be written down stays so after a switch.
  private var used: [RelayConfiguration] = []
  private var demo: DemoRelay?
  private var handles: [MessageID: any ExchangeHandle] = [:]

  private let settings: Settings
  private let recordings: ScreenRecordings?

  init(_ start: ScreenStart, inbox: Inbox) {
    self.inbox = inbox
    settings = start.settings
    recordings = start.recordings
    configuration = start.relay
    curl = start.settings.curl(to: start.relay.baseURL)
    demo = start.demo
    identity = start.identity
    if start.isConnected { client = client(for: configuration) }
    used = [configuration]
  }

  private func client(for configuration: RelayConfiguration) -> RelayClient {
    RelayClient(
      configuration: configuration, transport: CurlTransport(settings.curl(to: configuration.baseURL)))
  }

  /// Who asks about money with a key by its name (empty: the one in use).
  func moneyAsker(named name: String = "") -> MoneyAsker {
    guard name.isEmpty || name == identity?.keyName else { return .kept(name, settings) }
    guard client != nil else { return .nobody }
    return .present(
      MoneyTarget(
        relay: configuration, curl: settings.curl(to: configuration.baseURL),
        keyName: identity?.keyName ?? "",
        keyLabel: identity?.keyLabel ?? settings.keyLabel, isDemo: identity?.isDemo == true,
        isPrivate: !settings.history.keeps))
  }

  /// Without what must not be written down.
  func masked(_ bytes: [UInt8]) -> [UInt8] {
    secrets.reduce(bytes) { $1.hidden($0) }
  }

  var secrets: [KnownSecrets] { used.map(KnownSecrets.init) }

  // MARK: Answers

  /// Further tries of an answer in a lane: one crowded model is no reason to give up a comparison.
  private static let triesInLane = 3

  /// - Parameters:
  ///   - name: of the exchange, unlike any other's.
  ///   - gate: has the last word about whether it leaves.
  func send(
    _ request: RelayRequest, as id: MessageID, name: String, isInLane: Bool = false,
    journal: ExchangeJournal?,
    gate: SharedGate? = nil
  ) {
    guard let client else {
      // Nothing could be sent; what waits for an answer must not wait for ever.
      return inbox.post(.ended(.stopped, TransportSummary(), MonotonicTime(nanoseconds: 0)), of: id)
    }
    let (inbox, recording) = (inbox, nextRecording())
    let tries = configuration.retries == 0 ? 0 : max(configuration.retries, Self.triesInLane)
    let retry = isInLane ? RetryRule(count: tries, isHeld: true) : nil
    let begin: @Sendable () -> any ExchangeHandle = {
      let observer: @Sendable (ExchangeUpdate) -> Void = { update in
        journal?.take(update)
        if let failure = recording?.take(update) { inbox.post(.notice(failure)) }
        inbox.post(update, of: id)
      }
      let startedAt = LocalClock.now
      return switch request {
      case .chat(let chat):
        client.chat(chat, id: name, startedAt: startedAt, retry: retry, observer: observer)
      case .media(let media): client.make(media, id: name, startedAt: startedAt, observer: observer)
      }
    }
    guard journal != nil || gate != nil else { return handles[id] = begin() }
    // The disk may be slow, and what is asked is written down before it leaves: beside the loop.
    let late = LateHandle()
    handles[id] = late
    Task.detached {
      if let held = gate?.held() { return inbox.post(.heldLate(id, held)) }
      late.take(begin())
    }
  }

  private func nextRecording() -> SharedRecording? {
    do {
      return try recordings?.next()
    } catch {
      inbox.post(.notice(error.sentence))
      return nil
    }
  }

  /// Plays a recorded exchange as an answer; nothing is sent.
  func replay(_ file: [UInt8], as id: MessageID, at now: MonotonicTime) {
    let inbox = inbox
    guard let updates = try? ExchangeFileReader.updates(from: file, byFrame: true) else { return }
    handles[id] = ReplayHandle(updates, pace: .recorded, startingAt: now) { inbox.post($0, of: id) }
  }

  func play(_ id: MessageID, _ pace: ReplayPace) { (handles[id] as? ReplayHandle)?.play(pace) }

  func stop(_ id: MessageID) { handles[id]?.stop() }
  func retryNow(_ id: MessageID) { handles[id]?.retryNow() }
  func waitLonger(_ id: MessageID, seconds: Int) { handles[id]?.waitLonger(seconds: Double(seconds)) }
  func consumed(_ id: MessageID, bytes: Int) { handles[id]?.consumed(bytes: bytes) }
  func forget(_ id: MessageID) { handles[id] = nil }

  /// Ends everything that is under way, and the demo relay.
  func stopAll() {
    for handle in handles.values { handle.stop() }
    demo?.stop()
  }

  // MARK: Models

  /// What is kept of an earlier start, so that prices are known before anybody asked.
  func loadKeptModels() {
    let (inbox, environment) = (inbox, settings.environment)
    let (baseURL, key) = (configuration.baseURL, configuration.apiKey)
    guard identity?.isDemo != true else { return }
    Task.detached {
      let kept = ModelStore(environment).load(baseURL, key: key)
      let file = ModelFile.load(environment)
      for notice in [kept.notice, file.notice] { if let notice { inbox.post(.notice(notice)) } }
      guard kept.answers.models != nil || file.list != nil else { return }
      inbox.post(.modelAnswersCame(kept.answers, user: file.list))
    }
  }

  /// The relay is asked when what is kept is older than a day, or when it must be. The demo relay has another
  /// address every time: nothing of it is kept.
  /// - Parameter isWaitedFor: something that is to be sent waits for the answer.
  func loadModels(isForced: Bool, asksPrices: Bool, isWaitedFor: Bool = false) {
    guard var client else { return }
    if isWaitedFor {
      client = RelayClient(
        configuration: ModelQuestion.hurried(configuration), transport: CurlTransport(curl))
    }
    let asked = client
    let (inbox, environment, isDemo) = (inbox, settings.environment, identity?.isDemo == true)
    let (baseURL, key) = (configuration.baseURL, configuration.apiKey)
    Task.detached {
      let store = ModelStore(environment)
      let nothing = RelayModelAnswers(baseURL: baseURL.description, keyLabel: ModelStore.label(key))
      let kept = isDemo ? nothing : store.load(baseURL, key: key).answers
      let result = await ModelQuestion(client: asked, isForced: isForced, asksPrices: asksPrices).ask(
        kept)
      for notice in result.notices { inbox.post(.notice(notice)) }
      if result.isNew, !isDemo, let reason = store.keep(result.answers, of: baseURL, key: key) {
        inbox.post(.notice("The list of models is not kept: \(reason)."))
      }
      inbox.post(.modelAnswersCame(result.answers, user: ModelFile.load(environment).list))
      if let failure = result.failure { inbox.post(.modelsFailed(failure)) }
    }
  }

  // MARK: Connecting

  /// Tests a key with a free call; it is used and kept only when the relay takes it.
  func connect(_ request: ConnectionRequest) {
    var next = configuration
    do {
      next.baseURL = try BaseURL(request.baseURL)
      // What else is sent belongs to the relay that it was configured for.
      next.extraHeaders = settings.headers(for: next.baseURL)
    } catch {
      return inbox.post(.connectionFailed(.invalid("The base URL \(BaseURLWords.sentence(error)).")))
    }
    let key = request.keeping == .environment ? settings.environment[KeyChoice.defaultVariable] : request.key
    if let problem = KeyText.problem(key ?? "") {
      return inbox.post(.connectionFailed(.invalid("The key \(problem).")))
    }
    next.apiKey = key
    let client = client(for: next)
    let (inbox, prepared, environment) = (inbox, prepared, settings.environment)
    let relay = PreparedRelay(configuration: next, curl: settings.curl(to: next.baseURL))
    let kept = request.keeping == .file ? key : nil
    Task.detached {
      switch await RelayQuestion.models(client) {
      case .success(let models):
        let keeping = kept.map { EnteredKey.keep($0, for: relay.configuration.baseURL, environment) }
        let identity = RelayIdentity(
          baseURL: relay.configuration.baseURL.description,
          keyLabel: KeyText.label(relay.configuration.apiKey ?? ""),
          keyName: keeping?.name ?? "")
        prepared.put(relay, identity)
        if keeping != nil { inbox.post(.keysListed(KeyListing.list(environment))) }
        inbox.post(.connected(identity))
        inbox.post(.modelsCame(models))
        if let keeping { inbox.post(.notice(keeping.sentence)) }
      case .failure(let error): inbox.post(.connectionFailed(.refused(error)))
      }
    }
  }

  /// The screen shows this relay from now on, so it is the one to ask. What runs goes on with the one that it
  /// began with.
  func use(_ identity: RelayIdentity) {
    self.identity = identity
    guard let relay = prepared.take(identity) else { return }
    (configuration, curl) = (relay.configuration, relay.curl)
    client = RelayClient(configuration: configuration, transport: CurlTransport(curl))
    used.append(configuration)
  }

  func connectDemo() {
    do {
      let relay: DemoRelay
      if let demo { relay = demo } else { relay = try DemoRelay() }
      demo = relay
      var next = RelayConfiguration(baseURL: try BaseURL(relay.baseURL))
      (next.limits, next.exactLimits) = (configuration.limits, configuration.exactLimits)
      client = client(for: next)
      (configuration, curl) = (next, settings.curl(to: next.baseURL))
      inbox.post(
        .connected(
          RelayIdentity(
            baseURL: relay.baseURL, keyLabel: "no key", isDemo: true, standardModel: DemoRelay.models.first)))
    } catch {
      inbox.post(.notice("The demo relay cannot listen on 127.0.0.1: \(error)."))
    }
  }
}

/// Keeps a key that works.
private enum EnteredKey {
  /// - Returns: the sentence for the footer, and the name that the key has now.
  static func keep(
    _ key: String, for baseURL: BaseURL, _ environment: ProcessEnvironment
  ) -> (sentence: String, name: String) {
    do throws(UsageError) {
      let store = try KeyStore.change(environment) { store throws(UsageError) in
        store.enter(key, for: baseURL, at: LocalClock.now)
      }
      let name = store.used ?? ""
      return ("The key is kept in \(store.shown) as “\(name)”, readable only by you.", name)
    } catch {
      return ("The key is not kept: \(error.sentence)", "")
    }
  }
}

/// A question to the relay whose answer is small.
private enum RelayQuestion {
  static func models(_ client: RelayClient) async -> Result<[ModelEntry], RelayError> {
    do {
      return .success(try await client.models())
    } catch {
      return .failure(error as? RelayError ?? RelayError(kind: .other, message: "\(error)"))
    }
  }
}

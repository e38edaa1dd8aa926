import CurlTransport
import Glibc
import Playground
import RelayKit
import Synchronization
import Workbench

/// Keys and profiles for the screen: what is kept of them, and the switch to another one. Main thread; files,
/// programs and relays are asked beside it, answers go to the inbox.
final class KeyDesk {
  private let inbox: Inbox
  private let settings: Settings
  private let options: ParsedOptions
  private let relays: RelaySwitch
  private let ledger: any SpendingLedger
  /// Seconds of the monotonic clock when the history was last asked for sums.
  private let lastReport = Mutex<Int>(-1_000)

  init(_ start: ScreenStart, relays: RelaySwitch, inbox: Inbox, ledger: any SpendingLedger) {
    (settings, options) = (start.settings, start.options)
    (self.relays, self.inbox, self.ledger) = (relays, inbox, ledger)
  }

  func list() {
    let (inbox, environment) = (inbox, settings.environment)
    Task.detached { inbox.post(.keysListed(KeyListing.list(environment))) }
  }

  func keep(_ draft: KeyDraft, inPlaceOf old: String?) {
    let (inbox, environment) = (inbox, settings.environment)
    let isInUse = old != nil && old == relays.identity?.keyName
    let switching = switching
    Task.detached {
      do throws(UsageError) {
        let store = try KeyKeeping.keep(draft, inPlaceOf: old, environment)
        inbox.post(.keysListed(KeyListing.list(store, environment)))
        inbox.post(.keyKept(draft.name))
        // The key in use was changed: what is sent from now on goes with what it is now.
        if isInUse, let entry = store[draft.name] { switching.use(entry) }
      } catch {
        inbox.post(.keyNotKept([error.sentence, error.report].filter { !$0.isEmpty }.joined(separator: " ")))
      }
    }
  }

  func setOn(_ name: String, _ isOn: Bool) {
    change(isOn ? "The key “\(name)” is on." : "The key “\(name)” is off: nothing is sent with it from here.")
    {
      environment throws(UsageError) in
      try KeyKeeping.change(name, environment) { $0.facts.isOn = isOn }
    }
  }

  func remove(_ name: String) {
    let isInUse = name == relays.identity?.keyName
    change(
      isInUse
        ? "The key “\(name)” is forgotten here. It is sent until bayside ends or another one is used."
        : "The key “\(name)” is forgotten here; the relay still takes it."
    ) {
      environment throws(UsageError) in
      try KeyKeeping.remove(name, environment)
    }
  }

  private func change(
    _ sentence: String,
    _ body: @escaping @Sendable (ProcessEnvironment) throws(UsageError) -> KeyStore
  ) {
    let (inbox, environment) = (inbox, settings.environment)
    Task.detached {
      do throws(UsageError) {
        inbox.post(.keysListed(KeyListing.list(try body(environment), environment)))
        inbox.post(.notice(sentence))
      } catch {
        inbox.post(.notice(error.sentence))
      }
    }
  }

  // MARK: Asking the relay

  func test(_ name: String) {
    let (inbox, settings) = (inbox, settings)
    Task.detached {
      let result: KeyTest
      do throws(UsageError) {
        let (client, key) = try NamedClient(name: name, settings: settings).make()
        result = await KeyTesting.test(client)
        let store = try KeyTesting.note(result, key, of: name, settings.environment)
        inbox.post(.keysListed(KeyListing.list(store, settings.environment)))
        inbox.post(.keyTested(name, result))
      } catch {
        let trouble = KeyTest(at: LocalClock.now, status: nil, milliseconds: 0, trouble: error.sentence)
        inbox.post(.keyTested(name, trouble))
      }
    }
  }

  // MARK: Switching

  private var switching: KeySwitching {
    KeySwitching(settings: settings, options: options, inbox: inbox, prepared: relays.prepared)
  }

  func use(_ name: String) {
    let (inbox, environment, switching) = (inbox, settings.environment, switching)
    Task.detached {
      do throws(UsageError) {
        let store = try KeyKeeping.use(name, environment)
        guard let entry = store[name] else { return }
        switching.use(entry)
      } catch {
        inbox.post(.notice(error.sentence))
      }
    }
  }

  func useProfile(_ name: String) {
    let switching = switching
    Task.detached { switching.useProfile(name) }
  }

  // MARK: Spending

  /// Whether sums of before are going to come.
  var knowsHistory: Bool { ledger.isKept }

  /// Asks the history for sums, not more than once in some seconds: what this run spends is counted meanwhile.
  func refreshSpending(isForced: Bool = false) {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let second = now.tv_sec
    let isDue = lastReport.withLock { last in
      guard isForced || second - last >= 10 else { return false }
      last = second
      return true
    }
    guard isDue else { return }
    let (inbox, ledger) = (inbox, ledger)
    Task.detached {
      let (now, offset) = (LocalClock.now, LocalClock.utcOffset)
      // A history that cannot be read must not hold anything up for ever.
      let nothing = SpendingReport(day: LocalDay(time: now, utcOffset: offset))
      let report = await ledger.report(at: now, utcOffset: offset)
      if let report = report ?? (ledger.isKept && isForced ? nothing : nil) {
        inbox.post(.spendingCame(report))
      }
    }
  }
}

/// Makes a client for a key, which asks the key's own relay only.
struct NamedClient: Sendable {
  let name: String
  let settings: Settings

  /// The client, and the key as it was read now. May take long where a program has to be asked: not on the main
  /// thread.
  func make() throws(UsageError) -> (client: RelayClient, key: String) {
    let store = try KeyStore(settings.environment)
    guard let entry = store[name] else { throw KeyKeeping.missing(name, store) }
    let key = try entry.read(settings.environment)
    let transport = CurlTransport(settings.curl(to: entry.baseURL))
    return (RelayClient(configuration: settings.relay(of: entry, key: key), transport: transport), key)
  }
}

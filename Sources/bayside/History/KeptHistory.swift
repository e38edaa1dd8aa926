import CPlatform
import Glibc
import HistoryStore
import Workbench

/// The history file of the user.
enum KeptHistory {
  /// `nil` without a home directory.
  static func path(_ environment: ProcessEnvironment) -> String? {
    environment.directory("XDG_DATA_HOME", orHome: ".local/share").map { $0 + "/bayside/history.sqlite3" }
  }

  /// Opens the file at once; it is mended beside. What is to be said about it goes to `say`, on any thread.
  static func open(
    _ environment: ProcessEnvironment, frames: FramePolicy, isHeld: Bool = false,
    moved: @escaping @Sendable (ConversationMove) -> Void = { _ in },
    say: @escaping @Sendable (String) -> Void
  ) -> HistoryStore {
    HistoryStore.open(
      path: path(environment) ?? "", utcOffset: LocalClock.utcOffset, frames: frames, isHeld: isHeld,
      moved: moved,
      say: say
    )
  }

  /// The same for a look into it: what another run left open is mended when this returns. What is to be said goes to
  /// standard error.
  static func openMended() -> HistoryStore {
    let store = open(.process, frames: FramePolicy()) { Output.notice($0) }
    store.flush()
    return store
  }

  /// Of this run of the program, unlike that of any other, here or on another machine: names in the history begin
  /// with it.
  static let session: String = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let moment = UInt64(max(0, time.tv_sec)) * 1_000_000 + UInt64(max(0, time.tv_nsec)) / 1000
    return String(moment, radix: 36) + String(UInt64.random(in: 0..<(1 << 40)), radix: 36)
  }()
}

/// What the configuration says of keeping.
struct HistorySettings: Sendable, Equatable {
  /// Whether chats are kept at all; else bayside begins in private mode.
  var keeps = true
  /// Chats that were changed last more than so many days ago are deleted at the start, but for starred ones;
  /// `nil`: never.
  var days: Double?
  /// As many of the oldest are deleted as it takes until the rest needs no more; `nil`: any size.
  var megabytes: Double?
  /// Bytes of exchanges, which the inspector and replays show, go after so many days; the texts stay.
  var bytesDays = 30.0
  var bytesMegabytes = 512.0

  var frames: FramePolicy { FramePolicy(days: bytesDays, bytes: Int(bytesMegabytes * 1_048_576)) }

  /// `nil` where nothing is to be deleted by itself.
  func purge(at now: Double) -> HistoryPurge? {
    guard days != nil || megabytes != nil else { return nil }
    return HistoryPurge(
      olderThan: days.map { now - $0 * 86_400 }, beyondBytes: megabytes.map { Int($0 * 1_048_576) })
  }
}

import RelayKit
import Synchronization

/// The files of `--record` on the screen: the first exchange goes to the file that was named, the next ones to the
/// same name with a number. Main thread; what it hands out is written on the transport's thread.
final class ScreenRecordings {
  private let path: String
  private var first: SharedRecording?
  private var count = 1

  /// - Throws: when the file cannot be written: that is said before the screen is taken.
  init(_ path: String) throws(UsageError) {
    self.path = path
    first = try SharedRecording(path)
  }

  /// The file of the next exchange.
  func next() throws(UsageError) -> SharedRecording {
    defer { count += 1 }
    if let recording = first.take() { return recording }
    return try SharedRecording("\(path)-\(count)")
  }
}

/// A recording that is written on another thread than the one that made it.
final class SharedRecording: Sendable {
  private let recording: Mutex<Recording>
  init(_ path: String) throws(UsageError) { recording = Mutex(try Recording(path)) }

  /// - Returns: why the file is not whole, once the exchange is over.
  func take(_ update: ExchangeUpdate) -> String? {
    recording.withLock { recording in
      recording.take(update)
      if case .ended = update { return recording.failure }
      return nil
    }
  }
}

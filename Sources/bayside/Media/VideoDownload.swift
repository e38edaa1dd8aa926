import Dispatch
import Glibc
import RelayKit
import Synchronization
import Workbench

/// One try to bring a video to the disk. What is there of it is gone on with where the server can; the disk is written
/// on a queue of its own, and a slow disk holds back the network.
final class VideoDownload: Sendable {
  enum Ending: Sendable {
    /// All of it is at `partPath`.
    case whole
    case failed(RelayError)
    case disk(MediaFileProblem)
    /// Words instead of a video.
    case page(String)
  }

  /// Nobody makes larger videos; what never ends is cut off here.
  private static let mostBytes = 16 << 30
  /// Bytes that wait for the disk before the network is held back, and from which on it goes on.
  private static let bounds = (most: 8 << 20, few: 1 << 20)
  /// Bytes between two reports.
  private static let reportBytes = 256 << 10

  private struct State: ~Copyable {
    var file: VideoFile
    var descriptor: Int32 = -1
    var head: [UInt8] = []
    var type: String?
    var problem: MediaFileProblem?
    var reported = 0
    var transfer: (any HTTPTransfer)?
    var waiting = 0
    var isPaused = false
    var isCancelled = false
    /// The server went on with another file: it is begun anew.
    var isOther = false
  }

  private let queue = DispatchQueue(label: "video.download")
  /// How it grows, of which only the newest is told.
  private let news = AsyncStream.makeStream(of: VideoFile.self, bufferingPolicy: .bufferingNewest(1))
  private let state: Mutex<State>
  private let report: @Sendable (VideoFile) async -> Void

  private init(_ file: VideoFile, report: @escaping @Sendable (VideoFile) async -> Void) {
    state = Mutex(State(file: file))
    self.report = report
  }

  /// - Parameters:
  ///   - file: as it stands; its part is gone on with when its validator is known.
  ///   - report: sees how it grows. Nothing is written before it has returned from the first one, which tells the
  ///     validator.
  /// - Returns: the file as it stands now.
  static func run(
    _ address: String, to file: VideoFile, by client: RelayClient,
    report: @escaping @Sendable (VideoFile) async -> Void
  ) async -> (VideoFile, Ending) {
    let download = VideoDownload(file, report: report)
    let telling = Task { for await file in download.news.stream { await report(file) } }
    let ending = await download.run(address, by: client)
    // Nothing is told of it once the next try may have begun.
    download.news.continuation.finish()
    await telling.value
    return (download.state.withLock { $0.file }, ending)
  }

  private func run(_ address: String, by client: RelayClient) async -> Ending {
    let offset: Int
    do throws(MediaFileProblem) { offset = try openPart() } catch { return .disk(error) }
    defer { state.withLock { _ = close($0.descriptor) } }
    let validator = state.withLock { $0.file.validator }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let transfer = client.download(
          address, from: offset, validator: offset > 0 ? validator : nil, limit: Self.mostBytes
        ) { [self] event in
          if case .bytes(let bytes) = event { hold(bytes.count) }
          queue.async { [self] in
            if let ending = take(event) { continuation.resume(returning: ending) }
          }
        }
        let isCancelled = state.withLock { state in
          state.transfer = transfer
          if state.isPaused { transfer.setPaused(true) }
          return state.isCancelled
        }
        if isCancelled { transfer.cancel() }
      }
    } onCancel: {
      cancel()
    }
  }

  private func cancel() {
    let transfer = state.withLock { state in
      state.isCancelled = true
      return state.transfer
    }
    transfer?.cancel()
  }

  /// - Returns: the place to go on from.
  private func openPart() throws(MediaFileProblem) -> Int {
    let (path, validator) = state.withLock { ($0.file.partPath, $0.file.validator) }
    try MediaPath.makeDirectory(MediaPath.directory(of: path))
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw MediaFileProblem("\(path) cannot be written", errno) }
    // Without knowing that it is the same file at the other end, what is there cannot be added to.
    let size = validator == nil ? 0 : Int(max(0, lseek(descriptor, 0, SEEK_END)))
    state.withLock { state in
      state.descriptor = descriptor
      state.file.byteCount = size
      state.file.state = .downloading
    }
    return size
  }

  // MARK: Holding back

  private func hold(_ count: Int) {
    state.withLock { state in
      state.waiting += count
      guard state.waiting > Self.bounds.most, !state.isPaused else { return }
      state.isPaused = true
      state.transfer?.setPaused(true)
    }
  }

  private func letGo(_ count: Int) {
    state.withLock { state in
      state.waiting -= count
      guard state.isPaused, state.waiting < Self.bounds.few else { return }
      state.isPaused = false
      state.transfer?.setPaused(false)
    }
  }

  // MARK: Events, on the queue

  /// - Returns: how it ended, with the last event.
  private func take(_ event: DownloadEvent) -> Ending? {
    switch event {
    case .began(let total, let place, let type, let validator):
      begin(total: total, at: place, type: type, validator: validator)
    case .bytes(let bytes):
      write(bytes)
      letGo(bytes.count)
    case .ended(let error): return end(error)
    }
    return nil
  }

  private func begin(total: Int?, at place: Int, type: String?, validator: String?) {
    let file = state.withLock { state in
      // A server that goes on with another file than the one that was begun would leave a mixed one.
      let isOther =
        (validator != nil && state.file.validator != nil && validator != state.file.validator)
        || (total != nil && state.file.total != nil && total != state.file.total)
      if place > 0, isOther {
        state.problem = nil
        state.file.validator = nil
        state.isOther = true
        state.transfer?.cancel()
        return state.file
      }
      if ftruncate(state.descriptor, place) != 0 || lseek(state.descriptor, place, SEEK_SET) < 0 {
        state.problem = MediaFileProblem("\(state.file.partPath) cannot be written", errno)
      }
      state.file.byteCount = place
      (state.file.total, state.file.validator) = (total, validator)
      state.type = type
      return state.file
    }
    // A part whose validator nobody kept could not be gone on with after a crash, so its first byte waits for that.
    queue.suspend()
    Task {
      await report(file)
      queue.resume()
    }
  }

  private func write(_ bytes: [UInt8]) {
    let (descriptor, canWrite) = state.withLock { ($0.descriptor, $0.problem == nil && !$0.isOther) }
    guard canWrite else { return }
    let isWritten = Output.writeWhole(bytes, to: descriptor)
    let reason = errno
    let (transfer, file) = state.withLock { state -> ((any HTTPTransfer)?, VideoFile?) in
      guard isWritten else {
        state.problem = MediaFileProblem("\(state.file.path) is not saved", reason)
        return (state.transfer, nil)
      }
      if state.file.byteCount < 1024 { state.head += bytes.prefix(1024) }
      state.file.byteCount += bytes.count
      guard state.file.byteCount - state.reported >= Self.reportBytes else { return (nil, nil) }
      state.reported = state.file.byteCount
      return (nil, state.file)
    }
    transfer?.cancel()
    if let file { news.continuation.yield(file) }
  }

  private func end(_ error: RelayError?) -> Ending {
    state.withLock { state in
      if let problem = state.problem { return .disk(problem) }
      if state.isOther {
        return .failed(
          RelayError(kind: .connectionLost, message: "The server has another file by now.", isRetryable: true)
        )
      }
      if let error { return .failed(error) }
      if fsync(state.descriptor) != 0 {
        return .disk(MediaFileProblem("\(state.file.path) is not saved", errno))
      }
      if PictureFormat.looksLikePage(state.head) {
        return .page(String(decoding: state.head.prefix(200), as: UTF8.self))
      }
      if let total = state.file.total, state.file.byteCount < total {
        return .failed(RelayError(kind: .connectionLost, message: "The file ended early.", isRetryable: true))
      }
      if state.file.byteCount == 0 { return .failed(RelayError(kind: .emptyAnswer)) }
      state.file.total = state.file.byteCount
      return .whole
    }
  }
}

import Glibc
import RelayKit
import Workbench

/// The result of a task on its way to the disk.
extension VideoDesk {
  /// Seconds before the next try, by tries that failed; after the last one it is given up.
  static let waits: [Double] = [2, 5, 15, 30, 60, 120, 300]

  /// One try, with the wait before it.
  func fetch(_ id: String) async {
    guard let task = tasks[id], let serverID = task.serverID else { return }
    if let instant = task.file?.nextTry { await waitBeforeTry(id, until: instant) }
    if Task.isCancelled { return }
    guard var file = await beginFile(id) else { return }
    if isWhole(file) { return await finish(id, file) }
    let client: RelayClient
    do throws(UsageError) {
      client = try await line(for: task).client
    } catch {
      return task.isDemo ? await lose(id, file, error.sentence) : await fail(id, file, error.sentence)
    }
    var trouble = ""
    var isGone = false
    let throughRelay = client.videoContentURL(serverID)
    for address in task.links.filter({ $0 != throughRelay }) + [throughRelay] {
      let (after, ending) = await VideoDownload.run(address, to: file, by: client) { [weak self] file in
        await self?.show(id, file)
      }
      file = after
      if Task.isCancelled { return }
      switch ending {
      case .whole: return await finish(id, file)
      case .disk(let problem):
        return await fail(
          id, file, problem.sentence + (problem.isDiskFull ? " Make room; it is tried again." : ""))
      case .page:
        trouble = "A web page or words came instead of the video."
        isGone = false
      case .failed(let error):
        trouble = Self.sentence(error)
        isGone = [.notFound, .taskNotFound].contains(error.kind) || error.status == 410
        // The part of the relay that has the file may know later than the one that told that it is made.
        let isEarly = error.status == 400 && address == throughRelay
        if isEarly || error.isRetryable
          || [.connectionLost, .stalled, .totalTimeout, .cut].contains(error.kind)
        {
          return await fail(id, file, trouble)
        }
      }
      // What came from this address is not what another one sends.
      file.validator = nil
    }
    let hasExpired = task.expiresAt.map { $0 < Self.now } ?? false
    if isGone || hasExpired {
      await lose(id, file, "The video is not there any more: \(trouble)")
    } else {
      await fail(id, file, trouble, isFinal: true)
    }
  }

  private static func sentence(_ error: RelayError) -> String {
    let status = error.status.map { " (HTTP \($0))" } ?? ""
    return "The download failed\(status): \(error.message.isEmpty ? error.title : error.message)."
  }

  /// The file with its path, which is written down before any byte is: after a crash it is found again.
  private func beginFile(_ id: String) async -> VideoFile? {
    guard let task = tasks[id] else { return nil }
    if var file = task.file {
      file.state = .downloading
      await change(id) { $0.file = file }
      return file
    }
    let names = names(of: task, ending: "mp4")
    // Whoever makes the part has the name: two tasks, or two programs, may end in the same second.
    let copy = (1...1000).first { copy in
      let path = names(copy)
      guard !MediaPath.isTaken(path) else { return false }
      try? MediaPath.makeDirectory(MediaPath.directory(of: path))
      let part = open(VideoFile(path: path).partPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if part >= 0 { close(part) }
      // What cannot be made for another reason is said when it is written.
      return part >= 0 || errno != EEXIST
    }
    let file = VideoFile(path: names(copy ?? 1))
    await change(id) { task in
      task.file = file
      task.note = ""
    }
    return file
  }

  private func names(of task: VideoTask, ending: String) -> (Int) -> String {
    let name = MediaFileName(prompt: task.prompt, time: task.startedAt, utcOffset: LocalClock.utcOffset)
    return usualPlace(of: task.id).names(name, model: task.model, number: 1, of: 1, ending: ending)
  }

  /// All of it was there before the program ended.
  private func isWhole(_ file: VideoFile) -> Bool {
    guard let total = file.total, total > 0 else { return false }
    if let part = MediaPath.size(of: file.partPath) { return file.validator != nil && part == total }
    return MediaPath.size(of: file.path) == total
  }

  /// Gives the whole file its name.
  private func finish(_ id: String, _ file: VideoFile) async {
    guard let task = tasks[id] else { return }
    var file = file
    let part = file.partPath
    // What is known now tells after a crash that the file under its name is ours.
    await change(id) { $0.file = file }
    if MediaPath.isTaken(part) {
      // The name was chosen before anybody knew what would come.
      let ending = VideoFormat.fileEnding(MediaPath.beginning(of: part))
      let (first, names) = (file.path, names(of: task, ending: ending))
      let isRight = first.hasSuffix("." + ending) || names(1) == first
      do throws(MediaFileProblem) {
        file.path = try NewMediaFile.name(part) { isRight && $0 == 1 ? first : names($0) }
      } catch {
        return await fail(id, file, error.sentence)
      }
    }
    file.state = .whole
    (file.savedAt, file.nextTry, file.failedTries) = (Self.now, nil, 0)
    await change(id) { task in
      task.file = file
      task.note = ""
      task.note(VideoTask.LogLine(at: Self.now, word: "saved", note: NumberWords.bytes(file.byteCount)))
    }
    unlink(part)
    await takeFirstFrame(id, file)
  }

  private func takeFirstFrame(_ id: String, _ file: VideoFile) async {
    guard let frames else { return }
    let picture = "\(frames)/\(id).png"
    guard await FirstFrame.take(file.path, to: picture) else { return }
    await change(id) { $0.firstFrame = picture }
  }

  /// What came of the file is of no use to anybody.
  func lose(_ id: String, _ file: VideoFile?, _ sentence: String) async {
    await change(id) { task in
      if task.file?.state != .whole { task.file = nil }
      task.lose(sentence, at: Self.now)
    }
    if let file, file.state != .whole { unlink(file.partPath) }
  }

  private func fail(_ id: String, _ file: VideoFile, _ sentence: String, isFinal: Bool = false) async {
    var file = file
    file.state = .broken
    file.failedTries += 1
    let wait = isFinal || file.failedTries > Self.waits.count ? nil : Self.waits[file.failedTries - 1]
    file.nextTry = wait.map { Self.now + $0 }
    file.isGivenUp = wait == nil
    await change(id) { task in
      task.file = file
      task.note = sentence + (wait == nil ? " A check by hand tries again." : "")
      task.note(VideoTask.LogLine(at: Self.now, word: "not saved", note: sentence))
    }
  }
}

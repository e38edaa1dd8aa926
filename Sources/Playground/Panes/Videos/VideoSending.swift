import RelayKit
import TerminalUI
package import Workbench

/// Asking for videos, and what the desk says of them.
extension Playground {
  /// Sends the message as the prompt of a video, once.
  mutating func orderVideo(at now: MonotonicTime) -> [Effect] {
    let request = draftMedia(.video)
    let prompt = request.fields["prompt"]?.stringValue ?? ""
    guard !prompt.isEmpty else {
      say("A video needs a prompt: type it here.", at: now)
      return []
    }
    _ = message.takeAll()
    message.attachments = []
    let credit = CreditEstimate(media: request, prices: prices(of: request.model))
    let id = workspace.nextID()
    videos.ordered.insert(id)
    let order = VideoOrder(
      request: request, prompt: prompt, estimate: credit.total, currency: credit.currency)
    return openVideos() + [.submitVideo(id, order)]
  }

  /// Videos that were sent and not answered yet: leaving now would lose their ids.
  package var videosUnderWay: Set<MessageID> { videos.ordered }

  mutating func takeOrdered(_ id: MessageID, _ task: VideoTask, at now: MonotonicTime) -> [Effect] {
    videos.ordered.remove(id)
    videos.marked = task.id
    // What it reserved of a limit is spent, as far as anybody knows, unless the relay refused it.
    guard guarding.book.isOpen(id) else { return [] }
    var cost = task.cost ?? task.estimate
    if case .refused = task.state { cost = 0 }
    if task.currency != KeyLimits.currency, cost != 0 { cost = nil }
    guarding.book.end(id, cost: cost)
    return [.settle(id, cost: cost)]
  }

  mutating func takeVideos(_ tasks: [VideoTask], at now: MonotonicTime) {
    let before = videos.tasks
    videos.tasks = tasks
    if videos.marked == nil { videos.marked = tasks.first?.id }
    guard let before else { return }
    for task in tasks {
      guard let old = before.first(where: { $0.id == task.id }), old != task else { continue }
      if let words = news(of: task, since: old) { say(words, seconds: 12, at: now) }
    }
  }

  /// What is worth a sentence wherever the user is.
  private func news(of task: VideoTask, since old: VideoTask) -> String? {
    let name = "The video of \(Figures.clock(task.startedAt, utcOffset: surroundings.utcOffset))"
    if task.hasFile, !old.hasFile { return "\(name) is here: \(shortPath(task.file?.path ?? ""))." }
    guard task.state != old.state else { return nil }
    switch task.state {
    case .failed(let words): return "\(name) failed: \(words)"
    case .refused(let words): return "\(name) was refused: \(words)"
    case .uncertain(let words): return "\(name): \(words)"
    case .lost(let words): return "\(name): \(words)"
    case .stoppedWatching: return "\(name) is not watched any more; R looks again."
    default: return nil
    }
  }

  /// The same prompt in the message box: nothing that is paid is sent with one key.
  mutating func askForVideoAgain(at now: MonotonicTime) -> [Effect] {
    guard let task = videos.task else { return [] }
    workspace.kind = .video
    workspace.setModel(task.model, .video)
    face = .talk
    focus = .message
    if message.purpose != .send { message.endPurpose() }
    // What was being typed is in the history of the box.
    _ = message.takeAll()
    message.replace(with: task.prompt)
    say("Enter asks once more, with the form as it is now: a new task, paid anew.", seconds: 8, at: now)
    return []
  }
}

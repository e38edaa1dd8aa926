package import RelayKit
import TerminalUI
import Workbench

extension Playground {
  /// What an action does, before guards look at what it would send. - Returns: what to do outside.
  mutating func carryOut(_ action: Action, at now: MonotonicTime) -> [Effect] {
    var effects: [Effect]
    if case .exchange(let id, let updates) = action, let lane = comparison.owner(of: id) {
      effects = takeInLane(updates, of: id, lane, at: now)
    } else if case .exchange(let id, let updates) = action, let taken = takeJudge(updates, of: id, at: now) {
      effects = taken
    } else {
      if let lane = action.isOfFile ? laneOfFile : laneOfInput, !action.isOfChat { sit(lane) }
      effects = throughQueue(take(action, at: now), at: now)
      standUp()
    }
    if view == .compare { effects += prepareDifference(at: now) }
    if action.changesBooks { usageChanged(at: now) }
    effects += askNext(at: now)
    leaveMissingPicture()
    effects += drawWhatIsSeen(at: now)
    // What is asked is written down before it is asked.
    return keepConversation(at: now) + keepUnsent(at: now) + noteAsked(effects, at: now) + effects
  }

  private mutating func take(_ action: Action, at now: MonotonicTime) -> [Effect] {
    switch action {
    case .input(let event): return handle(event, at: now)
    case .exchange(let id, let updates): return take(updates, of: id, at: now)
    case .modelsCame(let entries):
      workspace.models.take(entries)
      modelListChanged(at: now)
    // Late ones of a relay that was left say nothing of the one that is there.
    case .modelAnswersCame(let answers, _) where answers.baseURL != workspace.relay?.baseURL: break
    case .modelAnswersCame(let answers, let user):
      workspace.models.take(answers, user: user)
      modelListChanged(at: now)
    case .modelsFailed(let error):
      workspace.models.fail(error)
      modelListChanged(at: now)
    case .edited(let target, let text, let notice):
      if let text { takeEdited(text, target, at: now) }
      if !notice.isEmpty { say(notice, at: now) }
    case .connected(let relay):
      relayWillChange(to: relay)
      return connected(to: relay, at: now)
    case .balanceCame(let news): take(news, at: now)
    case .receiptsCame(let news): take(news, at: now)
    case .connectionFailed(let problem): connectionFailed(problem, at: now)
    case .notice(let text): say(text, at: now)
    case .imported(let bytes, let name): takeImport(bytes, name: name, at: now)
    case .attached(let bytes, let name): takeAttachment(bytes, name: name, at: now)
    case .maskRead(let bytes, let name): takeAttachment(bytes, name: name, isMask: true, at: now)
    case .pathWasText(let text):
      focus = .message
      message.paste(text)
    case .filesListed(let directory, let names): openFiles(directory, names, at: now)
    case .replayRead(let bytes, let name): return beginReplay(bytes, name: name, at: now)
    case .presetsListed(let names): openPresets(names)
    case .presetRead(let preset): takePreset(preset, at: now)
    case .presetExists(let preset):
      overlay = .question(
        Question(
          title: "Replace the preset?", lines: ["There is a preset “\(preset.name)” already."],
          choices: [("Keep the old one", .stay), ("Replace it", .replacePreset(preset))]))
    case .variablesRead(let bytes, let name): takeVariables(bytes, name: name, at: now)
    case .comparisonsListed(let names): openComparisons(names, at: now)
    case .comparisonRead(let bytes, let name): takeComparison(bytes, name: name, at: now)
    case .votesRead(let votes): compare.votes = votes + compare.votes.filter { !votes.contains($0) }
    case .checkFileRead(let word, let bytes): takeCheck(word, file: bytes, at: now)
    case .answersCompared(let key, let comparison): layouts.difference.keep(comparison, key)
    case .lensMade(let key, let lens): layouts.difference.keep(lens, key)
    case .sendAsked: return perform("send", at: now)
    case .keysListed(let list): takeKeys(list)
    case .keyKept(let name): return keyKept(name, at: now)
    case .keyNotKept(let sentence): keyNotKept(sentence, at: now)
    case .keyTested(let name, let test): keyTested(name, test, at: now)
    case .profileChosen(let profile): return takeProfile(profile, at: now)
    case .spendingCame(let report): takeSpending(report)
    case .historyListed(let place, let page): return takeHistory(place, page)
    case .historyFailed(let sentence): history.failure = sentence
    case .historyPreviewed(let preview): takePreview(preview)
    case .historyOpened(let opened, let use, let isLast):
      return takeOpened(opened, use, isLast: isLast, at: now)
    case .historyChanged: return view == .history ? askForHistory(isFresh: true) : []
    case .purgeForeseen(let bound, let forecast): sayForeseen(bound, forecast)
    case .exchangeRead(let id, let reply):
      restore(id, reply)
      // What was not saved before bayside ended is saved now.
      if workspace.conversation.hasPictures { return savingEffects(of: id, at: now) }
    case .usageCame(let answer): take(answer)
    case .usageFailed(let question, let sentence): takeUsageFailure(question, sentence)
    case .picturesSaved(let id, let files): takeSaved(files, of: id, at: now)
    case .notSavedAs(let command, let path, let sentence):
      askForPathAgain(command, path, because: sentence, at: now)
    case .pictureDrawn(let key, let drawing): pictures.keep(drawing, key)
    case .picturesChanged: pictures.forgetDrawings()
    case .videosCame(let tasks): takeVideos(tasks, at: now)
    case .videoOrdered(let id, let task): return takeOrdered(id, task, at: now)
    case .clockTicked:
      footer.expire(at: now)
      if let armed, armed.until <= now { self.armed = nil }
      return refreshUsageIfDue(at: now)
    case .woke(let seconds): wokeUp(after: seconds, at: now)
    case .conversationMoved(let move): follow(move)
    case .draftLeft(let text): takeLeftDraft(text, at: now)
    case .historyKeeping(let problem): history.notKept = problem
    case .heldLate(let id, let held): dropHeld(id, held, at: now)
    }
    return []
  }

  /// When something on the screen changes by itself: a countdown, an elapsed time, a notice that ends.
  /// `nil`: never.
  package func nextTick(after now: MonotonicTime) -> MonotonicTime? {
    var due: [MonotonicTime] = []
    if let until = footer.until { due.append(until) }
    if let until = armed?.until { due.append(until) }
    if let leaderSince {
      due += [
        leaderSince.advanced(seconds: Self.leaderListAfter), leaderSince.advanced(seconds: Self.leaderLasts),
      ]
    }
    if !allRunning.isEmpty { due.append(now.advanced(seconds: preferences.motion ? 0.25 : 1)) }
    if let next = comparison.queue.due { due.append(next) }
    if view == .chat, face == .videos, videos.isMoving { due.append(now.advanced(seconds: 1)) }
    if let next = usage.refreshAt { due.append(next) }
    if let next = unsent.due { due.append(next) }
    return due.filter { $0 > now }.min()
  }

  private mutating func takeInLane(
    _ updates: [ExchangeUpdate], of id: MessageID, _ lane: LaneID, at now: MonotonicTime
  ) -> [Effect] {
    for update in updates { comparison.note(update, of: id) }
    let effects = inLane(lane) { $0.throughQueue($0.take(updates, of: id, at: now), at: now) }
    guard case .ended(let outcome, _, _) = updates.last else { return effects }
    laneEnded(outcome, id, lane, at: now)
    return effects + writeDown(id, of: lane, at: now)
  }

  mutating func take(_ updates: [ExchangeUpdate], of id: MessageID, at now: MonotonicTime) -> [Effect] {
    var bytes = 0
    var hasEnded = false
    for update in updates {
      workspace.conversation.apply(update, to: id)
      if case .delta(let delta) = update { bytes += delta.bytes.count }
      if case .ended = update { hasEnded = true }
    }
    var effects: [Effect] = bytes > 0 ? [.consumed(id, bytes: bytes)] : []
    if hasEnded, workspace.conversation.hasPictures { effects += savingEffects(of: id, at: now) }
    // What failed in a lane is told there and nowhere else.
    if hasEnded, seated == nil {
      answerEnded(id, at: now)
      advise(about: id, at: now)
      if preferences.takesFallback, let model = fallback(for: id) {
        effects += askFallback(model, insteadOf: id, at: now)
      }
    }
    return effects
  }

  /// A question whose answer brought nothing gives its text back, into an empty box only.
  private mutating func answerEnded(_ id: MessageID, at now: MonotonicTime) {
    guard let reply = workspace.conversation[id]?.reply, reply.text.isEmpty, reply.reasoning.isEmpty,
      case .failed = reply.outcome, let question = workspace.conversation.parent(of: id),
      let text = workspace.conversation[question]?.written
    else { return }
    if message.box.isEmpty {
      message.takeBack(text)
    } else if message.box.expandedText != text {
      say("Your text is in the history of the message box (Up).", at: now)
    }
  }

  private mutating func takeEdited(_ text: String, _ target: EditTarget, at now: MonotonicTime) {
    switch target {
    case .message:
      message.replace(with: text)
      focus = .message
    case .written(let id): keep(text, of: id, at: now)
    case .parameter(let name): takeParameter(text, name, at: now)
    case .value(let kind, let path): takeValue(text, kind, path, at: now)
    case .body(let kind): takeBody(text, kind, at: now)
    case .nothing: break
    }
  }

  private mutating func wokeUp(after seconds: Double, at now: MonotonicTime) {
    noteSleep(seconds)
    for lane in comparison.lanes { inLane(lane.id) { $0.noteSleep(seconds) } }
    if !allRunning.isEmpty {
      say(
        "bayside was stopped for \(Figures.seconds(seconds)); times of this answer are not comparable.",
        at: now)
    }
  }

  private mutating func noteSleep(_ seconds: Double) {
    for message in running {
      workspace.conversation.change(message.id) { $0.reply?.noteSleep(seconds: seconds) }
    }
  }
}

extension Action {
  /// A request begins or ends, or its receipt came: the books say something else afterwards.
  fileprivate var changesBooks: Bool {
    if case .receiptsCame = self { return true }
    guard case .exchange(_, let updates) = self else { return false }
    return updates.contains { update in
      switch update {
      case .began, .ended: true
      default: false
      }
    }
  }

  /// A file that was asked for, perhaps while something else was on the screen.
  fileprivate var isOfFile: Bool {
    switch self {
    case .imported, .attached, .maskRead, .replayRead, .variablesRead: true
    default: false
    }
  }

  /// It is about the chat, whatever is on the screen.
  fileprivate var isOfChat: Bool {
    switch self {
    case .exchange, .modelsCame, .modelsFailed, .modelAnswersCame, .connected, .connectionFailed,
      .clockTicked, .woke, .votesRead,
      .answersCompared, .lensMade, .keysListed, .keyKept, .keyNotKept, .keyTested, .balanceCame,
      .receiptsCame, .profileChosen, .spendingCame, .historyListed, .historyFailed, .historyPreviewed,
      .historyOpened,
      .historyChanged, .purgeForeseen, .draftLeft, .conversationMoved, .historyKeeping, .heldLate,
      .exchangeRead, .usageCame, .usageFailed:
      true
    default: false
    }
  }
}

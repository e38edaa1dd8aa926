import Dispatch
package import RelayKit
import Synchronization
package import Workbench

/// Writing down what happens, as it happens.
extension HistoryStore {
  /// An exchange begins. It is on the disk when this returns, so it is called off the main thread, before the
  /// request leaves. When the disk is full or another process holds the file, it returns after at most some seconds
  /// all the same, and what was given is written later.
  /// - Parameters:
  ///   - record: its id is that of the exchange.
  ///   - exchange: as it began, with its request and without a key.
  ///   - prices: list prices, for a cost that the relay does not tell.
  ///   - inputEstimate: tokens of the request, where the relay does not tell how many there were.
  package func begin(
    _ record: UsageRecord, exchange: Exchange, prices: TokenPrices?, inputEstimate: Int?
  ) {
    guard isTaking else { return }
    _ = inbox.add(.begin(record, exchange, prices, inputEstimate: inputEstimate))
    writing.sync { drain() }
  }

  /// Part of an exchange that was begun. It is on the disk within 250 ms; what is decoded is dropped at once, and
  /// the bytes when they are written. Never waits for the disk.
  package func take(_ update: ExchangeUpdate, of id: String) {
    give(.update(update, of: id), isUrgent: false)
  }

  /// The whole of an exchange that has ended, whether or not its last updates were given. Returns at once.
  package func end(_ id: String, with exchange: Exchange) {
    give(.end(id, exchange, isWhole: true), isUrgent: true)
  }

  /// A conversation as it is now. Returns at once; only messages that changed are written.
  package func keep(_ image: ConversationImage) { give(.keep(image), isUrgent: true) }

  /// What stands in the message box and was not sent, in place of what was given before; empty for nothing. On the
  /// disk within 250 ms. Returns at once.
  package func keepDraft(_ text: String) { give(.draft(text), isUrgent: false) }

  /// Lines of a comparison's file, behind those that were given before. Returns at once.
  package func appendComparison(_ id: String, title: String, isDemo: Bool, _ lines: [UInt8]) {
    give(.compare(id: id, title: title, isDemo: isDemo, lines), isUrgent: true)
  }

  /// Waits until all that was given is on the disk, or cannot be written.
  /// - Returns: whether it is.
  @discardableResult
  package func flush() -> Bool {
    writing.sync {
      drain()
      return inbox.isEmpty && writer.value != nil
    }
  }

  private var isTaking: Bool { state.withLock { $0 == .opening || $0 == .keeping } }

  private func give(_ job: JournalJob, isUrgent: Bool) {
    guard isTaking else { return }
    switch inbox.add(job.withoutDecoded) {
    case .first where !isUrgent:
      writing.asyncAfter(deadline: .now() + .milliseconds(settings.delayMilliseconds)) { [self] in drain() }
    case .first, .further: if isUrgent { writing.async { [self] in drain() } }
    case .held, .torn: break
    case .lost: notices.reportLoss()
    }
  }

  /// Writes what waits. On the writing queue.
  func drain() {
    followFile()
    let jobs = inbox.takeAll()
    guard !jobs.isEmpty, writer.value != nil else { return }
    write(jobs, mayMend: true)
    if journal.value.addedBytes > FramePolicy.bytesBetweenChecks { pruneFrames() }
  }

  private func write(_ jobs: [JournalJob], mayMend: Bool) {
    guard let database = writer.value else { return }
    do {
      var next = journal.value
      try database.transaction { try next.write(jobs, to: database) }
      let moves = next.editions.takeMoves()
      journal.value = next
      reportWritten()
      for move in moves {
        notices.tell(move.sentence)
        moved(move)
      }
    } catch let error as DatabaseError where error.isDamage || error.isSearchDamage {
      guard mayMend else { return notices.report(HistoryProblem(error)) }
      mend(error)
      write(jobs, mayMend: false)
    } catch let error as DatabaseError where error.mayPass {
      inbox.putBack(jobs)
      notices.report(HistoryProblem(error))
      writing.asyncAfter(deadline: .now() + settings.retrySeconds) { [self] in drain() }
    } catch {
      guard jobs.count > 1 else { return notices.tell(HistoryProblem(error).sentence) }
      // One of them cannot be written; the others must not suffer for it.
      for job in jobs { write([job], mayMend: mayMend) }
    }
  }

  private func reportWritten() {
    let dropped = inbox.takeDropped()
    let lost = dropped == 0 ? "" : ", but for what there was no memory for (\(dropped) answers and changes)"
    guard let problem, problem.mayPass else {
      if dropped > 0, problem == nil {
        notices.clear("The history is written again\(lost).", isAlwaysSaid: true)
      }
      return
    }
    let again = problem.kind == .diskFull ? "There is room again" : "The history can be written again"
    notices.clear("\(again): all that waited is kept\(lost).")
  }
}

extension HistoryProblem {
  /// It ends by itself.
  var mayPass: Bool {
    switch kind {
    case .diskFull, .busy, .other, .readOnly: true
    case .noDirectory, .damaged, .newerSchema: false
    }
  }
}

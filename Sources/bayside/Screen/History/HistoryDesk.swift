import Dispatch
import Glibc
import HistoryStore
import Playground
import RelayKit
import Synchronization
import Workbench

/// The history of the screen: what is kept, and what the view asks. Questions are answered beside the loop, through
/// the inbox. Main thread.
final class HistoryDesk {
  let store: HistoryStore
  private let inbox: Inbox
  private let files: ComparisonFiles
  /// Makes of conversations what is kept of them, in order.
  private let line = DispatchQueue(label: "bayside.conversations")

  /// - Parameter isHeld: until the store is released.
  init(_ settings: Settings, isHeld: Bool = false, inbox: Inbox) {
    self.inbox = inbox
    files = ComparisonFiles(settings.environment)
    store = KeptHistory.open(
      settings.environment, frames: settings.history.frames, isHeld: isHeld,
      moved: { inbox.post(.conversationMoved($0)) }
    ) { sentence in
      inbox.post(.notice(sentence))
    }
    if let purge = settings.history.purge(at: LocalClock.now) { self.purge(purge, asks: false) }
  }

  /// - Parameter secrets: of every relay that was talked to.
  func keep(_ snapshot: ConversationSnapshot, hiding secrets: [KnownSecrets]) {
    let store = store
    line.async { store.keep(secrets.reduce(snapshot.image) { $0.hiding($1) }) }
  }

  func appendComparison(_ name: String, title: String, isDemo: Bool, _ lines: [UInt8]) {
    store.appendComparison(name, title: title, isDemo: isDemo, lines)
  }

  /// Waits until everything is on the disk.
  func close() {
    line.sync {}
    store.close()
  }

  /// An exchange of the screen is over.
  func end(_ id: String, _ exchange: Exchange) { store.end(id, with: exchange) }

  func journal(
    _ request: RelayRequest, as name: String, _ facts: JournalFacts, _ relay: RelayIdentity,
    addsUp: Bool = false
  ) -> ExchangeJournal {
    var record = UsageRecord(id: name, startedAt: LocalClock.now, model: request.model)
    (record.conversation, record.kind) = (facts.conversation, facts.kind)
    (record.relay, record.isDemo) = (relay.baseURL, relay.isDemo)
    (record.keyLabel, record.keyName, record.project) = (relay.keyLabel, relay.keyName, relay.project)
    record.profile = relay.profile
    return ExchangeJournal(
      store, record, prices: facts.prices, inputEstimate: facts.inputEstimate,
      addsUp: addsUp || facts.kind == .judge)
  }

  /// What an earlier run left in its message box. Where the history cannot be written that is said anyway.
  func takeLeftDraft() {
    let (store, inbox) = (store, inbox)
    Task.detached {
      if let text = try? await store.takeLeftDraft() { inbox.post(.draftLeft(text)) }
    }
  }

  // MARK: Questions

  func list(_ place: HistoryPlace) {
    ask { store, inbox async throws(HistoryProblem) in
      let page = try await store.entries(place.filter, offset: place.offset, limit: place.limit)
      inbox.post(.historyListed(place, page))
      inbox.post(.historyKeeping(problem: store.problem?.sentence))
    }
  }

  func preview(_ id: String, finding words: String) {
    ask { store, inbox async throws(HistoryProblem) in
      if let kept = try await store.conversation(id) {
        inbox.post(.historyPreviewed(HistoryPreview(kept, finding: words)))
      }
    }
  }

  func open(_ ids: [String], _ use: HistoryUse) {
    ask("It cannot be opened. ") { store, inbox async throws(HistoryProblem) in
      for (place, id) in ids.enumerated() {
        guard let kept = try await store.conversation(id) else {
          inbox.post(.notice("It is not in the history any more."))
          continue
        }
        do throws(ComparisonFile.Problem) {
          inbox.post(.historyOpened(try OpenedConversation(kept), use, isLast: place == ids.count - 1))
        } catch {
          inbox.post(.notice("\(kept.image.title): \(error.sentence)"))
        }
      }
    }
  }

  /// The bytes of answers, the last ones first; as many as one looks at.
  private static let mostBytes = 64 << 20

  func readExchanges(_ answers: [KeptAnswer]) {
    ask { store, inbox async throws(HistoryProblem) in
      var room = Self.mostBytes
      for answer in answers.sorted(by: { $0.id > $1.id }) where room > 0 {
        guard let file = try await store.exchangeFile(answer.exchange),
          let updates = try? ExchangeFileReader.updates(from: file, cause: "program ended")
        else { continue }
        room -= file.count
        inbox.post(.exchangeRead(answer.id, Reply(kept: updates, isDigest: false)))
      }
    }
  }

  func change(_ ids: [String], _ change: HistoryChange) {
    let files = files
    ask("Nothing was changed. ") { store, inbox async throws(HistoryProblem) in
      for id in ids { try await store.change(id, change) }
      if case .delete = change {
        let notes = files.remove(of: ids)
        let done = ids.count == 1 ? "Deleted." : "\(ids.count) entries deleted."
        inbox.post(.notice(([done] + notes).joined(separator: " ")))
      }
      inbox.post(.historyChanged)
    }
  }

  func foresee(_ bound: PurgeBound) {
    ask("It cannot be told what would go. ") { store, inbox async throws(HistoryProblem) in
      inbox.post(.purgeForeseen(bound, try await store.forecast(HistoryPurge(bound, at: LocalClock.now))))
    }
  }

  /// - Parameter asks: whether somebody waits for what it did.
  func purge(_ purge: HistoryPurge, asks: Bool) {
    let files = files
    ask("Nothing was deleted. ") { store, inbox async throws(HistoryProblem) in
      let (count, notes) = try await files.purge(purge, store)
      if asks || count > 0 {
        let done = count == 0 ? "Nothing had to go." : "\(NumberWords.counted(count, "chat")) deleted."
        inbox.post(.notice(([done] + notes).joined(separator: " ")))
      }
      inbox.post(.historyChanged)
    }
  }

  func export(_ ids: [String], _ format: HistoryExport) {
    ask("Nothing was written. ") { store, inbox async throws(HistoryProblem) in
      let bytes: [UInt8]
      switch format {
      case .markdown:
        var text = ""
        for id in ids {
          guard let kept = try await store.conversation(id), let opened = try? OpenedConversation(kept) else {
            continue
          }
          text += (text.isEmpty ? "" : "\n") + opened.markdown
        }
        bytes = Array(text.utf8)
      case .jsonl:
        let lines = Mutex<[UInt8]>([])
        try await store.export(ids) { piece in lines.withLock { $0 += piece } }
        bytes = lines.withLock { $0 }
      }
      inbox.post(.notice(NewFile.write(bytes, name: "history.\(format.fileExtension)")))
    }
  }

  /// - Parameter failing: what is said before the reason when it cannot be done. Only questions for what is shown
  ///   take its place.
  private func ask(
    _ failing: String = "",
    _ body: @escaping @Sendable (HistoryStore, Inbox) async throws(HistoryProblem) -> Void
  ) {
    let (store, inbox) = (store, inbox)
    Task.detached {
      do throws(HistoryProblem) {
        try await body(store, inbox)
      } catch {
        if failing.isEmpty {
          inbox.post(.historyFailed(error.sentence))
          inbox.post(.historyKeeping(problem: store.problem?.sentence))
        }
        inbox.post(.notice(failing + error.sentence))
      }
    }
  }
}

extension HistoryPurge {
  /// - Parameter now: wall clock, seconds since 1970.
  init(_ bound: PurgeBound, at now: Double) {
    switch bound {
    case .days(let days): self.init(olderThan: now - Double(days) * 86_400)
    case .bytes(let bytes): self.init(beyondBytes: bytes)
    }
  }
}

import Glibc
import HistorySamples
@testable import HistoryStore
import RelayKit
import Synchronization
import Testing
import Workbench

/// A store in a directory of its own, that notes what it says.
final class TestHistory: Sendable {
  let scratch: Scratch
  let store: HistoryStore
  let said: Said

  final class Said: Sendable {
    private let sentences = Mutex<[String]>([])
    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    var all: [String] { sentences.withLock { $0 } }
  }

  /// - Parameter scratch: of an earlier one, to open its file again.
  init(_ scratch: Scratch? = nil, path: String? = nil, settings: HistoryStore.Settings = .init()) throws {
    let scratch = try scratch ?? Scratch()
    let said = Said()
    self.scratch = scratch
    self.said = said
    store = HistoryStore.open(path: path ?? scratch.file, settings: settings) { said.add($0) }
  }

  deinit { store.close() }

  /// Another connection, as another process has it.
  func connection() throws -> Database {
    try Database(path: scratch.file, access: .readWrite, busySeconds: 0)
  }

  /// A whole exchange, on the disk.
  @discardableResult
  func journal(
    _ stream: SampleStream, words: [String], reasoning: String? = nil, output: Int = 5, ends: Bool = true
  ) -> Exchange {
    var updates = stream.opening
    if let reasoning { updates.append(stream.reasoning(reasoning)) }
    for word in words { updates.append(stream.word(word)) }
    if ends { updates += stream.closing(output: output) }
    store.begin(stream.record, exchange: stream.exchange, prices: nil, inputEstimate: nil)
    for update in stream.decoded(updates).dropFirst() {
      if !ends, case .ended = update { break }
      store.take(update, of: stream.id)
    }
    let exchange = stream.folded(updates)
    if ends { store.end(stream.id, with: exchange) }
    store.flush()
    return exchange
  }

  func ids(_ change: (inout HistoryFilter) -> Void = { _ in }) async throws -> [String] {
    var filter = HistoryFilter()
    change(&filter)
    return try await store.entries(filter, offset: 0, limit: 1000).entries.map(\.id)
  }

  func found(_ text: String) async throws -> [String] { try await ids { $0.text = text }.sorted() }

  func count(_ sql: String) async throws -> Int {
    try await store.read { database in try database.first(sql) { $0.int(0) ?? 0 } ?? 0 }
  }
}

/// Waits for what happens on other threads, looking again and again.
///
/// Looks are counted, not seconds: a machine that stood still has not looked.
func waits(for condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<30_000 {
    if try condition() { return true }
    poll(nil, 0, 2)
  }
  return false
}

func image(_ id: String, title: String = "A talk", _ texts: [String], at instant: Double = 1000)
  -> ConversationImage
{
  ConversationImage(
    id: id, title: title, createdAt: instant, updatedAt: instant, shape: Array("{}".utf8),
    messages: texts.enumerated().map {
      MessageImage(number: $0.offset, content: Array(#"{"role":"user"}"#.utf8), text: $0.element)
    })
}

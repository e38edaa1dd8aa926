import RelayKit
import Workbench

/// Something to write down.
enum JournalJob: Sendable {
  case begin(UsageRecord, Exchange, TokenPrices?, inputEstimate: Int?)
  case update(ExchangeUpdate, of: String)
  /// - Parameter isWhole: false when updates of it were dropped, so that its lines are written anew.
  case end(String, Exchange, isWhole: Bool)
  case keep(ConversationImage)
  case draft(String)
  case compare(id: String, title: String, isDemo: Bool, [UInt8])

  /// Bytes that it holds up while it waits, about.
  var weight: Int {
    switch self {
    case .begin(_, let exchange, _, _): 1024 + exchange.request.body.count
    case .update(.delta(let delta), _): 128 + delta.bytes.count
    case .update(.retrying, _): 1024
    case .update: 256
    case .end(_, let exchange, _): 1024 + exchange.bytes.count
    case .keep(let image):
      image.messages.reduce(1024 + image.shape.count) { $0 + 64 + $1.content.count + $1.text.utf8.count }
    case .draft(let text): 64 + text.utf8.count
    case .compare(_, _, _, let lines): 128 + lines.count
    }
  }

  /// The same without what is decoded from bytes: reading decodes it again.
  var withoutDecoded: JournalJob {
    guard case .update(.delta(let delta), let id) = self else { return self }
    return .update(.delta(AnswerDelta(bytes: delta.bytes, instant: delta.instant)), of: id)
  }
}

import RelayKit

extension Conversation {
  /// How often each model was asked here and how often that failed, alternatives included; only those that failed.
  package var failuresByModel: [String: (failed: Int, asked: Int)] {
    var counts: [String: (failed: Int, asked: Int)] = [:]
    for node in nodes.values {
      guard let reply = node.message.reply, !reply.isReplay, !reply.isRunning else { continue }
      counts[reply.model, default: (0, 0)].asked += 1
      if reply.outcome?.name == "failed" { counts[reply.model, default: (0, 0)].failed += 1 }
    }
    return counts.filter { $0.value.failed > 0 }
  }
}

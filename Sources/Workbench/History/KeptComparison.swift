import RelayKit

extension KeptConversation {
  /// The comparison, with what had come of answers that bayside did not see the end of.
  package func record() throws(ComparisonFile.Problem) -> (
    record: ComparisonRecord, notes: [ComparisonFile.Note]
  ) {
    var (record, notes) = try ComparisonFile.read(comparison)
    var asked: [JSONObject] = []
    record.unknownLines.removeAll { line in
      guard line["type"]?.stringValue == "asked" else { return false }
      asked.append(line)
      return true
    }
    for line in asked {
      guard let lane = line["lane"]?.stringValue, let turn = line["turn"]?.intValue, turn > 0,
        let name = line["exchange"]?.stringValue, let digest = digests[name]
      else { continue }
      let key = RunKey(
        lane: lane, turn: turn, repetition: max(1, line["repeat"]?.intValue ?? 1), row: line["row"]?.intValue)
      guard !record.runs.contains(where: { $0.key == key }),
        let updates = try? ExchangeFileReader.updates(from: digest)
      else { continue }
      let reply = Reply(kept: updates, isDigest: true)
      let end = reply.exchange?.end ?? MonotonicTime(nanoseconds: 0)
      record.runs.append(
        ComparisonRun(
          key: key, reply: reply, figures: RunFigures(reply, prices: nil, at: end), keepsExchange: false))
    }
    return (record, notes)
  }
}

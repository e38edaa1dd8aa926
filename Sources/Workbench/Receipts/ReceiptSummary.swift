package import RelayKit

/// Receipts for the requests of one key: a relay's log beside what was noted here.
package struct ReceiptSummary: Sendable, Hashable {
  package struct Match: Sendable, Hashable {
    /// The exchange.
    package var id: String
    package var receipt: Receipt
    package var findings: [ReceiptFinding]
    /// One sentence for each finding.
    package var sentences: [String]
    /// The record has this receipt already.
    package var isKnown = false
  }

  package var relay: String
  package var keyLabel: String
  package var readAt: Double
  /// In the order of the records.
  package var matches: [Match] = []
  /// Requests in the time of the log whose id it does not name, or that have no id.
  package var notMatched = 0
  package var withoutID = 0
  /// Requests before the oldest row of the log: it says nothing of them.
  package var tooOld = 0
  /// Rows of the log that no request here has the id of: other programs use the key too.
  package var foreign = 0
  /// Of the requests that have both figures in `currency`.
  package var compared = 0
  package var estimated = 0.0
  package var chargedOfCompared = 0.0
  /// Of all that were matched.
  package var charged = 0.0
  package var currency: String
  package var isDemo: Bool

  /// Matches by request id and by nothing else: two requests of one second with one model are not told apart by
  /// anything that a log says.
  /// - Parameters:
  ///   - records: of any key; those of others are left out.
  ///   - usualGroup: the group whose prices the estimates were made of, where it is known.
  package init(_ log: ChargeLog, _ records: [UsageRecord], usualGroup: String? = nil) {
    relay = log.relay
    keyLabel = log.keyLabel
    readAt = log.readAt
    currency = log.currency
    isDemo = log.isDemo
    let own = records.filter { log.isAbout($0) && !$0.figures.isRunning }
    var timesUsed: [String: Int] = [:]
    for record in own { if let id = record.requestID { timesUsed[id, default: 0] += 1 } }
    var taken: Set<String> = []
    for record in own {
      guard let id = record.requestID else {
        withoutID += 1
        notMatched += 1
        continue
      }
      // An id that two requests have tells nothing of either.
      guard timesUsed[id] == 1, let receipt = log.receipt(forRequest: id) else {
        if log.charges[id] != nil { taken.insert(id) }
        if let oldest = log.oldestAt, record.startedAt < oldest - Self.clockTolerance {
          tooOld += 1
        } else {
          notMatched += 1
        }
        continue
      }
      taken.insert(id)
      let findings = ReceiptFinding.of(record, receipt, usualGroup: usualGroup)
      var match = Match(
        id: record.id, receipt: receipt, findings: findings,
        sentences: findings.map { $0.sentence(record, receipt, usualGroup: usualGroup) })
      if var old = record.receipt {
        old.readAt = receipt.readAt
        match.isKnown = old == receipt
      }
      matches.append(match)
      charged += receipt.charged
      if let difference = ReceiptDifference(record, receipt) {
        compared += 1
        estimated += difference.estimated
        chargedOfCompared += difference.charged
      }
    }
    foreign = log.charges.keys.count { !taken.contains($0) }
  }

  /// Clocks here and there differ, and an answer may take minutes.
  private static let clockTolerance = 900.0

  package var difference: ReceiptDifference? {
    guard compared > 0 else { return nil }
    return ReceiptDifference(estimated: estimated, charged: chargedOfCompared, currency: currency)
  }

  package func count(_ finding: ReceiptFinding) -> Int {
    matches.count { $0.findings.contains(finding) }
  }
}

extension ReceiptSummary {
  /// One sentence for the footer.
  package var sentence: String {
    let simulated = isDemo ? " (simulated)" : ""
    guard !matches.isEmpty else {
      return notMatched == 0
        ? "The relay's log names none of the requests made here\(simulated)."
        : "The relay's log names none of the \(NumberWords.counted(notMatched, "request")) made here: not matched\(simulated)."
    }
    let sum = NumberWords.money(charged, currency: currency, isEstimate: false)
    var words = "\(NumberWords.counted(matches.count, "receipt")): \(sum) charged\(simulated)"
    if let difference {
      let than = difference.words.hasPrefix("as") ? " as" : " than"
      // What was not estimated is in the sum and in no difference.
      let part =
        compared == matches.count
        ? ""
        : " for the \(compared) with an estimate, "
          + NumberWords.money(chargedOfCompared, currency: currency, isEstimate: false)
      words += part.isEmpty ? ", " : ";" + part + ", "
      words += "\(difference.words)\(than) \(difference.estimateWords) estimated"
    }
    if notMatched > 0 { words += "; \(notMatched) not matched" }
    for finding in ReceiptFinding.allCases {
      let count = count(finding)
      if count > 0 { words += "; \(count) \(finding.word.lowercased())" }
    }
    return words + "."
  }

  /// Everything, for a report.
  package var lines: [String] {
    var lines = [sentence]
    if withoutID > 0 {
      lines.append(
        "\(NumberWords.counted(withoutID, "request")) had no request id, by which alone receipts are matched."
      )
    }
    if tooOld > 0 {
      lines.append("\(NumberWords.counted(tooOld, "request")) came before the oldest row of the relay's log.")
    }
    if foreign > 0 {
      lines.append(
        "\(NumberWords.counted(foreign, "row")) of the relay's log \(foreign == 1 ? "is" : "are") of requests that were not made here."
      )
    }
    return lines
  }

  package var json: JSONValue {
    var object = JSONObject()
    object["base_url"] = .string(relay)
    object["key"] = .string(keyLabel)
    object["read_at"] = .double(readAt)
    object["simulated"] = .bool(isDemo)
    object["matched"] = .integer(matches.count)
    object["not_matched"] = .integer(notMatched)
    object["without_request_id"] = .integer(withoutID)
    object["before_the_log"] = .integer(tooOld)
    object["not_made_here"] = .integer(foreign)
    object["charged"] = .double(charged)
    object["compared"] = .integer(compared)
    object["estimated"] = compared > 0 ? .double(estimated) : .null
    object["charged_of_compared"] = compared > 0 ? .double(chargedOfCompared) : .null
    object["currency"] = .string(currency)
    object["findings"] = .array(
      matches.filter { !$0.findings.isEmpty }.map { match in
        var row = JSONObject()
        row["id"] = .string(match.id)
        row["charged"] = .double(match.receipt.charged)
        row["findings"] = .array(match.findings.map { .string($0.rawValue) })
        row["sentences"] = .array(match.sentences.map(JSONValue.string))
        return .object(row)
      })
    return .object(object)
  }
}

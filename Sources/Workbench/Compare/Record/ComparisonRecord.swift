package import RelayKit

/// A comparison as it is kept: what was asked of whom, every answer with what was measured of it, and what was
/// made of them. It never holds a key.
package struct ComparisonRecord: Sendable, Hashable {
  package struct Relay: Sendable, Hashable {
    package var baseURL: String
    /// `..9f3c` at most.
    package var keyLabel: String
    package var isDemo: Bool

    package init(baseURL: String, keyLabel: String, isDemo: Bool = false) {
      self.baseURL = baseURL
      self.keyLabel = keyLabel
      self.isDemo = isDemo
    }
  }

  /// A model that scores the answers.
  package struct Judge: Sendable, Hashable {
    package var model: String
    package var rubric: String

    package init(model: String, rubric: String) {
      self.model = model
      self.rubric = rubric
    }
  }

  package var title: String?
  /// Seconds since 1970.
  package var created: Double
  package var relay: Relay
  /// Of all lanes that have none of their own.
  package var system: String?
  /// Prompts that are asked one after the other, each lane with its own answers between.
  package var turns: [String]
  package var lanes: [ComparisonLane]
  /// Values of `{{name}}` for each row of a variables table; empty without one.
  package var rows: [JSONObject] = []
  package var repeats = 1
  package var streams = true
  /// As they are typed, such as `contains:yes`.
  package var checks: [String] = []
  package var judge: Judge?

  /// In the order in which they ended. One that was asked again is here with each of its tries.
  package var runs: [ComparisonRun] = []
  /// Objects of the file's lines, as they were written.
  package var votes: [JSONObject] = []
  package var verdicts: [ComparisonVerdict] = []
  /// Letter of the lane that was carried on with.
  package var winner: String?

  /// Keys and lines of the file that this version does not know; written back as they are.
  package var unknown = JSONObject()
  package var unknownLines: [JSONObject] = []

  package init(
    title: String? = nil, created: Double, relay: Relay, system: String? = nil, turns: [String] = [],
    lanes: [ComparisonLane] = []
  ) {
    self.title = title
    self.created = created
    self.relay = relay
    self.system = system
    self.turns = turns
    self.lanes = lanes
  }

  package func lane(_ letter: String) -> ComparisonLane? { lanes.first { $0.letter == letter } }

  /// Its own, else that of all; `nil` for none.
  package func system(of lane: ComparisonLane) -> String? {
    let text = lane.ownSystem ?? system
    return text?.isEmpty == false ? text : nil
  }

  /// Its own prompts, else those of all.
  package func turns(of lane: ComparisonLane?) -> [String] { lane?.ownTurns ?? turns }

  /// A file that names more was not made by asking.
  package static let mostRuns = 1_000_000

  /// Whether what is to be asked can be counted out.
  var isBounded: Bool {
    let longest = lanes.map { turns(of: $0).count }.max() ?? 0
    var count = 1
    for factor in [lanes.count, max(1, rows.count), repeats, longest] {
      let (product, overflows) = count.multipliedReportingOverflow(by: factor)
      if overflows || product > Self.mostRuns { return false }
      count = product
    }
    return true
  }

  /// Everything that is to be asked, in its order.
  package var plan: [RunKey] {
    RunKey.all(
      lanes: lanes, rows: rows.isEmpty ? nil : rows.count, repeats: repeats, turns: turns.count)
  }

  /// The last try of each run, in the order of the plan; runs that no plan has come last.
  package var results: [ComparisonRun] {
    var latest: [RunKey: ComparisonRun] = [:]
    for run in runs { latest[run.key] = run }
    var keys = plan
    let planned = Set(keys)
    var seen: Set<RunKey> = []
    keys += runs.map(\.key).filter { !planned.contains($0) && seen.insert($0).inserted }
    return keys.compactMap { latest[$0] }
  }

  /// What has no whole answer yet.
  package var missing: [RunKey] {
    let answered = Set(results.filter(\.isWhole).map(\.key))
    return plan.filter { !answered.contains($0) }
  }

  /// The messages of a run: those of earlier turns, with the answers that came, then its own.
  /// - Parameter answer: to an earlier turn of the same lane, repetition and row.
  /// - Returns: `nil` when an earlier turn has no answer.
  package func messages(of key: RunKey, answer: (RunKey) -> ChatMessage?) -> [ChatMessage]? {
    guard let lane = lane(key.lane) else { return nil }
    let turns = turns(of: lane)
    guard turns.indices.contains(key.turn - 1) else { return nil }
    var messages: [ChatMessage] = []
    if let system = system(of: lane) { messages.append(ChatMessage(role: "system", text: system)) }
    for turn in 1...key.turn {
      messages.append(ChatMessage(role: "user", text: turns[turn - 1]))
      guard turn < key.turn else { break }
      var earlier = key
      earlier.turn = turn
      guard let reply = answer(earlier) else { return nil }
      messages.append(reply)
    }
    let values = values(of: key)
    guard !values.isEmpty else { return messages }
    return messages.map { message in
      message.role == "assistant" ? message : VariableFilling.filled([message], with: values)[0]
    }
  }

  /// Values of variables for a run: those of its row, above them those of its lane.
  package func values(of key: RunKey) -> [String: String] {
    var values: [String: String] = [:]
    if let row = key.row, rows.indices.contains(row - 1) {
      for member in rows[row - 1].members {
        values[member.key] = member.value.stringValue ?? member.value.text()
      }
    }
    return values.merging(lane(key.lane)?.variables ?? [:]) { _, own in own }
  }

  /// The request of a run; `nil` while an earlier turn has no answer.
  package func request(of key: RunKey, answer: (RunKey) -> ChatMessage?) -> ChatRequest? {
    guard let lane = lane(key.lane), let messages = messages(of: key, answer: answer) else { return nil }
    return ChatRequest(
      model: lane.model, messages: messages, stream: streams ? true : nil, parameters: lane.parameters)
  }
}

extension VariableTable {
  /// Rows as a record keeps them.
  package var objects: [JSONObject] {
    rows.map { row in
      JSONObject(
        zip(columns, row).compactMap { name, value in
          value.map { JSONObject.Member(key: name, value: .string($0)) }
        })
    }
  }
}

import RelayKit

/// What is asked of whom: lanes made of models and varied values, each asked for every row of a table and as
/// often as it is repeated. The order is stable.
package struct VaryPlan: Sendable, Hashable {
  package typealias Problem = VaryAxis.Problem
  package static let mostRequests = 10_000

  package let lanes: [ComparisonLane]
  /// All runs in the order in which they are asked: a first round of everything before the second, so that
  /// every lane has an answer early and the time of day is the same for all.
  package let runs: [RunKey]

  package var requestCount: Int { runs.count }

  /// - Parameters:
  ///   - base: lanes before anything is varied; a varied model takes the place of theirs.
  ///   - axes: each value with each of the others; the last changes fastest.
  ///   - rows: of the variables table; `nil` without one.
  ///   - turns: prompts that are asked one after the other.
  ///   - isAsked: whether the base lane (its place) is asked for a row; all are unless this says no.
  package init(
    lanes base: [ComparisonLane], axes: [VaryAxis] = [], rows: Int? = nil, repeats: Int = 1, turns: Int = 1,
    isAsked: (_ base: Int, _ row: Int?) -> Bool = { _, _ in true }
  ) throws(Problem) {
    guard !base.isEmpty else { throw Problem("There is no model to ask.") }
    var names: Set<String> = []
    for axis in axes where !names.insert(axis.subject.name).inserted {
      throw Problem("\(axis.subject.name) is varied twice.")
    }
    let factors = [base.count, rows ?? 1, repeats, turns] + axes.map(\.values.count)
    guard let count = Self.product(factors), count <= Self.mostRequests else {
      let words = "At most \(Self.mostRequests) requests are made for one comparison"
      throw Problem("\(words); these are \(Self.product(factors).map { "\($0)" } ?? "far more").")
    }
    var lanes: [(base: Int, lane: ComparisonLane)] = []
    for (place, lane) in base.enumerated() {
      var found = [lane]
      for axis in axes {
        found = found.flatMap { lane in axis.values.map { lane.with($0, of: axis.subject) } }
      }
      lanes += found.map { (place, $0) }
    }
    var labelled = lanes.map(\.lane)
    ComparisonLane.labelDifferences(&labelled, except: names)
    for index in labelled.indices { labelled[index].letter = ComparisonLane.letter(index) }
    var runs: [RunKey] = []
    runs.reserveCapacity(count)
    let places: [Int?] = rows.map { Array(1...max(1, $0)).map { $0 } } ?? [nil]
    for repetition in 1...max(1, repeats) {
      for row in places {
        for (index, lane) in labelled.enumerated() where isAsked(lanes[index].base, row) {
          for turn in 1...max(1, turns) {
            runs.append(RunKey(lane: lane.letter, turn: turn, repetition: repetition, row: row))
          }
        }
      }
    }
    self.lanes = labelled
    self.runs = runs
  }

  private static func product(_ factors: [Int]) -> Int? {
    var product = 1
    for factor in factors {
      let (next, overflows) = product.multipliedReportingOverflow(by: max(1, factor))
      if overflows { return nil }
      product = next
    }
    return product
  }
}

extension ComparisonLane {
  fileprivate func with(_ value: VaryAxis.Value, of subject: VaryAxis.Subject) -> ComparisonLane {
    var lane = self
    switch subject {
    case .model:
      lane.model = value.json?.stringValue ?? model
      return lane
    case .system: lane.ownSystem = value.json?.stringValue ?? ""
    case .parameter(let name): lane.parameters[name] = value.json
    }
    lane.differs.append(value.label)
    return lane
  }
}

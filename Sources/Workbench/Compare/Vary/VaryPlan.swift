import RelayKit

/// What is asked of whom: lanes made of models and varied values, each asked for every row of a table and as
/// often as it is repeated. The order is stable.
package struct VaryPlan: Sendable, Hashable {
  package typealias Problem = VaryAxis.Problem
  package static let mostRequests = 10_000

  package let lanes: [ComparisonLane]
  /// In the order in which they are asked.
  package let runs: [RunKey]

  package var requestCount: Int { runs.count }

  /// - Parameters:
  ///   - base: lanes before anything is varied; a varied model takes the place of theirs.
  ///   - axes: each value with each of the others; the last changes fastest.
  ///   - rows: of the variables table; `nil` without one.
  ///   - turns: prompts that are asked one after the other.
  package init(
    lanes base: [ComparisonLane], axes: [VaryAxis] = [], rows: Int? = nil, repeats: Int = 1, turns: Int = 1
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
    var lanes = base
    for axis in axes {
      lanes = lanes.flatMap { lane in axis.values.map { lane.with($0, of: axis.subject) } }
    }
    ComparisonLane.labelDifferences(&lanes, except: names)
    for index in lanes.indices { lanes[index].letter = ComparisonLane.letter(index) }
    self.lanes = lanes
    runs = RunKey.all(lanes: lanes, rows: rows, repeats: repeats, turns: turns)
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

/// The steps of an axis: one of few round numbers, times a power of ten, as small as holds the largest value.
package struct BarScale: Sendable, Hashable {
  package var step: Double
  package var steps: Int

  /// So near to each other that at least three quarters of a chart are of use; none has more than two digits.
  private static let sizes = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

  package var top: Double { step * Double(steps) }

  /// - Parameters:
  ///   - steps: how many there are; each is as large as it must be.
  ///   - isWhole: of things that are counted.
  package init(largest: Double, steps: Int, isWhole: Bool) {
    let steps = max(1, steps)
    self.steps = steps
    let least = largest.isFinite && largest > 0 ? largest / Double(steps) : 0
    guard least > 0 else {
      step = 1
      return
    }
    var power = 1.0
    while power * 10 <= least { power *= 10 }
    while power > least { power /= 10 }
    let sizes = Self.sizes.map { $0 * power }
    // What is divided and multiplied again may be a hair larger than it was.
    step = sizes.first { $0 * (1 + 1e-12) >= least } ?? 10 * power
    if isWhole { step = max(1, step.rounded(.up)) }
  }
}

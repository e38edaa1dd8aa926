package import RelayKit

// Stepping and sliding. Nothing is fenced by documented bounds; only what a type can hold ends a step.
extension Parameter {
  package var isNumeric: Bool { type == .integer || type == .number }

  /// The next value up or down. From unset it is the default, or where that is not a number the middle of the
  /// slider. Switches turn, choices go to the next one and round.
  /// - Returns: `nil` for what has no steps, and at the end of a type.
  package func stepped(_ value: JSONValue?, up: Bool, _ size: StepSize = .small) -> JSONValue? {
    switch type {
    case .toggle:
      return toggled(value)
    case .choice:
      return cycled(value, forward: up)
    case .integer, .number:
      guard case .number(let literal)? = value else { return start }
      return isLogarithmic ? logarithmicStep(literal, up: up, size) : linearStep(literal, up: up, size)
    default: return nil
    }
  }

  /// On from unset, unless that is the default: then the other.
  package func toggled(_ value: JSONValue?) -> JSONValue? {
    guard type == .toggle else { return nil }
    return .bool(!((value ?? standardValue)?.boolValue ?? false))
  }

  /// The next choice, round at the ends; from unset the default, or the first. From a value that is no choice
  /// the first (forward) or the last.
  package func cycled(_ value: JSONValue?, forward: Bool) -> JSONValue? {
    guard case .choice(let choices, _) = type, !choices.isEmpty else { return nil }
    guard let value else {
      return standardValue.flatMap { standard in choices.first { $0.matches(standard) }?.value }
        ?? choices[0].value
    }
    guard let index = choices.firstIndex(where: { $0.matches(value) }) else {
      return forward ? choices[0].value : choices[choices.count - 1].value
    }
    return choices[(index + (forward ? 1 : choices.count - 1)) % choices.count].value
  }

  private var start: JSONValue {
    if let standardValue, standardValue.doubleValue != nil { return standardValue }
    if let middle = value(slider: 0.5) { return middle }
    if let least = limits?.least { return .double(least) }
    return .integer(0)
  }

  private func linearStep(_ literal: String, up: Bool, _ size: StepSize) -> JSONValue? {
    let step = size == .small ? step : bigStep
    guard let value = ExactDecimal(literal: literal), let step = ExactDecimal(literal: step),
      let sum = value.adding(step, times: up ? 1 : -1)
    else { return inexactStep(literal, step, up: up) }
    return .number(sum.literal)
  }

  /// For numbers of very many digits.
  private func inexactStep(_ literal: String, _ step: String, up: Bool) -> JSONValue? {
    guard let value = Double(literal), let step = Double(step) else { return nil }
    if type == .integer {
      guard let whole = Int(literal), let step = Int(exactly: step) else { return nil }
      let (sum, overflows) = whole.addingReportingOverflow(up ? step : -step)
      return overflows ? nil : .integer(sum)
    }
    let sum = value + (up ? step : -step)
    return sum.isFinite && sum != value ? .number("\(sum)") : nil
  }

  /// Small steps go along 1, 1.5, 2, 3, 4, 6, 8, 12 …; big ones double or halve twice. Below 1 it counts by ones.
  private func logarithmicStep(_ literal: String, up: Bool, _ size: StepSize) -> JSONValue? {
    guard let value = Double(literal), value.isFinite else { return nil }
    guard value >= 1 || (up && value > 0) else { return linearStep(literal, up: up, .small) }
    if !up, value <= 1 { return .integer(0) }
    if value.magnitude > 4e18 { return nil }
    if size == .big {
      let moved = up ? value * 4 : value / 4
      return moved.magnitude > 4e18 ? nil : .integer(max(1, Int(moved.rounded())))
    }
    var rung = 1
    // 1, 2, 3, 4, 6, 8, 12, 16, 24 …
    var rungs = [1, 2, 3]
    while rung < 1 << 60 {
      rung *= 2
      rungs += [rung * 2, rung * 3]
    }
    rungs.sort()
    let next = up ? rungs.first { Double($0) > value } : rungs.last { Double($0) < value }
    return next.map(JSONValue.integer)
  }

  // MARK: Slider

  private var sliderEnds: (least: Double, most: Double)? {
    guard isNumeric, let span = span ?? limits, let least = span.least, let most = span.most, most > least
    else { return nil }
    return (least, most)
  }

  package var hasSlider: Bool { sliderEnds != nil }

  /// Where the knob is, 0 to 1; values outside stand at the ends. `nil` without a slider.
  package func sliderPosition(_ value: JSONValue) -> Double? {
    guard let ends = sliderEnds, let number = value.doubleValue, !number.isNaN else { return nil }
    let clamped = min(max(number, ends.least), ends.most)
    guard isLogarithmic else { return (clamped - ends.least) / (ends.most - ends.least) }
    return BinaryLogarithm.of(1 + clamped - ends.least) / BinaryLogarithm.of(1 + ends.most - ends.least)
  }

  /// The value for a place of the knob, on the grid of the small step.
  package func value(slider position: Double) -> JSONValue? {
    guard let ends = sliderEnds, !position.isNaN else { return nil }
    let position = min(max(position, 0), 1)
    if isLogarithmic {
      let height = BinaryLogarithm.of(1 + ends.most - ends.least)
      let number = ends.least + BinaryLogarithm.inverse(position * height) - 1
      return .integer(Int(min(max(number.rounded(), ends.least), ends.most)))
    }
    guard let step = ExactDecimal(literal: step), let size = Double(step.literal), size > 0,
      let least = ExactDecimal(literal: Self.number(ends.least))
    else { return .double(ends.least + position * (ends.most - ends.least)) }
    let steps = (position * (ends.most - ends.least) / size).rounded()
    guard steps.magnitude < 1e15, let sum = least.adding(step, times: Int(steps)) else { return nil }
    // The last step may lead beyond the end.
    if let number = Double(sum.literal), number > ends.most { return .double(ends.most) }
    return .number(sum.literal)
  }
}

/// The logarithm to the base of 2, straight between powers of 2: good enough for the place of a knob, and
/// exactly invertible.
enum BinaryLogarithm {
  /// - Parameter value: 1 or more.
  static func of(_ value: Double) -> Double {
    let value = max(value, 1)
    return Double(value.exponent) + value.significand - 1
  }

  static func inverse(_ value: Double) -> Double {
    let whole = value.rounded(.down)
    return (1 + value - whole) * Double(sign: .plus, exponent: Int(min(whole, 1000)), significand: 1)
  }
}

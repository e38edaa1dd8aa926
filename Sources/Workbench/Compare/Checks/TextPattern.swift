/// A regular expression that takes time in proportion to the text, whatever it is: patterns come from the user
/// and texts from models, and an engine that goes back, as that of the standard library, may take hours for
/// `(a+)+$` and cannot be stopped. What would need going back (look-around, references to groups) is refused
/// with a sentence. Characters are compared as Unicode scalars.
package struct TextPattern: Sendable, Hashable {
  /// Why it is no pattern: the end of a sentence.
  package struct Problem: Error, Sendable, Hashable {
    package var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  package enum Finding: Sendable, Hashable {
    case found
    case notFound
    /// Not in the beginning of the text; the rest was too long to be searched.
    case notFoundInBeginning
  }

  /// Unicode scalars of a text that are searched.
  package static let mostText = 100_000
  /// Steps of a pattern; a repetition takes as many as it is repeated.
  static let mostSteps = 1000

  package let source: String
  private let steps: [Step]

  private enum Step: Sendable, Hashable {
    case take(ScalarSet)
    case require(PatternNode.Place)
    /// Goes on at both.
    case fork(Int, Int)
    case jump(Int)
    case end
  }

  package init(_ source: String) throws(Problem) {
    self.source = source
    var steps: [Step] = []
    try Self.write(try PatternReading.node(of: source), to: &steps)
    steps.append(.end)
    self.steps = steps
  }

  private static func write(_ node: PatternNode, to steps: inout [Step]) throws(Problem) {
    guard steps.count < mostSteps else {
      throw Problem("it is too large: repetitions are written out, to at most \(mostSteps) steps.")
    }
    switch node {
    case .set(let set): steps.append(.take(set))
    case .place(let place): steps.append(.require(place))
    case .sequence(let nodes): for node in nodes { try write(node, to: &steps) }
    case .choice(let branches):
      var jumps: [Int] = []
      for (index, branch) in branches.enumerated() {
        let fork = steps.count
        let isLast = index == branches.count - 1
        if !isLast { steps.append(.fork(fork + 1, 0)) }
        try write(branch, to: &steps)
        if !isLast {
          jumps.append(steps.count)
          steps.append(.jump(0))
          steps[fork] = .fork(fork + 1, steps.count)
        }
      }
      for jump in jumps { steps[jump] = .jump(steps.count) }
    case .repetition(let node, let least, let most):
      for _ in 0..<least {
        let start = steps.count
        try write(node, to: &steps)
        // Nothing, however often, is nothing.
        if steps.count == start { break }
      }
      guard let most else {
        let fork = steps.count
        steps.append(.fork(0, 0))
        try write(node, to: &steps)
        steps.append(.jump(fork))
        steps[fork] = .fork(fork + 1, steps.count)
        return
      }
      var forks: [Int] = []
      for _ in least..<max(least, most) {
        forks.append(steps.count)
        steps.append(.fork(0, 0))
        try write(node, to: &steps)
      }
      for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
  }

  package func search(_ text: String) -> Finding {
    let signs = Array(text.unicodeScalars.prefix(Self.mostText + 1))
    let isShortened = signs.count > Self.mostText
    var run = Run(steps: steps, text: isShortened ? Array(signs.dropLast()) : signs)
    if run.finds() { return .found }
    return isShortened ? .notFoundInBeginning : .notFound
  }

  /// All ways through the pattern at once, character by character.
  private struct Run {
    let steps: [Step]
    let text: [Unicode.Scalar]
    private var current: [Int] = []
    /// The place in the text for which a step was entered last, so that none is entered twice.
    private var entered: [Int]
    private var stack: [Int] = []

    init(steps: [Step], text: [Unicode.Scalar]) {
      self.steps = steps
      self.text = text
      entered = [Int](repeating: -1, count: steps.count)
    }

    mutating func finds() -> Bool {
      var following: [Int] = []
      for place in 0...text.count {
        current = []
        for step in following where enter(step, at: place) { return true }
        // A match may begin anywhere.
        if enter(0, at: place) { return true }
        guard place < text.count else { break }
        following.removeAll(keepingCapacity: true)
        for step in current {
          if case .take(let set) = steps[step], set.contains(text[place]) { following.append(step + 1) }
        }
      }
      return false
    }

    /// Whether the end of the pattern is reached.
    private mutating func enter(_ step: Int, at place: Int) -> Bool {
      stack.append(step)
      while let step = stack.popLast() {
        guard entered[step] != place else { continue }
        entered[step] = place
        switch steps[step] {
        case .take: current.append(step)
        case .require(let wanted): if holds(wanted, at: place) { stack.append(step + 1) }
        case .fork(let first, let second):
          stack.append(second)
          stack.append(first)
        case .jump(let target): stack.append(target)
        case .end:
          stack.removeAll(keepingCapacity: true)
          return true
        }
      }
      return false
    }

    private func holds(_ wanted: PatternNode.Place, at place: Int) -> Bool {
      let isEnd = place == text.count
      switch wanted {
      case .textStart: return place == 0
      case .textEnd: return isEnd
      case .lastLineEnd: return isEnd || (place == text.count - 1 && text[place] == "\n")
      case .lineStart: return place == 0 || text[place - 1] == "\n"
      case .lineEnd: return isEnd || text[place] == "\n"
      case .wordEdge: return isWordEdge(place)
      case .noWordEdge: return !isWordEdge(place)
      }
    }

    private func isWordEdge(_ place: Int) -> Bool {
      let before = place > 0 && ScalarSet.isWord(text[place - 1])
      let behind = place < text.count && ScalarSet.isWord(text[place])
      return before != behind
    }
  }
}

/// Gathers what is wrong in one file, so that all of it can be shown at once. Not for several threads.
package final class ProblemList {
  /// More are not kept: nobody reads them, and each holds its line.
  private static let limit = 50
  private var gathered: [SourceProblem] = []
  package let source: SourceText

  init(_ source: SourceText) { self.source = source }

  /// Whether what is added is no longer kept; then looking for more is of no use.
  package var isFull: Bool { gathered.count >= Self.limit }

  package func add(_ sentence: String, at position: SourcePosition) {
    guard !isFull else { return }
    gathered.append(source.problem(at: position, sentence))
  }

  func add(_ problems: [SourceProblem]) { gathered += problems }

  /// In the order of the file.
  package var problems: [SourceProblem] { gathered.sorted { $0.position < $1.position } }
  package var isEmpty: Bool { gathered.isEmpty }
}

/// A value with its place, for those who check it later.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  package var position: SourcePosition
  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }
}

extension Located: Equatable where Value: Equatable {}

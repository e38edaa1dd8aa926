/// A value of a file, with the place of its first character.
package struct JSON5Value: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSON5Number)
    case string(String)
    case array([JSON5Value])
    case object([JSON5Member])
  }

  package var content: Content
  package var position: SourcePosition

  package init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }

  /// For sentences: `a string`, `true`.
  package var kindName: String {
    switch content {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A key of an object with its value, in the order of the file.
package struct JSON5Member: Sendable, Hashable {
  package var key: String
  package var keyPosition: SourcePosition
  package var value: JSON5Value
}

package struct JSON5Number: Sendable, Hashable {
  /// Infinite and not-a-number are values of JSON5.
  package var value: Double
  /// The number as JSON writes it, as close to the file's spelling as JSON allows; `nil` when JSON has no
  /// such number.
  package var json: String?
}

/// A whole file.
package struct JSON5Document: Sendable {
  package let root: JSON5Value
  let source: SourceText
  /// Keys that an object has twice; the tree holds all of them.
  let repeatedKeys: [SourceProblem]

  /// Reads UTF-8. Any bytes give a document or a problem.
  /// - Parameter name: the file's name, for problems.
  /// - Throws: the first problem; a repeated key is one.
  package init(_ bytes: some Sequence<UInt8>, name: String) throws(SourceProblem) {
    try self.init(keepingRepeatedKeys: bytes, name: name, blankIsObject: false)
    if let first = repeatedKeys.first { throw first }
  }

  /// The same, for readers that report repeated keys beside other problems.
  /// - Parameter blankIsObject: whether comments and white space alone are an empty object.
  init(
    keepingRepeatedKeys bytes: some Sequence<UInt8>, name: String, blankIsObject: Bool = true
  ) throws(SourceProblem) {
    source = SourceText(bytes: Array(bytes), name: name)
    var parser = JSON5Parser(source)
    root = try parser.document(blankIsObject: blankIsObject)
    repeatedKeys = parser.repeatedKeys
  }
}

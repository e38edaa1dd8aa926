package import RelayKit

/// One way to mend a refused request.
package struct Remedy: Sendable, Hashable {
  package enum Change: Sendable, Hashable {
    /// Places that are left out; all in the body.
    case drop([JSONPointer])
    case rename(JSONPointer, to: String)
    case set(JSONPointer, JSONValue)
    /// In every message that has the role.
    case role(from: String, to: String)
    /// Messages that are left out.
    case cut(Range<Int>)
    /// `nil`: the user chooses.
    case model(String?)
  }

  package var change: Change
  /// For a button or a line of keys: what will be done.
  package var title: String
  /// Whether one key may do it: the meaning of the request stays, nothing of the user's text is left out, and it
  /// cannot cost more than what was asked for.
  package var isOneKey: Bool
  /// Whether the model would refuse the same again in any other request, so that it is worth remembering.
  package var isLasting: Bool

  package init(_ change: Change, title: String, isOneKey: Bool, isLasting: Bool = false) {
    self.change = change
    self.title = title
    self.isOneKey = isOneKey
    self.isLasting = isLasting
  }

  /// The body as it would be sent; unchanged where the user has to choose first.
  package func applied(to body: JSONValue) -> JSONValue {
    switch change {
    case .drop(let places):
      // From the end, so that places in lists stay where they are.
      return places.sorted { Self.isAfter($0, $1) }.reduce(body) { $0.setting(nil, at: $1) }
    case .rename(let place, let name): return body.renaming(place, to: name)
    case .set(let place, let value): return body.setting(value, at: place)
    case .role(let old, let new): return Self.changingRole(of: body, from: old, to: new)
    case .cut(let range):
      guard var messages = body["messages"]?.arrayValue, range.upperBound <= messages.count else {
        return body
      }
      messages.removeSubrange(range)
      return body.setting(.array(messages), at: JSONPointer(["messages"]))
    case .model(let name):
      guard let name else { return body }
      return body.setting(.string(name), at: JSONPointer(["model"]))
    }
  }

  static func changingRole(of body: JSONValue, from old: String, to new: String) -> JSONValue {
    guard let messages = body["messages"]?.arrayValue else { return body }
    let changed = messages.map { message in
      message["role"]?.stringValue == old ? message.setting(.string(new), at: JSONPointer(["role"])) : message
    }
    return changed == messages ? body : body.setting(.array(changed), at: JSONPointer(["messages"]))
  }

  private static func isAfter(_ left: JSONPointer, _ right: JSONPointer) -> Bool {
    for (first, second) in zip(left.steps, right.steps) where first != second {
      if let first = Int(first), let second = Int(second) { return first > second }
      return first > second
    }
    return left.steps.count > right.steps.count
  }
}

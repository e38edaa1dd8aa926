package import RelayKit

/// A place in a JSON value (RFC 6901): keys of objects and indices of arrays, from the outermost in.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  package var steps: [String]

  package init(_ steps: [String] = []) { self.steps = steps }

  /// Reads `/messages/0/role`; the empty text is the whole value. `nil` for text without the leading slash.
  package init?(text: String) {
    guard !text.isEmpty else {
      steps = []
      return
    }
    guard text.first == "/" else { return nil }
    let parts: [Substring] = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    steps = parts.map { part in
      var plain = ""
      var rest = part
      while let letter = rest.popFirst() {
        guard letter == "~", let sign = rest.first, sign == "0" || sign == "1" else {
          plain.append(letter)
          continue
        }
        plain.append(sign == "0" ? "~" : "/")
        rest.removeFirst()
      }
      return plain
    }
  }

  /// `/messages/0/role`; empty for the whole value.
  package var text: String {
    var text = ""
    for step in steps {
      text += "/"
      for letter in step {
        switch letter {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.append(letter)
        }
      }
    }
    return text
  }

  package var description: String { text }

  /// As people write it: `messages[0].role`.
  package var readable: String {
    var text = ""
    for step in steps {
      if Int(step) != nil { text += "[\(step)]" } else { text += text.isEmpty ? step : ".\(step)" }
    }
    return text
  }

  package var parent: JSONPointer { JSONPointer(Array(steps.dropLast())) }

  package func appending(_ key: String) -> JSONPointer { JSONPointer(steps + [key]) }
  package func appending(_ index: Int) -> JSONPointer { JSONPointer(steps + [String(index)]) }
}

extension JSONValue {
  /// The value at a place; `nil` where there is none.
  package subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for step in pointer.steps {
      guard let next = value.child(step) else { return nil }
      value = next
    }
    return value
  }

  package func child(_ step: String) -> JSONValue? {
    switch self {
    case .object(let object): return object[step]
    case .array(let elements):
      guard let index = Int(step), elements.indices.contains(index) else { return nil }
      return elements[index]
    default: return nil
    }
  }

  /// The value with `new` at a place, or without the place where `new` is `nil`. Unchanged where the place
  /// cannot be: the way to it leads through something that is neither object nor array.
  package func setting(_ new: JSONValue?, at pointer: JSONPointer) -> JSONValue {
    guard let step = pointer.steps.first else { return new ?? .null }
    let rest = JSONPointer(Array(pointer.steps.dropFirst()))
    switch self {
    case .object(var object):
      if rest.steps.isEmpty {
        object[step] = new
      } else if let inner = object[step] {
        object[step] = inner.setting(new, at: rest)
      }
      return .object(object)
    case .array(var elements):
      guard let index = Int(step), elements.indices.contains(index) else { return self }
      if !rest.steps.isEmpty {
        elements[index] = elements[index].setting(new, at: rest)
      } else if let new {
        elements[index] = new
      } else {
        elements.remove(at: index)
      }
      return .array(elements)
    default: return self
    }
  }

  /// The value with the key at a place called otherwise, where it stood. A key of that name that is already
  /// there keeps its value, and the old one goes.
  package func renaming(_ pointer: JSONPointer, to name: String) -> JSONValue {
    guard let old = pointer.steps.last, let object = self[pointer.parent]?.objectValue, object[old] != nil,
      old != name
    else { return self }
    guard object[name] == nil else { return setting(nil, at: pointer) }
    let members = object.members.map { member in
      JSONObject.Member(key: member.key == old ? name : member.key, value: member.value)
    }
    let renamed = JSONValue.object(JSONObject(members))
    return pointer.parent.steps.isEmpty ? renamed : setting(renamed, at: pointer.parent)
  }
}

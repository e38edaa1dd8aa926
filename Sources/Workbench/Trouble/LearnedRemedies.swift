package import RelayKit

/// What is done to every request to a model because its relay refused it otherwise: seen, listed and revocable.
package struct LearnedRemedies: Sendable, Hashable {
  package enum Change: Sendable, Hashable {
    /// A parameter is not sent.
    case drop(String)
    case rename(String, to: String)
    /// Messages of one role are sent as another.
    case role(String, to: String)
  }

  package struct Lesson: Sendable, Hashable {
    /// The base URL.
    package var relay: String
    package var model: String
    package var change: Change

    package init(relay: String, model: String, change: Change) {
      self.relay = LearnedRemedies.plain(relay)
      self.model = model
      self.change = change
    }

    /// What is done, for the line that says what will be sent.
    package var sentence: String {
      switch change {
      case .drop(let name): "\(name) is not sent to \(model)."
      case .rename(let name, let new): "\(name) is sent to \(model) as \(new)."
      case .role(let role, let new): "\(role) messages are sent to \(model) as \(new)."
      }
    }
  }

  /// In the order in which they were learned.
  package private(set) var lessons: [Lesson] = []

  package init() {}

  package func lessons(relay: String, model: String) -> [Lesson] {
    let relay = Self.plain(relay)
    return lessons.filter { $0.relay == relay && $0.model == model }
  }

  /// A later lesson about a parameter takes the place of an earlier one.
  package mutating func add(_ lesson: Lesson) {
    lessons.removeAll { $0.relay == lesson.relay && $0.model == lesson.model && $0.isAbout(lesson) }
    lessons.append(lesson)
  }

  /// Remembers what helped. Whether there was anything to remember.
  @discardableResult
  package mutating func learn(_ remedy: Remedy, relay: String, model: String) -> Bool {
    let changes = Change.changes(of: remedy)
    for change in changes { add(Lesson(relay: relay, model: model, change: change)) }
    return !changes.isEmpty
  }

  package mutating func revoke(_ lesson: Lesson) { lessons.removeAll { $0 == lesson } }

  /// The body as it has to be sent to the model that it names, and the lessons that changed something in it.
  package func applied(to body: JSONValue, relay: String) -> (body: JSONValue, done: [Lesson]) {
    guard let model = body["model"]?.stringValue else { return (body, []) }
    var changed = body
    var done: [Lesson] = []
    for lesson in lessons(relay: relay, model: model) {
      let next = lesson.change.applied(to: changed)
      if next != changed { done.append(lesson) }
      changed = next
    }
    return (changed, done)
  }

  fileprivate static func plain(_ relay: String) -> String {
    var text = relay[...]
    while text.last == "/" { text.removeLast() }
    return String(text)
  }
}

extension LearnedRemedies.Lesson {
  fileprivate func isAbout(_ other: Self) -> Bool {
    switch (change, other.change) {
    case (.drop(let name), .drop(let other)), (.drop(let name), .rename(let other, _)),
      (.rename(let name, _), .drop(let other)), (.rename(let name, _), .rename(let other, _)),
      (.role(let name, _), .role(let other, _)):
      name == other
    case (.role, _), (_, .role): false
    }
  }
}

extension LearnedRemedies.Change {
  /// Empty for a remedy that mends one request and says nothing about the next.
  package static func changes(of remedy: Remedy) -> [Self] {
    guard remedy.isLasting else { return [] }
    switch remedy.change {
    case .drop(let places):
      return places.compactMap { $0.steps.count == 1 ? $0.steps.first.map(Self.drop) : nil }
    case .rename(let place, let name):
      return place.steps.count == 1 ? place.steps.first.map { [.rename($0, to: name)] } ?? [] : []
    case .role(let old, let new): return [.role(old, to: new)]
    case .set, .cut, .model: return []
    }
  }

  func applied(to body: JSONValue) -> JSONValue {
    switch self {
    case .drop(let name): body.setting(nil, at: JSONPointer([name]))
    case .rename(let name, let new): body.renaming(JSONPointer([name]), to: new)
    case .role(let old, let new): Remedy.changingRole(of: body, from: old, to: new)
    }
  }
}

extension LearnedRemedies {
  /// A list of objects, one for each lesson.
  package var json: JSONValue {
    .array(
      lessons.map { lesson in
        var object = JSONObject()
        object["relay"] = .string(lesson.relay)
        object["model"] = .string(lesson.model)
        switch lesson.change {
        case .drop(let name): object["drop"] = .string(name)
        case .rename(let name, let new):
          object["rename"] = .string(name)
          object["to"] = .string(new)
        case .role(let role, let new):
          object["role"] = .string(role)
          object["to"] = .string(new)
        }
        return .object(object)
      })
  }

  /// Reads what `json` wrote. Entries that are none are left out, and never what a request needs.
  package init(json: JSONValue) {
    for entry in json.arrayValue ?? [] {
      guard let relay = entry["relay"]?.stringValue, let model = entry["model"]?.stringValue else { continue }
      let new = entry["to"]?.stringValue
      let change: Change? =
        if let name = entry["drop"]?.stringValue {
          ParameterNames.essential.contains(name) ? nil : .drop(name)
        } else if let name = entry["rename"]?.stringValue, let new {
          ParameterNames.essential.contains(name) || ParameterNames.essential.contains(new)
            ? nil : .rename(name, to: new)
        } else if let role = entry["role"]?.stringValue, let new {
          .role(role, to: new)
        } else {
          nil
        }
      if let change { add(Lesson(relay: relay, model: model, change: change)) }
    }
  }
}

package import RelayKit

/// The models the user keeps at hand: pinned ones in the order of pinning, and those used last, newest first.
package struct ModelShelf: Sendable, Hashable {
  package private(set) var favourites: [String] = []
  package private(set) var recent: [String] = []
  private static let longestRecent = 20
  private static let longestFavourites = 500

  package init() {}

  package func isFavourite(_ id: String) -> Bool { favourites.contains(id) }

  package mutating func toggleFavourite(_ id: String) {
    if favourites.contains(id) {
      favourites.removeAll { $0 == id }
    } else if !id.isEmpty, favourites.count < Self.longestFavourites {
      favourites.append(id)
    }
  }

  /// A request to the model was sent.
  package mutating func used(_ id: String) {
    guard !id.isEmpty else { return }
    recent.removeAll { $0 == id }
    recent.insert(id, at: 0)
    recent = Array(recent.prefix(Self.longestRecent))
  }

  package var json: JSONValue {
    var object = JSONObject()
    object["favourites"] = .array(favourites.map(JSONValue.string))
    object["recent"] = .array(recent.map(JSONValue.string))
    return .object(object)
  }

  /// Takes what can be read.
  package init(json: JSONValue) {
    func ids(_ key: String, _ most: Int) -> [String] {
      var seen: Set<String> = []
      let words = (json[key]?.arrayValue ?? []).compactMap(\.stringValue)
      return Array(words.filter { !$0.isEmpty && seen.insert($0).inserted }.prefix(most))
    }
    favourites = ids("favourites", Self.longestFavourites)
    recent = ids("recent", Self.longestRecent)
  }
}

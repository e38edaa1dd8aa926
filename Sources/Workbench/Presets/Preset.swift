package import RelayKit

/// A request to begin with, kept under a name: one file each, in JSON that may have comments (JSON5).
package struct Preset: Sendable, Hashable {
  /// As the user named it; the name of its file, without the extension.
  package var name: String
  package var kind = ParameterKind.text
  /// `nil`: whatever model is chosen.
  package var model: String?
  /// Text of the system message; `nil` leaves the conversation's own.
  package var system: String?
  /// Keys of the body beside model, messages and stream.
  package var parameters: JSONObject
  /// `nil` leaves it as it is.
  package var streams: Bool?
  /// For the user's own words.
  package var note: String?
  /// Keys of the file that this version does not know; written back as they were.
  package var unknown = JSONObject()

  package init(
    name: String, kind: ParameterKind = .text, model: String? = nil, system: String? = nil,
    parameters: JSONObject = JSONObject(), streams: Bool? = nil, note: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.model = model
    self.system = system
    self.parameters = parameters
    self.streams = streams
    self.note = note
  }

  /// The file's text: JSON, with a line break at the end.
  package var fileText: String {
    var object = JSONObject()
    object["name"] = .string(name)
    if kind != .text { object["kind"] = .string(kind.rawValue) }
    object["note"] = note.map(JSONValue.string)
    object["model"] = model.map(JSONValue.string)
    object["system"] = system.map(JSONValue.string)
    object["stream"] = streams.map(JSONValue.bool)
    object["parameters"] = .object(parameters)
    for member in unknown.members where object[member.key] == nil { object[member.key] = member.value }
    return JSONValue.object(object).text(pretty: true) + "\n"
  }

  package static let fileExtension = "json5"

  /// `web banner.json5`.
  package var fileName: String { "\(name).\(Self.fileExtension)" }
}

package import RelayKit

/// Which request a parameter belongs to: `/chat/completions`, `/images/generations`, `/videos`.
package enum ParameterKind: String, Sendable, Hashable, CaseIterable {
  case text, image, video
}

/// The header under which a row stands; in the order of the form.
package enum ParameterGroup: Int, Sendable, Hashable, CaseIterable, Comparable {
  case prompt, sampling, output, reasoning, tools, image, video, metadata, service, vendor, older

  package var title: String {
    switch self {
    case .prompt: "Prompt"
    case .sampling: "Sampling"
    case .output: "Output"
    case .reasoning: "Reasoning"
    case .tools: "Tools"
    case .image: "Image"
    case .video: "Video"
    case .metadata: "Metadata"
    case .service: "Service"
    case .vendor: "Vendor extensions"
    case .older: "Older names"
    }
  }

  package static func < (left: ParameterGroup, right: ParameterGroup) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One of the values of a choice.
package struct ParameterChoice: Sendable, Hashable {
  /// As it is sent. An object stands for every object with its `type`.
  package var value: JSONValue
  /// As it is shown and typed: `1536x1024`.
  package var label: String
  /// Beside it in the list: `wide`. May be empty.
  package var note: String

  package init(_ value: JSONValue, label: String? = nil, note: String = "") {
    self.value = value
    self.label = label ?? value.stringValue ?? value.text()
    self.note = note
  }

  package func matches(_ other: JSONValue) -> Bool {
    if let type = value["type"] { return other["type"] == type }
    return value.means(other)
  }
}

/// What a parameter's value is, and with it how it is edited.
package enum ParameterType: Sendable, Hashable {
  /// A whole number: slider and stepper.
  case integer
  /// Any number: slider and stepper.
  case number
  case toggle
  /// One of some values. An open list is a help: values beside it raise no warning.
  case choice([ParameterChoice], isOpen: Bool)
  /// One line of text.
  case text
  /// Text of many lines that the model reads, such as `prompt`: for the editor.
  case modelText
  /// Several texts. Where `onePlain` is true, a single one is sent as text and not as a list.
  case texts(onePlain: Bool)
  /// An object, a list or anything: for the editor.
  case json(JSONShape)
}

package enum JSONShape: Sendable, Hashable {
  case object, list, any
}

/// What counts when a parameter is not sent.
package enum ParameterDefault: Sendable, Hashable {
  /// As documented.
  case value(JSONValue)
  case modelDecides
  /// The request means nothing without it.
  case required
  case nothing
}

/// Bounds as documented; either end may be missing. For numbers of the value, for texts of the characters, for
/// lists of the elements.
package struct ParameterLimits: Sendable, Hashable {
  package var least: Double?
  package var most: Double?

  package init(_ least: Double?, _ most: Double?) {
    self.least = least
    self.most = most
  }

  package func contains(_ value: Double) -> Bool {
    if let least, value < least { return false }
    if let most, value > most { return false }
    return true
  }
}

/// One parameter of the catalogue.
package struct Parameter: Sendable, Hashable {
  package var kind: ParameterKind
  package var path: ParameterPath
  /// In words: `Temperature`.
  package var title: String
  package var group: ParameterGroup
  package var type: ParameterType
  package var limits: ParameterLimits?
  /// What the slider spans, for numbers; the limits when `nil`. Both ends are there when there is a slider.
  package var span: ParameterLimits?
  /// Sizes of a step for numbers, as JSON literals; on a logarithmic scale they are not used.
  package var step = "1"
  package var bigStep = "10"
  package var isLogarithmic = false
  /// Behind the value: `s`, `px`; may be empty.
  package var unit = ""
  package var standard: ParameterDefault
  /// One or two sentences.
  package var help: String
  /// Where that is from: `OpenAI API reference`.
  package var source: ParameterSource
  /// The models that know it; `nil` for all. A model of no known family takes everything.
  package var families: Set<ModelFamily>?
  package var rules: [ParameterRule] = []

  /// The wire name, with dots.
  package var name: String { path.description }
}

package enum ParameterSource: String, Sendable, Hashable, CaseIterable {
  case openAI = "OpenAI API reference"
  case relays = "relay family (new-api)"
  case tokenBay = "TokenBay documentation"
  case openRouter = "OpenRouter documentation"
  case vendor = "vendor's documentation"
}

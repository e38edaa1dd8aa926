package import JSON5
import RelayKit

extension Preset {
  /// Larger files are no presets.
  package static let mostFileBytes = 4 << 20

  /// Reads a file: JSON, or JSON5 with comments and the like. Keys that are not known are kept.
  /// - Parameter fileName: without its directory; without its extension it is the name of a preset that names
  ///   none itself.
  /// - Throws: everything that is wrong, with lines and columns.
  package init(file bytes: some Collection<UInt8>, fileName: String) throws(SourceProblems) {
    let reader: ObjectReader
    do {
      let isTooLarge = bytes.count > Self.mostFileBytes
      reader = try ObjectReader(file: isTooLarge ? [] : Array(bytes), name: fileName)
      if isTooLarge {
        reader.problems.add(
          "The file has \(bytes.count) bytes; a preset has at most \(Self.mostFileBytes).",
          at: reader.position)
      }
    } catch {
      throw SourceProblems([error])
    }
    let preset = PresetReading(fileName: fileName, problems: reader.problems).preset(reader.all)
    guard reader.problems.isEmpty else { throw SourceProblems(reader.problems.problems) }
    self = preset
  }
}

/// Takes a preset out of a file's members and gathers what does not fit.
private struct PresetReading {
  let fileName: String
  let problems: ProblemList

  func preset(_ members: [JSON5Member]) -> Preset {
    var preset = Preset(name: defaultName)
    for member in members {
      switch member.key {
      case "name":
        preset.name = text(member) ?? preset.name
        if let problem = PresetName.problem(preset.name) { complain(problem, at: member.value.position) }
      case "kind":
        guard let word = text(member) else { continue }
        guard let kind = ParameterKind(rawValue: word) else {
          complain(
            "The kind is text, image or video, not \(Parameter.quoted(word)).", at: member.value.position)
          continue
        }
        preset.kind = kind
      case "model": preset.model = text(member)
      case "system": preset.system = text(member)
      case "note": preset.note = text(member)
      case "stream":
        switch member.value.content {
        case .bool(let flag): preset.streams = flag
        case .null: preset.streams = nil
        default: complain("stream is true or false, not \(member.value.kindName).", at: member.value.position)
        }
      case "parameters":
        guard let value = json(member.value) else { continue }
        guard let object = value.objectValue else {
          complain("parameters is an object: { … }, not \(member.value.kindName).", at: member.value.position)
          continue
        }
        preset.parameters = object
      default: preset.unknown[member.key] = json(member.value)
      }
    }
    if let problem = PresetName.problem(preset.name), !members.contains(where: { $0.key == "name" }) {
      complain(problem, at: SourcePosition(line: 1, column: 1))
    }
    return preset
  }

  private var defaultName: String {
    guard let point = fileName.lastIndex(of: "."), point > fileName.startIndex else { return fileName }
    return String(fileName[..<point])
  }

  /// `null` is as if the key were not there.
  private func text(_ member: JSON5Member) -> String? {
    switch member.value.content {
    case .string(let text): return text
    case .null: return nil
    default:
      complain("\(member.key) is a text in quotes, not \(member.value.kindName).", at: member.value.position)
      return nil
    }
  }

  private func json(_ value: JSON5Value) -> JSONValue? { value.json { complain($0, at: $1) } }

  private func complain(_ sentence: String, at position: SourcePosition) {
    problems.add(sentence, at: position)
  }
}

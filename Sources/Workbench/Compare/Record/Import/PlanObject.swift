import JSON5
import RelayKit

/// A plan in JSON5: `{ system, prompt | prompts: […], lanes: [{ model, parameters: { … }, system }] }`.
struct PlanObject {
  private let problems: ProblemList

  static func read(
    _ bytes: some Collection<UInt8>, _ fileName: String
  ) throws(SourceProblems) -> ComparisonPlanFile {
    var reader: ObjectReader
    do {
      reader = try ObjectReader(file: bytes, name: fileName)
    } catch {
      throw SourceProblems([error])
    }
    let plan = PlanObject(problems: reader.problems).plan(&reader)
    reader.finish()
    guard reader.problems.isEmpty else { throw SourceProblems(reader.problems.problems) }
    return plan
  }

  private func plan(_ reader: inout ObjectReader) -> ComparisonPlanFile {
    var plan = ComparisonPlanFile()
    plan.title = reader.text("title")?.value
    plan.system = reader.text("system")?.value
    let prompt = reader.text("prompt")
    let prompts = reader.texts("prompts")
    if let prompt, prompts != nil {
      problems.add("There are “prompt” and “prompts”; one of them is enough.", at: prompt.position)
    }
    for text in prompt.map({ [$0] }) ?? prompts ?? [] {
      if text.value.isEmpty { problems.add("A prompt is empty.", at: text.position) }
      plan.prompts.append(text.value)
    }
    guard let value = reader.value("lanes") else {
      problems.add("“lanes” is missing: an array of { model: '…' }.", at: reader.position)
      return plan
    }
    guard case .array(let elements) = value.content, !elements.isEmpty else {
      problems.add(
        "“lanes” is an array of at least one { model: '…' }, not \(value.kindName).", at: value.position)
      return plan
    }
    plan.lanes = elements.compactMap(lane)
    return plan
  }

  /// The id of a model, or an object with it.
  private func lane(_ value: JSON5Value) -> ComparisonLane? {
    if case .string(let model) = value.content {
      if model.isEmpty { problems.add("A model is named by its id.", at: value.position) }
      return ComparisonLane(model: model)
    }
    guard case .object(let members) = value.content else {
      problems.add(
        "A lane is { model: '…' } or the id of a model, not \(value.kindName).", at: value.position)
      return nil
    }
    var lane = ComparisonLane(model: "")
    for member in members { take(member, into: &lane) }
    if lane.model.isEmpty { problems.add("This lane has no “model”.", at: value.position) }
    return lane
  }

  private func take(_ member: JSON5Member, into lane: inout ComparisonLane) {
    let value = member.value
    switch member.key {
    case "model": lane.model = text(member) ?? ""
    case "system": lane.ownSystem = value.content == .null ? "" : text(member)
    case "parameters":
      guard case .object(let members) = value.content else {
        problems.add("“parameters” is an object: { … }, not \(value.kindName).", at: value.position)
        return
      }
      for member in members {
        if ["model", "messages", "stream"].contains(member.key) {
          problems.add("“\(member.key)” is no parameter of a lane.", at: member.keyPosition)
        }
        lane.parameters[member.key] = json(member.value)
      }
    case "variables":
      guard case .object(let members) = value.content else {
        problems.add(
          "“variables” is an object: { name: 'value' }, not \(value.kindName).", at: value.position)
        return
      }
      for member in members {
        if !VariableText.isName(member.key) {
          problems.add("A name has letters, digits, _, - and . only.", at: member.keyPosition)
        }
        lane.variables[member.key] = json(member.value).map { $0.stringValue ?? $0.text() }
      }
    default:
      problems.add(
        "A lane has model, parameters, system and variables, not \(Parameter.quoted(member.key)).",
        at: member.keyPosition)
    }
  }

  private func text(_ member: JSON5Member) -> String? {
    if case .string(let text) = member.value.content { return text }
    problems.add("“\(member.key)” is a text, not \(member.value.kindName).", at: member.value.position)
    return nil
  }

  private func json(_ value: JSON5Value) -> JSONValue? { value.json { problems.add($0, at: $1) } }
}

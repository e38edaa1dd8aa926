import RelayKit

/// Makes the rows of a form.
struct ParameterFormBuilder {
  let kind: ParameterKind
  let family: ModelFamily?
  let body: JSONObject
  let lastSent: JSONObject?
  let outputLimit: Int?

  init(kind: ParameterKind, model: String, body: JSONObject, lastSent: JSONObject?, outputLimit: Int?) {
    self.kind = kind
    family = ModelFamily(model: model, kind: kind)
    self.body = body
    self.lastSent = lastSent
    self.outputLimit = outputLimit
  }

  var rows: [ParameterRow] { ParameterCatalogue.parameters(kind).map(row) + freeRows }

  func sections(_ rows: [ParameterRow]) -> [ParameterSection] {
    var sections: [ParameterSection] = ParameterGroup.allCases.map { group in
      ParameterSection(
        content: .group(group), title: group.title,
        rows: rows.filter { $0.parameter?.group == group && $0.sign != .notForModel })
    }
    let others = rows.filter { $0.sign == .notForModel }
    sections.append(
      ParameterSection(
        content: .notForModel, title: "Not for this model (\(others.count))", rows: others))
    sections.append(
      ParameterSection(content: .freeKeys, title: "Free keys", rows: rows.filter { $0.parameter == nil }))
    return sections.filter { !$0.rows.isEmpty }
  }

  // MARK: Rows of the catalogue

  private func row(_ plain: Parameter) -> ParameterRow {
    let parameter = ParameterCatalogue.specialised(plain, family: family, outputLimit: outputLimit)
    let value = body[parameter.path]
    let verdict = ParameterCatalogue.verdict(parameter, family: family, body: body)
    let finding = finding(parameter, value, verdict)
    let sign: ParameterSign =
      switch (finding?.severity, value, verdict) {
      case (.blocks, _, _): .invalid
      case (.warns, _, _): .warned
      case (nil, .some, _): .set
      case (nil, nil, .taken): .unset
      case (nil, nil, .needs): .needsOther
      case (nil, nil, _): .notForModel
      }
    var row = ParameterRow(
      path: parameter.path, parameter: parameter, value: value, sign: sign,
      isChanged: isChanged(parameter.path), sentBefore: lastSent?[parameter.path], verdict: verdict,
      name: parameter.name, valueText: value.map(parameter.display) ?? "",
      rangeText: parameter.rangeText, defaultText: parameter.defaultText, finding: finding)
    if value == nil, let reason = verdict.reason { row.valueText = reason }
    row.slider = value.flatMap(parameter.sliderPosition)
    return row
  }

  /// The value's own, then what the model does with it; the worst wins.
  private func finding(
    _ parameter: Parameter, _ value: JSONValue?, _ verdict: ParameterVerdict
  ) -> ParameterFinding? {
    guard let value else {
      if !body.canSet(parameter.path), case .taken = verdict, let parent = blocker(of: parameter.path) {
        return ParameterFinding(.warns, "\(parent) is no object, so nothing can be set inside it.")
      }
      return nil
    }
    let own = parameter.check(value)
    if let worst = own.first(where: { $0.severity == .blocks }) { return worst }
    switch verdict {
    case .taken: return own.first
    case .ignored(let reason):
      return ParameterFinding(.warns, "This model takes it without effect: \(reason).")
    case .refused(let reason): return ParameterFinding(.warns, "This model refuses it: \(reason).")
    case .needs(_, let reason):
      return ParameterFinding(.warns, "\(parameter.name) \(reason). Change that, or unset this row.")
    }
  }

  private func blocker(of path: ParameterPath) -> String? {
    (1..<path.keys.count).lazy.compactMap { ParameterPath(keys: Array(path.keys.prefix($0))) }
      .first { body[$0].map { $0.objectValue == nil && $0 != .null } ?? false }?.description
  }

  private func isChanged(_ path: ParameterPath) -> Bool {
    lastSent.map { $0[path] != body[path] } ?? false
  }

  // MARK: Free keys

  /// Not rows: the conversation and the model have places of their own.
  private static let elsewhere: Set<String> = ["model", "messages"]

  private var freeRows: [ParameterRow] {
    var paths: [ParameterPath] = []
    for object in [body, lastSent ?? JSONObject()] {
      for path in freePaths(object, below: nil) where !paths.contains(path) { paths.append(path) }
    }
    return paths.compactMap { path in
      let value = body[path]
      // One that was sent last and is gone now shows as changed, once.
      guard value != nil || lastSent?[path] != nil else { return nil }
      let isInWay = value?.objectValue == nil && value != nil && isKnownObject(path)
      let finding =
        isInWay
        ? ParameterFinding(.warns, "The catalogue knows \(path) as an object.") : nil
      return ParameterRow(
        path: path, value: value, sign: value == nil ? .unset : finding == nil ? .set : .warned,
        isChanged: isChanged(path), sentBefore: lastSent?[path], verdict: .taken, name: path.description,
        valueText: value?.text() ?? "", rangeText: "JSON", defaultText: "", finding: finding)
    }
  }

  private func isKnownObject(_ path: ParameterPath) -> Bool {
    ParameterCatalogue.parameters(kind).contains { path.isAbove($0.path) }
  }

  private func freePaths(_ object: JSONObject, below parent: ParameterPath?) -> [ParameterPath] {
    object.members.flatMap { member -> [ParameterPath] in
      if parent == nil, Self.elsewhere.contains(member.key) { return [] }
      let path = parent?.appending(member.key) ?? ParameterPath(key: member.key)
      if ParameterCatalogue.parameter(path, kind) != nil { return [] }
      guard isKnownObject(path), let inner = member.value.objectValue, !inner.members.isEmpty else {
        return [path]
      }
      return freePaths(inner, below: path)
    }
  }
}

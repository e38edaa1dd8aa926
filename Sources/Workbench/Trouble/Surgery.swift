import RelayKit

/// The examination of one refusal.
struct Surgery {
  let error: RelayError
  let body: JSONValue
  let words: ErrorWords
  let suspects: Suspects
  let models: [String]
  private var place: JSONPointer?
  private var remedies: [Remedy] = []

  init(error: RelayError, body: JSONValue, words: ErrorWords, suspects: Suspects, models: [String]) {
    self.error = error
    self.body = body
    self.words = words
    self.suspects = suspects
    self.models = models
    place = suspects.place
  }

  mutating func diagnosis() -> Diagnosis? {
    let complaint = complaint
    switch complaint {
    case .contextTooLong: return tooLong()
    case .unknownModel: return otherModel()
    default: break
    }
    treat(complaint)
    // An address that does not exist is no matter of the body.
    if error.kind == .notFound, place == nil { return nil }
    // What is neither there nor wanted has no place.
    let isNowhere = place.map { body[$0] == nil && $0.steps.count == 1 && complaint != .missing } ?? false
    return Diagnosis(place: isNowhere ? nil : place, sentence: sentence(complaint), remedies: remedies)
  }

  private var complaint: Complaint? {
    if error.kind == .contextTooLong { return .contextTooLong }
    if error.kind == .modelUnavailable { return .unknownModel }
    if let reading = Complaint.reading(words), reading == .contextTooLong || reading == .unknownModel {
      return reading
    }
    if let model = body["model"]?.stringValue, !model.isEmpty,
      words.says("does not exist", "not found", "model not exist"), words.lower.contains(model.lowercased())
    {
      return .unknownModel
    }
    let told = Complaint.reading(words)
    return error.kind == .unsupportedParameter && told != .onlyOneOfTwo ? .unsupported : told
  }

  private func sentence(_ complaint: Complaint?) -> String? {
    guard let place else { return nil }
    guard let value = body[place] else {
      return complaint == .missing
        ? "\(place.readable) is wanted, and is not in the request."
        : "The relay speaks of \(place.readable), which is not in the request: it may have added it itself."
    }
    let isShort = value.objectValue == nil && value.arrayValue == nil
    return "The relay refuses \(place.readable)\(isShort ? ", which is \(value.brief)" : "")."
  }

  // MARK: By the complaint

  private mutating func treat(_ complaint: Complaint?) {
    if treatRole() { return }
    if treatTools() { return }
    guard let place, let value = body[place] else { return }
    if treatImage(at: place) { return }
    if complaint == .onlyOneOfTwo, suspects.places.count > 1 {
      // The last that is named goes first: suppliers name the one that matters more first.
      for place in suspects.places.prefix(2).reversed() { drop([place], isLasting: false) }
      return
    }
    if complaint == .onlyWithStream, body["stream_options"] != nil {
      return drop([JSONPointer(["stream_options"])], isLasting: false)
    }
    rename(place)
    if complaint != .unsupported || words.says("unsupported value", "valid values", "supported values") {
      set(place, value)
    }
    guard complaint != .missing else { return }
    // Where other values are taken, or only others beside it, the parameter itself is not at fault.
    let isAboutValue = words.says("unsupported value") && !words.says("only the default")
    dropSuspects(
      place,
      isLasting: complaint == .unsupported && !isAboutValue
        && !words.says("only allowed when", "at the same time"))
    if words.says("this model", "for model", "with model") { chooseModel() }
  }

  /// Renames where the other name is known to be taken, or is what the words ask for.
  private mutating func rename(_ place: JSONPointer) {
    guard place.steps.count == 1, let name = place.steps.first, let twin = ParameterNames.twins[name],
      ParameterNames.plainTwins.contains(name), body[twin] == nil
    else { return }
    // A limit that is too high is too high under either name.
    guard Complaint.reading(words) == .unsupported || error.kind == .unsupportedParameter else { return }
    remedies.append(
      Remedy(.rename(place, to: twin), title: "Send it as \(twin)", isOneKey: true, isLasting: true))
  }

  private mutating func set(_ place: JSONPointer, _ value: JSONValue) {
    let name = place.readable
    if let number = value.doubleValue, let bounds = ValueBounds(words: words, refusing: number) {
      let isInteger =
        value.isInteger && (ParameterNames.integers.contains(name) || !value.text().contains("."))
      if let nearest = bounds.nearest(to: number, isInteger: isInteger), nearest != value {
        // More room or more answers may cost more.
        let isDearer =
          (nearest.doubleValue ?? 0) > number && (name == "n" || ParameterNames.weighty.contains(name))
        remedies.append(
          Remedy(.set(place, nearest), title: "Send with \(name) \(nearest.text())", isOneKey: !isDearer))
      }
    }
    if let flag = value.boolValue, words.says("must be \(!flag)", "set to \(!flag)", "be set to \(!flag)") {
      remedies.append(
        Remedy(
          .set(place, .bool(!flag)), title: "Send with \(name) \(!flag)", isOneKey: Dropping.isLight(place)))
    }
    guard let text = value.stringValue else { return }
    for allowed in AllowedValues.named(by: words).prefix(5) where allowed != text {
      remedies.append(
        Remedy(.set(place, .string(allowed)), title: "Send with \(name) \(allowed)", isOneKey: false))
    }
  }

  private mutating func dropSuspects(_ place: JSONPointer, isLasting: Bool) {
    if words.says("arguments supplied", "parameters:") {
      let listed = suspects.places.filter { $0.steps.count == 1 }
      if !listed.isEmpty { return drop(listed, isLasting: isLasting) }
    }
    guard ParameterNames.essential.contains(place.readable) else {
      return drop([place], isLasting: isLasting)
    }
    // What cannot go may be refused for the sake of something that can.
    let other = suspects.places.first {
      $0.steps.count == 1 && !ParameterNames.essential.contains($0.readable)
    }
    if let other { drop([other], isLasting: false) }
  }

  private mutating func drop(_ places: [JSONPointer], isLasting: Bool) {
    var all: [JSONPointer] = []
    for place in places { all += Dropping.everywhere(place, in: body) }
    guard !all.isEmpty else { return }
    // The other name of the same thing stays and goes on doing its work.
    let hasTwin = places.allSatisfy { ParameterNames.twins[$0.readable].map { body[$0] != nil } ?? false }
    remedies.append(
      Remedy(
        .drop(all), title: "Send without \(Dropping.names(places))",
        isOneKey: hasTwin || places.allSatisfy(Dropping.isLight),
        isLasting: isLasting && !hasTwin && all.allSatisfy { $0.steps.count == 1 }))
  }

  private mutating func treatRole() -> Bool {
    guard let place, place.steps.last == "role", place.steps.count == 3,
      let role = body[place]?.stringValue
    else { return false }
    let allowed = AllowedValues.named(by: words)
    let wanted =
      ["developer": ["system", "user"], "system": ["developer", "user"], "function": ["tool"]][role] ?? []
    // Where the words list nothing, `system` is what every relay takes; the rest would be a guess.
    for new in wanted where new != role {
      let isKnown = allowed.isEmpty ? new != "developer" : allowed.contains(new)
      guard isKnown else { continue }
      let isSame = Set([role, new]) == ["developer", "system"]
      remedies.append(
        Remedy(
          .role(from: role, to: new), title: "Send \(role) messages as \(new)", isOneKey: isSame,
          isLasting: isSame))
      break
    }
    if remedies.isEmpty, !wanted.isEmpty { chooseModel() }
    return true
  }

  private mutating func treatTools() -> Bool {
    guard body["tools"] != nil,
      words.says("support tools", "support tool", "support function", "tool use", "enable-auto-tool-choice")
    else { return false }
    let tools = JSONPointer(["tools"])
    place = tools
    drop([tools], isLasting: false)
    chooseModel()
    return true
  }

  private mutating func treatImage(at place: JSONPointer) -> Bool {
    guard body[place]?["type"]?.stringValue == "image_url" else { return false }
    chooseModel()
    return true
  }

  private mutating func chooseModel() {
    remedies.append(Remedy(.model(nil), title: "Choose another model", isOneKey: false))
  }

  // MARK: Models and lengths

  private mutating func otherModel() -> Diagnosis {
    let asked = body["model"]?.stringValue ?? ""
    if let closest = error.details["closest"] ?? ModelNames.closest(to: asked, among: models),
      closest != asked
    {
      remedies.append(Remedy(.model(closest), title: "Use \(closest)", isOneKey: true))
    }
    chooseModel()
    let isListed = models.contains(asked)
    return Diagnosis(
      place: JSONPointer(["model"]),
      sentence: models.isEmpty
        ? nil
        : isListed
          ? "The relay lists \(asked), but does not serve it now." : "The relay does not list \(asked).",
      remedies: remedies)
  }

  private mutating func tooLong() -> Diagnosis {
    let limitName = AnswerLimit(body: body)
    var figures = ContextFigures(words: words)
    figures.complete(room: limitName?.tokens)
    var place = JSONPointer(["messages"])
    if let limitName, let limit = figures.limit, let prompt = figures.prompt,
      limitName.tokens > limit - prompt
    {
      let fit = limit - prompt
      if fit >= 16 {
        place = JSONPointer([limitName.name])
        remedies.append(
          Remedy(
            .set(place, .integer(fit)), title: "Send with \(limitName.name) \(fit)", isOneKey: true))
      }
    }
    if let messages = body["messages"]?.arrayValue,
      let cut = ConversationCut.oldest(of: messages, figures: figures, room: limitName?.tokens ?? 0)
    {
      let count = cut.count == 1 ? "the oldest message" : "the \(cut.count) oldest messages"
      remedies.append(Remedy(.cut(cut), title: "Send without \(count)", isOneKey: false))
    }
    remedies.append(Remedy(.model(nil), title: "Choose a model with a longer context", isOneKey: false))
    return Diagnosis(place: place, sentence: figures.sentence, remedies: remedies)
  }
}

import RelayKit
import TerminalUI
import Workbench

/// Choosing a model, with what is known of each.
extension Playground {
  mutating func pickModel(_ call: Invocation) -> [Effect] {
    guard let id = call.argument else { return openModelList(for: "model", title: "Models") }
    let kind = workspace.models.catalogue.requestKind(of: id)
    let isOtherKind = view != .params && view != .code && kind != workspace.kind
    if isOtherKind {
      if view == .compare, kind == .video {
        say("\(id) makes videos: those are tasks of their own, not lanes.", seconds: 8, at: call.now)
        return []
      }
      workspace.kind = kind
    }
    givenModel = nil
    workspace.setModel(id, workspace.kind)
    // A lane goes by one model.
    if view == .compare { workspace.model = id }
    workspace.shelf.used(id)
    if view == .chat || view == .compare { focus = view == .chat ? .message : .lane }
    say(isOtherKind ? modelWords(id) : "Model \(id).", seconds: isOtherKind ? 8 : 5, at: call.now)
    return keepShelf
  }

  /// Nothing was asked yet, and the model was named without a word on what it makes.
  private mutating func askGivenModelAsListed(at now: MonotonicTime) {
    guard let given = givenModel, given == workspace.model, workspace.kind == .text,
      workspace.conversation.messages.allSatisfy({ $0.role == .system }), comparison.isEmpty
    else { return }
    let kind = workspace.models.catalogue.requestKind(of: given)
    guard kind != .text else { return }
    workspace.ask(given, as: kind)
    say(modelWords(given), seconds: 8, at: now)
  }

  /// Another endpoint for the model that is asked next.
  mutating func askModelAs(_ call: Invocation) -> [Effect] {
    let model = workspace.askedModel
    guard let word = call.argument else {
      let rows = ParameterKind.allCases.map { PickList.Row(id: $0.rawValue, title: $0.rawValue) }
      overlay = .list(PickList(.argument(of: "model.as"), title: "Ask \(model) for", rows: rows))
      return []
    }
    guard let kind = ParameterKind(rawValue: word == "chat" ? "text" : word) else {
      let all = ParameterKind.allCases.map(\.rawValue).joined(separator: ", ")
      say("It can be asked for: \(all). For example: ask-as text", at: call.now)
      return []
    }
    givenModel = nil
    workspace.kind = kind
    workspace.setModel(model, kind)
    say(kind == .text ? "\(model) is asked as a chat." : modelWords(model), seconds: 8, at: call.now)
    return []
  }

  /// What the message box sends from now on.
  private func modelWords(_ id: String) -> String {
    switch workspace.kind {
    case .text: "Model \(id)."
    case .image: "\(id) makes pictures: the message is the prompt; Ctrl-X o has size, number and quality."
    case .video: "\(id) makes videos: the message is the prompt; Ctrl-X o has length and size."
    }
  }

  var keepShelf: [Effect] {
    workspace.relay?.isDemo == true ? [] : [.keepShelf(workspace.shelf.json.text())]
  }

  /// Opens a list of models, and asks the relay for it when it is not known yet.
  mutating func openModelList(for command: CommandID, title: String) -> [Effect] {
    let effects = askForPrices()
    overlay = .list(modelList(for: command, title: title))
    return effects
  }

  /// Models and prices are asked for once in a run, when they are looked at.
  mutating func askForPrices() -> [Effect] {
    guard workspace.relay != nil, workspace.models.state != .loading else { return [] }
    let isFirst = pricesAskedOf != workspace.relay?.baseURL
    guard isFirst || workspace.models.entries.isEmpty else { return [] }
    notePriceQuestion()
    if workspace.models.entries.isEmpty { workspace.models.load() }
    return [.loadPrices]
  }

  /// What the first answer of the demo relay, or a clip, needs to show its cost. A real relay is asked when limits need
  /// it or its models are looked at, and what it said is kept.
  package mutating func pricesForAnswer() -> [Effect] {
    guard workspace.relay?.isDemo == true else { return pricesForLimits(of: [workspace.askedModel]) }
    guard prices(of: workspace.askedModel) == nil else { return [] }
    return askForPrices()
  }

  /// - Parameter command: what is done with the model that is chosen.
  func modelList(for command: CommandID, title: String) -> PickList {
    let shelf = workspace.shelf
    let cards = shownModels
    // Pinned ones first, then those used lately, unless another order is asked for.
    let first = modelOrder == .relay ? shelf.favourites + shelf.recent.filter { !shelf.isFavourite($0) } : []
    let known = Set(cards.map(\.id))
    let early = first.filter(known.contains)
    let ordered =
      early.compactMap { workspace.models.catalogue.card($0) } + cards.filter { !early.contains($0.id) }
    let failures = workspace.conversation.failuresByModel
    var list = PickList(
      .argument(of: command), title: title, rows: ordered.map { row($0, failures[$0.id]) },
      marked: workspace.askedModel)
    list.takesTyped = true
    // Several marked ones are compared.
    if command == "model", workspace.kind == .text { list.marks = [] }
    list.isOfModels = true
    list.headings =
      ordered.isEmpty
      ? [] : ["", "context", "in $/1M"] + (showsCachedPrice ? ["cached"] : []) + ["out $/1M", "type, for"]
    list.note = modelNote
    return list
  }

  /// What the relay names, and what the user's file does; without a list of the relay, what is built in too.
  private var shownModels: [ModelCard] {
    let kinds: [ParameterKind: ModelKind] = [.image: .image, .video: .video]
    // In the chat any model can be picked, and with it what is asked for.
    let kind = view == .params || view == .code ? kinds[workspace.kind] : nil
    var all = workspace.models.catalogue.found(kinds: kind.map { [$0] } ?? [], order: modelOrder)
    if all.isEmpty { all = workspace.models.catalogue.found(order: modelOrder) }
    if workspace.models.entries.isEmpty { return all }
    return all.filter {
      $0.listing == .listed || [.relayPrices, .userFile].contains($0.prices?.source)
        || $0.kind?.source == .userFile
    }
  }

  private func row(_ card: ModelCard, _ failures: (failed: Int, asked: Int)?) -> PickList.Row {
    let prices = card.prices?.value
    let shelf = workspace.shelf
    let unlisted = !workspace.models.entries.isEmpty && card.listing != .listed
    let mark =
      shelf.isFavourite(card.id) ? "*" : unlisted ? "?" : shelf.recent.contains(card.id) ? "recent" : ""
    let kind = card.kind?.value.rawValue ?? ""
    let groups = RecommendedGroup.groups(of: card.id).map(\.title)
    let about = ([kind] + groups.map { $0.lowercased() }).filter { !$0.isEmpty }.joined(separator: ", ")
    let fields =
      [
        mark, ModelFigures.tokens(card.context?.value), ModelFigures.price(prices?.input),
      ] + (showsCachedPrice ? [ModelFigures.price(prices?.cachedInput)] : []) + [
        ModelFigures.unitPrice(prices), failures.map { "\($0.failed) of \($0.asked) failed" } ?? about,
      ]
    return PickList.Row(
      id: card.id, title: card.id, fields: fields,
      keywords: ([card.vendor?.value ?? "", card.name?.value ?? "", kind, mark == "*" ? "pinned" : mark]
        + groups)
        .joined(separator: " "))
  }

  /// Where columns are few, what a model is for tells more.
  private var showsCachedPrice: Bool { size.columns >= 90 }

  private var modelNote: String {
    let keys = " ^S sorts (\(modelOrder.words)), ^F pins. Also: image, video, best value, long text…"
    switch workspace.models.state {
    case .unknown:
      let built =
        workspace.models.catalogue.models.isEmpty
        ? "" : " Shown is the built-in list of \(BuiltInModels.day)."
      return "Any model id can be typed.\(built)\(keys)"
    case .loading: return "● asking the relay for its list. Any model id can be typed."
    case .loaded where workspace.models.entries.isEmpty: return "The relay lists no models. Type a model id."
    case .loaded: return "\(modelSources) Any id can be typed.\(keys)"
    case .failed(let error): return "No list from the relay: \(error.title). Type a model id.\(keys)"
    }
  }

  /// Where the list and its prices are from, and from when.
  private var modelSources: String {
    let catalogue = workspace.models.catalogue
    let day = catalogue.listedAt.flatMap(ModelDay.text).map { " of \($0)" } ?? ""
    let sources = Set(catalogue.models.compactMap { $0.prices?.source }).map(\.place).sorted()
    let prices = sources.isEmpty ? "no prices are known" : "prices from \(sources.joined(separator: ", "))"
    let told = catalogue.models.lazy.compactMap { $0.prices?.value }.filter { $0.group != nil }
    let group = GroupWords.sentence(Array(told.prefix(1)), keyGroup: workspace.models.keyGroup)
    return
      "From the relay's list\(day); \(prices)\(group.map { ", " + $0.replacing("prices ", with: "") } ?? "")."
  }

  mutating func sortModels(in list: PickList, at now: MonotonicTime) -> [Effect] {
    modelOrder = modelOrder.next
    reopenModels(list)
    return []
  }

  mutating func pinModel(in list: PickList, at now: MonotonicTime) -> [Effect] {
    guard let id = list.marked?.id else { return [] }
    workspace.shelf.toggleFavourite(id)
    reopenModels(list)
    return keepShelf
  }

  private mutating func reopenModels(_ list: PickList) {
    guard case .argument(let command) = list.purpose else { return }
    var next = modelList(for: command, title: list.title)
    next.marks = list.marks
    if !list.filter.isEmpty { next.setFilter(list.filter) }
    overlay = .list(next)
  }

  /// A list came or failed: an open picker shows it.
  mutating func modelListChanged(at now: MonotonicTime) {
    askGivenModelAsListed(at: now)
    guard case .list(let open) = overlay, open.isOfModels else {
      if case .failed(let error) = workspace.models.state, workspace.model.isEmpty {
        say("No list from the relay: \(error.title). Ctrl-X m takes any model id.", at: now)
      }
      return
    }
    reopenModels(open)
  }
}

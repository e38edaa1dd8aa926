import RelayKit
import Workbench

/// Requests of lanes wait for their turn; those of the chat do not.
extension Playground {
  /// Takes what concerns lanes out of effects: what they send waits, what waits and is stopped is dropped.
  mutating func throughQueue(_ effects: [Effect], at now: MonotonicTime) -> [Effect] {
    guard !comparison.isEmpty else { return effects }
    let lane = seated
    var rest: [Effect] = []
    for effect in effects {
      switch effect {
      case .readImport, .readReplay, .readVariables, .readAttachment, .readMask, .readPastedPath:
        laneOfFile = lane
        rest.append(effect)
      case .send(let id, let request):
        guard let lane = lane ?? comparison.owner(of: id) else { rest.append(effect); continue }
        enqueue(id, request, lane)
      case .stop(let id) where comparison.queue.waiting.contains(id): drop(id)
      case .retryNow(let id) where comparison.owner(of: id) != nil: comparison.queue.hurry(id)
      default: rest.append(effect)
      }
    }
    return rest
  }

  mutating func enqueue(_ id: MessageID, _ request: RelayRequest, _ lane: LaneID) {
    let (input, credit) = estimate(of: request)
    let worstCase = PlannedRequest(request, credit).reckoned
    comparison.enqueue(
      id, Comparison.Run(lane: lane, request: request, inputTokens: input.tokens, worstCase: worstCase))
    // Something new is asked: who held the queue back has to say so again.
    comparison.queue.isHeld = false
  }

  /// Ends an answer that waits for its turn.
  mutating func drop(_ id: MessageID) {
    guard let owner = comparison.owner(of: id) else { return }
    comparison.end(id)
    inLane(owner) { $0.workspace.conversation.drop(id) }
  }

  /// Asks those whose turn it is.
  mutating func askNext(at now: MonotonicTime) -> [Effect] {
    guard !comparison.queue.isEmpty else { return [] }
    holdWaitingLanes(at: now)
    let wasHeld = comparison.queue.isHeld
    let steps = comparison.next(at: now)
    // While others are on their way there may be room yet.
    if comparison.queue.isHeld, !wasHeld, comparison.queue.open.isEmpty {
      say(
        "\(comparison.queue.waiting.count) wait: what they may cost could pass the cap of \(money(comparison.cap)). :cap raises it, X drops them.",
        seconds: 15, at: now)
    }
    return steps.compactMap { step in
      switch step {
      case .start(let id): comparison.runs[id].map { .sendInLane(id, $0.request) }
      case .again(let id): .retryNow(id)
      }
    }
  }

  func estimate(of request: RelayRequest) -> (input: TokenEstimate, credit: CreditEstimate) {
    switch request {
    case .chat(let chat): return estimate(of: chat)
    case .media(let media):
      let credit = CreditEstimate(media: media, prices: prices(of: media.model))
      let files = media.files.isEmpty ? [] : ["the pictures to start from"]
      return (
        TokenEstimate(tokens: credit.inputTokens, methods: ["the prompt alone"], notCounted: files), credit
      )
    }
  }

  /// What a request sends and costs at the most, as far as prices and bounds are known.
  func estimate(of request: ChatRequest) -> (input: TokenEstimate, credit: CreditEstimate) {
    var estimator = TokenEstimator()
    let ids = request.messages.indices.map { MessageID(-1 - $0) }
    let input = estimator.estimate(
      Array(zip(ids, request.messages).map { (id: $0, message: $1) }), parameters: request.parameters,
      model: request.model)
    let credit = CreditEstimate(
      input: input, body: request.parameters, prices: prices(of: request.model),
      outputLimit: outputLimit(of: request.model))
    return (input, credit)
  }
}

import RelayKit

/// The tokens of one reply as they are billed.
struct TokenUse {
  /// `usage.cost` is in US dollars. Source: OpenRouter's page on usage accounting; new-api passes it on.
  static let currencyOfRelays = "USD"

  /// Everything that was sent, what was cached included.
  private(set) var input: TokenCount?
  /// Everything that was made, reasoning included.
  private(set) var output: TokenCount?
  private(set) var reasoning: Int?
  private(set) var cached: Int?
  /// What the relay says that it took.
  private(set) var toldCost: Double?

  init(_ reply: Reply, inputEstimate: Int?) {
    let usage = reply.usage
    func count(_ path: [String]) -> Int? {
      var value = usage
      for key in path { value = value?[key] }
      return value?.intValue.flatMap { $0 >= 0 ? $0 : nil }
    }
    reasoning =
      count(["completion_tokens_details", "reasoning_tokens"])
      ?? count(["output_tokens_details", "reasoning_tokens"])
    cached =
      count(["prompt_tokens_details", "cached_tokens"]) ?? count(["input_tokens_details", "cached_tokens"])
      ?? count(["prompt_cache_hit_tokens"])
    // Some suppliers count cached tokens apart from the others. No request is of 0 tokens.
    let told = (count(["prompt_tokens"]) ?? count(["input_tokens"])).map { told in
      let isApart = (cached ?? 0) > told || usage?["usage_semantic"]?.stringValue == "anthropic"
      return isApart ? Self.sum(told, cached ?? 0) : told
    }
    if let told, told > 0 {
      input = TokenCount(told)
    } else {
      input = inputEstimate.map { TokenCount($0, isEstimate: true) }
    }
    output = Self.output(
      told: count(["completion_tokens"]) ?? count(["output_tokens"]), reasoning: reasoning, reply)
    let cost = usage?["cost"]
    toldCost = (cost?.doubleValue ?? cost?.stringValue.flatMap(Double.init)).flatMap {
      $0.isFinite && $0 >= 0 ? $0 : nil
    }
  }

  private static func output(told: Int?, reasoning: Int?, _ reply: Reply) -> TokenCount? {
    let events = reply.exchange?.answer.tokenEvents ?? 0
    // An answer that can be read was not made of 0 tokens, whatever the relay says.
    if let told, told > 0 || events == 0 {
      let isApart = (reasoning ?? 0) > told
      return TokenCount(isApart ? sum(told, reasoning ?? 0) : told)
    }
    // Nobody can tell what a picture was counted as.
    guard events > 0, !reply.isOfPictures else { return nil }
    // An answer that came in one piece is one event of many tokens.
    let written = events > 1 ? 0 : writtenTokens(reply.answer)
    return TokenCount(max(events, written), isEstimate: true)
  }

  private static func writtenTokens(_ answer: AssembledAnswer) -> Int {
    answer.choices.reduce(0) { sum, choice in
      let calls = choice.toolCalls.reduce(0) {
        $0 + TextTokens.estimate($1.name) + TextTokens.estimate($1.arguments)
      }
      return sum + TextTokens.estimate(choice.text) + TextTokens.estimate(choice.reasoning)
        + TextTokens.estimate(choice.refusal) + calls
    }
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? left : sum
  }

  /// At list price; `nil` while a count or a price is not known. Without a price for cached tokens they count
  /// as any other, which is what they cost at the most.
  func cost(_ prices: TokenPrices) -> Double? {
    guard let input, let output, let inputPrice = Self.usable(prices.input),
      let outputPrice = Self.usable(prices.output)
    else { return nil }
    let cached = min(cached ?? 0, input.tokens)
    let cachedPrice = Self.usable(prices.cachedInput) ?? inputPrice
    let millionths =
      Double(input.tokens - cached) * inputPrice + Double(cached) * cachedPrice
      + Double(output.tokens) * outputPrice
    return millionths.isFinite ? millionths / 1_000_000 : nil
  }

  private static func usable(_ price: Double?) -> Double? {
    price.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}

package import RelayKit

/// A cheaper model of the same family, for an exchange that looks simple. Source: TokenBay guide, “Control
/// Costs”: cost-effective models for simple tasks first, flagship models for complex ones.
package struct PriceAdvice: Sendable, Hashable {
  package var model: String
  package var cheaper: String
  package var prices: TokenPrices
  package var cheaperPrices: TokenPrices
  /// What this exchange would have cost with it, as a share of what it cost at list price.
  package var share: Double

  /// An exchange is simple when both sides are short and nothing special was asked for.
  package static let mostInput = 500
  package static let mostOutput = 300
  /// A model that costs more than this share is no saving worth a word.
  package static let mostShare = 0.5

  /// - Parameters:
  ///   - body: keys of the request: tools, formats and reasoning make a task that is not simple.
  ///   - catalogue: with the relay's list; of a model that the relay does not list nothing is advised.
  /// - Returns: `nil` where there is nothing to advise.
  package init?(
    model: String, figures: RunFigures, body: JSONObject = JSONObject(), catalogue: ModelCatalogue
  ) {
    guard figures.isWhole, figures.finishReason ?? "stop" == "stop", (figures.reasoningTokens ?? 0) == 0,
      let input = figures.inputTokens, (1...Self.mostInput).contains(input),
      let output = figures.outputTokens, (1...Self.mostOutput).contains(output),
      !["tools", "functions", "response_format", "reasoning_effort"].contains(where: { body[$0] != nil }),
      let own = catalogue.card(model), let price = Self.prices(own)
    else { return nil }
    let family = ModelLine(own.id)
    func cost(_ price: TokenPrices) -> Double {
      Double(input) * (price.input ?? 0) + Double(output) * (price.output ?? 0)
    }
    let ownCost = cost(price)
    guard ownCost > 0 else { return nil }
    let candidates = catalogue.models.compactMap { card -> (card: ModelCard, price: TokenPrices)? in
      guard card.id != own.id, card.listing == .listed, card.kind?.value ?? .text == .text,
        let other = Self.prices(card), other.currency == price.currency,
        cost(other) <= ownCost * Self.mostShare, ModelLine(card.id).isSmaller(than: family)
      else { return nil }
      return (card, other)
    }
    // The same generation first; of those the dearest, which is the nearest to what was asked.
    let best = candidates.max { left, right in
      let (first, second) = (ModelLine(left.card.id), ModelLine(right.card.id))
      let isNear = (first.version == family.version, second.version == family.version)
      if isNear.0 != isNear.1 { return isNear.1 }
      if first.version != second.version { return first.version.lexicographicallyPrecedes(second.version) }
      return (cost(left.price), right.card.id) < (cost(right.price), left.card.id)
    }
    guard let best else { return nil }
    self.model = model
    cheaper = best.card.id
    prices = price
    cheaperPrices = best.price
    share = cost(best.price) / ownCost
  }

  private static func prices(_ card: ModelCard) -> TokenPrices? {
    guard let price = card.prices?.value, let input = price.input, let output = price.output else {
      return nil
    }
    return TokenPrices(
      input: input, output: output, cachedInput: price.cachedInput, currency: price.currency)
  }

  /// `For short questions gpt-5.4-mini may do: $0.75 in, $4.50 out per 1M, about 30 % of the cost.`
  package var sentence: String {
    func money(_ value: Double?) -> String {
      let number = ModelFigures.price(value)
      return cheaperPrices.currency == "USD" ? "$\(number)" : "\(number) \(cheaperPrices.currency)"
    }
    return "For short questions \(cheaper) may do: \(money(cheaperPrices.input)) in, "
      + "\(money(cheaperPrices.output)) out per 1M, about \(NumberWords.whole(max(1, share * 100))) % of the cost."
  }
}

/// What the id of a model tells of its place in its family: `gpt-5.4-mini` is `gpt`, 5.4, small.
package struct ModelLine: Sendable, Hashable {
  package var brand: String
  package var version: [Int]
  /// 0 small, 1 middle, 2 flagship, as makers name them.
  package var size: Int

  private static let small: Set<String> = [
    "nano", "mini", "tiny", "lite", "flash", "haiku", "small", "instant", "air", "fast", "turbo", "8b", "3b",
    "7b", "4b", "14b", "20b",
  ]
  private static let large: Set<String> = ["max", "opus", "pro", "ultra", "large", "thinking", "preview"]
  private static let middle: Set<String> = ["sonnet", "plus", "medium", "chat", "latest", "instruct"]
  /// Models of another trade, whatever they cost.
  private static let other: Set<String> = [
    "image", "video", "audio", "tts", "embedding", "search", "coder", "codex", "vl", "vision", "realtime",
    "transcribe", "ocr", "guard", "rerank", "live",
  ]
  private var isOther = false

  package init(_ id: String) {
    let bare = (id.lowercased().split(separator: "/").last ?? "").split(separator: ":").first ?? ""
    var words: [String] = []
    version = []
    size = 1
    var names = 0
    for piece in bare.split(whereSeparator: { "-_ @".contains($0) }) {
      let text = String(piece)
      if Self.small.contains(text) {
        size = 0
        names += 1
      } else if Self.large.contains(text) {
        if names == 0 { size = 2 }
      } else if Self.middle.contains(text) {
        continue
      } else if Self.other.contains(text) {
        isOther = true
      } else if let number = Self.version(text), text.count < 6 {
        // A second number goes on with the first: `opus-4-8`.
        if version.count + number.count <= 3 { version += number }
      } else {
        // `qwen3.5` is a name and a version in one word.
        let letters = text.prefix { !$0.isNumber }
        let rest = text.dropFirst(letters.count)
        if !letters.isEmpty, !rest.isEmpty, let number = Self.version(String(rest)) {
          words.append(String(letters))
          version += number
        } else {
          words.append(text)
        }
      }
    }
    brand = words.joined(separator: "-")
  }

  private static func version(_ text: String) -> [Int]? {
    let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let numbers = digits.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0 != nil }) else { return nil }
    return numbers.compactMap(\.self)
  }

  package func isSmaller(than other: ModelLine) -> Bool {
    brand == other.brand && !brand.isEmpty && size < other.size && !isOther && !other.isOther
  }
}

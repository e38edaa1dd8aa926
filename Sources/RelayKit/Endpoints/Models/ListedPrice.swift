/// Prices that stand in the rows of `/models` themselves.
enum ListedPrice {
  /// OpenRouter: `pricing`, USD per token as texts, `-1` for a price that varies. LiteLLM: `…_cost_per_…` in the
  /// row or in `model_info`, USD per token as numbers. `nil` when no price can be read.
  static func read(_ row: JSONValue) -> QuotedPrice? {
    var price = QuotedPrice()
    if let pricing = row["pricing"], pricing.objectValue != nil {
      price.input = perMillion(pricing["prompt"])
      price.output = perMillion(pricing["completion"])
      // Other members are 0 where they do not apply, which is not the same as free.
      price.cachedInput = perMillion(pricing["input_cache_read"]).flatMap { $0 > 0 ? $0 : nil }
      price.cacheWrite = perMillion(pricing["input_cache_write"]).flatMap { $0 > 0 ? $0 : nil }
      price.perCall = amount(pricing["request"]).flatMap { $0 > 0 ? $0 : nil }
    } else {
      let costs = row["model_info"]?.objectValue == nil ? row : row["model_info"]
      price.input = perMillion(costs?["input_cost_per_token"])
      price.output = perMillion(costs?["output_cost_per_token"])
      price.cachedInput = perMillion(costs?["cache_read_input_token_cost"])
      price.cacheWrite = perMillion(costs?["cache_creation_input_token_cost"])
      price.perImage = amount(costs?["output_cost_per_image"])
      price.perSecond = amount(costs?["output_cost_per_video_per_second"] ?? costs?["output_cost_per_second"])
    }
    return price.isEmpty ? nil : price
  }

  private static func perMillion(_ json: JSONValue?) -> Double? {
    amount(json).flatMap { ($0 * 1_000_000).isFinite ? ($0 * 1_000_000).roundedPrice : nil }
  }

  private static func amount(_ json: JSONValue?) -> Double? {
    let number = json?.doubleValue ?? json?.stringValue.flatMap(Double.init)
    return number.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}

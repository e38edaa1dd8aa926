package import RelayKit

// A card for scripts: every figure as {value, source, as_of}, what is not known is null.
extension ModelCard {
  /// Keys: id, aliases, listing, name, vendor, kind, context, max_output, prices, takes, gives, endpoint_types,
  /// note, groups, relay (the row of `/v1/models` as received). `as_of` is seconds since 1970 or null.
  package var json: JSONValue {
    var object = JSONObject()
    object["id"] = .string(id)
    object["aliases"] = .array(aliases.map(JSONValue.string))
    object["listing"] = .string(listing.rawValue)
    object["name"] = Self.json(name, JSONValue.string)
    object["vendor"] = Self.json(vendor, JSONValue.string)
    object["kind"] = Self.json(kind) { .string($0.rawValue) }
    object["context"] = Self.json(context, JSONValue.integer)
    object["max_output"] = Self.json(maximumOutput, JSONValue.integer)
    object["prices"] = Self.json(prices, Self.prices)
    object["takes"] = Self.json(takes, Self.words)
    object["gives"] = Self.json(gives, Self.words)
    object["endpoint_types"] = Self.json(endpointTypes, Self.words)
    object["note"] = Self.json(note, JSONValue.string)
    object["groups"] = Self.words(RecommendedGroup.groups(of: id).map(\.rawValue))
    object["relay"] = entry?.json ?? .null
    return .object(object)
  }

  private static func json<Value>(_ sourced: Sourced<Value>?, _ value: (Value) -> JSONValue) -> JSONValue {
    guard let sourced else { return .null }
    var object = JSONObject()
    object["value"] = value(sourced.value)
    object["source"] = .string(sourced.source.rawValue)
    object["as_of"] = sourced.asOf.map(JSONValue.double) ?? .null
    return .object(object)
  }

  private static func words(_ list: [String]) -> JSONValue { .array(list.map(JSONValue.string)) }

  private static func prices(_ price: ModelPrices) -> JSONValue {
    var object = JSONObject()
    func set(_ key: String, _ value: Double?) { object[key] = value.map(JSONValue.double) ?? .null }
    object["currency"] = .string(price.currency)
    set("input_per_million", price.input)
    set("output_per_million", price.output)
    set("cached_input_per_million", price.cachedInput)
    set("cache_write_per_million", price.cacheWrite)
    set("per_call", price.perCall)
    set("per_image", price.perImage)
    set("per_second", price.perSecond)
    object["group"] = price.group.map(JSONValue.string) ?? .null
    set("group_ratio", price.groupRatio)
    object["expression"] = price.expression.map(JSONValue.string) ?? .null
    return .object(object)
  }
}

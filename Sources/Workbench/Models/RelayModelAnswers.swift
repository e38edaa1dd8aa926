package import RelayKit

/// What one relay answered about its models, with when: the list is for one key, prices and status are for
/// everybody. Times are seconds since 1970.
package struct RelayModelAnswers: Sendable, Hashable {
  /// Which relay: the base URL as text. Answers are used for no other.
  package var baseURL: String
  /// Which key the list is for, as it may be shown (`..9f3c`, `no key`).
  package var keyLabel: String
  package var models: [ModelEntry]?
  package var modelsAt: Double?
  package var prices: PriceList?
  package var pricesAt: Double?
  /// Why there are no prices, as a part of a sentence (`it answers with a web page`).
  package var noPricesReason: String?
  package var status: RelayStatus?
  /// Prices were asked for just now, whatever came of it: who waits for them waits no more. Not kept.
  package var endsPriceQuestion = false

  package init(baseURL: String, keyLabel: String) {
    self.baseURL = baseURL
    self.keyLabel = keyLabel
  }

  /// How long an answer is good: relays are asked once a day unless the user says so.
  package static let maximumAge = 86_400.0

  package func needsModels(at now: Double) -> Bool { models == nil || Self.isOld(modelsAt, now) }

  /// Also true a day after a relay said that it has no prices.
  package func needsPrices(at now: Double) -> Bool {
    (prices == nil && noPricesReason == nil) || Self.isOld(pricesAt, now)
  }

  /// A time in the future is a clock that was wrong.
  private static func isOld(_ time: Double?, _ now: Double) -> Bool {
    guard let time else { return true }
    return now - time >= maximumAge || time - now > 300
  }
}

// MARK: File

extension RelayModelAnswers {
  private static let format = 1

  /// JSON of format 1: the answers as received, so that a later reader can find more in them.
  package var json: JSONValue {
    var object = JSONObject()
    object["format"] = .integer(Self.format)
    object["base_url"] = .string(baseURL)
    object["key_label"] = .string(keyLabel)
    object["models"] = models.map { .array($0.map(\.json)) }
    object["models_at"] = modelsAt.map(JSONValue.double)
    object["pricing"] = prices?.json
    object["pricing_at"] = pricesAt.map(JSONValue.double)
    object["no_pricing"] = noPricesReason.map(JSONValue.string)
    object["status"] = status?.json
    return .object(object)
  }

  /// - Returns: `nil` when it is no such file.
  package init?(json: JSONValue) {
    guard json["format"]?.intValue == Self.format, let relay = json["base_url"]?.stringValue,
      let label = json["key_label"]?.stringValue
    else { return nil }
    self.init(baseURL: relay, keyLabel: label)
    if let rows = json["models"]?.arrayValue, let time = json["models_at"]?.doubleValue {
      models = rows.compactMap(ModelEntry.init)
      modelsAt = time
    }
    if let time = json["pricing_at"]?.doubleValue {
      prices = json["pricing"].flatMap(PriceList.init)
      noPricesReason = json["no_pricing"]?.stringValue
      pricesAt = time
    }
    status = json["status"].flatMap(RelayStatus.init)
  }

  /// Without the list, when it is another key's.
  package func fitting(keyLabel: String) -> RelayModelAnswers {
    guard keyLabel != self.keyLabel else { return self }
    var answers = self
    answers.keyLabel = keyLabel
    answers.models = nil
    answers.modelsAt = nil
    return answers
  }
}

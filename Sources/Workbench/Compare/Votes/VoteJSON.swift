package import RelayKit

/// Votes as lines of a file.
extension Vote {
  package static let kind = "vote"

  package var json: JSONValue {
    func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
    var object = JSONObject()
    object["kind"] = .string(Self.kind)
    object["time"] = .double(time)
    object["keys"] = texts(keys)
    switch choice {
    case .winner(let key):
      object["choice"] = .string("winner")
      object["winner"] = .string(key)
    case .tie: object["choice"] = .string("tie")
    case .allBad: object["choice"] = .string("all_bad")
    case .ranking(let groups):
      object["choice"] = .string("ranking")
      object["ranking"] = .array(groups.map(texts))
    }
    object["tag"] = tag.map(JSONValue.string)
    object["prompt_digest"] = .string(promptDigest)
    let known = keys.compactMap { key -> JSONObject.Member? in
      guard let cost = self.costs[key] else { return nil }
      return .init(
        key: key,
        value: .object(
          JSONObject([
            .init(key: "amount", value: .double(cost.amount)),
            .init(key: "currency", value: .string(cost.currency)),
            .init(key: "is_estimate", value: .bool(cost.isEstimate)),
          ])))
    }
    var costs = JSONObject()
    for member in known { costs[member.key] = member.value }
    object["costs"] = .object(costs)
    object["blind"] = .bool(isBlind)
    object["early"] = .bool(isEarly)
    return .object(object)
  }

  /// `nil` for what is no vote, or one that says nothing.
  package init?(json: JSONValue) {
    func texts(_ value: JSONValue?) -> [String]? {
      guard let list = value?.arrayValue else { return nil }
      let texts = list.compactMap(\.stringValue)
      return texts.count == list.count ? texts : nil
    }
    guard json["kind"]?.stringValue == Self.kind, let keys = texts(json["keys"]), !keys.isEmpty,
      let time = json["time"]?.doubleValue, time.isFinite
    else { return nil }
    let choice: Choice
    switch json["choice"]?.stringValue {
    case "winner":
      guard let winner = json["winner"]?.stringValue, keys.contains(winner) else { return nil }
      choice = .winner(winner)
    case "tie": choice = .tie
    case "all_bad": choice = .allBad
    case "ranking":
      guard let list = json["ranking"]?.arrayValue else { return nil }
      let groups = list.compactMap { texts($0) }
      guard groups.count == list.count, groups.joined().allSatisfy(keys.contains) else { return nil }
      choice = .ranking(groups)
    default: return nil
    }
    var costs: [String: Cost] = [:]
    for member in json["costs"]?.objectValue?.members ?? [] {
      guard let amount = member.value["amount"]?.doubleValue, amount.isFinite, amount >= 0 else { continue }
      costs[member.key] = Cost(
        amount: amount, currency: member.value["currency"]?.stringValue ?? "",
        isEstimate: member.value["is_estimate"]?.boolValue ?? true)
    }
    self.init(
      keys: keys, choice: choice, time: time, tag: json["tag"]?.stringValue,
      promptDigest: json["prompt_digest"]?.stringValue ?? "", costs: costs,
      isBlind: json["blind"]?.boolValue ?? false, isEarly: json["early"]?.boolValue ?? false)
  }
}

/// The file of votes: one on each line. Whatever else is in it stays in it.
package struct VoteFile: Sendable, Hashable {
  private struct Line: Sendable, Hashable {
    var bytes: [UInt8]
    var vote: Vote?
  }

  private var lines: [Line] = []
  /// Lines that cannot be read as a vote and are not counted.
  package private(set) var damagedLines = 0
  /// Lines of another kind, as a later version may write them.
  package private(set) var unknownLines = 0

  package init() {}

  package init(_ bytes: some Sequence<UInt8>) {
    for part in Array(bytes).split(separator: 0x0A) {
      var line = part
      if line.last == 0x0D { line.removeLast() }
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      let json = try? JSONValue(parsing: line)
      let vote = json.flatMap(Vote.init(json:))
      if vote == nil {
        let kind = json?["kind"]?.stringValue
        if let kind, kind != Vote.kind { unknownLines += 1 } else { damagedLines += 1 }
      }
      lines.append(Line(bytes: Array(line), vote: vote))
    }
  }

  package var votes: [Vote] { lines.compactMap(\.vote) }

  package mutating func append(_ vote: Vote) { lines.append(Line(bytes: Self.line(vote), vote: vote)) }

  /// Every line as it was read, damaged ones too.
  package var encoded: [UInt8] { lines.flatMap { $0.bytes + [0x0A] } }

  /// For a file that is only appended to; with its line break.
  package static func appendix(_ vote: Vote) -> [UInt8] { line(vote) + [0x0A] }

  private static func line(_ vote: Vote) -> [UInt8] { vote.json.encoded() }
}

package import RelayKit

/// One side of a comparison: which model is asked, and how.
package struct ComparisonLane: Sendable, Hashable {
  /// `A`, `B` … `Z`, `AA`: its name within the comparison.
  package var letter: String
  package var model: String
  /// Every key of the request beside model, messages and stream.
  package var parameters: JSONObject
  /// A system message of its own, `""` for none at all; `nil` for that of the comparison.
  package var ownSystem: String?
  /// Prompts of its own, where it was asked something else than the others; `nil` for those of the comparison.
  package var ownTurns: [String]?
  /// What sets it apart from the other lanes beside the model: short labels such as `temperature 0.7`.
  package var differs: [String]
  /// Values of `{{name}}` that are this lane's own.
  package var variables: [String: String]
  /// Rows of the variables table that it is asked for, from 1; `nil` for all.
  package var rows: Set<Int>?
  /// Keys of the file that this version does not know; written back as they are.
  package var unknown = JSONObject()

  package init(
    letter: String = "", model: String, parameters: JSONObject = JSONObject(), ownSystem: String? = nil,
    differs: [String] = [], variables: [String: String] = [:], rows: Set<Int>? = nil
  ) {
    self.letter = letter
    self.model = model
    self.parameters = parameters
    self.ownSystem = ownSystem
    self.differs = differs
    self.variables = variables
    self.rows = rows
  }

  /// `gpt-5.4-mini · temperature 0.7`.
  package var title: String { ([model] + differs).joined(separator: " · ") }

  /// The letter of a place, from 0.
  package static func letter(_ place: Int) -> String {
    var rest = place
    var letters = ""
    repeat {
      letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
  }

  /// Names keys of the request whose values are not the same in all lanes, and system messages that are a
  /// lane's own. - Parameter known: keys that are labelled already.
  static func labelDifferences(_ lanes: inout [ComparisonLane], except known: Set<String> = []) {
    var keys: [String] = []
    for member in lanes.flatMap(\.parameters.members)
    where !known.contains(member.key) && !keys.contains(member.key) {
      keys.append(member.key)
    }
    for key in keys {
      guard Set(lanes.map { $0.parameters[key] }).count > 1 else { continue }
      for index in lanes.indices {
        let value = lanes[index].parameters[key]
        let shown = value.map { $0.stringValue ?? $0.text() } ?? VaryText.unset
        lanes[index].differs.append("\(key) \(ShortLabel.cut(shown))")
      }
    }
    guard !known.contains("system") else { return }
    let texts = Set(lanes.map(\.ownSystem))
    guard texts.count > 1 else { return }
    for index in lanes.indices {
      guard let text = lanes[index].ownSystem else { continue }
      lanes[index].differs.append(text.isEmpty ? "system none" : "system \(ShortLabel.cut(text))")
    }
  }
}

/// Which run of a comparison: everything counts from 1, as it is shown.
package struct RunKey: Sendable, Hashable {
  package var lane: String
  package var turn: Int
  package var repetition: Int
  /// Of the variables table; `nil` without one.
  package var row: Int?

  package init(lane: String, turn: Int = 1, repetition: Int = 1, row: Int? = nil) {
    self.lane = lane
    self.turn = turn
    self.repetition = repetition
    self.row = row
  }

  /// All runs in the order in which they are asked: a first round of everything before the second, so that
  /// every lane has an answer early and the time of day is the same for all.
  /// - Parameter rows: how many the variables table has; `nil` without one.
  static func all(lanes: [ComparisonLane], rows: Int?, repeats: Int, turns: Int) -> [RunKey] {
    let places: [Int?] = rows.map { $0 > 0 ? (1...$0).map { $0 } : [] } ?? [nil]
    guard repeats > 0 else { return [] }
    var keys: [RunKey] = []
    for repetition in 1...repeats {
      for row in places {
        for lane in lanes {
          if let row, let own = lane.rows, !own.contains(row) { continue }
          let turns = lane.ownTurns?.count ?? turns
          for turn in stride(from: 1, through: turns, by: 1) {
            keys.append(RunKey(lane: lane.letter, turn: turn, repetition: repetition, row: row))
          }
        }
      }
    }
    return keys
  }
}

import RelayKit
import Testing
import Workbench

@Suite("Votes")
struct VoteTests {
  private func vote(
    _ keys: [String], _ choice: Vote.Choice, tag: String? = nil, costs: [String: Double] = [:],
    currency: String = "USD"
  ) -> Vote {
    Vote(
      keys: keys, choice: choice, time: 1_790_000_000.5, tag: tag, promptDigest: Vote.digest("Hi"),
      costs: costs.mapValues { Vote.Cost(amount: $0, currency: currency, isEstimate: true) }, isBlind: true)
  }

  private func isNear(_ left: Double?, _ right: Double) -> Bool {
    left.map { abs($0 - right) < 1e-9 } ?? false
  }

  @Test("a win moves both ratings by half a step, and less when it was expected")
  func elo() {
    var board = Scoreboard([vote(["a", "b"], .winner("a"))])
    #expect(board["a"]?.elo == 1016 && board["b"]?.elo == 984)
    board.apply(vote(["a", "b"], .winner("a")))
    // 1 / (1 + 10^(-32/400)) was expected.
    let gain = 32 * (1 - 0.545921922780484)
    #expect(abs((board["a"]?.elo ?? 0) - 1016 - gain) < 1e-6)
    board.apply(vote(["a", "b"], .tie))
    #expect((board["a"]?.elo ?? 0) < 1016 + gain)
    #expect(isNear((board["a"]?.elo ?? 0) + (board["b"]?.elo ?? 0), 2000))
    #expect(board.votes == 3)
  }

  @Test("rankings are games of everyone against everyone, all at once")
  func ranking() {
    let board = Scoreboard([vote(["a", "b", "c"], .ranking([["b"], ["a", "c"]]))])
    #expect(board["b"]?.elo == 1032 && board["a"]?.elo == 984 && board["c"]?.elo == 984)
    #expect(board["b"]?.wins == 1 && board["a"]?.losses == 1 && board["c"]?.losses == 1)
    #expect(board.rows.map(\.key) == ["b", "a", "c"])
    let full = Scoreboard([vote(["a", "b", "c"], .ranking([["c"], ["b"], ["a"]]))])
    #expect(full.rows.map(\.elo) == [1032, 1000, 968])
    let part = Scoreboard([vote(["a", "b", "c"], .ranking([["c"], ["x", "c"], ["a"]]))])
    #expect(part["b"] == nil && part["x"] == nil && part["c"]?.elo == 1016)
    let shared = Scoreboard([vote(["a", "b", "c"], .ranking([["a", "b"], ["c"]]))])
    #expect(shared["a"]?.ties == 1 && shared["a"]?.wins == 0 && shared["c"]?.losses == 1)
  }

  @Test("a winner of many beats each of them, and nothing is said of the others")
  func winnerOfMany() {
    let board = Scoreboard([vote(["a", "b", "c", "d"], .winner("a"))])
    #expect(board["a"]?.elo == 1048 && board["d"]?.elo == 984)
    var uneven = Scoreboard([vote(["b", "c"], .winner("b"))])
    uneven.apply(vote(["a", "b", "c"], .winner("a")))
    // b and c lose to a by what was expected of each, and play no game between them.
    let gap = (uneven["b"]?.elo ?? 0) - (uneven["c"]?.elo ?? 0)
    #expect(abs(gap - 30.527386413) < 1e-6)
    #expect(uneven["b"]?.losses == 1 && uneven["b"]?.wins == 1)
  }

  @Test("ties and bad answers are counted; bad ones leave ratings alone")
  func tiesAndBad() {
    let board = Scoreboard([
      vote(["a", "b"], .tie), vote(["a", "b"], .allBad), vote(["a", "b"], .winner("b")),
    ])
    let row = board["a"]
    #expect([row?.votes, row?.wins, row?.losses, row?.ties, row?.bad] == [3, 0, 1, 1, 1])
    #expect(isNear(board["b"]?.winRate, 1 / 3))
    #expect(board["a"]?.elo == 984)
    #expect(Scoreboard().rows.isEmpty)
  }

  @Test("a model against itself under one name wins nothing")
  func itself() {
    let board = Scoreboard([vote(["a", "a"], .winner("a")), vote(["a"], .tie), vote([], .tie)])
    #expect(board["a"]?.elo == 1000 && board["a"]?.wins == 0 && board["a"]?.votes == 2)
    #expect(CompetitorName.name(model: "gpt-5.4") == "gpt-5.4")
    #expect(
      CompetitorName.name(model: "gpt-5.4", differences: [("temperature", "0"), ("seed", "1")])
        == "gpt-5.4 (temperature 0, seed 1)")
  }

  @Test("wins per dollar want every cost, in dollars")
  func dollars() {
    let known = vote(["a", "b"], .winner("a"), costs: ["a": 0.02, "b": 0])
    var board = Scoreboard([known, known])
    #expect(isNear(board["a"]?.winsPerDollar, 50))
    #expect(board["a"]?.costIsEstimate == true && board["a"]?.cost == 0.04)
    #expect(board["b"]?.cost == 0 && board["b"]?.winsPerDollar == nil)
    board.apply(vote(["a", "b"], .winner("b"), costs: ["b": 0.5]))
    #expect(board["a"]?.winsPerDollar == nil && board["a"]?.cost == nil)
    #expect(isNear(board["b"]?.winsPerDollar, 2))
    board.apply(vote(["a", "b"], .winner("b"), costs: ["b": 1], currency: "CNY"))
    #expect(board["b"]?.cost == nil)
    let yuan = Scoreboard([vote(["a", "b"], .winner("a"), costs: ["a": 1], currency: "CNY")])
    #expect(yuan["a"]?.cost == 1 && yuan["a"]?.winsPerDollar == nil)
    #expect(yuan.json.arrayValue?.first?["wins_per_dollar"] == nil)
  }

  @Test("scores are kept apart by tag")
  func tags() {
    let votes = [
      vote(["a", "b"], .winner("a"), tag: "code"), vote(["a", "b"], .winner("b"), tag: "prose"),
      vote(["a", "b"], .winner("b")),
    ]
    #expect(Scoreboard.tags(of: votes) == ["code", "prose"])
    #expect(Scoreboard(votes, tag: "code").rows.map(\.key) == ["a", "b"])
    #expect(Scoreboard(votes)["b"]?.wins == 2)
    #expect(Scoreboard(votes, tag: "none").rows.isEmpty)
  }

  @Test("votes are kept as lines")
  func lines() throws {
    let votes = [
      vote(["a", "b ü\n"], .winner("b ü\n"), tag: "code", costs: ["a": 0.001]), vote(["a", "b"], .tie),
      vote(["a", "b"], .allBad), vote(["a", "b", "c"], .ranking([["c", "a"], ["b"]])),
    ]
    var file = VoteFile()
    for vote in votes { file.append(vote) }
    #expect(VoteFile(file.encoded) == file)
    #expect(VoteFile(file.encoded).votes == votes)
    #expect(file.encoded.count { $0 == 0x0A } == 4)
    #expect(VoteFile.appendix(votes[0]) == Array(file.encoded.prefix(VoteFile.appendix(votes[0]).count)))
  }

  @Test("damaged lines are counted, unknown ones are not, and both stay in the file")
  func damaged() {
    let good = String(decoding: VoteFile.appendix(vote(["a", "b"], .tie)), as: UTF8.self)
    let extended = good.dropLast(2) + #","later":[1]}"# + "\r\n"
    let lines = [
      #"{"kind":"vote","time":1,"keys":["a","b"],"choice":"winner","winner":"c"}"#,
      #"{"kind":"vote","time":1,"keys":["a"],"choice":"ranking","ranking":[["b"]]}"#,
      #"{"kind":"vote","time":1,"keys":[],"choice":"tie"}"#, #"{"kind":"vote","ti"#, "[1]", "\u{0}",
      #"{"kind":"note","text":"x"}"#,
    ]
    var bytes = Array((good + "\n  \n" + lines.joined(separator: "\n") + "\n" + extended).utf8)
    bytes += [0xFF, 0xFE, 0x0A]
    let file = VoteFile(bytes)
    #expect(file.votes.count == 2)
    #expect(file.damagedLines == 7 && file.unknownLines == 1)
    let again = VoteFile(file.encoded)
    #expect(again == file)
    #expect(String(decoding: file.encoded, as: UTF8.self).contains(#""later":[1]"#))
    #expect(VoteFile([]).votes.isEmpty && VoteFile([]).encoded.isEmpty)
    // The last line was not written to its end.
    #expect(VoteFile(Array(good.utf8.dropLast(9))).damagedLines == 1)
  }

  @Test("what a prompt was is kept as a digest")
  func digest() {
    #expect(Vote.digest("") == "cbf29ce484222325")
    #expect(Vote.digest("a") == "af63dc4c8601ec8c")
    #expect(Vote.digest("a") != Vote.digest("b"))
  }

  @Test("costs come from figures where they are known")
  func costs() {
    #expect(Vote.Cost(RunFigures()) == nil)
    let figures = Replies.figures { ($0.cost, $0.currency, $0.costIsEstimate) = (2, "USD", true) }
    #expect(Vote.Cost(figures) == Vote.Cost(amount: 2, currency: "USD", isEstimate: true))
  }

  @Test("a blind order hides, and maps back")
  func blind() {
    let keys = ["a", "b", "c", "a"]
    let order = BlindOrder(keys, seed: 5)
    #expect(order.keys.sorted() == ["a", "b", "c"])
    #expect(order.keys == BlindOrder(keys, seed: 5).keys)
    for key in order.keys {
      #expect(order.name(of: key).flatMap(order.key(named:)) == key)
    }
    #expect(order.key(named: "a") == order.keys[0] && order.name(at: 0) == "A")
    #expect(order.key(named: "D") == nil && order.name(of: "x") == nil)
    #expect(order.name(at: 25) == "Z" && order.name(at: 26) == "AA" && order.name(at: 52) == "BA")
    let numbers = BlindOrder([10, 20], seed: 1, naming: .numbers)
    #expect(numbers.name(at: 1) == "2" && numbers.key(named: "2") == numbers.keys[1])
    #expect(BlindOrder([String](), seed: 0).keys.isEmpty)
    // Every order comes up, and about equally often.
    var counts: [[Int]: Int] = [:]
    for seed in 0..<6000 { counts[BlindOrder([1, 2, 3], seed: UInt64(seed)).keys, default: 0] += 1 }
    #expect(counts.count == 6 && counts.values.allSatisfy { (800...1200).contains($0) })
  }
}

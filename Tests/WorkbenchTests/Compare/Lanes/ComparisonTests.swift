import RelayKit
import Testing

@testable import Workbench

@Suite struct ComparisonTests {
  private let now = MonotonicTime(nanoseconds: 0)

  private func run(_ lane: LaneID, worstCase: Double? = nil) -> Comparison.Run {
    Comparison.Run(lane: lane, request: .chat(ChatRequest(model: "m")), inputTokens: 10, worstCase: worstCase)
  }

  private func added(_ comparison: inout Comparison, _ talk: Talk, after: LaneID? = nil) throws -> LaneID {
    let id = comparison.add(talk, after: after)
    return try #require(id)
  }

  @Test func lettersStayWithTheirLanes() throws {
    var comparison = Comparison()
    let ids = try (0..<3).map { try added(&comparison, Talk(model: "m\($0)")) }
    comparison.move(ids[2], by: -1)
    #expect(comparison.lanes.map(\.letter) == ["A", "C", "B"])
    comparison.remove(ids[0])
    let next = try added(&comparison, Talk(model: "m3"), after: ids[2])
    #expect(comparison.lanes.map(\.letter) == ["C", "D", "B"])
    #expect(comparison[next]?.model == "m3")
    #expect(comparison.base == ids[2], "the first one, since the base is gone")
  }

  @Test func theTwentySeventhLaneIsNamedWithTwoLetters() {
    #expect([1, 26, 27, 52, 53].map { ComparisonLane.letter($0 - 1) } == ["A", "Z", "AA", "AZ", "BA"])
  }

  @Test func thereIsABoundOfLanes() {
    var comparison = Comparison()
    for _ in 0..<Comparison.mostLanes { comparison.add(Talk(model: "m")) }
    #expect(comparison.lanes.count == Comparison.mostLanes)
    let another = comparison.add(Talk(model: "m"))
    #expect(another == nil && comparison.lanes.count == Comparison.mostLanes)
  }

  @Test func aLaneSaysInWhatItDiffersFromTheBase() throws {
    var comparison = Comparison()
    let base = try added(&comparison, Talk(model: "a"))
    var parameters = JSONObject()
    parameters["temperature"] = .double(0.2)
    let other = try added(&comparison, Talk(model: "b", parameters: parameters, stream: nil))
    let (left, right) = (try #require(comparison[base]), try #require(comparison[other]))
    #expect(right.differences(from: left) == ["temperature 0.2", "does not stream"])
    #expect(left.differences(from: right) == ["no temperature", "streams"])
    #expect(left.differences(from: left).isEmpty)
  }

  @Test func theCapHoldsBackWhatCouldPassIt() throws {
    var comparison = Comparison()
    let lane = try added(&comparison, Talk(model: "m"))
    comparison.cap = 0.10
    for number in 1...3 { comparison.enqueue(MessageID(number), run(lane, worstCase: 0.04)) }
    let step1 = comparison.next(at: now)
    #expect(step1.count == 2)
    #expect(comparison.queue.isHeld)
    // The first one cost less than it might have.
    var cheap = RunFigures()
    (cheap.cost, cheap.currency) = (0.01, "USD")
    comparison.charge(cheap)
    comparison.end(MessageID(1))
    #expect(!comparison.queue.isHeld, "what it did not cost is room for others")
    let step2 = comparison.next(at: now)
    #expect(step2 == [.start(MessageID(3))])
  }

  @Test func whatNobodyCanPriceIsHeldBackOnceTheCapIsPassed() throws {
    var comparison = Comparison()
    let lane = try added(&comparison, Talk(model: "m"))
    comparison.cap = 0.10
    comparison.enqueue(MessageID(1), run(lane))
    var dear = RunFigures()
    (dear.cost, dear.currency) = (0.11, "USD")
    comparison.charge(dear)
    let step3 = comparison.next(at: now)
    #expect(step3.isEmpty)
    (comparison.queue.isHeld, comparison.cap) = (false, 0.12)
    let step4 = comparison.next(at: now)
    #expect(step4 == [.start(MessageID(1))])
  }

  @Test func aRemovedLaneLeavesNothingInTheQueue() throws {
    var comparison = Comparison()
    let lanes = try (0..<2).map { _ in try added(&comparison, Talk(model: "m")) }
    comparison.queue.limit = 1
    comparison.enqueue(MessageID(1), run(lanes[0]))
    comparison.enqueue(MessageID(2), run(lanes[1]))
    let step5 = comparison.next(at: now)
    #expect(step5 == [.start(MessageID(1))])
    comparison.remove(lanes[0])
    #expect(comparison.owner(of: MessageID(1)) == nil)
    let step6 = comparison.next(at: now)
    #expect(step6 == [.start(MessageID(2))])
  }

  @Test func seatsAreChangedAndChangedBack() {
    var workspace = Workspace(relay: nil, model: "chat")
    workspace.write(.user, "in the chat", at: 0)
    var talk = Talk(model: "lane")
    workspace.swapTalk(&talk)
    #expect(workspace.model == "lane" && workspace.conversation.isEmpty && !workspace.canUndo)
    workspace.write(.user, "in the lane", at: 0)
    workspace.edit("a change") { $0.remove($0.path[0]) }
    workspace.swapTalk(&talk)
    #expect(workspace.model == "chat")
    #expect(workspace.conversation.messages.map(\.text) == ["in the chat"])
    #expect(!workspace.canUndo, "what was done in the lane is not taken back in the chat")
    workspace.swapTalk(&talk)
    #expect(workspace.undo() == "a change")
  }
}

import RelayKit
import SeededRandom
import Testing

@testable import Workbench

@Suite struct RunQueueTests {
  private func at(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

  @Test func noMoreThanTheLimitAreAskedAndTheOthersFollowInOrder() {
    var queue = RunQueue<Int>(limit: 2)
    for id in 1...4 { queue.add(id) }
    let step1 = queue.next(at: at(0))
    #expect(step1 == [.start(1), .start(2)])
    let step2 = queue.next(at: at(0))
    #expect(step2.isEmpty)
    queue.ended(2)
    let step3 = queue.next(at: at(1))
    #expect(step3 == [.start(3)])
    #expect(queue.waiting == [4] && queue.running == [1, 3])
  }

  @Test func whoBacksOffLeavesItsPlaceAndComesBackFirst() {
    var queue = RunQueue<Int>(limit: 1)
    for id in 1...3 { queue.add(id) }
    let step4 = queue.next(at: at(0))
    #expect(step4 == [.start(1)])
    queue.backsOff(1, until: at(10))
    let step5 = queue.next(at: at(1))
    #expect(step5 == [.start(2)])
    #expect(queue.due == nil, "all places are taken")
    queue.ended(2)
    #expect(queue.due == at(10))
    // Its time has come: it goes before number 3, which was never asked.
    let step6 = queue.next(at: at(10))
    #expect(step6 == [.again(1)])
    queue.ended(1)
    let step7 = queue.next(at: at(11))
    #expect(step7 == [.start(3)])
  }

  @Test func whoIsInAHurryDoesNotWaitForItsTime() {
    var queue = RunQueue<Int>(limit: 1)
    queue.add(1)
    _ = queue.next(at: at(0))
    queue.backsOff(1, until: at(60))
    let step8 = queue.next(at: at(1))
    #expect(step8.isEmpty)
    queue.hurry(1)
    let step9 = queue.next(at: at(1))
    #expect(step9 == [.again(1)])
  }

  @Test func whatWasNotStartedCanBeDropped() {
    var queue = RunQueue<Int>(limit: 1)
    queue.add(1)
    queue.add(2)
    _ = queue.next(at: at(0))
    let step10 = queue.drop(1)
    #expect(!step10)
    let step11 = queue.drop(2)
    #expect(step11)
    queue.ended(1)
    #expect(queue.isEmpty)
  }

  @Test func aHeldQueueStartsNobodyButLetsThoseGoOnThatWereAsked() {
    var queue = RunQueue<Int>(limit: 4)
    for id in 1...3 { queue.add(id) }
    let step12 = queue.next(at: at(0)) { $0 < 2 }
    #expect(step12 == [.start(1)])
    #expect(queue.isHeld)
    queue.backsOff(1, until: at(1))
    let step13 = queue.next(at: at(2)) { _ in true }
    #expect(step13 == [.again(1)])
    queue.isHeld = false
    let step14 = queue.next(at: at(2)) { _ in true }
    #expect(step14 == [.start(2), .start(3)])
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func whateverHappensTheLimitHoldsAndNobodyIsForgotten(
    seed: UInt64
  ) {
    var random = SplitMix(seed: seed)
    let limit = Int.random(in: 1...4, using: &random)
    var queue = RunQueue<Int>(limit: limit)
    for id in 0..<30 { queue.add(id) }
    var (started, ended, now) = ([Int](), Set<Int>(), 0.0)
    while !queue.isEmpty {
      now += 1
      for step in queue.next(at: at(now)) {
        if case .start(let id) = step { started.append(id) }
      }
      #expect(queue.running.count <= limit)
      guard let id = queue.running.randomElement(using: &random) else { continue }
      if Int.random(in: 0..<3, using: &random) == 0 {
        queue.backsOff(id, until: at(now + Double.random(in: 0...5, using: &random)))
      } else {
        queue.ended(id)
        ended.insert(id)
      }
    }
    #expect(started == Array(0..<30))
    #expect(ended.count == 30)
  }
}

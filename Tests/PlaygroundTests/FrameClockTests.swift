import Playground
import RelayKit
import Testing

struct FrameClockTests {
  private func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: milliseconds * 1_000_000)
  }

  @Test func nothingIsDueWhileNothingHappens() {
    var clock = FrameClock(interval: 33_000_000)
    #expect(clock.due == nil)
    clock.painted(at: time(100))
    #expect(clock.due == nil)
    #expect(!clock.canWait(at: time(101)))
  }

  @Test func newsWaitForTheNextSlotAndWakeNobodyUntilThen() {
    var clock = FrameClock(interval: 33_000_000)
    clock.painted(at: time(100))
    clock.newsCame()
    #expect(clock.due == time(133))
    #expect(clock.canWait(at: time(110)))
    #expect(!clock.isDue(at: time(132)))
    #expect(clock.isDue(at: time(133)))
    #expect(!clock.canWait(at: time(133)))
  }

  @Test func newsAfterALongPauseAreShownAtOnce() {
    var clock = FrameClock(interval: 33_000_000)
    clock.painted(at: time(100))
    clock.newsCame()
    #expect(clock.isDue(at: time(500)))
    clock.painted(at: time(500))
    #expect(clock.due == nil)
  }

  @Test func framesThatTakeLongComeLessOften() {
    var clock = FrameClock(interval: 50_000_000)
    clock.painted(at: time(100), cost: 7_500_000)
    clock.newsCame()
    #expect(clock.due == time(220))
    clock.painted(at: time(220), cost: 2_000_000)
    clock.newsCame()
    #expect(clock.due == time(270))
    // However slow a terminal is, what comes is seen five times a second.
    clock.painted(at: time(300), cost: 900_000_000)
    clock.newsCame()
    #expect(clock.due == time(500))
  }
}

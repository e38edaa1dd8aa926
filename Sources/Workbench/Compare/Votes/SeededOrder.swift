/// Repeatable order from a seed (the splitmix64 sequence): a shuffle that is kept by its seed can be made again
/// by every version of this program.
struct SeededOrder: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 to `count` - 1, shuffled.
  static func places(_ count: Int, seed: UInt64) -> [Int] {
    var order = SeededOrder(seed: seed)
    var places = Array(0..<max(0, count))
    for last in places.indices.dropFirst().reversed() {
      // The bias of the remainder is below one in 10^17 for counts as these.
      places.swapAt(last, Int(order.next() % UInt64(last + 1)))
    }
    return places
  }
}

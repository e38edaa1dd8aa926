import RelayKit
import Testing

@Suite("Distances of words")
struct EditDistanceTests {
  @Test(
    "counts added, removed, changed and swapped letters",
    arguments: [("", "", 0), ("buoy", "", 4), ("", "ab", 2), ("buoy", "bouy", 1), ("theme", "thene", 1)])
  func distance(left: String, right: String, expected: Int) {
    #expect(EditDistance.between(Array(left), Array(right)) == expected)
    #expect(EditDistance.between(Array(right), Array(left)) == expected)
  }

  @Test("finds a slip, and nothing where nothing is near")
  func closest() {
    #expect(EditDistance.closest(to: "Bouy", in: ["buoy", "harbour"]) == "buoy")
    #expect(EditDistance.closest(to: "zzzzzz", in: ["buoy", "harbour"]) == nil)
    #expect(EditDistance.closest(to: "buoy", in: []) == nil)
  }
}

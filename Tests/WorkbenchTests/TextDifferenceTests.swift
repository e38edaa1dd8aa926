import Testing

@testable import Workbench

struct TextDifferenceTests {
  @Test func aLetterIsOneStep() { #expect(EditDistance.between("cat", "cut") == 1) }
}

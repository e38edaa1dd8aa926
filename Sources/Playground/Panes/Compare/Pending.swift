import RelayKit
import TerminalUI
import Workbench

package struct DifferenceLook: Sendable { package init() {} }
extension Playground {
  func paintDifference(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {}
  func paintLens(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {}
  func paintScores(_ canvas: inout Canvas, _ area: Rect) {}
  mutating func scrollMode(_ rows: Int, at now: MonotonicTime) -> [Effect] { [] }
  mutating func pressWhileVoting(_ key: Key, at now: MonotonicTime) -> [Effect]? { nil }
  func verdictWords(_ lane: Lane) -> [String] { [] }
  func verdicts(of answer: MessageID) -> [String] { [] }
  func verdictRank(_ answer: MessageID) -> Int { 0 }
}

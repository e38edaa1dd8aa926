import RelayKit
import Workbench

/// Results of checks on answers that have ended: each is worked out once. Main thread.
final class CheckMemo {
  private struct Key: Hashable {
    var answer: MessageID
    var check: AnswerCheck
    var figures: RunFigures
  }
  private var known: [Key: CheckResult] = [:]

  func result(_ check: AnswerCheck, _ answer: MessageID, _ reply: Reply, _ figures: RunFigures) -> CheckResult
  {
    let key = Key(answer: answer, check: check, figures: figures)
    if let result = known[key] { return result }
    let result = check.run(on: CheckedAnswer(text: reply.text, figures: figures))
    if known.count > 4096 { known = [:] }
    known[key] = result
    return result
  }
}

/// Checks without a model.
extension Playground {
  mutating func addCheck(_ call: Invocation) -> [Effect] {
    standUp()
    guard let word = call.argument else {
      let present = compare.checks.map(\.word).joined(separator: ", ")
      say(
        (present.isEmpty ? "" : "Checked: \(present). check off ends that. ")
          + "Forms: \(AnswerCheck.forms.joined(separator: " "))",
        seconds: 12, at: call.now)
      return []
    }
    if word == "off" {
      compare.checks = []
      say("Nothing is checked any more.", at: call.now)
      return []
    }
    if let path = Self.schemaPath(word) { return [.readCheckFile(word: word, path: path)] }
    takeCheck(word, file: [], at: call.now)
    return []
  }

  /// The file that a check names.
  private static func schemaPath(_ word: String) -> String? {
    for name in ["schema:", "schema+fence:"] where word.hasPrefix(name) {
      let rest = word.dropFirst(name.count)
      return rest.first == "{" ? nil : String(rest)
    }
    return nil
  }

  mutating func takeCheck(_ word: String, file: [UInt8], at now: MonotonicTime) {
    do throws(AnswerCheck.Problem) {
      let check = try AnswerCheck(word) { _ in file }
      if !compare.checks.contains(check) { compare.checks.append(check) }
      say(
        "Checked: \(compare.checks.map(\.word).joined(separator: ", ")). T shows the results.", seconds: 8,
        at: now)
    } catch {
      say(error.sentence, seconds: 10, at: now)
    }
  }

  /// Of an answer that has ended.
  func checkResults(_ answer: MessageID, at now: MonotonicTime) -> [CheckResult] {
    guard !compare.checks.isEmpty, let owner = comparison.owner(of: answer),
      let reply = lane(owner)?.talk.conversation[answer]?.reply, !reply.isRunning
    else { return [] }
    let figures = figures(of: answer, reply, at: now)
    return compare.checks.map { layouts.checks.result($0, answer, reply, figures) }
  }
}

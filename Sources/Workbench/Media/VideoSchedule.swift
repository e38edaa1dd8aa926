/// When a video task is asked after: often at first, then ever less, and later still after errors.
package struct VideoSchedule: Sendable, Hashable {
  /// Seconds from the submission to the end of checks. The task itself goes on.
  package var deadline: Double

  package static let standardDeadline = 20.0 * 60
  /// Seconds.
  package static let first = 2.0
  package static let second = 5.0
  package static let longest = 15.0
  /// Seconds after an answer that was none, doubled with each in a row.
  static let firstAfterError = 5.0
  static let longestAfterError = 60.0
  /// A relay's `Retry-After` is heeded up to here.
  static let longestRetryAfter = 600.0

  package init(deadline: Double = standardDeadline) { self.deadline = deadline }

  /// Seconds to the next check: 2 in the first minute, 5 in the next two, then growing to 15.
  /// - Parameter age: seconds since the submission.
  package func wait(age: Double) -> Double {
    if age < 60 { return Self.first }
    if age < 180 { return Self.second }
    return min(Self.longest, Self.second + (age - 180) / 30)
  }

  /// Seconds to the next check after one that gave no answer.
  /// - Parameters:
  ///   - failures: in a row, this one among them.
  ///   - retryAfter: seconds that the relay asked for.
  package func wait(age: Double, failures: Int, retryAfter: Double?) -> Double {
    let doublings = Double(1 << min(max(failures - 1, 0), 10))
    let backOff = min(Self.longestAfterError, Self.firstAfterError * doublings)
    return max(wait(age: age), backOff, min(retryAfter ?? 0, Self.longestRetryAfter))
  }
}

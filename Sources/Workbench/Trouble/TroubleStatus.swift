package import RelayKit

extension RelayError {
  /// The status as a name for what went wrong; `nil` also where it said that all was well before the answer broke.
  package var troubleStatus: Int? { TroubleStatus.of(status) }
}

extension ComparisonRun.Failure {
  package var troubleStatus: Int? { TroubleStatus.of(status) }
}

private enum TroubleStatus {
  static func of(_ status: Int?) -> Int? {
    status.flatMap { (200..<300).contains($0) ? nil : $0 }
  }
}

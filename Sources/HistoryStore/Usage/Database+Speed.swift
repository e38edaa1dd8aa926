import Workbench

extension Database {
  /// Of more requests than this even samples are too many.
  private static let mostForSamples = 30_000 * UsageSpread.sampledEvery

  /// - Parameters:
  ///   - cells: that have requests in these days.
  ///   - mostForEach: of more requests than this, samples are looked at.
  func addSpeeds(
    _ builder: inout UsageReportBuilder, of cells: [UsageCell], requests: Int, days: ClosedRange<Int>,
    mostForEach: Int = 20_000
  ) throws {
    guard requests <= Self.mostForSamples else { return }
    let isSample = requests > mostForEach
    let (index, condition) =
      isSample ? ("exchange_sample", " AND \(UsageCells.isSampled)") : ("exchange_cell", "")
    let sql = """
      SELECT first_token_ms, total_ms FROM exchange INDEXED BY \(index)
      WHERE cell = ? AND day BETWEEN ? AND ?\(condition)
      """
    var speeds: [String: (firstToken: [Double], total: [Double])] = [:]
    for cell in cells {
      var speed = speeds.removeValue(forKey: cell.line.model) ?? ([], [])
      try each(sql, cell.id, days.lowerBound, days.upperBound) { row in
        if let firstToken = row.double(0) { speed.firstToken.append(firstToken) }
        if let total = row.double(1) { speed.total.append(total) }
        return true
      }
      speeds[cell.line.model] = speed
    }
    for (model, speed) in speeds {
      builder.addSpeeds(model, firstToken: speed.firstToken, total: speed.total, isSample: isSample)
    }
  }
}

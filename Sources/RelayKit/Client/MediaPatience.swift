/// How long pictures and videos are waited for. A relay is silent while a picture is drawn, often for minutes; a
/// configuration that is more patient, knows no limit, or means its limits exactly, stays as it is.
public enum MediaPatience {
  /// Seconds without a byte until a picture is given up: suppliers take two minutes for large ones, and relays give up
  /// on them after five.
  public static let pictureSilence = 300.0
  /// Seconds for a request for pictures, with what is uploaded.
  public static let pictureTotal = 900.0
  /// Seconds without a byte until the submission of a video is given up. It only begins the work but may carry
  /// pictures.
  public static let submissionSilence = 180.0
  /// Seconds for all of a submission.
  public static let submissionTotal = 600.0

  /// Seconds without a byte of a download: a relay may take a minute to fetch the file from its supplier.
  static let downloadSilence = 90.0

  static func limits(
    _ configured: TransferLimits, exact: ExactLimits = [], for kind: AnswerKind
  ) -> TransferLimits {
    switch kind {
    case .chat: configured
    case .image: raised(configured, exact, silence: pictureSilence, total: pictureTotal)
    case .video: raised(configured, exact, silence: submissionSilence, total: submissionTotal)
    }
  }

  private static func raised(
    _ configured: TransferLimits, _ exact: ExactLimits, silence: Double, total: Double
  ) -> TransferLimits {
    var limits = configured
    if !exact.contains(.stall) { limits.stallSeconds = limits.stallSeconds.map { max($0, silence) } }
    if !exact.contains(.total) { limits.totalSeconds = limits.totalSeconds.map { max($0, total) } }
    return limits
  }

  /// Of a download: a file may be large and its line slow, so only silence ends it.
  static func downloadLimits(_ configured: TransferLimits, maximumBytes: Int) -> TransferLimits {
    var limits = configured
    limits.totalSeconds = nil
    limits.stallSeconds = limits.stallSeconds.map { max($0, downloadSilence) }
    limits.maximumBytes = maximumBytes
    return limits
  }
}

/// How long pictures and videos are waited for. A relay is silent while a picture is drawn, often for minutes; a
/// configuration that is more patient, or knows no limit, stays as it is.
enum MediaPatience {
  /// Seconds without a byte until a picture is given up: suppliers take two minutes for large ones, and relays give up
  /// on them after five.
  static let pictureSilence = 300.0
  /// Seconds for a request for pictures, with what is uploaded.
  static let pictureTotal = 900.0
  /// Seconds for the submission of a video, which only begins the work but may carry pictures.
  static let submissionSilence = 180.0
  static let submissionTotal = 600.0

  /// Seconds without a byte of a download: a relay may take a minute to fetch the file from its supplier.
  static let downloadSilence = 90.0

  static func limits(_ configured: TransferLimits, for kind: AnswerKind) -> TransferLimits {
    var limits = configured
    switch kind {
    case .chat: break
    case .image:
      limits.stallSeconds = limits.stallSeconds.map { max($0, pictureSilence) }
      limits.totalSeconds = limits.totalSeconds.map { max($0, pictureTotal) }
    case .video:
      limits.stallSeconds = limits.stallSeconds.map { max($0, submissionSilence) }
      limits.totalSeconds = limits.totalSeconds.map { max($0, submissionTotal) }
    }
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

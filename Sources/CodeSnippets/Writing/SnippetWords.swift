import RelayKit

/// What snippets of all languages say and decide alike.
package enum SnippetWords {
  /// The environment variable that holds the key.
  package static let keyVariable = CurlExport.keyVariable

  // MARK: Comments

  package static let retry =
    "One more try after a pause, and only while nothing of the answer has come."
  package static let video =
    "It may be billed even if no answer comes, so it is never submitted twice."
  package static let poll = "It takes a while: ask less and less often."

  // MARK: Decisions

  /// Seconds before the second try. The try is made after status 429, 500 and above, and when there was no
  /// connection.
  package static let retryPause = 2
  /// Seconds before a video is asked for again: the first pause, the factor of the next, the longest.
  package static let pollPause = 2
  package static let pollFactor = "1.5"
  package static let longestPollPause = 15
  /// Seconds after which a video is given up.
  package static let pollLimit = 1800
  /// In lower case: what relays call a video that is done, in the flat and in the wrapped shape of the answer.
  package static let doneStatuses = ["completed", "success", "succeeded"]
  package static let failedStatuses = ["failed", "failure", "cancelled"]
  package static let videoFile = "video.mp4"
  /// Between several answers.
  package static let separator = "---"
}

/// A picture of an answer as a file of the user's.
package struct PictureFile: Sendable, Hashable {
  /// Id of the exchange that it came with.
  package var exchange: String
  /// Among the pictures of the answer, from 0.
  package var position: Int
  /// Absolute; empty when nothing could be saved: then `note` says why.
  package var path: String
  package var format: PictureFormat
  /// Pixels; `nil` where the file does not tell.
  package var width: Int?
  package var height: Int?
  package var byteCount: Int
  /// Ends as a file of its format does: one that was cut off does not.
  package var isComplete: Bool
  /// What is wrong with it, in one sentence; empty when nothing is.
  package var note: String
  /// Wall clock, seconds since 1970.
  package var savedAt: Double

  package init(
    exchange: String, position: Int, path: String, format: PictureFormat, width: Int? = nil,
    height: Int? = nil,
    byteCount: Int, isComplete: Bool = true, note: String = "", savedAt: Double
  ) {
    self.exchange = exchange
    self.position = position
    self.path = path
    self.format = format
    self.width = width
    self.height = height
    self.byteCount = byteCount
    self.isComplete = isComplete
    self.note = note
    self.savedAt = savedAt
  }

  /// The last part of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// There is a file.
  package var isSaved: Bool { !path.isEmpty }

  /// `PNG 1536 x 1024, 1.9 MB`: what is known of it.
  package var summary: String {
    var words = format.title
    if let width, let height { words += (words.isEmpty ? "" : " ") + "\(width) x \(height)" }
    if byteCount > 0 { words += (words.isEmpty ? "" : ", ") + NumberWords.bytes(byteCount) }
    return words
  }
}

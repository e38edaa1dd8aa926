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
  package var name: String { PathName.last(of: path) }

  /// There is a file.
  package var isSaved: Bool { !path.isEmpty }

  /// `PNG 1536 x 1024, 1.9 MB`: what is known of it.
  package var summary: String {
    let size = width.flatMap { width in height.map { (width, $0) } }
    return Self.summary(format, size, byteCount: byteCount)
  }

  /// The same of any picture.
  package static func summary(
    _ format: PictureFormat, _ size: (width: Int, height: Int)?, byteCount: Int
  ) -> String {
    let picture = [format.title, size.map { "\($0.width) x \($0.height)" } ?? ""].filter { !$0.isEmpty }
    let bytes = byteCount > 0 ? NumberWords.bytes(byteCount) : ""
    return [picture.joined(separator: " "), bytes].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

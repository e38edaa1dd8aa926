/// Why bytes are no picture that can be shown.
package enum PictureProblem: Error, Sendable, Hashable {
  case unknownFormat
  /// Pixels, as the file announces them.
  case tooLarge(width: Int, height: Int)
  /// A sentence about what the decoder met.
  case broken(String)

  package var sentence: String {
    switch self {
    case .unknownFormat: "This is no PNG, JPEG, GIF, WebP or BMP picture."
    case .tooLarge(let width, let height):
      "The picture says that it has \(width) x \(height) pixels: too many to be shown here."
    case .broken(let sentence): sentence
    }
  }
}

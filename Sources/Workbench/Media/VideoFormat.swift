/// What kind of video a file holds, told by its first bytes.
package enum VideoFormat {
  /// Of a file's name, without the point; `mp4`, the usual one, for what is not known.
  /// - Parameter bytes: the beginning of the file; 16 bytes are enough.
  package static func fileEnding(_ bytes: some Collection<UInt8>) -> String {
    let head = Array(bytes.prefix(16))
    func has(_ text: String, at place: Int) -> Bool { head.dropFirst(place).starts(with: Array(text.utf8)) }
    if has("ftypqt", at: 4) { return "mov" }
    if has("RIFF", at: 0), has("AVI ", at: 8) { return "avi" }
    if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "webm" }
    if has("YUV4MPEG2", at: 0) { return "y4m" }
    return switch PictureFormat.sniff(head) {
    case .gif: "gif"
    case .webp: "webp"
    default: "mp4"
    }
  }
}

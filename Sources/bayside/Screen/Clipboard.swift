import CursesTerminal
import Glibc
import Playground

/// Copies by the way that works here, and says which one it was. A file is always written as well. Any thread.
struct Clipboard: Sendable {
  /// What became of a copy.
  struct Result: Sendable {
    /// For the footer.
    var sentence: String
    /// To be written to the terminal: OSC 52.
    var terminalBytes: String?
  }

  /// Longer sequences are refused by tmux and by some terminals, in bytes of base64.
  private static let oscLimit = 74_994
  let directory: String

  func copy(_ item: CopyItem) -> Result {
    let bytes = Array(item.text.utf8)
    let path = directory + "/" + item.fileName
    let isSaved = PrivateFile.write(bytes, to: path)
    let what = "\(item.name): \(Self.size(of: item.text))"
    let also = isSaved ? " Also in \(path)" : ""
    if Self.isSet("TMUX"), ChildProcess.run(["tmux", "load-buffer", "-w", "-"], input: bytes) == 0 {
      return Result(sentence: "Copied \(what) through tmux.\(also)")
    }
    if let tool = Self.nativeTool, ChildProcess.run(tool, input: bytes) == 0 {
      return Result(sentence: "Copied \(what) with \(tool[0]).\(also)")
    }
    let encoded = Base64.text(bytes)
    // GNU screen cuts long sequences into pieces that terminals do not join.
    if encoded.utf8.count <= Self.oscLimit, !Self.isSet("STY") {
      return Result(
        sentence: "Copied \(what) by OSC 52; your terminal does not confirm it.\(also)",
        terminalBytes: "\u{1B}]52;c;\(encoded)\u{07}")
    }
    return Result(
      sentence: isSaved
        ? "Too large for the terminal (\(what)). Written to \(path)."
        : "Could not copy \(what): \(path) cannot be written.")
  }

  /// The desktop's own tool, unless this is a remote shell: it would fill the clipboard over there.
  private static var nativeTool: [String]? {
    if isSet("SSH_CONNECTION") || isSet("SSH_TTY") { return nil }
    if isSet("WAYLAND_DISPLAY") { return ["wl-copy"] }
    return isSet("DISPLAY") ? ["xclip", "-selection", "clipboard"] : nil
  }

  private static func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }

  private static func size(of text: String) -> String {
    let lines = text.isEmpty ? 0 : text.utf8.count { $0 == 0x0A } + (text.hasSuffix("\n") ? 0 : 1)
    return "\(lines) line\(lines == 1 ? "" : "s"), \(text.utf8.count) B"
  }
}

/// Bytes as base64 text (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let value =
        UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      text.append(alphabet[Int(value >> 18)])
      text.append(alphabet[Int(value >> 12 & 63)])
      text.append(left > 1 ? alphabet[Int(value >> 6 & 63)] : 0x3D)
      text.append(left > 2 ? alphabet[Int(value & 63)] : 0x3D)
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}

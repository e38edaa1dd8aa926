import CursesTerminal
import Glibc

/// Copies by the way that works here, and says which one it was. Always writes a file as well.
struct Clipboard {
  /// tmux refuses longer sequences; so do other terminals.
  private static let oscLimit = 74_994
  let directory: String
  let send: (String) -> Void

  /// - Returns: the sentence for the footer.
  func copy(_ text: String, name: String) -> String {
    let bytes = Array(text.utf8)
    let lines = text.isEmpty ? 0 : text.split(separator: "\n", omittingEmptySubsequences: false).count
    let size = "\(lines) line\(lines == 1 ? "" : "s"), \(bytes.count) B"
    let path = directory + "/" + name
    let isSaved = save(bytes, to: path)
    let also = isSaved ? " Also in \(path)" : ""
    if getenv("TMUX") != nil, ChildProcess.run(["tmux", "load-buffer", "-w", "-"], input: bytes) == 0 {
      return "Copied \(size) through tmux.\(also)"
    }
    for (variable, command) in [
      ("WAYLAND_DISPLAY", ["wl-copy"]), ("DISPLAY", ["xclip", "-selection", "clipboard"]),
    ] where getenv(variable) != nil {
      if ChildProcess.run(command, input: bytes) == 0 { return "Copied \(size) with \(command[0]).\(also)" }
    }
    let encoded = Self.base64(bytes)
    if encoded.utf8.count <= Self.oscLimit {
      send("\u{1B}]52;c;\(encoded)\u{07}")
      return "Copied \(size) by OSC 52; the terminal does not confirm it.\(also)"
    }
    return isSaved
      ? "Too large for OSC 52 (\(size)). Written to \(path)." : "Could not copy: \(path) cannot be written."
  }

  private func save(_ bytes: [UInt8], to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
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

import Glibc

/// A text in the user's own editor. Nothing is lost when the editor fails.
enum TextEditor {
  /// - Parameters:
  ///   - editor: a command for the shell, perhaps with arguments; `nil` takes vi.
  ///   - run: runs a program on the terminal and gives its status.
  static func edit(_ text: String, path: String, editor: String?, run: ([String]) -> Int32?) -> (
    text: String?, notice: String
  ) {
    Glibc.unlink(path)
    guard write(text, to: path) else { return (nil, "\(path) cannot be written.") }
    defer { Glibc.unlink(path) }
    // The command may hold arguments, so the shell reads it, as git and others do.
    let status = run(["sh", "-c", "\(editor ?? "vi") \"$1\"", "bayside", path])
    guard status == 0 else {
      let ending = status.map { "Editor ended with status \($0)" } ?? "The editor could not be started"
      return (nil, ending + "; your text is unchanged.")
    }
    guard var edited = read(path) else {
      return (nil, "The edited text could not be read; your text is unchanged.")
    }
    // Editors end the last line; the message does not need that.
    if edited.hasSuffix("\n"), !text.hasSuffix("\n") { edited.removeLast() }
    return (edited, editor == nil ? "$EDITOR is not set; vi was used." : "")
  }

  private static func write(_ text: String, to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 { return nil }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

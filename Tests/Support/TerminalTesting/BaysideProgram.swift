import Glibc

/// The built bayside on a pseudo-terminal, in an environment that holds nothing of the machine's.
package enum BaysideProgram {
  /// Beside the tests.
  package static let path: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count - 1))
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/bayside"
  }()

  /// A home directory of its own. It is left to the system's cleaning of /tmp.
  package static func home() -> String {
    var template = Array("/tmp/bayside-pty-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  package static func environment(_ more: [String: String] = [:]) -> [String: String] {
    let own = [
      "HOME": home(), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    return own.merging(more) { $1 }
  }

  /// - Parameter variables: beside or in place of the usual ones.
  package static func start(
    _ arguments: String..., variables: [String: String] = [:], columns: Int = 80, rows: Int = 24
  ) throws -> PtyProgram {
    try PtyProgram(
      [path] + arguments, environment: environment(variables), columns: columns, rows: rows)
  }
}

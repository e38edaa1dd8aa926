import Glibc

/// A process that journals, told from others that get the same number after it.
struct ThisProcess: Hashable {
  let pid: Int
  /// Of the system's start.
  let boot: String
  /// When it began, in ticks since then.
  let started: String

  static var current: ThisProcess {
    ThisProcess(pid: Int(getpid()), boot: bootID, started: startTime(of: Int(getpid())) ?? "")
  }

  /// Another one may have taken the number over; then it began at another time.
  var isAlive: Bool { boot == Self.bootID && Self.startTime(of: pid) == started }

  static func insertRow(_ database: Database) throws -> Int {
    let process = current
    try database.run(
      "INSERT INTO run(pid, boot, started) VALUES(?, ?, ?)", process.pid, process.boot, process.started)
    return database.lastRow
  }

  private static var bootID: String {
    let text = read("/proc/sys/kernel/random/boot_id")
    return String(text.prefix { $0 != "\n" })
  }

  /// `nil` when there is no such process.
  private static func startTime(of pid: Int) -> String? {
    // Its name, in brackets, may hold spaces and brackets.
    let line = read("/proc/\(pid)/stat")
    guard let name = line.lastIndex(of: ")") else { return nil }
    let fields = line[name...].split(separator: " ")
    // A process that has ended and that nobody waited for writes nothing any more.
    guard fields.count > 20, fields[1] != "Z", fields[1] != "X" else { return nil }
    return String(fields[20])
  }

  private static func read(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = max(0, Glibc.read(file, &buffer, buffer.count))
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}

extension Row {
  /// The process of a row of `run`: its number, boot and start stand from this column on. `nil` where there is none.
  func process(_ column: Int) -> ThisProcess? {
    int(column).map { ThisProcess(pid: $0, boot: text(column + 1) ?? "", started: text(column + 2) ?? "") }
  }
}

import Glibc
import Testing

/// A program that serves on 127.0.0.1 until the value goes away, at the longest for a minute.
final class LocalServer {
  private let process: pid_t
  private let output: Int32

  /// Starts `arguments` and reads what it prints until a line has `ready` in it.
  /// - Returns: that line.
  static func start(_ arguments: [String], until ready: String) throws -> (server: LocalServer, line: String)
  {
    let server = try LocalServer(["timeout", "60"] + arguments)
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(server.output, &buffer, buffer.count)
      guard count > 0 else { throw Failure(output: text) }
      text += String(decoding: buffer[..<count], as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = lines.first(where: { $0.contains(ready) }) { return (server, String(line)) }
    }
  }

  struct Failure: Error { var output: String }

  private init(_ arguments: [String]) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(output: "no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var started = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let status = posix_spawnp(&started, arguments[0], &actions, nil, &words, environ)
    close(ends[1])
    output = ends[0]
    process = started
    guard status == 0 else {
      close(output)
      throw Failure(output: "\(arguments[0]): \(String(cString: strerror(status)))")
    }
  }

  deinit {
    kill(process, SIGTERM)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(output)
  }

  /// Runs a program to its end.
  static func run(_ arguments: [String]) throws {
    let server = try LocalServer(arguments)
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = read(server.output, &buffer, buffer.count), count > 0 {
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    var info = siginfo_t()
    waitid(P_PID, id_t(server.process), &info, WEXITED | WNOWAIT)
    guard info._sifields._sigchld.si_status == 0 else { throw Failure(output: text) }
  }

  static func isInstalled(_ program: String) -> Bool {
    let paths = getenv("PATH").map { String(cString: $0) } ?? ""
    return (paths.split(separator: ":").map(String.init) + ["/usr/sbin"]).contains {
      access("\($0)/\(program)", X_OK) == 0
    }
  }

  /// A port that is free now.
  static func freePort() throws -> Int {
    let port = try Listener(backlog: 1).port
    return port
  }
}

/// A port that completes connections, as many as the backlog takes, and never reads from them.
final class Listener {
  let descriptor: Int32
  let port: Int
  private var fillers: [Int32] = []

  init(backlog: Int32) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let failed = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) != 0 || listen(descriptor, backlog) != 0
          || getsockname(descriptor, $0, &length) != 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    if failed { throw LocalServer.Failure(output: "no port: \(errno)") }
  }

  /// Takes every place in the backlog, so that further connections wait.
  func fill() {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    address.sin_port = in_port_t(port).bigEndian
    for _ in 0..<8 {
      let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      _ = fcntl(filler, F_SETFL, O_NONBLOCK)
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      fillers.append(filler)
    }
  }

  /// Accepts the next connection and waits for its first bytes; it stays open.
  func receivesSomething() -> Bool {
    let accepted = accept(descriptor, nil, nil)
    fillers.append(accepted)
    var byte: UInt8 = 0
    return recv(accepted, &byte, 1, Int32(MSG_PEEK)) == 1
  }

  deinit {
    for filler in fillers { close(filler) }
    close(descriptor)
  }
}

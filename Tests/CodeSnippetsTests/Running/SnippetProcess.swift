import CPlatform
import Dispatch
import Glibc
import Synchronization

/// A directory that is gone after the test.
final class SnippetDirectory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/bayside-snippet-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  func write(_ name: String, _ bytes: [UInt8]) {
    let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
  }

  func makeDirectory(_ name: String) { mkdir(path + "/" + name, 0o755) }

  func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

  /// `nil` when there is no such file.
  func read(_ name: String) -> [UInt8]? {
    let descriptor = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { Self.remove(path + "/" + name) }
      }
      closedir(directory)
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// A program that runs in a directory, with our environment but for proxies, and with a key that is none.
enum SnippetProcess {
  static let key = "sk-test-0000-not-a-key"

  struct Result: Sendable {
    /// The exit status, or 128 and the signal. -1 when it could not be started.
    var status: Int32
    var out: [UInt8]
    var err: [UInt8]
    var text: String { String(decoding: out, as: UTF8.self) }
    var errors: String { String(decoding: err, as: UTF8.self) }
  }

  /// - Parameters:
  ///   - seconds: it is killed when it says nothing for so long.
  ///   - sawOutput: called with all that came on standard output, whenever more came.
  static func run(
    _ words: [String], in directory: SnippetDirectory, seconds: Int32 = 60,
    sawOutput: @escaping @Sendable ([UInt8]) -> Void = { _ in }
  ) async -> Result {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: runNow(words, in: directory, seconds: seconds, sawOutput: sawOutput))
      }
    }
  }

  private static let environment: [String] = {
    var found: [String] = []
    var entry = environ
    while let variable = entry.pointee {
      found.append(String(cString: variable))
      entry += 1
    }
    let own = ["TOKENBAY_API_KEY", "LANG", "LC_ALL", "SWIFT_BACKTRACE"]
    found.removeAll { variable in
      let name = String(variable.prefix { $0 != "=" })
      return own.contains(name) || name.lowercased().hasSuffix("_proxy")
    }
    return found + ["TOKENBAY_API_KEY=\(key)", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"]
  }()

  private static func runNow(
    _ words: [String], in directory: SnippetDirectory, seconds: Int32, sawOutput: ([UInt8]) -> Void
  ) -> Result {
    var result = Result(status: -1, out: [], err: [])
    let words = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory.path] + words
    var (out, outEnd, err, errEnd): (Int32, Int32, Int32, Int32) = (-1, -1, -1, -1)
    guard cp_pipe(&out, &outEnd) == 0, cp_pipe(&err, &errEnd) == 0 else { return result }
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    let child = arguments.withUnsafeMutableBufferPointer { arguments in
      variables.withUnsafeMutableBufferPointer { variables in
        cp_spawn(arguments.baseAddress!, variables.baseAddress!, null, outEnd, errEnd)
      }
    }
    for pointer in arguments + variables { free(pointer) }
    for descriptor in [null, outEnd, errEnd] { close(descriptor) }
    defer {
      close(out)
      close(err)
    }
    guard child > 0 else { return result }
    var buffer = [UInt8](repeating: 0, count: 65536)
    var isOpen = [true, true]
    while isOpen[0] || isOpen[1] {
      var watched = [out, err].enumerated().map {
        pollfd(fd: isOpen[$0] ? $1 : -1, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&watched, 2, seconds * 1000) > 0 else {
        kill(child, SIGKILL)
        result.err += Array("\nkilled: it said nothing for \(seconds) s\n".utf8)
        break
      }
      for stream in 0...1 where watched[stream].revents != 0 {
        let count = read(watched[stream].fd, &buffer, buffer.count)
        guard count > 0 else {
          isOpen[stream] = false
          continue
        }
        if stream == 0 {
          result.out += buffer[..<count]
          sawOutput(result.out)
        } else {
          result.err += buffer[..<count]
        }
      }
    }
    var status: Int32 = 0
    _ = cp_wait(child, true, &status)
    result.status = status
    return result
  }
}

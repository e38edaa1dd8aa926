internal import CPlatform
internal import Glibc

/// A file system of its own, for root alone; it goes with the value.
package final class Mount: Sendable {
  package let path: String

  /// - Returns: `nil` where it is not allowed.
  package init?(_ path: String, options: String, of source: String = "tmpfs", type: String? = "tmpfs") {
    self.path = path
    mkdir(path, 0o700)
    var words = ["mount"]
    if let type { words += ["-t", type] }
    guard Mount.run(words + ["-o", options, source, path]) == 0 else { return nil }
  }

  deinit { _ = Mount.run(["umount", "-l", path]) }

  package static func run(_ words: [String]) -> Int32 {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    let child = pointers.withUnsafeMutableBufferPointer { words in
      words.baseAddress.map { cp_spawn($0, environ, null, null, null) } ?? -1
    }
    guard child > 0 else { return -1 }
    var code: Int32 = -1
    _ = cp_wait(child, true, &code)
    return code
  }

  package static let isAllowed: Bool = {
    var template = Array("/tmp/bayside-mount-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return false }
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { rmdir(directory) }
    let probe = directory + "/probe"
    defer { rmdir(probe) }
    return Mount(probe, options: "size=64k") != nil
  }()
}

import CPlatform
import Glibc

@testable import bayside

/// A small file system of its own, for root alone.
final class SmallDisk: Sendable {
  let path: String

  /// - Returns: `nil` where it is not allowed.
  init?(_ path: String, kilobytes: Int, isReadOnly: Bool = false) {
    self.path = path
    mkdir(path, 0o700)
    let options = "size=\(kilobytes)k" + (isReadOnly ? ",ro" : "")
    guard Self.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path]) == 0 else { return nil }
  }

  deinit { _ = Self.run(["umount", "-l", path]) }

  func grow(kilobytes: Int) -> Bool {
    Self.run(["mount", "-o", "remount,size=\(kilobytes)k", path]) == 0
  }

  /// All names in it.
  var names: [String] {
    guard let stream = opendir(path) else { return ["?"] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != "..", !MediaPath.isDirectory(path + "/" + name) { names.append(name) }
    }
    return names
  }

  private static func run(_ words: [String]) -> Int32 {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    let child = pointers.withUnsafeMutableBufferPointer {
      cp_spawn($0.baseAddress!, environ, null, null, null)
    }
    guard child > 0 else { return -1 }
    var code: Int32 = -1
    _ = cp_wait(child, true, &code)
    return code
  }

  static let isAllowed: Bool = {
    let scratch = ScratchDirectory()
    return SmallDisk(scratch.path + "/probe", kilobytes: 64) != nil
  }()
}

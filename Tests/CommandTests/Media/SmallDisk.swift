import Glibc
import SmallDisks

@testable import bayside

/// A small file system with files of pictures and videos, for root alone.
struct SmallDisk {
  private let mount: Mount
  var path: String { mount.path }

  /// - Returns: `nil` where it is not allowed.
  init?(_ path: String, kilobytes: Int, isReadOnly: Bool = false) {
    guard let mount = Mount(path, options: "size=\(kilobytes)k" + (isReadOnly ? ",ro" : "")) else {
      return nil
    }
    self.mount = mount
  }

  func grow(kilobytes: Int) -> Bool {
    Mount.run(["mount", "-o", "remount,size=\(kilobytes)k", path]) == 0
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
}

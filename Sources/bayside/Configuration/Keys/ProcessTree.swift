import Glibc

/// A program that was started, with all that it started itself.
///
/// A process group would be simpler, but the program may have to ask on the terminal. There a group in the background
/// is stopped, and one in the foreground takes the terminal away from the other programs of a pipeline. So the program
/// stays in our group, and what it started is found by who is whose parent.
enum ProcessTree {
  /// Kills all of it. What was left by a parent that has ended is not found: it lives on by its own wish, as agents of
  /// password managers do.
  /// - Parameter root: a child of this process that was not waited for yet.
  static func kill(_ root: pid_t) {
    var tree: Set<pid_t> = []
    var found: Set<pid_t> = [root]
    while !found.isEmpty {
      // Who is stopped starts nothing and waits for nobody, so that no number of the tree is given to others.
      for process in found { Glibc.kill(process, SIGSTOP) }
      tree.formUnion(found)
      found = children(of: tree).subtracting(tree)
    }
    for process in tree { Glibc.kill(process, SIGKILL) }
  }

  private static func children(of parents: Set<pid_t>) -> Set<pid_t> {
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    var children: Set<pid_t> = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let process = pid_t(name), let parent = parent(of: process), parents.contains(parent) else {
        continue
      }
      children.insert(process)
    }
    return children
  }

  /// `nil` when there is no such process.
  private static func parent(of process: pid_t) -> pid_t? {
    let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let line = String(decoding: Output.readInput(file, limit: 4096), as: UTF8.self)
    // Its name, in brackets, may hold spaces and brackets; behind it stand its state and its parent.
    guard let name = line.lastIndex(of: ")") else { return nil }
    let fields = line[name...].split(separator: " ")
    return fields.count > 2 ? pid_t(fields[2]) : nil
  }
}

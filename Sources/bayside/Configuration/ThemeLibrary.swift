import Glibc
import JSON5
import TerminalUI

/// Every theme that can be named: the user's files, the machine's, and those that are compiled in. Of two with
/// one name the user's counts.
struct ThemeLibrary: Sendable {
  private static let maximumBytes = 64 << 10

  private struct Entry {
    var name: String
    /// Those that are compiled in are read when they are wanted: the first frame needs one of them.
    var theme: Theme?
    var bytes: [UInt8] = []
  }

  /// In the order in which they are offered, without `terminal` and `mono`.
  private var entries: [Entry] = []
  /// What is wrong with files that are no themes, by the name that they would have had.
  private(set) var broken: [String: String] = [:]
  /// Slots of base16 schemes that were hard to read and were moved, by theme.
  private(set) var moved: [String: [Theme.MovedSlot]] = [:]

  /// - Parameter directories: the first that has a theme counts.
  init(directories: [String]) {
    for directory in directories {
      for file in Self.files(in: directory) { add(file, in: directory) }
    }
    // The shipped ones come first, also when a file has taken the place of one.
    let own = entries
    entries = Theme.shippedFiles.map { file in
      own.first { $0.name == file.name } ?? Entry(name: file.name, bytes: file.bytes)
    }
    entries += own.filter { entry in !has(entry.name) }
  }

  private func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

  /// The directories of this user and this machine.
  init(_ environment: ProcessEnvironment, configuration: Configuration) {
    self.init(directories: Self.directories(environment, configuration: configuration))
  }

  /// - Parameter program: the directory that the program is in.
  static func directories(
    _ environment: ProcessEnvironment, configuration: Configuration, program: String? = programDirectory
  ) -> [String] {
    var directories = [configuration.directory + "/themes"]
    let usual = environment.configurationFile.map { String($0.dropLast("/config.json5".count)) + "/themes" }
    if let usual, !directories.contains(usual) { directories.append(usual) }
    var data = environment.dataDirectories.map { $0 + "/bayside/themes" }
    // Beside the program, wherever it was installed; after the user's own.
    if let program {
      data.insert(program + "/../share/bayside/themes", at: min(1, data.count))
      if let checkout = checkout(above: program) { data.insert(checkout + "/themes", at: min(1, data.count)) }
    }
    return directories + data
  }

  /// The package that the program was built in, so that a new theme there needs no further line.
  private static func checkout(above directory: String) -> String? {
    var parts = directory.split(separator: "/")
    while !parts.isEmpty {
      let path = "/" + parts.joined(separator: "/")
      if access(path + "/Package.swift", R_OK) == 0, access(path + "/themes", R_OK) == 0 { return path }
      parts.removeLast()
    }
    return nil
  }

  /// Names for a list, all that `theme(named:)` knows.
  var names: [String] { entries.map(\.name) + ["terminal", Theme.mono.name] }

  /// - Parameter isLight: the terminal's background, for `terminal`.
  /// - Throws: a sentence with the names that there are, or what is wrong with the file.
  func theme(named name: String, isLight: Bool) throws(UsageError) -> Theme {
    if name == Theme.mono.name { return .mono }
    if name == "terminal" { return .terminal(isLight: isLight) }
    if let report = broken[name] {
      throw UsageError(sentence: "The theme “\(name)” cannot be read.", report: report)
    }
    if let entry = entries.first(where: { $0.name == name }),
      let theme = entry.theme ?? (try? ThemeFile.read(entry.bytes, name: name + ".json5"))
    {
      return theme
    }
    throw UsageError(sentence: "There is no theme “\(name)”. There are: \(names.joined(separator: ", ")).")
  }

  private mutating func add(_ file: String, in directory: String) {
    let path = directory + "/" + file
    let stem = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
    guard let bytes = Self.read(path) else { return }
    if file.hasSuffix(".json5") {
      // A checkout holds the files that are compiled in anyway.
      if let shipped = Theme.shippedFiles.first(where: { $0.name == stem }), shipped.bytes == bytes {
        if !has(stem) { entries.append(Entry(name: stem, bytes: bytes)) }
        return
      }
      do {
        let theme = try ThemeFile.read(bytes, name: path)
        if !has(theme.name) { entries.append(Entry(name: theme.name, theme: theme)) }
      } catch {
        note(error.report, about: stem)
      }
      return
    }
    do {
      let (theme, moved) = try Base16Scheme.read(bytes, themeName: stem)
      guard !has(stem) else { return }
      entries.append(Entry(name: stem, theme: theme))
      self.moved[stem] = moved
    } catch {
      note("\(path):\(error.line): \(error.sentence)", about: stem)
    }
  }

  /// A file that comes first is the one that was meant, also when it is broken.
  private mutating func note(_ report: String, about name: String) {
    if broken[name] == nil, !has(name) { broken[name] = report }
  }

  /// Names of files that may be themes, sorted.
  private static func files(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if [".json5", ".yaml", ".yml"].contains(where: name.hasSuffix), !name.hasPrefix(".") {
        names.append(name)
      }
    }
    return names.sorted()
  }

  private static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let bytes = Output.readInput(file, limit: maximumBytes)
    return bytes.count < maximumBytes ? bytes : nil
  }

  private static var programDirectory: String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}

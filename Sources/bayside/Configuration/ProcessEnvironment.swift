import Glibc

/// The environment of the process and who runs it, as a value, so that tests can say what it is.
struct ProcessEnvironment: Sendable {
  var variables: [String: String]

  static var process: ProcessEnvironment {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return ProcessEnvironment(variables: variables)
  }

  /// A variable that is set and not empty.
  subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// XDG Base Directory Specification: a relative path in the variable is ignored.
  func directory(_ variable: String, orHome suffix: String) -> String? {
    if let path = self[variable], path.hasPrefix("/") { return path }
    return self["HOME"].map { $0 + "/" + suffix }
  }

  /// `config.json5` where it is looked for when no file is named.
  var configurationFile: String? {
    directory("XDG_CONFIG_HOME", orHome: ".config").map { $0 + "/bayside/config.json5" }
  }

  /// Data of the user first, then of the machine.
  var dataDirectories: [String] {
    let machine = (self["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(separator: ":").map(
      String.init)
    let own = directory("XDG_DATA_HOME", orHome: ".local/share").map { [$0] } ?? []
    return own + machine.filter { $0.hasPrefix("/") }
  }

  /// A path as shown: the home directory is `~`.
  func shown(_ path: String) -> String {
    guard let home = self["HOME"], home != "/", path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  /// A path as written: `~/` is the home directory, and a relative path begins at `directory`.
  func resolved(_ path: String, in directory: String) -> String {
    if path.hasPrefix("~/"), let home = self["HOME"] { return home + path.dropFirst(1) }
    return path.hasPrefix("/") ? path : directory + "/" + path
  }
}

import Glibc
import JSON5
import RelayKit
import Workbench

/// Presets as files, one each, in `bayside/presets` of the user's configuration directory.
struct PresetStore: Sendable {
  let directory: String?

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_CONFIG_HOME", orHome: ".config").map { $0 + "/bayside/presets" }
  }

  /// Sorted.
  var names: [String] {
    (directory.flatMap(FileListing.names) ?? []).compactMap { name in
      let ending = ".\(Preset.fileExtension)"
      return name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
    }
  }

  private func path(_ name: String) -> String? {
    PresetName.problem(name) == nil ? directory.map { "\($0)/\(name).\(Preset.fileExtension)" } : nil
  }

  func exists(_ name: String) -> Bool {
    var status = stat()
    return path(name).map { lstat($0, &status) == 0 } ?? false
  }

  /// - Throws: in words.
  func load(_ name: String) throws(UsageError) -> Preset {
    guard let path = path(name), exists(name) else {
      let closest = EditDistance.closest(to: name, in: names).map { " Did you mean \($0)?" } ?? ""
      throw UsageError(sentence: "There is no preset \(name).\(closest)")
    }
    let bytes = try InputFile.contents(path, limit: Preset.mostFileBytes)
    do {
      return try Preset(file: bytes, fileName: "\(name).\(Preset.fileExtension)")
    } catch {
      throw UsageError(sentence: "The preset \(name) cannot be used.", report: error.report)
    }
  }

  /// - Returns: what to tell the user.
  func save(_ preset: Preset) -> String {
    guard let path = path(preset.name) else { return "It is not kept: there is no home directory." }
    if let reason = PrivateFile.replace(path, with: Array(preset.fileText.utf8)) {
      return "The preset is not kept: \(reason)."
    }
    return "Kept as \(path)."
  }

  func delete(_ name: String) -> String {
    guard let path = path(name), unlink(path) == 0 else { return "There is no preset \(name)." }
    return "The preset \(name) is deleted."
  }

  func rename(_ old: String, to new: String) -> String {
    guard let from = path(old), let to = path(new), exists(old) else { return "There is no preset \(old)." }
    guard !exists(new) else { return "There is a preset \(new) already." }
    do {
      var preset = try load(old)
      preset.name = new
      if let reason = PrivateFile.replace(to, with: Array(preset.fileText.utf8)) {
        return "It is not renamed: \(reason)."
      }
      unlink(from)
      return "\(old) is called \(new) now."
    } catch {
      return error.sentence
    }
  }
}

/// The files of `themes/`, compiled in, so that the program works alone.
extension Theme {
  package static let shippedFiles: [(name: String, bytes: [UInt8])] = [
    ("bayside-night", PackageResources.bayside_night_json5),
    ("bayside-day", PackageResources.bayside_day_json5),
    ("fog", PackageResources.fog_json5),
    ("lighthouse", PackageResources.lighthouse_json5),
    ("chart-paper", PackageResources.chart_paper_json5),
    ("buoy", PackageResources.buoy_json5),
  ]

  /// The default ones first, one dark and one light.
  package static let shipped: [Theme] = shippedFiles.compactMap {
    try? ThemeFile.read($0.bytes, name: $0.name + ".json5")
  }

  package static func shipped(named name: String) -> Theme? { shipped.first { $0.name == name } }
}

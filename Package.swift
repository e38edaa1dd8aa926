// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "bayside",
  products: [
    .executable(name: "bayside", targets: ["bayside"]),
    .library(name: "RelayKit", targets: ["RelayKit"]),
    .library(name: "CurlTransport", targets: ["CurlTransport"]),
  ],
  targets: [
    // C libraries, each owned by one Swift target.
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

    // No pkgConfig: ncursesw.pc has flags that SwiftPM refuses with a warning at every build.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),

    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    // Decoders of pictures that browsers trust with the same strangers' bytes.
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),

    .target(name: "CPlatform"),
    // Loads libcurl (libcurl4-openssl-dev has its headers) when the first request is sent.
    .target(name: "CCurl"),
    // Loads libchafa when the first picture is made.
    .target(name: "CChafa"),

    .target(name: "RelayKit"),
    .target(name: "CurlTransport", dependencies: ["RelayKit", "CCurl"]),
    .target(name: "MockRelay", dependencies: ["RelayKit"]),
    .target(name: "JSON5"),
    // The shipped themes are compiled in; Files is a link to themes/.
    .target(
      name: "TerminalUI", dependencies: ["CPlatform", "JSON5"],
      resources: [.embedInCode("Themes/Files")]),
    .target(name: "CursesTerminal", dependencies: ["TerminalUI", "CNcurses", "CPlatform"]),
    .target(name: "ImageCells", dependencies: ["TerminalUI", "CChafa", "CPNG", "CTurboJPEG", "CWebP"]),
    .target(name: "MarkdownText", dependencies: ["TerminalUI", "CCmark"]),
    .target(name: "Workbench", dependencies: ["JSON5", "RelayKit"]),
    .target(name: "HistoryStore", dependencies: ["CSQLite", "RelayKit", "Workbench"]),
    .target(name: "CodeSnippets", dependencies: ["RelayKit"]),
    .target(
      name: "Playground",
      dependencies: ["CodeSnippets", "MarkdownText", "RelayKit", "TerminalUI", "Workbench"]),
    .executableTarget(
      name: "bayside",
      dependencies: [
        "CPlatform", "CodeSnippets", "CursesTerminal", "CurlTransport", "HistoryStore",
        "ImageCells", "JSON5", "MarkdownText", "MockRelay", "Playground", "RelayKit", "TerminalUI",
        "Workbench",
      ]),

    // Prints the figures behind the budgets; no product.
    .executableTarget(
      name: "bayside-bench",
      dependencies: [
        "CPlatform", "CurlTransport", "HistoryStore", "ImageCells", "MockRelay", "Playground", "RelayKit",
        "TerminalUI", "Workbench",
      ]),

    // For tests only: a terminal that can be read back.
    .systemLibrary(name: "CVTerm", pkgConfig: "vterm", providers: [.apt(["libvterm-dev"])]),
    .target(
      name: "TerminalTesting", dependencies: ["CPlatform", "CVTerm"], path: "Tests/Support/TerminalTesting"),

    .target(name: "SeededRandom", path: "Tests/Support/SeededRandom"),
    .target(name: "SmallDisks", dependencies: ["CPlatform"], path: "Tests/Support/SmallDisks"),
    .target(
      name: "UsageSamples", dependencies: ["RelayKit", "SeededRandom", "Workbench"],
      path: "Tests/Support/UsageSamples"),

    // Exchanges to be journalled, and a program that journals until it is killed.
    .target(
      name: "HistorySamples", dependencies: ["RelayKit", "Workbench"], path: "Tests/Support/HistorySamples"),
    .executableTarget(
      name: "history-child", dependencies: ["HistorySamples", "HistoryStore", "RelayKit", "Workbench"],
      path: "Tests/Support/HistoryChild"),

    // Shows one picture on a terminal.
    .executableTarget(
      name: "picture-child", dependencies: ["CursesTerminal", "ImageCells", "TerminalUI"],
      path: "Tests/Support/PictureChild"),

    .testTarget(
      name: "PtyTests",
      dependencies: ["bayside", "MockRelay", "RelayKit", "TerminalTesting", "picture-child"]),
    .testTarget(name: "ImageCellsTests", dependencies: ["ImageCells", "SeededRandom", "TerminalUI"]),
    .testTarget(name: "JSON5Tests", dependencies: ["JSON5", "SeededRandom"]),
    .testTarget(name: "TerminalUITests", dependencies: ["JSON5", "SeededRandom", "TerminalUI"]),
    .testTarget(
      name: "PlaygroundTests",
      dependencies: [
        "CodeSnippets", "Playground", "RelayKit", "SeededRandom", "TerminalUI", "UsageSamples", "Workbench",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "bayside", "CPlatform", "CurlTransport", "HistoryStore", "JSON5", "MockRelay", "RelayKit",
        "SeededRandom", "SmallDisks",
        "TerminalUI", "UsageSamples", "Workbench",
      ]),
    .testTarget(
      name: "CodeSnippetsTests", dependencies: ["CodeSnippets", "CPlatform", "MockRelay", "RelayKit"]),
    .testTarget(name: "RelayKitTests", dependencies: ["RelayKit", "SeededRandom"]),
    .testTarget(
      name: "HistoryStoreTests",
      dependencies: [
        "CPlatform", "CSQLite", "HistorySamples", "HistoryStore", "RelayKit", "SeededRandom", "SmallDisks",
        "UsageSamples",
        "Workbench",
        "history-child",
      ]),
    .testTarget(
      name: "WorkbenchTests", dependencies: ["RelayKit", "SeededRandom", "UsageSamples", "Workbench"]),
    .testTarget(
      name: "TransportTests", dependencies: ["CurlTransport", "MockRelay", "RelayKit", "Workbench"]),
    .testTarget(name: "MarkdownTextTests", dependencies: ["MarkdownText", "SeededRandom", "TerminalUI"]),
  ],
  swiftLanguageModes: [.v6]
)

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
for target in package.targets
where ![.system].contains(target.type) && !["CPlatform", "CChafa"].contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}

// swift-tools-version: 6.2
import PackageDescription

let debianCurl: [SystemPackageProvider] = [.apt(["libcurl4-openssl-dev"])]

let package = Package(
  name: "bayside",
  products: [
    .executable(name: "bayside", targets: ["bayside"]),
    .library(name: "RelayKit", targets: ["RelayKit"]),
    .library(name: "CurlTransport", targets: ["CurlTransport"]),
  ],
  targets: [
    // C libraries, each owned by one Swift target. ncurses has no `pkgConfig`: its flags make
    // the package manager print a warning at every build; the module map names the library.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: debianCurl),
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CVTerm", pkgConfig: "vterm", providers: [.apt(["libvterm-dev"])]),
    .target(name: "CPlatform"),

    .target(name: "StrictJSON5"),
    .target(name: "TerminalUI", dependencies: ["StrictJSON5"]),
    .target(name: "CursesTerminal", dependencies: ["TerminalUI", "CNcurses", "CPlatform"]),
    .target(name: "MarkdownText", dependencies: ["TerminalUI", "CCmark"]),
    .target(name: "RelayKit"),
    .target(name: "CurlTransport", dependencies: ["RelayKit", "CCurl"]),
    .target(name: "MockRelay", dependencies: ["RelayKit"]),
    .target(name: "Workbench", dependencies: ["RelayKit"]),
    .target(
      name: "Playground", dependencies: ["TerminalUI", "MarkdownText", "Workbench", "RelayKit"]),
    .executableTarget(
      name: "bayside",
      dependencies: [
        "TerminalUI", "CursesTerminal", "MarkdownText", "RelayKit", "CurlTransport", "MockRelay",
        "Workbench", "Playground", "StrictJSON5", "CPlatform",
      ]),
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
for target in package.targets where ![.system].contains(target.type) && target.name != "CPlatform" {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}

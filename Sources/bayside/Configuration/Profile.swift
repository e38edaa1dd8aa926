import JSON5
import RelayKit
import Workbench

/// A relay, its key and what requests begin with, under a name. Its settings stand before those of the rest of
/// the file.
struct Profile: Sendable {
  var name: Located<String>
  /// What the profile itself says.
  var settings: Configuration
}

extension Configuration {
  func profile(named name: String) -> Profile? { profiles.first { $0.name.value == name } }

  /// The configuration as it is with a profile. What belongs to the relay of the rest of the file (its key, its
  /// headers) stays away from a profile with another relay.
  /// - Parameter isAsked: the profile was asked for by name; else the file makes it the usual one.
  func taking(_ profile: Profile, isAsked: Bool) -> Configuration {
    var result = self
    let own = profile.settings
    result.profileInUse = profile.name.value
    result.profileIsAsked = isAsked
    if let baseURL = own.baseURL {
      let home = self.baseURL ?? KeyChoice.standardBaseURL
      if !(home.map(baseURL.hasOrigin(of:)) ?? false) {
        result.key = nil
        result.headers = []
        result.isOtherRelay = true
      }
      result.baseURL = baseURL
    }
    if own.key != nil { result.key = own.key }
    let names = Set(own.headers.map { $0.name.lowercased() })
    result.headers = result.headers.filter { !names.contains($0.name.lowercased()) } + own.headers
    for member in own.parameters.members { result.parameters[member.key] = member.value }
    result.model = own.model ?? model
    result.system = own.system ?? system
    result.preset = own.preset ?? preset
    result.streams = own.streams ?? streams
    result.timeout = own.timeout ?? timeout
    result.connectTimeout = own.connectTimeout ?? connectTimeout
    result.stall = own.stall ?? stall
    result.retries = own.retries ?? retries
    if !own.fallbackModels.isEmpty { result.fallbackModels = own.fallbackModels }
    result.fallback = own.fallback ?? fallback
    result.proxy = own.proxy ?? proxy
    result.noProxy = own.noProxy ?? noProxy
    result.caFile = own.caFile ?? caFile
    return result
  }

  /// Which profile is meant.
  /// - Parameter name: `--profile`; `nil` takes the file's usual one.
  /// - Throws: a sentence with the names that there are.
  func choosingProfile(_ name: String?) throws(UsageError) -> Configuration {
    if let name {
      guard let profile = profile(named: name) else { throw missingProfile(name) }
      return taking(profile, isAsked: true)
    }
    guard let usual = profile?.value, let found = self.profile(named: usual) else { return self }
    return taking(found, isAsked: false)
  }

  private func missingProfile(_ name: String) -> UsageError {
    let shown = KeyName.looksLikeKey(name) ? "of this name" : "“\(name.prefix(40))”"
    guard !profiles.isEmpty else {
      return UsageError(sentence: "There is no profile \(shown): \(file) names none.")
    }
    let names = profiles.map(\.name.value)
    let meant = Spelling.nearest(to: name, among: names).map { " Did you mean “\($0)”?" } ?? ""
    return UsageError(
      sentence:
        "There is no profile \(shown) in \(file).\(meant) There are: \(names.joined(separator: ", ")).")
  }
}

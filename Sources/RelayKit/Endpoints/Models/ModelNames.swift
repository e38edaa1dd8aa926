/// Compares names of models.
public enum ModelNames {
  /// The id that a mistyped one most likely means; `nil` when none comes close. Case, separators and a
  /// supplier's prefix (`openai/…`) count little: `GPT5.4` means `gpt-5.4`.
  public static func closest(to name: String, among ids: [String]) -> String? {
    let wanted = Array(plain(name))
    guard !wanted.isEmpty else { return nil }
    var best: (id: String, distance: Int)?
    for id in ids where id != name {
      let candidate = Array(plain(id))
      let limit = (best?.distance ?? max(1, wanted.count / 3) + 1) - 1
      guard abs(candidate.count - wanted.count) <= limit else { continue }
      let distance = EditDistance.between(wanted, candidate)
      if distance <= limit { best = (id, distance) }
      if distance == 0 { break }
    }
    return best?.id
  }

  private static func plain(_ name: String) -> String.UTF8View {
    let last = name.lowercased().split(separator: "/").last ?? ""
    return String(last.filter { $0.isLetter || $0.isNumber }).utf8
  }
}

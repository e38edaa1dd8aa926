extension Theme {
  /// A role that cannot be read well enough on a background.
  package struct LowContrast: Sendable, Hashable {
    package var role: Role
    package var slot: Slot
    package var background: Slot
    package var ratio: Double
  }

  /// Every pair that can be drawn: each role on its own background, or on all surfaces.
  package func contrasts() -> [LowContrast] {
    Role.allCases.flatMap { role -> [LowContrast] in
      let (slot, own) = Self.slots(of: role)
      let backgrounds = own.map { [$0] } ?? Self.backgrounds(of: role)
      return backgrounds.map { background in
        LowContrast(
          role: role, slot: slot, background: background,
          ratio: Contrast.ratio(self[slot], self[background]))
      }
    }
  }

  /// Lines and frames do not stand on a marked row.
  private static func backgrounds(of role: Role) -> [Slot] {
    neededContrast(of: role) < 4.5 ? surfaces.filter { $0 != .select } : surfaces
  }

  /// Pairs below what they need.
  package func unreadable() -> [LowContrast] {
    contrasts().filter { $0.ratio < Self.neededContrast(of: $0.role) }
  }

  /// Whether every text has the enhanced contrast of 7 (AAA).
  package var isHighContrast: Bool {
    kind == .colors && contrasts().allSatisfy { $0.ratio >= 7 || Self.neededContrast(of: $0.role) < 4.5 }
  }

  /// A slot that was made lighter or darker, from its lowest contrast to a sufficient one.
  package struct MovedSlot: Sendable, Hashable, CustomStringConvertible {
    package var slot: Slot
    package var before: Double
    package var after: Double

    /// `com 2.9 -> 4.5`
    package var description: String { "\(slot.rawValue) \(Self.text(before)) -> \(Self.text(after))" }

    private static func text(_ ratio: Double) -> String { "\((ratio * 10).rounded(.down) / 10)" }
  }

  /// The same theme with each slot that is hard to read moved towards white or black, its hue kept, in at
  /// most 40 steps.
  package func repaired() -> (theme: Theme, moved: [MovedSlot]) {
    var theme = self
    var moved: [MovedSlot] = []
    for slot in Slot.allCases {
      guard let before = theme.unreadable().filter({ $0.slot == slot }).map(\.ratio).min() else { continue }
      let original = theme[slot]
      for step in 1...40 {
        let backgrounds = theme.contrasts().filter { $0.slot == slot }.map { theme[$0.background] }
        let target: UInt32 = backgrounds.contains(where: Contrast.isLight) ? 0 : 0xFFFFFF
        theme.colors[slot] = Contrast.mix(original, with: target, share: Double(step) / 40)
        if !theme.unreadable().contains(where: { $0.slot == slot }) { break }
      }
      let after = theme.contrasts().filter { $0.slot == slot }.map(\.ratio).min() ?? before
      moved.append(MovedSlot(slot: slot, before: before, after: after))
    }
    return (theme, moved)
  }
}

extension Theme {
  /// Surfaces that text of any role may stand on.
  package static let surfaces: [Slot] = [.base, .panel, .header, .select, .input]

  /// The slot of a role as foreground, and its own background where it has one.
  package static func slots(of role: Role) -> (foreground: Slot, background: Slot?) {
    switch role {
    case .text, .heading, .punctuation: (.text, nil)
    case .muted, .system, .reasoning: (.muted, nil)
    case .accent: (.accent, nil)
    case .base: (.text, .base)
    case .panel: (.text, .panel)
    case .header: (.text, .header)
    case .select: (.text, .select)
    case .input: (.text, .input)
    case .frameIdle: (.border, nil)
    case .frameFocus: (.focus, nil)
    case .ok: (.ok, nil)
    case .warn, .diffChange: (.warn, nil)
    case .error: (.err, nil)
    case .info: (.info, nil)
    case .live: (.live, nil)
    case .user: (.user, nil)
    case .assistant: (.asst, nil)
    case .tool: (.tool, nil)
    case .keyword: (.kw, nil)
    case .string: (.str, nil)
    case .number: (.num, nil)
    case .comment: (.com, nil)
    case .function: (.fn, nil)
    case .type: (.ty, nil)
    case .match: (.matchfg, .matchbg)
    case .matchCurrent: (.curfg, .curbg)
    case .diffAdd: (.ok, .addbg)
    case .diffDelete: (.err, .delbg)
    case .diffAddText: (.text, .addbg)
    case .diffDeleteText: (.text, .delbg)
    case .series1: (.c1, nil)
    case .series2: (.c2, nil)
    case .series3: (.c3, nil)
    case .series4: (.c4, nil)
    case .series5: (.c5, nil)
    case .series6: (.c6, nil)
    case .series7: (.c7, nil)
    case .series8: (.c8, nil)
    }
  }

  /// How much lighter or darker than its background a role must be: lines and frames 3, text 4.5.
  package static func neededContrast(of role: Role) -> Double {
    role == .frameIdle || role == .frameFocus ? 3 : 4.5
  }
}

extension Role {
  /// What a role has on every terminal, beside its colour.
  var ownAttributes: TextAttributes {
    switch self {
    case .heading, .system: .bold
    case .reasoning: .italic
    default: []
    }
  }

  /// The role of a model's column, from 0; the eight repeat.
  package static func series(_ index: Int) -> Role {
    let all: [Role] = [.series1, .series2, .series3, .series4, .series5, .series6, .series7, .series8]
    return all[((index % all.count) + all.count) % all.count]
  }
}

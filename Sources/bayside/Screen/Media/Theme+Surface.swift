import TerminalUI

extension Theme {
  /// Of what panes stand on, 0xRRGGBB; black or white where the terminal has its own.
  var surfaceColor: UInt32 { kind == .colors ? self[.base] : isLight ? 0xFF_FF_FF : 0 }
}

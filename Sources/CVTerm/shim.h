#pragma once
#include <stdbool.h>
#include <vterm.h>

static inline bool vt_is_indexed(const VTermColor *_Nonnull color) { return VTERM_COLOR_IS_INDEXED(color); }
static inline bool vt_is_default_foreground(const VTermColor *_Nonnull color) {
  return VTERM_COLOR_IS_DEFAULT_FG(color);
}
static inline bool vt_is_default_background(const VTermColor *_Nonnull color) {
  return VTERM_COLOR_IS_DEFAULT_BG(color);
}
// Bit-fields read through functions, so that Swift needs no knowledge of their layout.
static inline bool vt_is_bold(const VTermScreenCell *_Nonnull cell) { return cell->attrs.bold != 0; }
static inline bool vt_is_italic(const VTermScreenCell *_Nonnull cell) { return cell->attrs.italic != 0; }
static inline bool vt_is_underlined(const VTermScreenCell *_Nonnull cell) {
  return cell->attrs.underline != 0;
}
static inline bool vt_is_reversed(const VTermScreenCell *_Nonnull cell) {
  return cell->attrs.reverse != 0;
}

#pragma once
// The clang importer defines no _XOPEN_SOURCE, so the wide interface must be asked for.
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>

// Swift 6 refuses the mutable globals; functions hide them.
static inline WINDOW *_Nullable nc_stdscr(void) { return stdscr; }
static inline WINDOW *_Nullable nc_curscr(void) { return curscr; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

// The A_* macros are casts, which do not import.
static const attr_t NC_NORMAL = A_NORMAL, NC_BOLD = A_BOLD, NC_ITALIC = A_ITALIC,
                    NC_UNDERLINE = A_UNDERLINE, NC_REVERSE = A_REVERSE;

// The pair goes through `opts`: the short parameter holds only 15 bits.
static inline int nc_setcchar(cchar_t *_Nonnull out, const wchar_t *_Nonnull text, attr_t attributes,
                              int pair) {
  return setcchar(out, text, attributes, 0, &pair);
}
static inline int nc_attr_set(WINDOW *_Nonnull window, attr_t attributes, int pair) {
  return wattr_set(window, attributes, 0, &pair);
}
// A string capability, or NULL when the terminal has none.
static inline const char *_Nullable nc_capability(const char *_Nonnull name) {
  char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}
// 1 when terminfo knows the terminal; initscr would end the process otherwise.
static inline int nc_knows_terminal(const char *_Nullable name) {
  int error = 0;
  return setupterm(name, 1, &error) == OK;
}
// Frees what nc_knows_terminal read; initscr reads its own.
static inline void nc_forget_terminal(void) {
  TERMINAL *known = set_curterm(NULL);
  if (known) del_curterm(known);
}

#define _GNU_SOURCE
#include "CPlatform.h"

#include <locale.h>
#include <wchar.h>

void cp_fill_widths(int8_t *table, size_t count) {
  // A UTF-8 locale for this thread only: in the C locale wcwidth knows nothing beyond ASCII.
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  locale_t before = utf8 == (locale_t)0 ? (locale_t)0 : uselocale(utf8);
  for (size_t scalar = 0; scalar < count; scalar++) table[scalar] = (int8_t)wcwidth((wchar_t)scalar);
  if (utf8 != (locale_t)0) {
    uselocale(before);
    freelocale(utf8);
  }
}

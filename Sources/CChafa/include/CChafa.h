#pragma once
// Pictures through libchafa, which is loaded when the first one is made: most starts of the program see none, and
// chafa brings glib with it, a megabyte of memory and more than a millisecond.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Pixels: red, green, blue, alpha; `stride` bytes from row to row.
typedef struct {
  const uint8_t *_Nullable rgba;
  int width, height, stride;
} cc_pixels;

typedef struct {
  // A scalar.
  uint32_t sign;
  // Numbers of the palette; negative where the picture is transparent.
  int foreground, background;
} cc_cell;

typedef enum { CC_COLORS_256, CC_COLORS_16, CC_COLORS_8 } cc_colors;

// Fills `columns * rows` cells. `background`, 0xRRGGBB, lies behind what is half transparent. With 256 colours the
// first 16, which every user may change, are not used. Any thread. False when there is no such library, or no memory.
bool cc_draw_cells(cc_pixels pixels, int columns, int rows, cc_colors colors, bool ascii,
                   uint32_t background, cc_cell *cells);

// Sixels over `columns * rows` cells of so many pixels, to be freed with free(). NULL as above.
uint8_t *_Nullable cc_draw_sixels(cc_pixels pixels, int columns, int rows, int cell_width,
                                  int cell_height, uint32_t background, size_t *count);

#pragma clang assume_nonnull end

#include "CChafa.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// The part of chafa's interface (libchafa.so.0) that is used here; its objects are opaque. Declared here since its
// headers lead to glib's, and with them to linking both.
enum {
  MODE_INDEXED_240 = 2,
  MODE_INDEXED_16 = 3,
  MODE_INDEXED_8 = 6,
  MODE_TRUECOLOR = 0,
  PIXELS_SYMBOLS = 0,
  PIXELS_SIXELS = 1,
  SPACE_DIN99D = 1,
  DITHER_ORDERED = 1,
  PIXEL_RGBA8_UNASSOCIATED = 4,
  TAG_SPACE = 1 << 0,
  TAG_BLOCK = 1 << 3,
  TAG_QUAD = 1 << 7,
  TAG_ASCII = 1 << 14,
};
typedef struct {
  char *text;
  size_t count, room;
} string_of_glib;

static struct {
  void *(*config_new)(void);
  void (*config_unref)(void *);
  void (*config_set_geometry)(void *, int, int);
  void (*config_set_cell_geometry)(void *, int, int);
  void (*config_set_canvas_mode)(void *, int);
  void (*config_set_pixel_mode)(void *, int);
  void (*config_set_symbol_map)(void *, const void *);
  void (*config_set_bg_color)(void *, uint32_t);
  void (*config_set_color_space)(void *, int);
  void (*config_set_dither_mode)(void *, int);
  void (*config_set_dither_grain_size)(void *, int, int);
  void *(*map_new)(void);
  void (*map_unref)(void *);
  void (*map_add_by_tags)(void *, int);
  void *(*canvas_new)(const void *);
  void (*canvas_unref)(void *);
  void (*canvas_draw_all_pixels)(void *, int, const uint8_t *, int, int, int);
  uint32_t (*canvas_get_char_at)(void *, int, int);
  void (*canvas_get_raw_colors_at)(void *, int, int, int *, int *);
  string_of_glib *(*canvas_print)(void *, void *);
  void *(*term_db_get_default)(void);
  void *(*term_db_get_fallback_info)(void *);
  void (*term_info_unref)(void *);
  char *(*string_free)(string_of_glib *, int);
} chafa;

static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libchafa.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  const struct {
    void *function;
    const char *name;
  } wanted[] = {
    {&chafa.config_new, "chafa_canvas_config_new"},
    {&chafa.config_unref, "chafa_canvas_config_unref"},
    {&chafa.config_set_geometry, "chafa_canvas_config_set_geometry"},
    {&chafa.config_set_cell_geometry, "chafa_canvas_config_set_cell_geometry"},
    {&chafa.config_set_canvas_mode, "chafa_canvas_config_set_canvas_mode"},
    {&chafa.config_set_pixel_mode, "chafa_canvas_config_set_pixel_mode"},
    {&chafa.config_set_symbol_map, "chafa_canvas_config_set_symbol_map"},
    {&chafa.config_set_bg_color, "chafa_canvas_config_set_bg_color"},
    {&chafa.config_set_color_space, "chafa_canvas_config_set_color_space"},
    {&chafa.config_set_dither_mode, "chafa_canvas_config_set_dither_mode"},
    {&chafa.config_set_dither_grain_size, "chafa_canvas_config_set_dither_grain_size"},
    {&chafa.map_new, "chafa_symbol_map_new"},
    {&chafa.map_unref, "chafa_symbol_map_unref"},
    {&chafa.map_add_by_tags, "chafa_symbol_map_add_by_tags"},
    {&chafa.canvas_new, "chafa_canvas_new"},
    {&chafa.canvas_unref, "chafa_canvas_unref"},
    {&chafa.canvas_draw_all_pixels, "chafa_canvas_draw_all_pixels"},
    {&chafa.canvas_get_char_at, "chafa_canvas_get_char_at"},
    {&chafa.canvas_get_raw_colors_at, "chafa_canvas_get_raw_colors_at"},
    {&chafa.canvas_print, "chafa_canvas_print"},
    {&chafa.term_db_get_default, "chafa_term_db_get_default"},
    {&chafa.term_db_get_fallback_info, "chafa_term_db_get_fallback_info"},
    {&chafa.term_info_unref, "chafa_term_info_unref"},
    {&chafa.string_free, "g_string_free"},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *found = dlsym(library, wanted[i].name);
    if (!found) return;
    memcpy(wanted[i].function, &found, sizeof found);
  }
  is_loaded = true;
}

static bool is_ready(void) {
  pthread_once(&once, load);
  return is_loaded;
}

static void *draw(void *config, cc_pixels pixels) {
  void *canvas = chafa.canvas_new(config);
  if (canvas)
    chafa.canvas_draw_all_pixels(canvas, PIXEL_RGBA8_UNASSOCIATED, pixels.rgba, pixels.width,
                                 pixels.height, pixels.stride);
  return canvas;
}

bool cc_draw_cells(cc_pixels pixels, int columns, int rows, cc_colors colors, bool ascii,
                   uint32_t background, cc_cell *cells) {
  if (!is_ready()) return false;
  void *map = chafa.map_new();
  chafa.map_add_by_tags(map, ascii ? TAG_ASCII | TAG_SPACE : TAG_BLOCK | TAG_QUAD | TAG_SPACE);
  void *config = chafa.config_new();
  chafa.config_set_geometry(config, columns, rows);
  chafa.config_set_pixel_mode(config, PIXELS_SYMBOLS);
  chafa.config_set_symbol_map(config, map);
  chafa.config_set_bg_color(config, background);
  chafa.config_set_canvas_mode(config, colors == CC_COLORS_256  ? MODE_INDEXED_240
                                       : colors == CC_COLORS_16 ? MODE_INDEXED_16
                                                                : MODE_INDEXED_8);
  if (colors != CC_COLORS_256) {
    // So few colours lie far apart: what the eye takes for near matters, not the numbers.
    chafa.config_set_color_space(config, SPACE_DIN99D);
  }
  if (colors == CC_COLORS_8) {
    chafa.config_set_dither_mode(config, DITHER_ORDERED);
    chafa.config_set_dither_grain_size(config, 2, 2);
  }
  void *canvas = draw(config, pixels);
  if (canvas) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        cc_cell *cell = &cells[row * columns + column];
        cell->sign = chafa.canvas_get_char_at(canvas, column, row);
        chafa.canvas_get_raw_colors_at(canvas, column, row, &cell->foreground, &cell->background);
      }
    }
    chafa.canvas_unref(canvas);
  }
  chafa.config_unref(config);
  chafa.map_unref(map);
  return canvas != NULL;
}

uint8_t *cc_draw_sixels(cc_pixels pixels, int columns, int rows, int cell_width, int cell_height,
                        uint32_t background, size_t *count) {
  if (!is_ready()) return NULL;
  void *config = chafa.config_new();
  chafa.config_set_geometry(config, columns, rows);
  chafa.config_set_cell_geometry(config, cell_width, cell_height);
  chafa.config_set_canvas_mode(config, MODE_TRUECOLOR);
  chafa.config_set_pixel_mode(config, PIXELS_SIXELS);
  chafa.config_set_bg_color(config, background);
  uint8_t *bytes = NULL;
  void *canvas = draw(config, pixels);
  if (canvas) {
    void *terminal = chafa.term_db_get_fallback_info(chafa.term_db_get_default());
    string_of_glib *text = chafa.canvas_print(canvas, terminal);
    if (text && (bytes = malloc(text->count + 1))) {
      memcpy(bytes, text->text, text->count);
      *count = text->count;
    }
    if (text) chafa.string_free(text, 1);
    if (terminal) chafa.term_info_unref(terminal);
    chafa.canvas_unref(canvas);
  }
  chafa.config_unref(config);
  return bytes;
}

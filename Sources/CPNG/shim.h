#pragma once
#include <png.h>
#include <string.h>

// The version and the formats are macros that do not import. An error is caught inside of each call.
static inline void pn_begin(png_image *_Nonnull image) {
  memset(image, 0, sizeof *image);
  image->version = PNG_IMAGE_VERSION;
}
static inline void pn_use_rgba(png_image *_Nonnull image) { image->format = PNG_FORMAT_RGBA; }
// What went wrong; empty when nothing did.
static inline const char *_Nonnull pn_message(const png_image *_Nonnull image) { return image->message; }

// The still before there is a display server: stretched over a framebuffer of the kernel's, which stays lit
// with it when the program has ended. Threads: pure but for the device. Errors: environment errors
// "still.framebuffer" (not there, not of a form that is known). Source: Linux, Documentation/fb/api.rst.
#pragma once
#include <cstdint>

#include "content-sync/base/bytes.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::still {

// Where in a pixel's word a colour stands.
struct Channel {
  std::uint32_t offset_bits = 0;
  std::uint32_t length_bits = 0;  // 1 to 8
};
struct FrameForm {
  pixels::Size size;
  std::uint32_t bytes_per_pixel = 4;  // 2 or 4
  std::size_t stride_bytes = 0;
  Channel red, green, blue;
};

// The smallest stretch: whole rows of the framebuffer, ready to be written from its beginning.
Result<Bytes> frame_of(const pixels::Pixmap& picture, const FrameForm& form);

Status draw_on_framebuffer(const pixels::Pixmap& picture, const Path& device);

}  // namespace gatecast::still

#include "player/still/framebuffer.h"

#include <fcntl.h>
#include <linux/fb.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gatecast::still {
namespace {

constexpr int kLargestSide = 16384;

Error wrong(const std::string& subject, const std::string& what) {
  return environment_error("still.framebuffer", subject, what,
                           "the screen stays as it is until the player draws");
}

class Descriptor {
 public:
  explicit Descriptor(const Path& path) : number_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::uint32_t placed(unsigned value, const Channel& channel) {
  return (value >> (8 - channel.length_bits)) << channel.offset_bits;
}

// Fixed point with 8 bits: where between two of `from` pixels the middle of pixel `at` of `to` lies.
struct Between {
  int first = 0;
  int second = 0;
  unsigned share = 0;  // of the second, of 256
};
Between between(int at, int to, int from) {
  const std::int64_t place = ((2LL * at + 1) * from * 128) / to - 128;
  const auto clamped = std::clamp<std::int64_t>(place, 0, (from - 1) * 256LL);
  const int first = static_cast<int>(clamped / 256);
  return {first, std::min(first + 1, from - 1), static_cast<unsigned>(clamped % 256)};
}

bool is_known(const FrameForm& form) {
  const auto fits = [&](const Channel& channel) {
    return channel.length_bits >= 1 && channel.length_bits <= 8 &&
           channel.offset_bits + channel.length_bits <= form.bytes_per_pixel * 8;
  };
  const auto is_side = [](int side) { return side > 0 && side <= kLargestSide; };
  return is_side(form.size.width_px) && is_side(form.size.height_px) &&
         (form.bytes_per_pixel == 2 || form.bytes_per_pixel == 4) && fits(form.red) && fits(form.green) &&
         fits(form.blue) &&
         form.stride_bytes >= static_cast<std::size_t>(form.size.width_px) * form.bytes_per_pixel &&
         form.stride_bytes <= std::size_t{kLargestSide} * 8;
}

Result<FrameForm> form_of(int device, const std::string& name) {
  fb_var_screeninfo variable{};
  fb_fix_screeninfo fixed{};
  if (::ioctl(device, FBIOGET_VSCREENINFO, &variable) != 0)
    return fail(wrong(name, std::string("says nothing of its form: ") + std::strerror(errno)));
  // Lights it: a driver that has just come shows nothing before somebody asks it to.
  variable.xoffset = variable.yoffset = 0;
  variable.activate = FB_ACTIVATE_NOW | FB_ACTIVATE_FORCE;
  static_cast<void>(::ioctl(device, FBIOPUT_VSCREENINFO, &variable));
  if (::ioctl(device, FBIOGET_VSCREENINFO, &variable) != 0 ||
      ::ioctl(device, FBIOGET_FSCREENINFO, &fixed) != 0)
    return fail(wrong(name, std::string("says nothing of its form: ") + std::strerror(errno)));
  const auto channel = [](const fb_bitfield& field) { return Channel{field.offset, field.length}; };
  return FrameForm{{static_cast<int>(variable.xres), static_cast<int>(variable.yres)},
                   variable.bits_per_pixel / 8,
                   fixed.line_length,
                   channel(variable.red),
                   channel(variable.green),
                   channel(variable.blue)};
}

}  // namespace

Result<Bytes> frame_of(const pixels::Pixmap& picture, const FrameForm& form) {
  if (!is_known(form)) return fail(wrong("framebuffer", "its form is not one of 16 or 32 bits a pixel"));
  if (picture.is_empty()) return fail(wrong("picture", "it is empty"));
  const auto size = picture.size();
  Bytes frame(form.stride_bytes * static_cast<std::size_t>(form.size.height_px), '\0');
  for (int y = 0; y < form.size.height_px; ++y) {
    const auto rows = between(y, form.size.height_px, size.height_px);
    char* out = frame.data() + form.stride_bytes * static_cast<std::size_t>(y);
    for (int x = 0; x < form.size.width_px; ++x, out += form.bytes_per_pixel) {
      const auto columns = between(x, form.size.width_px, size.width_px);
      const auto mixed = [&](unsigned shift) {
        const auto at = [&](int column, int row) { return (picture.row(row)[column] >> shift) & 255U; };
        const auto across = [&](int row) {
          return at(columns.first, row) * (256 - columns.share) + at(columns.second, row) * columns.share;
        };
        return (across(rows.first) * (256 - rows.share) + across(rows.second) * rows.share + 32768) >> 16U;
      };
      const std::uint32_t word =
          placed(mixed(16), form.red) | placed(mixed(8), form.green) | placed(mixed(0), form.blue);
      std::memcpy(out, &word, form.bytes_per_pixel);  // little-endian, as all machines here
    }
  }
  return frame;
}

Status draw_on_framebuffer(const pixels::Pixmap& picture, const Path& device) {
  const Descriptor file(device);
  if (file.number() < 0)
    return fail(wrong(device.string(), std::string("cannot be opened: ") + std::strerror(errno)));
  GATECAST_TRY(const auto form, form_of(file.number(), device.string()));
  GATECAST_TRY(const auto frame, frame_of(picture, form));
  for (std::size_t at = 0; at < frame.size();) {
    const auto written =
        ::pwrite(file.number(), frame.data() + at, frame.size() - at, static_cast<off_t>(at));
    if (written <= 0)
      return fail(wrong(device.string(), std::string("cannot be written: ") + std::strerror(errno)));
    at += static_cast<std::size_t>(written);
  }
  return {};
}

}  // namespace gatecast::still

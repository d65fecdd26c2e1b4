// An X server without a display (Xvfb), whose frame buffer is a mapped file: what a test sees is what a
// person in front of the screen would see, without asking the program under test. Threads: one owner. Errors:
// throws std::runtime_error, which fails the test.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "player/pixels/pixmap.h"
#include "tests/support/process.h"

namespace gatecast::test {

class VirtualScreen {
 public:
  explicit VirtualScreen(pixels::Size size);
  ~VirtualScreen();
  VirtualScreen(const VirtualScreen&) = delete;
  VirtualScreen& operator=(const VirtualScreen&) = delete;

  [[nodiscard]] const std::string& display() const { return display_; }  // ":101"
  [[nodiscard]] pixels::Size size() const { return size_; }
  [[nodiscard]] pixels::Pixmap grab() const;
  [[nodiscard]] std::uint32_t pixel(int x, int y) const;  // 0x00RRGGBB

 private:
  pixels::Size size_;
  TemporaryFolder folder_;
  std::string display_;
  std::optional<Process> server_;
  const std::uint8_t* file_ = nullptr;
  std::size_t file_length_ = 0;
  std::size_t first_pixel_ = 0;
  std::size_t stride_bytes_ = 0;
};

// Mean luminance 0..255 and how many of the pixels are (nearly) black, in permille.
struct Brightness {
  int mean = 0;
  int black_permille = 0;
};
Brightness brightness(const pixels::Pixmap& picture);

}  // namespace gatecast::test

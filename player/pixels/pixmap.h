// Plain pixels: 32 bits each, premultiplied BGRA in memory (0xAARRGGBB as little-endian word), sRGB.
// The common value between decode, text, compose and screen; nothing but storage.
// Threads: a value; share as std::shared_ptr<const Pixmap>.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

namespace gatecast::pixels {

struct Size {
  int width_px = 0;
  int height_px = 0;
  bool operator==(const Size&) const = default;
};
struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  bool operator==(const Rect&) const = default;
};
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t alpha = 255;
  bool operator==(const Colour&) const = default;
};

// Memory that is zero as it comes from the system: of a picture that is mostly empty, as overlays are, only
// what is drawn costs memory, and nothing is cleared twice.
template <typename Value>
struct ZeroedMemory {
  using value_type = Value;
  ZeroedMemory() = default;
  template <typename Other>
  explicit ZeroedMemory(const ZeroedMemory<Other>&) {}
  Value* allocate(std::size_t count) {
    void* memory = std::calloc(count, sizeof(Value));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<Value*>(memory);
  }
  void deallocate(Value* memory, std::size_t) { std::free(memory); }
  template <typename Other>
  void construct(Other*) {}  // it is zero
  template <typename Other, typename... Given>
  void construct(Other* at, Given&&... given) {
    ::new (static_cast<void*>(at)) Other(std::forward<Given>(given)...);
  }
  bool operator==(const ZeroedMemory&) const { return true; }
};

class Pixmap {
 public:
  Pixmap() = default;
  explicit Pixmap(Size size)
      : size_(size),
        pixels_(static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px)) {}
  [[nodiscard]] Size size() const { return size_; }
  [[nodiscard]] int stride_bytes() const { return size_.width_px * 4; }
  [[nodiscard]] std::uint32_t* row(int y) {
    return pixels_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width_px);
  }
  [[nodiscard]] const std::uint32_t* row(int y) const {
    return pixels_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width_px);
  }
  [[nodiscard]] std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(pixels_.data()); }
  [[nodiscard]] const std::uint8_t* data() const {
    return reinterpret_cast<const std::uint8_t*>(pixels_.data());
  }
  [[nodiscard]] bool is_empty() const { return pixels_.empty(); }

 private:
  Size size_;
  std::vector<std::uint32_t, ZeroedMemory<std::uint32_t>> pixels_;
};

}  // namespace gatecast::pixels

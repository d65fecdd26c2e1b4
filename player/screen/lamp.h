// The lamp of a panel that is built in: its light as Linux lets it be set, /sys/class/backlight/NAME. Panels
// on a cable have none there. What was found is given back in the end, and where this process was killed by
// the one after it. Threads: one owner (main). Errors: none is passed on; what the kernel does not take is
// false. Source: Linux, ABI/stable/sysfs-class-backlight.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "content-sync/base/disk.h"

namespace gatecast::screen {

inline constexpr int kWholeLight = 100;  // percent

class Lamp {
 public:
  // The folder of one lamp; null where it says nothing of its light.
  static std::unique_ptr<Lamp> open(const Path& folder);
  // The one under `folder` that the kernel's own driver or the firmware drives; null: there is none.
  static std::unique_ptr<Lamp> find(const Path& folder = "/sys/class/backlight");
  ~Lamp();
  Lamp(const Lamp&) = delete;
  Lamp& operator=(const Lamp&) = delete;

  // Before the first set(): the file in which its own light stands while it is changed. Where one stands
  // there and the lamp is still as this program set it, that light counts as found.
  void remember_in(Path memory);
  // In percent of its whole light, and never quite out. At 100 it stays as it was found until it was set.
  bool set(int percent);

 private:
  Lamp(Path folder, std::int64_t found, std::int64_t most)
      : folder_(std::move(folder)), found_(found), set_(found), most_(most) {}
  bool write(std::int64_t value);
  void give_back();
  void note(std::int64_t value);
  void forget();

  Path folder_;
  Path memory_;  // empty: none
  std::int64_t found_;
  std::int64_t set_;  // as it was written last
  std::int64_t most_;
  bool is_changed_ = false;
  bool is_left_over_ = false;  // changed by one that was killed; nobody has asked for anything since
};

}  // namespace gatecast::screen

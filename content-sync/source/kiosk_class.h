// What a kind of kiosk can play, said before anybody signs: the processor time that a film needs a second,
// from its codec, size, rate and light, against what the kind of kiosk has to spare. Estimates with a margin,
// no promises. Threads: pure. Errors: none; findings are warnings with their remedy. Source:
// shared/design/playback.md (costs measured on two cores of 2021); the machine is the unit of speed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::source {

struct KioskClass {
  std::string_view name;
  std::string_view words;
  int cores = 2;
  int speed_percent = 100;       // of a core, against the machine that was measured
  std::int64_t most_pixels = 0;  // of a frame
};
// Named by "kiosk_class" in channel.json.
const std::vector<KioskClass>& kiosk_classes();
std::optional<KioskClass> kiosk_class(std::string_view name);
inline constexpr std::string_view kUsualKioskClass = "office";

struct KioskFinding {
  std::string rule;
  std::string message;
  std::string hint;
};
// Milliseconds of one measured core that a second of this film takes, shown on this screen.
std::int64_t processor_ms(const bundle::VideoFacts& video, const bundle::Screen& screen);
std::vector<KioskFinding> judge_for_kiosk(const bundle::VideoFacts& video, const bundle::Screen& screen,
                                          const KioskClass& kiosk);

}  // namespace gatecast::source

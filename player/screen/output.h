// One output of this kiosk, out of its own configuration: which connector, which part of that picture, how it
// is turned, how large the panel really is. What stands here beats what a panel says of itself. Threads:
// values. Errors: usage errors "output.*" with file, line and column. Source: shared/design/content.md
// (Output).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::screen {

struct Output {
  std::string connector;                  // as RandR names it, "HDMI-1"; empty: the whole display
  std::optional<pixels::Rect> rectangle;  // of the connector's picture; outside it is black. Else all of it
  int rotation_degrees = 0;               // clockwise: 0, 90, 180, 270
  int panel_width_mm = 0;                 // as the reader sees it, after the turn; 0: not known
  int panel_height_mm = 0;
  int distance_mm = 0;
  int floor_to_bottom_mm = 0;
  int refresh_mhz = 0;  // thousandths of a hertz; 0: as the display says
  std::string channel;
  std::string touch_device;  // only this one's touches count; empty: any
  std::string lamp;          // the folder of its light, as below /sys/class/backlight; empty: as it is found
};

inline constexpr int kOutputsFormat = 1;
inline constexpr std::size_t kLargestOutputsFile = 64 * 1024;

// {"format": 1, "outputs": [{"connector": "HDMI-1", ...}]}; `name` stands in errors.
Result<std::vector<Output>> parse_outputs(ByteView bytes, const std::string& name);
// The one of this connector; the only one where none is named.
Result<Output> choose_output(const std::vector<Output>& outputs, const std::string& connector,
                             const std::string& name);
// "700x400+0+0"
Result<pixels::Rect> parse_rectangle(const std::string& text);
Result<int> checked_rotation(long degrees, const std::string& subject);

}  // namespace gatecast::screen

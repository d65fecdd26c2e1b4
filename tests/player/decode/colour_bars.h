// Patches of known luma and chroma, and what the standards say that they look like. Threads: values.
// Source: ITU-R BT.601-7, BT.709-6, BT.2020-2.
#pragma once
#include <vector>

#include "tests/player/decode/colour_science.h"

namespace gatecast::test {

struct Patch {
  int y, cb, cr;
};
// Bars within the limited range, so that they are legal in both.
inline const std::vector<Patch> kPatches{{16, 128, 128},  {235, 128, 128}, {126, 128, 128}, {81, 90, 240},
                                         {145, 54, 34},   {41, 240, 110},  {210, 16, 146},  {170, 166, 16},
                                         {106, 202, 222}, {63, 102, 140}};

struct Space {
  const char* matrix;  // as ffmpeg names them
  const char* primaries;
  const char* transfer;
  double kr, kb;
};
inline constexpr Space kBt601{"smpte170m", "smpte170m", "smpte170m", 0.299, 0.114};
inline constexpr Space kBt709{"bt709", "bt709", "bt709", 0.2126, 0.0722};
inline constexpr Space kBt2020{"bt2020nc", "bt2020", "bt2020-10", 0.2627, 0.0593};

inline Rgb decoded(const Patch& patch, const Space& space, bool is_full) {
  const double y = is_full ? patch.y / 255.0 : (patch.y - 16) / 219.0;
  const double cb = (patch.cb - 128) / (is_full ? 255.0 : 224.0);
  const double cr = (patch.cr - 128) / (is_full ? 255.0 : 224.0);
  const double r = y + 2 * (1 - space.kr) * cr;
  const double b = y + 2 * (1 - space.kb) * cb;
  return {r, (y - space.kr * r - space.kb * b) / (1 - space.kr - space.kb), b};
}

}  // namespace gatecast::test

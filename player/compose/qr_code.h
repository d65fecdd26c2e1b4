// A QR code of a text: its dots, and how large one must be to be read from the channel's distance.
// Threads: pure. Errors: content error "slide.code" where the text is empty or longer than a code holds.
// Source: ISO/IEC 18004 by libqrencode; the usual rule that a code is read from ten times its side, which is
// about 8 minutes of arc a dot.
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/result.h"

namespace gatecast::compose {

inline constexpr int kQuietDots = 4;  // of clear ground around a code
inline constexpr double kLeastDotMinutes = 8;
inline constexpr double kLeastDotPx = 2;

struct QrCode {
  int side = 0;            // in dots, without the quiet zone
  std::vector<bool> dark;  // row by row
  [[nodiscard]] int side_with_quiet() const { return side + 2 * kQuietDots; }
};
// `subject` is named in the error.
Result<QrCode> encode_qr(const std::string& text, const std::string& subject);

}  // namespace gatecast::compose

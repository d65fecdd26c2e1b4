#include "player/compose/qr_code.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace gatecast::compose {

Result<QrCode> encode_qr(const std::string& text, const std::string& subject) {
  constexpr std::size_t kMostBytes = 2331;  // version 40, level M
  const auto refuse = [&](std::string message) {
    return fail(content_error("slide.code", subject, std::move(message),
                              "give a short address; a short code is also read from farther away"));
  };
  if (text.empty() || text.find('\0') != std::string::npos) return refuse("The QR code has no content.");
  if (text.size() > kMostBytes)
    return refuse(
        fmt::format("{} bytes are too long for a QR code, which holds at most {}.", text.size(), kMostBytes));
  // Level M: 15 % of the dots may be hidden by a reflection.
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return refuse("This cannot be written as a QR code.");
  QrCode out;
  out.side = code->width;
  const auto dots = static_cast<std::size_t>(out.side) * static_cast<std::size_t>(out.side);
  out.dark.reserve(dots);
  for (std::size_t i = 0; i < dots; ++i) out.dark.push_back((code->data[i] & 1) != 0);
  return out;
}

}  // namespace gatecast::compose

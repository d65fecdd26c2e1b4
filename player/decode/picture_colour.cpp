#include "player/decode/picture_colour.h"

#include <lcms2.h>
#include <libyuv.h>

#include <array>
#include <cstdlib>
#include <memory>

extern "C" {
#include <libavutil/frame.h>
}

namespace gatecast::decode {
namespace {

constexpr std::size_t kLargestProfileBytes = 4U << 20U;

struct Close {
  void operator()(cmsHPROFILE profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, Close>;
struct DeleteTransform {
  void operator()(cmsHTRANSFORM transform) const { cmsDeleteTransform(transform); }
};
using Transform = std::unique_ptr<void, DeleteTransform>;

Transform transform_of(const Profile& from, cmsUInt32Number layout) {
  const Profile srgb(cmsCreate_sRGBProfile());
  return Transform(cmsCreateTransform(from.get(), layout, srgb.get(), TYPE_BGRA_8,
                                      INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA));
}

// Most profiles are sRGB under another name: then nothing is done.
bool changes_colours(cmsHTRANSFORM transform) {
  std::array<std::uint32_t, 27> before{};
  std::array<std::uint32_t, 27> after{};
  std::size_t n = 0;
  for (const std::uint32_t red : {20U, 128U, 250U})
    for (const std::uint32_t green : {20U, 128U, 250U})
      for (const std::uint32_t blue : {20U, 128U, 250U})
        before[n++] = 0xFF000000U | red << 16 | green << 8 | blue;
  cmsDoTransform(transform, before.data(), after.data(), static_cast<cmsUInt32Number>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (const int shift : {0, 8, 16})
      if (std::abs(static_cast<int>(before[i] >> shift & 255) - static_cast<int>(after[i] >> shift & 255)) >
          1)
        return true;
  return false;
}

void transform_rows(pixels::Pixmap& pixels, cmsHTRANSFORM transform) {
  const auto width = static_cast<cmsUInt32Number>(pixels.size().width_px);
  for (int y = 0; y < pixels.size().height_px; ++y)
    cmsDoTransform(transform, pixels.row(y), pixels.row(y), width);
}

void transform_greys(pixels::Pixmap& pixels, cmsHTRANSFORM transform) {
  std::array<std::uint8_t, 256> greys{};
  std::array<std::uint32_t, 256> colours{};
  for (std::size_t i = 0; i < greys.size(); ++i) greys[i] = static_cast<std::uint8_t>(i);
  cmsDoTransform(transform, greys.data(), colours.data(), static_cast<cmsUInt32Number>(greys.size()));
  for (int y = 0; y < pixels.size().height_px; ++y)
    for (int x = 0; x < pixels.size().width_px; ++x) {
      std::uint32_t& pixel = pixels.row(y)[x];
      pixel = (pixel & 0xFF000000U) | (colours[pixel & 255] & 0x00FFFFFFU);
    }
}

}  // namespace

Bytes colour_profile_of(const AVFrame& frame) {
  const auto* data = av_frame_get_side_data(&frame, AV_FRAME_DATA_ICC_PROFILE);
  if (data == nullptr || data->size > kLargestProfileBytes) return {};
  return {reinterpret_cast<const char*>(data->data), data->size};
}

void to_srgb(pixels::Pixmap& pixels, ByteView bytes) {
  if (bytes.empty() || pixels.is_empty()) return;
  const Profile profile(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
  if (!profile) return;
  const auto space = cmsGetColorSpace(profile.get());
  if (space != cmsSigRgbData && space != cmsSigGrayData) return;
  const bool is_grey = space == cmsSigGrayData;
  const Transform transform = transform_of(profile, is_grey ? TYPE_GRAY_8 : TYPE_BGRA_8);
  if (!transform || (!is_grey && !changes_colours(transform.get()))) return;
  const pixels::Size size = pixels.size();
  // Colours are what they are only without the alpha in them.
  libyuv::ARGBUnattenuate(pixels.data(), pixels.stride_bytes(), pixels.data(), pixels.stride_bytes(),
                          size.width_px, size.height_px);
  if (is_grey)
    transform_greys(pixels, transform.get());
  else
    transform_rows(pixels, transform.get());
  libyuv::ARGBAttenuate(pixels.data(), pixels.stride_bytes(), pixels.data(), pixels.stride_bytes(),
                        size.width_px, size.height_px);
}

}  // namespace gatecast::decode

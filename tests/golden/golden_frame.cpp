#include "tests/golden/golden_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "player/pixels/png.h"

namespace gatecast::golden {
namespace {

constexpr int kNoticeable = 24;              // of 255, in one channel
constexpr double kNoticeablePixels = 0.001;  // part of the picture
constexpr double kMeanDifference = 0.5;      // of 255

int difference_of(std::uint32_t one, std::uint32_t other) {
  int most = 0;
  for (const unsigned shift : {0U, 8U, 16U}) {
    const int a = static_cast<int>((one >> shift) & 0xFFU);
    const int b = static_cast<int>((other >> shift) & 0xFFU);
    most = std::max(most, std::abs(a - b));
  }
  return most;
}

std::uint32_t paled(std::uint32_t pixel) {
  const auto pale = [&](unsigned shift) { return (0xC0U + ((pixel >> shift) & 0xFFU) / 4U) << shift; };
  return 0xFF000000U | pale(16) | pale(8) | pale(0);
}

}  // namespace

Verdict compare(const pixels::Pixmap& approved, const pixels::Pixmap& drawn, pixels::Pixmap* difference) {
  const auto size = approved.size();
  if (!(size == drawn.size())) {
    return {false, fmt::format("drawn {}x{}, approved {}x{}", drawn.size().width_px, drawn.size().height_px,
                               size.width_px, size.height_px)};
  }
  if (difference != nullptr) *difference = pixels::Pixmap(size);
  std::int64_t sum = 0;
  std::int64_t noticeable = 0;
  for (int y = 0; y < size.height_px; ++y) {
    for (int x = 0; x < size.width_px; ++x) {
      const int by = difference_of(approved.row(y)[x], drawn.row(y)[x]);
      sum += by;
      if (by > kNoticeable) ++noticeable;
      if (difference != nullptr)
        difference->row(y)[x] = by > kNoticeable ? 0xFFE00000U : paled(drawn.row(y)[x]);
    }
  }
  const auto all = static_cast<double>(size.width_px) * size.height_px;
  const double mean = static_cast<double>(sum) / all;
  const double part = static_cast<double>(noticeable) / all;
  return {mean <= kMeanDifference && part <= kNoticeablePixels,
          fmt::format("mean difference {:.3f} of 255, {:.3f} % of the pixels differ noticeably", mean,
                      part * 100)};
}

Verdict compare_with_approved(const std::string& name, const pixels::Pixmap& drawn) {
  SystemDisk disk;
  const Path approved_file = Path(GATECAST_SOURCE_DIR) / "tests/data/golden" / (name + ".png");
  const auto* approve = std::getenv("GATECAST_APPROVE");
  if (approve != nullptr && std::string_view(approve) == "1") {
    const auto written = pixels::write_png(disk, approved_file, drawn);
    return {written.has_value(), written ? "approved" : to_string(written.error())};
  }
  const auto approved = pixels::read_png(disk, approved_file);
  pixels::Pixmap difference;
  auto verdict =
      approved ? compare(*approved, drawn, &difference) : Verdict{false, to_string(approved.error())};
  if (verdict.is_same) return verdict;
  const Path left = Path(GATECAST_BIN_DIR).parent_path() / "golden";
  std::filesystem::create_directories(left);
  const auto drawn_file = left / (name + ".drawn.png");
  if (pixels::write_png(disk, drawn_file, drawn)) verdict.words += "; see " + drawn_file.string();
  if (!difference.is_empty() && pixels::write_png(disk, left / (name + ".difference.png"), difference)) {
    verdict.words += " and " + name + ".difference.png";
  }
  verdict.words += "; where it is meant, run again with GATECAST_APPROVE=1 and look at what git shows";
  return verdict;
}

}  // namespace gatecast::golden

#include "kiosk-ui/view/metrics.h"

#include <algorithm>
#include <cmath>

namespace gatecast::kiosk_ui {
namespace {

constexpr double kLowestTouch_mm = 380;  // ADA: nothing to touch lies lower, or above the next
constexpr double kHighestTouch_mm = 1220;
constexpr double kLeastReach_mm = 130;  // less holds no navigation: then up to the limits above
constexpr double kRow_mm = 21;
constexpr double kGap_mm = 4;
constexpr double kSmallPanel_mm = 350;  // stands on a desk or a stalk
constexpr double kTextStepFactor[kTextSteps] = {1.0, 1.3, 1.65};

Panel completed(Panel panel) {
  const bool is_portrait = panel.size.height_px > panel.size.width_px;
  if (panel.width_mm <= 0 || panel.height_mm <= 0) {
    panel.width_mm = is_portrait ? 529 : 941;
    panel.height_mm = is_portrait ? 941 : 529;
  }
  if (panel.floor_to_bottom_mm <= 0)
    panel.floor_to_bottom_mm = panel.height_mm < kSmallPanel_mm ? 850 : is_portrait ? 650 : 730;
  return panel;
}

}  // namespace

Panel panel_of(Panel measured, const bundle::Screen& of) {
  if (measured.width_mm > 0) return measured;
  const bool is_turned = (of.width_px > of.height_px) != (measured.size.width_px > measured.size.height_px);
  measured.width_mm = is_turned ? of.panel_height_mm : of.panel_width_mm;
  measured.height_mm = is_turned ? of.panel_width_mm : of.panel_height_mm;
  return measured;
}

Metrics::Metrics(Panel panel) : panel_(completed(panel)) {
  px_per_mm_ = static_cast<double>(panel_.size.height_px) / panel_.height_mm;
  const double width = panel_.size.width_px;
  const double height = panel_.size.height_px;
  screen = {0, 0, width, height};
  gap = mm(kGap_mm);
  margin = std::max(mm(kDeadBorder_mm + 4), 0.045 * std::min(width, height));

  const double lowest = kDeadBorder_mm;
  const double highest = panel_.height_mm - kDeadBorder_mm;
  const auto above_bottom = [&](double from_floor) {
    return std::clamp(from_floor - panel_.floor_to_bottom_mm, lowest, highest);
  };
  double from = above_bottom(kReachFrom_mm);
  double to = above_bottom(kReachTo_mm);
  if (to - from < kLeastReach_mm) to = std::min(above_bottom(kHighestTouch_mm), from + kLeastReach_mm);
  if (to - from < kLeastReach_mm) from = std::max(above_bottom(kLowestTouch_mm), to - kLeastReach_mm);
  reach = {margin, height - mm(to), width - 2 * margin, mm(to - from)};

  const double row = mm(kRow_mm);
  languages = {margin, std::floor(reach.bottom() - row), width - 2 * margin, row};
  tools = {margin, std::floor(languages.y - gap - row), width - 2 * margin, row};
  plinth = {0, std::floor(tools.y - gap * 1.5), width, 0};
  plinth.height = height - plinth.y;
  // What is left under the rows carries the band: never higher than it looks well.
  const double below = height - languages.bottom();
  const double band_height = std::min({below * 0.62, mm(30), 0.09 * height});
  band = {0, height - band_height, width, band_height};
  stage = {0, 0, width, plinth.y};
  content = compose::inset(stage, margin, margin * 0.8);
}

double Metrics::letter_px(int text_step) const {
  const double short_side_mm = std::min(panel_.width_mm, panel_.height_mm);
  return mm(std::max(kLetter_mm, 0.0195 * short_side_mm)) * kTextStepFactor[std::clamp(text_step, 0, 2)];
}

}  // namespace gatecast::kiosk_ui

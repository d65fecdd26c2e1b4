#include "player/compose/slide_painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "player/compose/layouts.h"
#include "player/compose/moving_sheet.h"
#include "player/compose/overlay.h"
#include "player/compose/qr_code.h"
#include "player/compose/still.h"

namespace gatecast::compose {

struct SlidePainter::State {
  std::unique_ptr<text::Typesetter> typesetter;
  PictureSource pictures;
  std::shared_ptr<const RunningTrack> track;  // the ticker's, kept: the strip is painted anew each minute
};

SlidePainter::SlidePainter(std::unique_ptr<text::Typesetter> typesetter, PictureSource pictures)
    : state_(std::make_unique<State>(State{std::move(typesetter), std::move(pictures), nullptr})) {}
SlidePainter::~SlidePainter() = default;

namespace {

constexpr int kLargestSide = 16384;

Status check(const SlideRequest& request, const LayoutKind* layout, const SlideTexts* texts) {
  if (request.release == nullptr || request.item == nullptr ||
      !std::holds_alternative<bundle::Slide>(request.item->body))
    return fail(content_error("slide.item", request.item == nullptr ? "slide" : request.item->id,
                              "This item is not a slide."));
  const std::string& id = request.item->id;
  if (request.size.width_px < 1 || request.size.height_px < 1 || request.size.width_px > kLargestSide ||
      request.size.height_px > kLargestSide)
    return fail(content_error(
        "slide.size", id,
        fmt::format("A picture of {}x{} cannot be drawn.", request.size.width_px, request.size.height_px)));
  if (request.languages.empty())
    return fail(content_error("slide.language", id, "No language was asked for."));
  if (layout == nullptr && texts == nullptr)
    return fail(content_error(
        "slide.layout", id,
        fmt::format("There is no layout \"{}\".", std::get<bundle::Slide>(request.item->body).layout),
        fmt::format("Use one of: {}.", fmt::join(layout_names(), ", "))));
  if (texts == nullptr) return {};
  for (const char* slot : layout->needed)
    if (texts->all(slot).empty())
      return fail(content_error("slide.text", id,
                                fmt::format("The layout \"{}\" needs the text \"{}\".", layout->name, slot),
                                "Give it in the channel's languages."));
  if (const Wordings& code = texts->first("code"); !code.empty())
    GATECAST_TRY_STATUS(encode_qr(code.front().text, id));
  return {};
}

// Generous first: texts at 22 minutes of arc in every arrangement, headlines as large as wanted; then smaller
// headlines, then tighter arrangements, then texts down to 16 minutes; at last under the least sizes, which
// the report says, so that even a text that is too long is neither clipped nor laid over another.
Sheet set_sheet(const SlideRequest& request, const SlideTexts& texts, text::Typesetter& typesetter,
                const LayoutKind& layout) {
  constexpr Tightness kSteps[] = {{22, 1, 1},   {16, 1, 1},    {16, 0, 0.84},
                                  {16, 0, 0.7}, {16, 0, 0.56}, {16, 0, 0.42}};
  for (const Tightness& step : kSteps)
    for (int arrangement = 0; arrangement < layout.arrangements; ++arrangement)
      for (const double generosity : {1.0, 0.5, 0.0}) {
        if (generosity > step.generosity) continue;
        Sheet sheet(request, texts, typesetter, {step.least_minutes, generosity, step.shrink});
        layout.set(sheet, arrangement);
        if (!sheet.fits) continue;
        sheet.judge();
        return sheet;
      }
  Sheet sheet(request, texts, typesetter, kSteps[std::size(kSteps) - 1]);
  layout.set(sheet, layout.arrangements - 1);
  sheet.judge();
  return sheet;
}

}  // namespace

Result<pixels::Pixmap> SlidePainter::paint(const SlideRequest& request, SlideReport* report) {
  return draw(request, report, nullptr);
}

Result<SlidePainter::MovingSlide> SlidePainter::paint_moving(const SlideRequest& request,
                                                             SlideReport* report) {
  MovingSlide slide;
  GATECAST_TRY(slide.still, draw(request, report, &slide.motion));
  return slide;
}

Result<pixels::Pixmap> SlidePainter::draw(const SlideRequest& request, SlideReport* report,
                                          std::shared_ptr<const SlideMotion>* motion) {
  const bool is_slide = request.item != nullptr && std::holds_alternative<bundle::Slide>(request.item->body);
  const LayoutKind* layout =
      is_slide ? layout_named(std::get<bundle::Slide>(request.item->body).layout) : nullptr;
  GATECAST_TRY_STATUS(check(request, layout, nullptr));
  const SlideTexts texts = slide_texts(request);
  GATECAST_TRY_STATUS(check(request, layout, &texts));
  const Sheet sheet = set_sheet(request, texts, *state_->typesetter, *layout);
  if (report != nullptr) {
    report->faults = texts.faults;
    report->changes_at = sheet.changes_at;
  }
  return paint_moving_sheet(sheet, *state_->typesetter, state_->pictures, report, motion);
}

static bool is_opaque(const pixels::Pixmap& picture, const pixels::Rect& rect) {
  for (int y = std::max(0, rect.y); y < std::min(rect.y + rect.height, picture.size().height_px); ++y)
    for (int x = std::max(0, rect.x); x < std::min(rect.x + rect.width, picture.size().width_px); ++x)
      if (picture.row(y)[x] >> 24U != 255) return false;
  return true;
}

SlidePainter::OverlayPicture SlidePainter::paint_overlays(const bundle::Release& release, pixels::Size size,
                                                          bundle::Mode mode,
                                                          const std::vector<bundle::LanguageTag>& languages,
                                                          Instant now, bool is_demo, const StripLook& look) {
  OverlayPainter painter(release, size, mode, languages, now, *state_->typesetter, state_->pictures,
                         state_->track);
  auto overlays = painter.paint(is_demo, look);
  overlays.is_opaque = std::all_of(overlays.touched.begin(), overlays.touched.end(),
                                   [&](const auto& rect) { return is_opaque(overlays.pixels, rect); });
  return overlays;
}

pixels::Pixmap SlidePainter::paint_still(const bundle::Release& release, pixels::Size size) {
  if (const bundle::Item* item = still_item(release)) {
    SlideRequest request;
    request.release = &release;
    request.item = item;
    request.languages = {release.languages.primary};
    for (const auto& language : release.languages.foreign)
      if (request.languages.size() < 2) request.languages.push_back(language);
    request.size = size;
    if (auto picture = paint(request)) return std::move(*picture);
  }
  return paint_built_in_still(size);
}

const std::vector<std::string>& layout_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const LayoutKind& layout : layouts()) names.emplace_back(layout.name);
    return names;
  }();
  return kNames;
}

}  // namespace gatecast::compose

#include "player/preview/pictures.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/feed_reference.h"
#include "player/compose/feed_text.h"
#include "player/decode/frame_painter.h"
#include "player/pixels/png.h"
#include "player/preview/measure.h"
#include "player/programme/agenda.h"

namespace gatecast::preview {
namespace {

pixels::Size size_of(const OpenedChannel& channel, const PictureOptions& options) {
  const auto& screen = channel.content->release->screen;
  return options.size.value_or(pixels::Size{screen.width_px, screen.height_px});
}

// What is drawn of feeds outside the programme: whoever looks at it sees how it will look, marked as a
// sample.
bundle::FeedValues samples_for(const bundle::Release& release, const bundle::Item& item,
                               const PictureOptions& options) {
  auto feeds = options.feeds;
  if (const auto* slide = std::get_if<bundle::Slide>(&item.body))
    for (const auto& name : bundle::feeds_of(*slide))
      if (const auto feed = release.feeds.find(name); feed != release.feeds.end())
        feeds.try_emplace(name, compose::example_value(feed->second, options.now));
  return feeds;
}

playback::MomentRenderer::ItemRequest request_for(const OpenedChannel& channel, const bundle::Item& item,
                                                  std::vector<bundle::LanguageTag> languages,
                                                  const PictureOptions& options) {
  playback::MomentRenderer::ItemRequest request;
  request.item = &item;
  request.languages = std::move(languages);
  request.mode = options.mode;
  request.now = options.now;
  request.size = size_of(channel, options);
  request.overlays = options.overlays;
  request.offset = options.offset;
  request.feeds = samples_for(*channel.content->release, item, options);
  if (const auto* clip = std::get_if<bundle::Clip>(&item.body)) {
    request.offset = options.offset.value_or(Duration((clip->out_us - clip->in_us) / 2));
  }
  return request;
}

Result<const bundle::Item*> find_item(const bundle::Release& release, const bundle::ItemId& id) {
  const auto found = release.items.find(id);
  if (found != release.items.end()) return &found->second;
  std::string known;
  for (const auto& [other, item] : release.items) known += (known.empty() ? "" : ", ") + other;
  return fail(usage_error("preview.item", id, "this channel has no such item", "it has: " + known));
}

constexpr int kMonthsAhead = 12;
constexpr Duration kMonth = programme::kLongestAgenda;

PictureOptions options_for(const bundle::Release& release, const bundle::ItemId& item,
                           const PictureOptions& options) {
  if (!options.when_shown) return options;
  auto own = options;
  for (int month = 0; month < kMonthsAhead; ++month) {
    const auto showing =
        next_showing_of(release, *options.when_shown, item, options.now + kMonth * month, kMonth);
    if (!showing) continue;
    own.now = showing->starts;
    own.mode = showing->mode;
    return own;
  }
  // Shown only when an officer says so: in a mode that it is for.
  const auto& modes = release.items.at(item).modes;
  if (!modes.empty() && !modes.contains(own.mode)) own.mode = *modes.begin();
  return own;
}

std::string file_name(const bundle::ItemId& item, const std::vector<bundle::LanguageTag>& round) {
  std::string name = item;
  std::ranges::replace(name, '/', '-');
  name += '.';
  for (const auto& tag : round) name += (&tag == &round.front() ? "" : "-") + tag;
  return name + ".png";
}

// Small pictures in rows and columns on a quiet ground.
class Sheet {
 public:
  Sheet(std::size_t rows, std::size_t columns, pixels::Size picture) {
    const int wide = picture.width_px >= picture.height_px ? 420 : 300;
    cell_ = {wide, std::max(1, wide * picture.height_px / picture.width_px)};
    pixmap_ = pixels::Pixmap({static_cast<int>(columns) * (cell_.width_px + kGap) + kGap,
                              static_cast<int>(rows) * (cell_.height_px + kGap) + kGap});
    const auto all = pixels::canvas_of(pixmap_);
    decode::fill(all, {0, 0, all.size.width_px, all.size.height_px}, {232, 232, 228, 255});
  }
  void put(std::size_t row, std::size_t column, pixels::Pixmap& picture) {
    const pixels::Rect where{kGap + static_cast<int>(column) * (cell_.width_px + kGap),
                             kGap + static_cast<int>(row) * (cell_.height_px + kGap), cell_.width_px,
                             cell_.height_px};
    decode::scale(pixels::canvas_of(picture), decode::part_of(pixels::canvas_of(pixmap_), where));
  }
  [[nodiscard]] const pixels::Pixmap& pixmap() const { return pixmap_; }

 private:
  static constexpr int kGap = 16;
  pixels::Size cell_;
  pixels::Pixmap pixmap_;
};

}  // namespace

Status write_item_picture(Disk& disk, const OpenedChannel& channel, const bundle::ItemId& id,
                          const PictureOptions& options, const Path& file) {
  const auto& release = *channel.content->release;
  GATECAST_TRY(const auto* item, find_item(release, id));
  auto languages = options.languages;
  if (languages.empty()) languages = language_rounds(release.languages).front();
  playback::MomentRenderer renderer(channel.content);
  GATECAST_TRY(const auto picture, renderer.render_item(request_for(channel, *item, languages, options)));
  return pixels::write_png(disk, file, picture);
}

Result<AllPictures> write_all_pictures(Disk& disk, const OpenedChannel& channel,
                                       const PictureOptions& options, const Path& folder) {
  const auto& release = *channel.content->release;
  auto rounds = language_rounds(release.languages);
  if (!options.languages.empty()) rounds = {options.languages};
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  AllPictures all;
  playback::MomentRenderer renderer(channel.content);
  Sheet sheet(std::max<std::size_t>(1, release.items.size()), rounds.size(), size_of(channel, options));
  std::size_t row = 0;
  for (const auto& [id, item] : release.items) {
    const auto own = options_for(release, id, options);
    for (std::size_t column = 0; column < rounds.size(); ++column) {
      auto picture = renderer.render_item(request_for(channel, item, rounds[column], own));
      if (!picture) {
        all.errors.push_back(std::move(picture).error());
        all.errors.back().subject = id + ": " + all.errors.back().subject;
        continue;
      }
      const auto name = file_name(id, rounds[column]);
      GATECAST_TRY_STATUS(pixels::write_png(disk, folder / name, *picture));
      sheet.put(row, column, *picture);
      all.files.push_back(name);
    }
    ++row;
  }
  GATECAST_TRY_STATUS(pixels::write_png(disk, folder / "contact-sheet.png", sheet.pixmap()));
  all.files.emplace_back("contact-sheet.png");
  return all;
}

}  // namespace gatecast::preview

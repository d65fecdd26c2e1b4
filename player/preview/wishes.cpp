#include "player/preview/wishes.h"

#include "player/playback/feed_arguments.h"

namespace gatecast::preview {

Result<Wishes> wishes_of(const CommandLine& line, const bundle::Release& release) {
  Wishes wishes;
  GATECAST_TRY(wishes.now, instant_of(line, SystemClock().now()));
  GATECAST_TRY(wishes.situation.mode, mode_of(line));
  GATECAST_TRY(wishes.pictures.size, size_of(line));
  wishes.size =
      wishes.pictures.size.value_or(pixels::Size{release.screen.width_px, release.screen.height_px});
  wishes.pictures.languages = languages_of(line);
  if (!wishes.pictures.languages.empty()) wishes.situation.language = wishes.pictures.languages.back();
  wishes.situation.tags = {line.tags.begin(), line.tags.end()};
  if (!line.site.empty()) wishes.situation.site = line.site;
  GATECAST_TRY_STATUS(playback::put_sample_feeds(wishes.situation, release, line.feeds, wishes.now));
  wishes.pictures.now = wishes.now;
  wishes.pictures.feeds = wishes.situation.feeds;
  wishes.pictures.offset = duration_of(line.offset);
  wishes.pictures.mode = wishes.situation.mode.value_or(bundle::Mode::daily);
  if (line.at.empty() && line.mode.empty()) wishes.pictures.when_shown = wishes.situation;
  if (line.is_bare) wishes.pictures.overlays = playback::WithOverlays::no;
  return wishes;
}

}  // namespace gatecast::preview

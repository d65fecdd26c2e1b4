// --item and --all: items as PNG files, and all of them on one sheet.
// Threads: main only. Errors: usage error "preview.item" for an unknown item; content errors of drawing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/playback/render_moment.h"
#include "player/preview/opened_channel.h"

namespace gatecast::preview {

struct PictureOptions {
  std::vector<bundle::LanguageTag>
      languages;                     // empty: the first round of the channel (--item), all of them (--all)
  std::optional<pixels::Size> size;  // else the channel's screen
  Instant now;
  std::optional<Duration> offset;  // in a film; else its middle
  bundle::Mode mode = bundle::Mode::daily;
  playback::WithOverlays overlays = playback::WithOverlays::yes;
  // --all: each item as it looks when it is shown next, the clock beside it and the mode's theme with it; an
  // item that is not shown within a year, as an alert, at `now`. Empty: all of them at `now`.
  std::optional<programme::Situation> when_shown;
  bundle::FeedValues feeds;  // samples that were asked for; any other feed of a slide gets an example
};

Status write_item_picture(Disk& disk, const OpenedChannel& channel, const bundle::ItemId& item,
                          const PictureOptions& options, const Path& file);

// One file an item and round, "<agency>-<slug>.<vi-lo>.png", and "contact-sheet.png": a row an item, a column
// a round. Gives the files' names in order; goes on where an item fails and gives the errors.
struct AllPictures {
  std::vector<std::string> files;
  std::vector<Error> errors;
};
Result<AllPictures> write_all_pictures(Disk& disk, const OpenedChannel& channel,
                                       const PictureOptions& options, const Path& folder);

}  // namespace gatecast::preview

// An alert made ready and shown over everything: painted ahead of its begin, painted again while languages
// take turns, with its sound repeated by the clock, so that all screens and loudspeakers of a site are in
// step. Threads: main; it only sends to loader and mixer and takes their answers. Errors: take() keeps the
// last picture. Source: shared/design/content.md, Alert template.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "player/playback/act.h"

namespace gatecast::playback {

class AlertAct {
 public:
  // Once a turn of the loop. True when what is seen may have changed.
  bool update(Workshop& workshop, const ContentPtr& content, const programme::Situation& situation,
              pixels::Size size, Instant now);
  bool take(const LoadedAlert& answer);  // true when it was meant for this one
  // What stands over everything now; null: nothing.
  [[nodiscard]] const PicturePtr& picture() const { return shown_; }
  [[nodiscard]] std::optional<Instant> next_moment(const programme::Situation& situation, Instant now) const;

 private:
  void want(Workshop& workshop, const ContentPtr& content, const bundle::Statement& alert, pixels::Size size,
            Instant now);
  void paint(Workshop& workshop, Instant now);
  void sound(Workshop& workshop, Instant now);
  void hush(Workshop& workshop, Instant now);

  std::optional<bundle::Statement> alert_;  // the one that is painted
  ContentPtr content_;
  pixels::Size size_;
  bundle::Item item_;
  std::uint64_t ticket_ = 0;  // a painting under way
  PicturePtr painted_;
  std::optional<Instant> paint_at_;
  PicturePtr shown_;
  std::optional<Instant> next_stroke_;  // of the sound
  std::vector<std::uint64_t> voices_;
};

}  // namespace gatecast::playback

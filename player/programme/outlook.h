// What decides at an instant, and until when none of it changes: mode, events that are on, the winner's
// slots. Who asks many questions about one stretch of time keeps one of these; nothing is kept anywhere else.
// It points into the release and the situation, which must outlive it. Threads: values, pure.
#pragma once
#include <optional>
#include <vector>

#include "player/programme/mode.h"
#include "player/programme/timeline.h"
#include "player/schedule/schedule.h"

namespace gatecast::programme {

struct Candidate {
  const bundle::Event* event;
  const bundle::Playlist* playlist;
  schedule::Occurrence occurrence;
};

struct Outlook {
  const bundle::Release* release = nullptr;
  ModeSpan mode;
  std::vector<Candidate> on;          // the larger priority first, then the later start, then the id
  std::optional<std::size_t> winner;  // index in `on`: the first of which something can play
  Timeline timeline;                  // the winner's
  Instant until;                      // before this all that stands above stays
};

// What was seen on the way, for explanations.
struct Seen {
  std::vector<Rejection> rejections;
};
Outlook look(const bundle::Release& release, const Situation& situation, Instant now, Seen* seen = nullptr);
// At `now` or later, before `until`.
std::optional<Showing> showing_in(const Outlook& outlook, Instant now);

}  // namespace gatecast::programme

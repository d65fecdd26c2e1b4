// What plays when, as the stage asks for it: the programme of a release, or plain files one after the other.
// Threads: main. Source: shared/design/content.md, The programme is a function.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "player/playback/content.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

class Timeline {
 public:
  virtual ~Timeline() = default;
  virtual std::optional<programme::Showing> showing_at(const programme::Situation& situation,
                                                       Instant now) = 0;
  virtual Instant next_change(const programme::Situation& situation, Instant now) = 0;
  // The first picture stands; plain files begin now, a release's programme does not care.
  virtual void first_picture(Instant now) = 0;
};

std::unique_ptr<Timeline> release_timeline(ContentPtr content);
// The items in this order, again and again; the first waits for its first frame.
std::unique_ptr<Timeline> files_timeline(std::vector<bundle::Item> items);

}  // namespace gatecast::playback

// Every screen of the touch ring: session + book + time -> layers and buttons. Pure but for the Typesetter's
// caches. Threads: the Typesetter's owner. Errors: none; a page that went away reads as home.
// Source: shared/design/experience.md (journeys, figures); look.md; kiosk-ui/DESIGN.md.
#pragma once
#include <memory>

#include "kiosk-ui/view/layers.h"
#include "kiosk-ui/view/metrics.h"
#include "kiosk-ui/view/pen.h"

namespace gatecast::kiosk_ui {

struct ViewRequest {
  const Session* session = nullptr;  // not owned, as the next two
  const Book* book = nullptr;
  const Metrics* metrics = nullptr;
  std::string pressed;  // id of the button under a finger
  Instant now;
  SteadyInstant steady_now;
  bool is_time_trusted = true;          // else nothing says "open now"
  bool has_search = false;              // the release has an index
  std::vector<std::string> found = {};  // pages that answer the session's query, the best first
};
Screenful build_view(const ViewRequest& request, text::Typesetter& typesetter);
// Until when the same request gives the same picture, input aside.
SteadyInstant changes_at(const ViewRequest& request);

// Parts of a view (one source file each).
Look look_of(const ViewRequest& request, const std::string& id);
void add_plinth(Pen& pen, const ViewRequest& request, int parts);
void add_home(Pen& pen, const ViewRequest& request);
void add_topic(Pen& pen, const ViewRequest& request, const bundle::TopicEntry& topic);
int add_page(Pen& pen, const ViewRequest& request, const bundle::Page& page);
int add_search(Pen& pen, const ViewRequest& request);
void add_question(Pen& pen, const ViewRequest& request);
// Title of a screen with the way to it; the height used.
double add_heading(Pen& pen, const compose::Box& area, const std::string& way, const std::string& icon,
                   const std::string& title);

}  // namespace gatecast::kiosk_ui

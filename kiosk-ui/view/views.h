// Every screen of the touch ring: session + book + time -> layers and buttons. Pure but for the Typesetter's
// caches. Threads: the Typesetter's owner. Errors: none; a page that went away says so, a
// topic reads as home.
// Source: shared/design/experience.md (journeys, figures); look.md; kiosk-ui/DESIGN.md.
#pragma once
#include <memory>
#include <optional>

#include "kiosk-ui/view/layers.h"
#include "kiosk-ui/view/metrics.h"
#include "kiosk-ui/view/pen.h"
#include "kiosk-ui/view/tile_shelf.h"

namespace gatecast::kiosk_ui {

// What a page's film looks like just now.
struct FilmLook {
  TilePicture frame;  // null: none has come
  std::string subtitle;
  bool is_playing = false;
  bool has_ended = false;
  bool has_sound = false;
  bool has_subtitles = false;
  bool is_broken = false;
  Duration position{0};
  Duration length{0};
};

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
  std::optional<Gaze> gaze = {};        // where a map glides just now; else as the session's place says
  const TileShelf* tiles = nullptr;     // not owned; null: no tile is at hand
  const FilmLook* film = nullptr;       // not owned; null: not opened yet
  bool is_demo = false;                 // signed by demo keys: every page and photograph says so
};
Screenful build_view(const ViewRequest& request, text::Typesetter& typesetter);
// Until when the same request gives the same picture, input aside.
SteadyInstant changes_at(const ViewRequest& request);
// The screenful's map or plan alone, as `request.gaze` says: while fingers move it.
void redraw_figure(const ViewRequest& request, text::Typesetter& typesetter, Screenful& screenful);

// Parts of a view (one source file each).
Look look_of(const ViewRequest& request, const std::string& id);
void add_plinth(Pen& pen, const ViewRequest& request, int parts);
void add_home(Pen& pen, const ViewRequest& request);
void add_topic(Pen& pen, const ViewRequest& request, const bundle::TopicEntry& topic);
// Where a page was that has gone away while somebody read it.
void add_withdrawn(Pen& pen);
int add_page(Pen& pen, const ViewRequest& request, const bundle::Page& page);
// The first screenful of a page that begins with a map or plan; with a gallery; a film; a form.
void add_figure(Pen& pen, const ViewRequest& request, const bundle::Page& page, double top);
void add_gallery(Pen& pen, const ViewRequest& request, const bundle::Block& block, double top);
void add_film(Pen& pen, const ViewRequest& request, double top);
// The film alone: its frame in the box, its subtitle over it.
Figure draw_film(Pen& pen, const ViewRequest& request, const compose::Box& box);
// With which a page begins; null: with something else.
const bundle::FilmBlock* film_of(const bundle::Page& page);
void add_form(Pen& pen, const ViewRequest& request, const bundle::Page& page, const bundle::FormBlock& form,
              double top);
// Everything that a page says, still and in black on white, for the camera of a telephone.
void add_photo(Pen& pen, const ViewRequest& request, const bundle::Page& page);
// At most three, those that are there; each a button that opens it, a plan with the room of this page lit.
std::vector<std::string> related_of(const bundle::Page& page, const Book& book);
void add_related_page(Pen& pen, const ViewRequest& request, const std::string& of, const compose::Box& box);
// A button that is its sign alone, or its sign with a word.
void add_sign(Pen& pen, const ViewRequest& request, const std::string& id, const char* sign, Action action,
              const compose::Box& box, bool is_enabled, const std::string& label = "");
// How wide previous and next are, which have words.
double turning_width(const Metrics& metrics);
// Take along, and beside it listen, where somebody has spoken the page.
void add_take_along(Pen& pen, const ViewRequest& request, const compose::Box& box);
// How wide that is on a card, where the page is looked at.
double take_along_width(Pen& pen, const ViewRequest& request);
int add_search(Pen& pen, const ViewRequest& request);
void add_question(Pen& pen, const ViewRequest& request);
// The way here as plates that lead back up: home, and the page's topic where that has a list; the height
// used.
double add_way(Pen& pen, const ViewRequest& request, const std::string& topic, const compose::Box& area);
// Title of a screen with the way to it; the height used.
double add_heading(Pen& pen, const compose::Box& area, const std::string& way, const std::string& icon,
                   const std::string& title);

}  // namespace gatecast::kiosk_ui

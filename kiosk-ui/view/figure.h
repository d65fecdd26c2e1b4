// Maps, plans and pictures of pages: what can be chosen on them, how they are drawn for a gaze, how a gaze
// moves. Words keep their size at every zoom: nearer means more room between things, not larger letters.
// Threads: the Typesetter's owner. Errors: none; a gaze off the whole is brought back to it.
// Source: shared/domain/rules.md (maps: schematic, no coast, no border); kiosk-ui/DESIGN.md (Maps).
#pragma once
#include "kiosk-ui/view/views.h"

namespace gatecast::kiosk_ui {

inline constexpr double kMostZoom = 4;

// What a form says after these answers: its next question, or the answer that they have led to.
const bundle::FormStep& form_step(const bundle::FormBlock& form, const std::string& answers);

// What can be chosen, in the order of the buttons.
struct SpotWords {
  const bundle::TextByLanguage* name = nullptr;  // never null, as the next two
  const bundle::TextByLanguage* distance = nullptr;
  const bundle::TextByLanguage* details = nullptr;
  const bundle::TextByLanguage* measured = nullptr;  // from where the distance counts
  std::vector<std::string> signs;
  std::string page;
  bool is_here = false;
  std::size_t line = 0;  // of a map
};
// Of a page, before its title: a plan's own, else its topic's.
std::string icon_of(const Book& book, const bundle::Page& page);
// The map, plan or gallery with which a page begins; null: none.
const bundle::Block* figure_of(const bundle::Page& page);
std::vector<SpotWords> spots_of(const bundle::Block& figure, const std::string& site);
// The chosen one; where the kiosk stands; else the first.
int chosen_spot(const std::vector<SpotWords>& spots, int wanted);

// In `box` of the screen, as the session's place looks at it (or `gaze`, while it glides).
Figure draw_figure(Pen& pen, const ViewRequest& request, const bundle::Block& block, const compose::Box& box);

// Pure: the whole's size at a zoom, a gaze within it, moved by fingers, brought nearer around a point of the
// box.
struct Extent {
  double width = 0, height = 0;
};
Extent extent_at(const Figure& figure, double zoom);
Gaze held(const Figure& figure, Gaze gaze);
Gaze moved(const Figure& figure, Gaze gaze, double dx, double dy);
Gaze nearer(const Figure& figure, Gaze gaze, double factor, double x, double y);
Gaze between(const Gaze& from, const Gaze& to, double share);
// From a point of the whole (at the figure's gaze) to one of the box.
compose::Box origin(const Figure& figure);

// Under it: "not to scale", how old its values are, and that they are samples; of a picture, whose it is.
std::string figure_note(Pen& pen, const ViewRequest& request, const bundle::Block& block);

// One source file each.
void draw_map(Pen& pen, const ViewRequest& request, const bundle::MapBlock& map, int chosen, Figure& figure);
void draw_plan(Pen& pen, const ViewRequest& request, const bundle::PlanBlock& plan, int chosen,
               Figure& figure);
// The chosen picture out of the tiles that are at hand, and which others are wanted.
void draw_picture(Pen& pen, const ViewRequest& request, const bundle::GalleryBlock& gallery, int chosen,
                  Figure& figure);
// The gaze that a place begins with: at the middle of a spot (in parts of the whole).
Gaze begun(const Figure& figure, Gaze wanted, double spot_x, double spot_y);

}  // namespace gatecast::kiosk_ui

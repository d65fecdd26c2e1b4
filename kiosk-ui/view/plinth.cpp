// The plinth: two rows that never move. Tools (back, home, text size, contrast, earlier, later) above the
// five languages; under them the woven band. On the attract picture the tools' place carries the invitation.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

struct Tool {
  const char* id;
  Act act;
  Word label;
  const char* sign;  // drawn by hand: arrows and letters are no pictograms
};

Box cell(const Box& row, int index, int count, double gap) {
  const double width = (row.width - gap * (count - 1)) / count;
  return {std::round(row.x + index * (width + gap)), row.y, std::floor(width), row.height};
}

// Where the words of a language's button stand on the attract picture: over it, as high as the plinth goes.
Box invitation_box(const ViewRequest& request, std::size_t language) {
  const auto& metrics = *request.metrics;
  const auto count = static_cast<int>(request.book->languages().size());
  auto box = cell(metrics.tools, static_cast<int>(language), count, metrics.gap);
  box.y = metrics.plinth.y + metrics.gap * 0.5;
  box.height = metrics.languages.y - metrics.gap * 0.5 - box.y;
  return box;
}

// As large as all of them can be, on two lines where that is larger: nobody has read anything else yet.
void add_invitation(Pen& pen, const ViewRequest& request) {
  const auto& metrics = pen.metrics();
  const auto& languages = request.book->languages();
  Lettering lettering{
      metrics.letter_px(0) * 1.4, metrics.mm(kLetter_mm * 0.55), 700, 2, pen.palette().plinth_text,
      text::Align::centre};
  lettering.is_label = true;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    const auto box = invitation_box(request, i);
    const auto set =
        pen.set(word(Word::invitation, languages[i]), lettering, box.width, box.height, languages[i]);
    lettering.letter_px = std::min(lettering.letter_px, set.letter_px);
  }
  for (std::size_t i = 0; i < languages.size(); ++i)
    pen.write_centred(word(Word::invitation, languages[i]), lettering, invitation_box(request, i),
                      languages[i]);
}

// "Was this useful?" stands where More and Earlier have no more to do: on a page's last screenful.
struct Thumb {
  Tool tool;
  Box box;
};
// What a button needs for these words on one line: under its sign on a small panel, else beside it; in
// letters that leave those of the row large or, `is_tight`, in the least ones.
double wanted_width(Pen& pen, Word label, bool is_tight) {
  const auto& metrics = pen.metrics();
  const double least = metrics.mm(kLetter_mm * 0.52);
  const bool is_least = is_tight || metrics.is_small();
  Lettering lettering{is_least ? least : std::max(least, metrics.tools.height * 0.22), 0, 700, 1};
  lettering.is_label = true;
  const double words = pen.set(word(label, pen.language()), lettering, metrics.screen.width).layout.width_px;
  return metrics.is_small() ? words + metrics.mm(4.2) : (words + metrics.mm(6.7)) / 0.83;
}

// As wide as their words want it: "not useful" is the longer one.
std::array<Thumb, 2> thumbs_in(Pen& pen, const Box& place, Word not_useful, bool is_tight) {
  const auto& metrics = pen.metrics();
  const double first = wanted_width(pen, Word::useful, is_tight);
  const double share = first / (first + wanted_width(pen, not_useful, is_tight));
  const double width = std::floor((place.width - metrics.gap) * share);
  const Box left{std::round(place.x), place.y, width, place.height};
  const double x = left.right() + metrics.gap;
  return {{{{"tool/useful", Act::useful, Word::useful, "useful"}, left},
           {{"tool/not-useful", Act::not_useful, not_useful, "not_useful"},
            {x, place.y, std::floor(place.right() - x), place.height}}}};
}

void add_thumb(Pen& pen, const ViewRequest& request, const Thumb& thumb, bool has_words) {
  const auto& judged = request.session->judged;
  const auto found = judged.find(request.session->here().id);
  ButtonFace face;
  face.icon = std::string("sign/") + thumb.tool.sign;
  if (has_words) face.label = word(thumb.tool.label, pen.language());
  face.is_wide = has_words && !pen.metrics().is_small();
  face.is_one_line = true;
  face.is_on_plinth = true;
  face.is_chosen = found != judged.end() && found->second == (thumb.tool.act == Act::useful);
  // Said once; what was said stays seen.
  const bool is_open = found == judged.end() || face.is_chosen;
  pen.button({thumb.tool.id, {thumb.tool.act}, thumb.box, is_open}, face, look_of(request, thumb.tool.id));
}

// The longest words get more of the row.
struct Slot {
  Tool tool;
  double share;
};
std::vector<Slot> slots_of(const ViewRequest& request) {
  std::vector<Slot> slots{{{"tool/back", Act::go_back, Word::back, "back"}, 1},
                          {{"tool/home", Act::go_home, Word::home, "home"}, 1},
                          {{"tool/search", Act::open_search, Word::search, "search"}, 1},
                          {{"tool/size", Act::text_size, Word::larger, "size"}, 1.4},
                          {{"tool/contrast", Act::contrast, Word::contrast, "contrast"}, 1.22},
                          {{"tool/earlier", Act::earlier, Word::earlier, "earlier"}, 1},
                          {{"tool/later", Act::later, Word::later, "later"}, 1}};
  if (!request.has_search) slots.erase(slots.begin() + 2);  // the same for the whole release
  return slots;
}

void add_tool(Pen& pen, const ViewRequest& request, const Tool& tool, const Box& box, int parts) {
  const auto& session = *request.session;
  const auto here = session.here();
  const int part = std::min(here.part, parts - 1);
  ButtonFace face;
  face.label = word(tool.label, pen.language());
  face.icon = std::string("sign/") + tool.sign;
  face.is_wide = !pen.metrics().is_small();  // there the sign stands over its word, which so has one line
  face.is_one_line = true;
  face.is_on_plinth = true;
  face.is_chosen = (tool.act == Act::contrast && session.is_high_contrast) ||
                   (tool.act == Act::text_size && session.text_step > 0) ||
                   (tool.act == Act::later && part + 1 < parts);
  Button button{tool.id, {tool.act}, box, true};
  if (tool.act == Act::go_home) button.is_enabled = here.place != Place::home && !session.language.empty();
  if (tool.act == Act::open_search) button.is_enabled = here.place != Place::search;
  if (tool.act == Act::earlier) button.is_enabled = part > 0;
  if (tool.act == Act::later) button.is_enabled = part + 1 < parts;
  pen.button(std::move(button), face, look_of(request, tool.id));
}

struct LastRow {
  std::array<Thumb, 2> thumbs;
  Box earlier;
  bool has_words = false;
};

// From `x` to the row's end. Earlier keeps a third of it where there is one.
LastRow last_row(Pen& pen, double x, int parts, Word not_useful, bool is_tight) {
  const auto& metrics = pen.metrics();
  const auto& row = metrics.tools;
  LastRow last;
  if (parts > 1) {
    const double words = wanted_width(pen, Word::earlier, is_tight) +
                         wanted_width(pen, Word::useful, is_tight) + wanted_width(pen, not_useful, is_tight);
    const double room = row.right() - x - 2 * metrics.gap;
    const double share = std::min(1 / 3.3, wanted_width(pen, Word::earlier, is_tight) / words);
    const double width = std::max(std::floor(room * share), std::ceil(metrics.mm(kLeastTarget_mm)));
    last.earlier = {std::round(x), row.y, width, row.height};
    x += width + metrics.gap;
  }
  last.thumbs = thumbs_in(pen, {x, row.y, row.right() - x, row.height}, not_useful, is_tight);
  const auto fits = [&](Word label, const Box& box) {
    return wanted_width(pen, label, is_tight) <= box.width;
  };
  last.has_words = (parts <= 1 || fits(Word::earlier, last.earlier)) &&
                   std::all_of(last.thumbs.begin(), last.thumbs.end(),
                               [&](const Thumb& thumb) { return fits(thumb.tool.label, thumb.box); });
  return last;
}

// On a page's last screenful. All of them have words where there is room for that, in the least letters or
// with "not useful" in its short form if need be: one without beside one with them would read as another
// thing.
void add_last(Pen& pen, const ViewRequest& request, double x, int parts) {
  LastRow last;
  for (const auto not_useful : {Word::not_useful, Word::not_useful_short})
    for (const bool is_tight : {false, true})
      if (!last.has_words) last = last_row(pen, x, parts, not_useful, is_tight);
  if (parts > 1) {
    ButtonFace face;
    face.icon = "sign/earlier";
    if (last.has_words) face.label = word(Word::earlier, pen.language());
    face.is_wide = last.has_words && !pen.metrics().is_small();
    face.is_one_line = true;
    face.is_on_plinth = true;
    pen.button({"tool/earlier", {Act::earlier}, last.earlier, true}, face, look_of(request, "tool/earlier"));
  }
  for (const auto& thumb : last.thumbs) add_thumb(pen, request, thumb, last.has_words);
}

void add_tools(Pen& pen, const ViewRequest& request, int parts) {
  const auto here = request.session->here();
  const auto slots = slots_of(request);
  const auto& row = pen.metrics().tools;
  double shares = 0;
  for (const auto& slot : slots) shares += slot.share;
  const double share = (row.width - static_cast<double>(slots.size() - 1) * pen.metrics().gap) / shares;
  const bool is_last = here.place == Place::page && std::min(here.part, parts - 1) + 1 >= parts &&
                       request.book->page(here.id) != nullptr;
  double x = row.x;
  const EvenLabels even(pen);
  for (const auto& [tool, of_row] : slots) {
    const bool is_paging = tool.act == Act::earlier || tool.act == Act::later;
    if (is_paging && is_last && tool.act == Act::earlier) add_last(pen, request, x, parts);
    if (!is_paging || (parts > 1 && !is_last))
      add_tool(pen, request, tool, {std::round(x), row.y, std::floor(share * of_row), row.height}, parts);
    x += share * of_row + pen.metrics().gap;
  }
}

// A page covers the programme, and with it the strip's mark: here it stands on the woven band.
void add_demo(Pen& pen) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  Lettering lettering{std::max(metrics.mm(3.8), metrics.letter_px(0) * 0.5), 0, 700, 1, palette.plinth_text};
  lettering.is_label = true;
  auto words = pen.set("DEMO", lettering, metrics.content.width, 0, "en");
  const double pad = metrics.mm(2);
  const double width = words.layout.width_px + 2 * pad;
  const double height = words.layout.height_px;
  const double x = metrics.content.right() - width;
  const double y = std::min(metrics.band.centre_y() - height / 2, metrics.screen.height - height);
  pen.new_layer();
  pen.fill({x, y, width, height}, palette.plinth, metrics.mm(1));
  words.box.width = words.layout.width_px;
  pen.place(std::move(words), x + pad, y);
}

}  // namespace

void add_plinth(Pen& pen, const ViewRequest& request, int parts) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  pen.fill(metrics.plinth, palette.plinth);
  Mark band;
  band.kind = Mark::Kind::band;
  band.box = metrics.band;
  band.stitch = compose::Stitch::diamonds;
  band.band = palette.band;
  pen.layer().marks.push_back(band);
  const Box free{0, metrics.languages.bottom() + metrics.mm(12), metrics.screen.width,
                 metrics.band.y - metrics.languages.bottom() - metrics.mm(12)};
  if (free.height > metrics.mm(60) && !palette.is_high_contrast) {
    // Below everybody's hands: the ridges by night, instead of an empty wall.
    Mark scene;
    scene.kind = Mark::Kind::scene;
    scene.name = "river";
    scene.box = free;
    scene.ground = palette.plinth;
    scene.is_dark = true;
    scene.horizon = 0.35;
    pen.layer().marks.push_back(scene);
  }
  if (request.session->language.empty())
    add_invitation(pen, request);
  else
    add_tools(pen, request, parts);
  const auto& languages = request.book->languages();
  for (std::size_t i = 0; i < languages.size(); ++i) {
    const auto box =
        cell(metrics.languages, static_cast<int>(i), static_cast<int>(languages.size()), metrics.gap);
    ButtonFace face;
    face.label = own_name(languages[i]);
    face.language = languages[i];
    face.is_on_plinth = true;
    face.is_chosen = languages[i] == request.session->language;
    const std::string id = "language/" + languages[i];
    Button button{id, {Act::choose_language, languages[i]}, box, true};
    if (request.session->language.empty()) button.words = invitation_box(request, i);
    pen.button(std::move(button), face, look_of(request, id));
  }
  if (request.is_demo && request.session->is_open()) add_demo(pen);
}

}  // namespace gatecast::kiosk_ui

// A page: the way to it, its title, its blocks one under the other, cut into screenfuls between rows and
// lines; beside or below them the related pages, within reach.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/page_setter.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

struct PageAreas {
  Box words;
  Box side;     // a scene, or the topic's pictogram; empty where there is no room
  Box related;  // buttons
  Box take_along;
  bool is_related_a_row = false;
};

// Of one of so many buttons beside the words: where there is room for it, two lines of Lao stand free.
double related_height(const Metrics& metrics, double room, std::size_t buttons) {
  const double least = metrics.mm(metrics.is_small() ? 21 : 25);
  const double each = std::floor(room / static_cast<double>(buttons) - metrics.gap);
  return std::clamp(each, least, metrics.mm(metrics.is_small() ? 27 : 30));
}

PageAreas areas_of(const Metrics& metrics, double top, std::size_t related, bool has_speech) {
  PageAreas areas;
  const auto& content = metrics.content;
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  areas.words = {content.x, top, content.width, bottom - top};
  if (metrics.is_portrait()) {
    areas.is_related_a_row = true;
    const double height = metrics.mm(26);
    const double take = content.width * (has_speech ? 0.38 : 0.24);
    areas.take_along = {content.right() - take, bottom - height, take, height};
    areas.related = {content.x, bottom - height, content.width - take - metrics.gap, height};
    areas.words.height -= height + metrics.gap * 1.5;
    return areas;
  }
  const double column = std::max(content.width * 0.3, metrics.mm(86));
  const double gap = metrics.mm(12);
  areas.words.width -= column + gap;
  const double one = related_height(metrics, bottom - top, related + 1);
  areas.take_along = {content.right() - column, bottom - one, column, one};
  const double height = static_cast<double>(related) * (one + metrics.gap);
  areas.related = {areas.take_along.x, areas.take_along.y - height, column, height - metrics.gap};
  const double side = areas.related.y - top - (related > 0 ? metrics.letter_px(0) * 3.6 : metrics.gap * 1.5);
  if (side > metrics.mm(45)) areas.side = {areas.related.x, top, column, std::min(side, column * 0.75)};
  return areas;
}

// Of one of the related pages' buttons.
compose::Box related_size(const Metrics& metrics, const PageAreas& areas, std::size_t buttons) {
  const auto count = static_cast<double>(buttons);
  if (areas.is_related_a_row)
    return {0, 0, (areas.related.width - metrics.gap * (count - 1)) / count, areas.related.height};
  return {0, 0, areas.related.width, (areas.related.height - metrics.gap * (count - 1)) / count};
}

// For all their titles, in the least letters, off the buttons' edges: rather fewer than crowded.
bool have_room(Pen& pen, const ViewRequest& request, const PageAreas& areas,
               const std::vector<std::string>& ids) {
  const auto& metrics = pen.metrics();
  const auto size = related_size(metrics, areas, ids.size());
  const double width = size.width * 0.78 - metrics.mm(8.5);  // what Pen leaves beside a pictogram
  Lettering least{metrics.mm(kLetter_mm * 0.52), 0, 700};
  least.is_label = true;
  return std::all_of(ids.begin(), ids.end(), [&](const std::string& id) {
    const auto title = request.book->text(request.book->page(id)->title, pen.language());
    const auto layout = pen.set(title, least, width).layout;
    if (layout.is_overfull || layout.lines.size() > 2) return false;
    return layout.lines.size() < 2 ||
           layout.lines.back().ink_bottom_px - layout.lines.front().ink_top_px + metrics.mm(4.5) <=
               size.height;
  });
}

void add_related(Pen& pen, const ViewRequest& request, const PageAreas& areas,
                 const std::vector<std::string>& ids) {
  const auto& metrics = pen.metrics();
  const auto [left, top, width, height] = related_size(metrics, areas, ids.size());
  if (ids.empty()) return;
  if (!areas.is_related_a_row && !areas.side.is_empty()) {
    auto words = pen.set(word(Word::related, pen.language()),
                         {metrics.letter_px(0), 0, 700, 1, pen.palette().quiet}, areas.related.width);
    const double y = areas.related.y - metrics.mm(1.5) - words.layout.height_px;
    pen.place(std::move(words), areas.related.x, y);
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto step = static_cast<double>(i);
    const Box box{std::round(areas.related.x + (areas.is_related_a_row ? step * (width + metrics.gap) : 0)),
                  std::round(areas.related.y + (areas.is_related_a_row ? 0 : step * (height + metrics.gap))),
                  std::floor(width), std::floor(height)};
    add_related_page(pen, request, ids[i], box);
  }
}

void add_side(Pen& pen, const bundle::Page& page, const Box& box) {
  if (box.is_empty() || pen.palette().is_high_contrast) return;
  const auto& topic = compose::topic_named(page.topic);
  std::string name(topic.scene);
  for (const auto& block : page.blocks)
    if (const auto* scene = std::get_if<bundle::SceneBlock>(&block)) name = scene->scene;
  Mark mark;
  mark.kind = Mark::Kind::scene;
  mark.name = name;
  mark.box = box;
  mark.ground = pen.palette().ground;
  mark.horizon = 0.5;
  pen.layer().marks.push_back(mark);
  Mark ribbon;
  ribbon.kind = Mark::Kind::band;
  const double height = std::max(11.0, std::round(pen.metrics().mm(5) / 11) * 11);
  ribbon.box = {box.x, box.bottom() - height, box.width, height};
  ribbon.stitch = topic.stitch;
  ribbon.band = pen.palette().band;
  pen.layer().marks.push_back(ribbon);
}

// A small panel needs the height for the answer: title and way in one row.
double add_low_heading(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  const double base = metrics.letter_px(0);
  const Box& area = metrics.content;
  const double left = area.width * 0.56;
  Lettering big{base * 1.25, base * 0.7, 700, 1, palette.text};
  big.is_label = true;  // one line box for all scripts
  auto words = pen.set(request.book->text(page.title, pen.language()), big, left - metrics.gap);
  const double way = add_way(pen, request, page.topic, {area.x + left, area.y, area.width - left, 0});
  const double height = std::max(words.layout.height_px, way - metrics.mm(2));
  const double down = (height - words.layout.height_px) / 2;
  pen.place(std::move(words), area.x, area.y + down);
  pen.fill({area.x, area.y + height, area.width, std::max(2.0, metrics.mm(0.8))}, palette.rule);
  return height + metrics.mm(2.5);
}

// The way, the title with the topic's pictogram; the height used.
double add_page_heading(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  const auto& content = pen.metrics().content;
  const double way = add_way(pen, request, page.topic, content);
  return way + add_heading(pen, {content.x, content.y + way, content.width, content.height - way}, "",
                           icon_of(*request.book, page), request.book->text(page.title, pen.language()));
}

// What may not be divided from a piece on: itself, and what belongs to it.
double whole_from(const std::vector<Piece>& pieces, std::size_t from) {
  double height = pieces[from].height;
  for (auto i = from; pieces[i].is_with_next && i + 1 < pieces.size(); ++i)
    height += pieces[i].space_after + pieces[i + 1].height;
  return height;
}

// In which screenful each piece stands, and how far down: greedy, never an empty one. What is higher than a
// screenful is divided all the same.
std::vector<std::pair<int, double>> places_of(const std::vector<Piece>& pieces, double height) {
  int part = 0;
  double y = 0;
  bool belongs = false;  // to the piece before
  std::vector<std::pair<int, double>> places;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    const double whole = belongs ? piece.height : whole_from(pieces, i);
    if (y > 0 && y + (whole <= height ? whole : piece.height) > height) {
      ++part;
      y = 0;
    }
    places.emplace_back(part, y);
    y += piece.height + piece.space_after;
    belongs = piece.is_with_next;
  }
  return places;
}

// Where the scene stands. Portrait: where the words (`filled` of the height; less than 0: all of it) leave
// room for a good one.
Box side_of(const Metrics& metrics, const PageAreas& areas, double filled) {
  auto side = areas.side;
  if (!metrics.is_portrait() || filled < 0) return side;
  const double room = areas.words.height - filled - metrics.mm(14);
  if (room > metrics.mm(70))
    side = {0, areas.words.y + filled + metrics.mm(10), metrics.screen.width,
            std::min(room, metrics.screen.width * 0.5)};
  side.y = areas.words.bottom() - side.height;
  return side;
}

// How much larger than running text a page of few words is set: people stand a step back from a large panel,
// and empty ground tells nobody anything. As it is found at the usual text size, so that larger is always
// larger.
double growth_of(Pen& pen, const ViewRequest& request, const bundle::Page& page, const Box& room) {
  const auto& metrics = pen.metrics();
  if (metrics.is_small()) return 1;
  const double base = metrics.letter_px(0);
  const double most = room.height * (metrics.is_portrait() ? 0.6 : 0.86);
  auto session = *request.session;
  session.text_step = 0;  // notes look at it
  auto usual = request;
  usual.session = &session;
  const auto height_at = [&](double factor) {
    auto larger = pen.beside(pen.out(), base * factor);
    return height_of(PageSetter(larger, usual, room.width).set(page));
  };
  const double height = height_at(1);
  for (const double factor : {1.45, 1.3, 1.15})
    if (height * factor <= most && height_at(factor) <= most) return factor;
  return 1;
}

struct SetPage {
  std::vector<Piece> pieces;
  std::string foot;  // under each screenful
};

// `room`: as it is; `usual`: at the usual text size, whose heading is lower.
SetPage set_page(Pen& pen, const ViewRequest& request, const bundle::Page& page, const Box& room,
                 const Box& usual) {
  constexpr std::array<double, kTextSteps> kOfGrowth{1, 0.9, 0.82};
  const auto step = static_cast<std::size_t>(std::clamp(request.session->text_step, 0, kTextSteps - 1));
  const double factor = std::max(1.0, growth_of(pen, request, page, usual) * kOfGrowth.at(step));
  auto larger = pen.beside(pen.out(), pen.letter() * factor);
  SetPage set;
  if (!pen.metrics().is_small()) {
    set.pieces = PageSetter(larger, request, room.width).set(page);
    if (height_of(set.pieces) <= room.height) return set;
  }
  // The age of values and the tag of samples hold for what is shown: they are not left to a last screenful.
  PageSetter setter(larger, request, room.width);
  set.pieces = setter.set(page, false);
  set.foot = setter.note();
  return set;
}

// How old the values are, under whichever of them are shown; from there up the words end.
double add_foot(Pen& pen, const std::string& note, const Box& words) {
  const auto& metrics = pen.metrics();
  const double least = metrics.mm(kLetter_mm * 0.5);
  Lettering small{std::max(least, metrics.letter_px(0) * 0.55), least, 400, 1, pen.palette().quiet};
  small.is_label = true;
  auto set = pen.set(note, small, words.width);
  // Under the words of a standing panel are buttons, of a lying one the plinth.
  const double end = metrics.is_portrait() ? words.bottom() + metrics.gap : metrics.plinth.y - metrics.mm(1);
  const double y = end - set.layout.height_px;
  pen.place(std::move(set), words.x, y);
  return y;
}

}  // namespace

double take_along_width(Pen& pen, const ViewRequest& request) {
  const auto& metrics = *request.metrics;
  const bool has_speech =
      request.book->speech(request.session->here().id, request.session->language) != nullptr;
  if (metrics.is_small()) {
    // The words under the sign, on one line.
    Lettering least{metrics.mm(kLetter_mm * 0.52), 0, 700};
    least.is_label = true;
    const auto words = pen.set(word(Word::take_along, pen.language()), least, metrics.screen.width);
    return has_speech ? metrics.mm(46)
                      : std::max(metrics.mm(38), words.layout.width_px * 1.07 + metrics.mm(7));
  }
  return metrics.mm(has_speech ? 150 : 104);
}

std::vector<std::string> related_of(const bundle::Page& page, const Book& book) {
  std::vector<std::string> ids;
  for (const auto& block : page.blocks)
    if (const auto* related = std::get_if<bundle::RelatedBlock>(&block))
      for (const auto& id : related->pages)
        if (book.page(id) != nullptr && ids.size() < 3) ids.push_back(id);
  return ids;
}

void add_related_page(Pen& pen, const ViewRequest& request, const std::string& of, const Box& box) {
  const auto* page = request.book->page(of);
  ButtonFace face;
  face.icon = icon_of(*request.book, *page);
  face.label = request.book->text(page->title, pen.language());
  face.is_wide = true;
  const std::string id = "related/" + of;
  const int room = request.book->room_for(of, request.session->here().id);
  pen.button({id, {Act::open_page, of, room}, box, true}, face, look_of(request, id));
}

// What is left for the other one.
Box add_listen(Pen& pen, const ViewRequest& request, const Box& box) {
  const auto& session = *request.session;
  const auto& metrics = pen.metrics();
  if (request.book->speech(session.here().id, session.language) == nullptr) return box;
  const double width = std::max(metrics.mm(kTarget_mm + 1), box.width * 0.42);
  const bool is_on = session.is_listening && request.steady_now < session.busy_until;
  ButtonFace face;
  face.icon = is_on ? "sign/stop" : "sign/listen";
  if (width > metrics.mm(44)) face.label = word(is_on ? Word::stop : Word::listen, pen.language());
  face.is_wide = true;
  face.factor = 0.7;
  face.is_chosen = is_on;
  pen.button({"page/listen",
              {Act::listen},
              {std::round(box.x), std::round(box.y), std::floor(width), std::floor(box.height)},
              true},
             face, look_of(request, "page/listen"));
  return {box.x + width + metrics.gap, box.y, box.width - width - metrics.gap, box.height};
}

void add_take_along(Pen& pen, const ViewRequest& request, const Box& room) {
  const EvenLabels even(pen);
  const Box box = add_listen(pen, request, room);
  ButtonFace face;
  face.icon = "sign/take";
  if (box.width > pen.metrics().mm(30)) face.label = word(Word::take_along, pen.language());
  face.is_wide =
      box.width > pen.metrics().mm(pen.metrics().is_small() ? 70 : 50);  // else the sign over its words
  face.is_one_line = !face.is_wide;
  face.factor = 0.7;
  const std::string id = "page/take_along";
  const Box whole{std::round(box.x), std::round(box.y), std::floor(box.width), std::floor(box.height)};
  pen.button({id, {Act::open_photo}, whole, true}, face, look_of(request, id));
}

int add_page(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  const auto& metrics = pen.metrics();
  const auto& book = *request.book;
  const auto* film = film_of(page);
  const bool is_low = metrics.is_small();
  const double used = is_low ? add_low_heading(pen, request, page) : add_page_heading(pen, request, page);
  const double top = metrics.content.y + used;
  auto related = related_of(page, book);
  if (!metrics.is_portrait()) {
    // As many as stand between the heading and the button that takes the page along.
    const double room = metrics.plinth.y - metrics.gap * 1.5 - top;
    const double one = metrics.mm(is_low ? 21 : 25) + metrics.gap;
    related.resize(std::min(related.size(), static_cast<std::size_t>(std::max(0.0, room / one - 1))));
  }
  const bool has_speech = book.speech(request.session->here().id, request.session->language) != nullptr;
  auto areas = areas_of(metrics, top, related.size(), has_speech);
  while (related.size() > 1 && !have_room(pen, request, areas, related)) {
    related.pop_back();
    areas = areas_of(metrics, top, related.size(), has_speech);
  }
  auto usual = areas.words;
  if (!is_low && pen.letter() > metrics.letter_px(0)) {
    Screenful aside;
    auto small = pen.beside(aside, metrics.letter_px(0));
    usual.height += used - add_page_heading(small, request, page);
  }
  const auto set = set_page(pen, request, page, areas.words, usual);
  const auto& pieces = set.pieces;
  // A map, plan, form, gallery or film has the first screenful for itself.
  const auto* form = page.blocks.empty() ? nullptr : std::get_if<bundle::FormBlock>(&page.blocks.front());
  const int before = form != nullptr || film != nullptr || figure_of(page) != nullptr ? 1 : 0;
  const bool is_looked_at = before > 0 && (request.session->here().part <= 0 || pieces.empty());
  if (is_looked_at && form != nullptr) add_form(pen, request, page, *form, top);
  if (is_looked_at && film != nullptr) add_film(pen, request, top);
  if (is_looked_at && form == nullptr && film == nullptr) add_figure(pen, request, page, top);

  if (!is_looked_at && !set.foot.empty())
    areas.words.height = std::min(areas.words.bottom(), add_foot(pen, set.foot, areas.words)) - areas.words.y;
  const auto places = places_of(pieces, areas.words.height);
  const int last = places.empty() ? 0 : places.back().first;
  const int parts = (places.empty() ? 0 : last + 1) + before;
  if (is_looked_at) return parts;
  const int shown = std::clamp(request.session->here().part - before, 0, last);
  double filled = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (places[i].first == shown) {
      pieces[i].draw(pen, areas.words.x, areas.words.y + places[i].second);
      filled = places[i].second + pieces[i].height;
    }
  add_side(pen, page, side_of(metrics, areas, parts == 1 ? filled : -1));
  const EvenLabels even(pen);
  add_related(pen, request, areas, related);
  add_take_along(pen, request, areas.take_along);
  return parts;
}

}  // namespace gatecast::kiosk_ui

// The search screen: what is typed, the keys, what was found. The keys lie on the plinth's dark ground, where
// hands are; what is found is read, and so stands on the light stage.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/keyboard.h"
#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

struct Areas {
  Box desk;  // dark, under field and keys
  Box field;
  Box erase;
  Box clear;
  Box keys;
  Box found;
  int columns = 1;  // of what is found
  int rows = 1;
  double gap = 0;  // between keys
};

// Lying panels: keys on the left, what is found beside them. Standing and small ones: one over the other.
Areas areas_of(const Metrics& metrics, const Keyboard& keyboard) {
  Areas areas;
  const auto rows = static_cast<double>(keyboard.rows.size());
  const bool is_small = metrics.is_small();
  const bool is_beside = !metrics.is_portrait() && !is_small;
  areas.gap = metrics.mm(is_small ? kBetweenTargets_mm + 0.2 : 4);
  const double key = metrics.mm(is_small ? 15.6 : is_beside ? 34 : 24);
  const double field = metrics.mm(is_small ? 16 : is_beside ? 30 : 26);
  const double pad = areas.gap * 1.5;
  const double bottom = metrics.plinth.y;
  const double width = is_beside ? metrics.content.width * 0.6 : metrics.content.width;
  areas.keys = {metrics.content.x, bottom - rows * (key + areas.gap), width,
                rows * (key + areas.gap) - areas.gap};
  const double field_y = areas.keys.y - areas.gap - field;
  const double button = metrics.mm(is_small ? 41 : 62);
  areas.field = {areas.keys.x, field_y, width - 2 * (button + areas.gap), field};
  areas.erase = {areas.field.right() + areas.gap, field_y, button, field};
  areas.clear = {areas.erase.right() + areas.gap, field_y, button, field};
  if (is_beside) {
    areas.desk = {0, field_y - pad, areas.keys.right() + pad, bottom - field_y + pad};
    const double x = areas.desk.right() + metrics.mm(10);
    areas.found = {x, field_y, metrics.content.right() - x, areas.keys.bottom() - field_y};
  } else {
    areas.desk = {0, field_y - pad, metrics.screen.width, bottom - field_y + pad};
    const double top = std::max(metrics.reach.y, metrics.content.y);
    const double most = metrics.mm(is_small ? 40 : 120);
    const double end = areas.desk.y - areas.gap;
    areas.found = {metrics.content.x, std::max(top, end - most), metrics.content.width, 0};
    areas.found.height = end - areas.found.y;
    areas.columns = is_small ? 3 : 2;
  }
  const double row = metrics.mm(is_small ? 30 : is_beside ? 38 : 34);
  areas.rows = std::max(1, static_cast<int>((areas.found.height + metrics.gap) / (row + metrics.gap)));
  return areas;
}

void add_head(Pen& pen, const ViewRequest& request, const Areas& areas) {
  const auto& metrics = pen.metrics();
  if (metrics.is_small()) return;  // the field says what this is
  const double heading = metrics.letter_px(0) * 9.4;
  const double end = std::min(areas.desk.y, areas.found.y) - metrics.gap;
  const double head = std::max(metrics.content.y, end - heading);
  if (head > metrics.mm(50) && !pen.palette().is_high_contrast) {
    Mark scene;
    scene.kind = Mark::Kind::scene;
    scene.name = "river";
    scene.box = {0, 0, metrics.stage.width, head - metrics.mm(8)};
    scene.ground = pen.palette().ground;
    scene.horizon = 0.45;
    pen.layer().marks.push_back(scene);
  }
  const Box area{metrics.content.x, head, metrics.content.width, heading};
  const double way = add_way(pen, request, "", area);
  add_heading(pen, {area.x, area.y + way, area.width, area.height - way}, "", "sign/search",
              word(Word::search, pen.language()));
}

void add_field(Pen& pen, const ViewRequest& request, const Areas& areas) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  const auto& typed = request.session->query;
  const double radius = metrics.mm(2.5);
  pen.fill(areas.field, palette.is_high_contrast ? palette.edge : palette.ground, radius);
  if (palette.is_high_contrast) {
    const double edge = metrics.mm(0.8);
    pen.fill(compose::inset(areas.field, edge, edge), palette.ground, radius - edge / 2);
  }
  const double sign = std::min(areas.field.height * 0.6, metrics.mm(16));
  pen.icon("sign/search", {areas.field.x + metrics.mm(3), areas.field.centre_y() - sign / 2, sign, sign},
           palette.text, palette.text, palette.ground);
  const double x = areas.field.x + sign + metrics.mm(6);
  const Box inner{x, areas.field.y, areas.field.right() - metrics.mm(4) - x, areas.field.height};
  Lettering lettering{std::min(metrics.letter_px(0) * 1.2, areas.field.height * 0.34), metrics.mm(3.8), 400,
                      1, typed.empty() ? palette.quiet : palette.text};
  lettering.is_label = true;
  if (!typed.empty()) lettering.weight = 700;
  // A space at the end has its width too: what comes next stands after it.
  auto words =
      pen.set(typed.empty() ? word(Word::search_hint, pen.language()) : typed, lettering, inner.width);
  const double caret = typed.empty()
                           ? -metrics.mm(1.6)
                           : words.layout.width_px + words.letter_px * (typed.back() == ' ' ? 0.6 : 0.2);
  const double height = areas.field.height * 0.56;
  const double y = inner.centre_y() - words.layout.height_px / 2;
  pen.place(std::move(words), x, y);
  pen.fill({x + caret, inner.centre_y() - height / 2, metrics.mm(0.9), height}, palette.text);
}

void add_editing(Pen& pen, const ViewRequest& request, const Areas& areas) {
  struct Edit {
    const char* id;
    Act act;
    Word label;
    const char* sign;
    const Box& box;
  };
  for (const auto& edit : {Edit{"edit/erase", Act::erase, Word::erase, "sign/erase", areas.erase},
                           Edit{"edit/clear", Act::clear, Word::clear, "sign/clear", areas.clear}}) {
    ButtonFace face;
    face.icon = edit.sign;
    face.label = word(edit.label, pen.language());
    face.is_wide = true;
    face.is_on_plinth = true;
    face.factor = 0.72;  // the longer of the two words, so that both stand alike
    const bool is_enabled = !request.session->query.empty();
    pen.button({edit.id, {edit.act}, edit.box, is_enabled}, face, look_of(request, edit.id));
  }
}

void add_key(Pen& pen, const ViewRequest& request, const Keyboard& keyboard, const Key& key, const Box& box) {
  const auto& session = *request.session;
  const bool is_for_digits = key.letter == kDigitsKey;
  ButtonFace face;
  face.is_on_plinth = true;
  face.factor = key.is_mark ? 1.7 : is_for_digits ? 0.95 : 1.25;  // a mark is a small part of its letter
  face.is_chosen = is_for_digits && session.shows_digits;
  if (key.letter == kSpaceKey)
    face.icon = "sign/space";
  else if (is_for_digits)
    face.label = "123";
  else
    face.label = (key.is_mark ? "\u25CC" : "") + key.letter;
  const std::string id = "key/" + key.letter;
  const bool is_enabled = is_for_digits || keyboard.may_follow(session.query, key.letter);
  pen.button({id, {Act::type, key.letter}, box, is_enabled}, face, look_of(request, id));
}

void add_keys(Pen& pen, const ViewRequest& request, const Keyboard& keyboard, const Areas& areas) {
  const auto& metrics = pen.metrics();
  const double columns = keyboard.columns;
  const auto rows = static_cast<double>(keyboard.rows.size());
  double gap = areas.gap;
  double left = areas.keys.x;
  double width = (areas.keys.width - gap * (columns - 1)) / columns;
  if (std::floor(width) < metrics.mm(kLeastTarget_mm)) {
    // Many columns on a small panel: whole pixels, the least that are allowed, a hair wider than the field.
    gap = std::ceil(metrics.mm(kBetweenTargets_mm));
    width = std::ceil(metrics.mm(kLeastTarget_mm));
    left = std::round(areas.keys.centre_x() - (width * columns + gap * (columns - 1)) / 2);
  }
  const double height = (areas.keys.height - areas.gap * (rows - 1)) / rows;
  double y = areas.keys.y;
  for (std::size_t number = 0; number < keyboard.rows.size(); ++number) {
    double x = left;
    for (const auto& key : keyboard.row(number, request.session->shows_digits)) {
      const double wide = width * key.width + gap * (key.width - 1);
      const Box box{std::round(x), std::round(y), std::floor(wide), std::floor(height)};
      x += wide + gap;
      if (key.letter != kGapKey) add_key(pen, request, keyboard, key, box);
    }
    y += height + areas.gap;
  }
}

void add_nothing(Pen& pen, const Areas& areas) {
  const auto& metrics = pen.metrics();
  const double letter = metrics.letter_px(0) * (metrics.is_small() ? 1 : 1.25);
  Lettering first{letter, letter * 0.6, 700, 2, pen.palette().text};
  Lettering second{letter * 0.85, letter * 0.5, 400, 2, pen.palette().text};
  const double used = pen.write(word(Word::nothing_found, pen.language()), first, areas.found);
  Box rest = areas.found;
  rest.y += used;
  rest.height = 0;
  pen.write(word(Word::try_other, pen.language()), second, rest);
}

// Nothing is asked yet: a quiet picture where the answers will stand.
void add_empty(Pen& pen, const Areas& areas) {
  if (areas.columns > 1 || pen.palette().is_high_contrast) return;
  Mark scene;
  scene.kind = Mark::Kind::scene;
  scene.name = "gate";
  scene.box = areas.found;
  scene.ground = pen.palette().ground;
  scene.horizon = 0.5;
  scene.is_quiet = true;
  pen.layer().marks.push_back(scene);
}

int add_found(Pen& pen, const ViewRequest& request, const Areas& areas) {
  const auto& metrics = pen.metrics();
  const auto& book = *request.book;
  std::vector<const bundle::Page*> pages;
  for (const auto& id : request.found)
    if (const auto* page = book.page(id)) pages.push_back(page);
  const int in_one = areas.columns * areas.rows;
  const int count = static_cast<int>(pages.size());
  const int parts = std::max(1, (count + in_one - 1) / in_one);
  const int shown = std::clamp(request.session->here().part, 0, parts - 1);
  const double width = (areas.found.width - metrics.gap * (areas.columns - 1)) / areas.columns;
  const double height = (areas.found.height - metrics.gap * (areas.rows - 1)) / areas.rows;
  for (int i = 0; i < in_one && shown * in_one + i < count; ++i) {
    const auto* page = pages[static_cast<std::size_t>(shown) * static_cast<std::size_t>(in_one) +
                             static_cast<std::size_t>(i)];
    const auto* topic = book.topic(page->topic);
    const int row = i / areas.columns;
    const Box box{std::round(areas.found.x + (i % areas.columns) * (width + metrics.gap)),
                  std::round(areas.found.y + row * (height + metrics.gap)), std::floor(width),
                  std::floor(height)};
    ButtonFace face;
    face.icon = icon_of(book, *page);
    face.note = topic == nullptr ? "" : book.text(topic->name, pen.language());
    face.label = book.text(page->title, pen.language());
    face.is_wide = true;
    const std::string id = "found/" + page->id;
    pen.button({id, {Act::open_page, page->id}, box, true}, face, look_of(request, id));
  }
  return parts;
}

}  // namespace

int add_search(Pen& pen, const ViewRequest& request) {
  const auto& keyboard = keyboard_for(pen.language());
  const auto areas = areas_of(pen.metrics(), keyboard);
  add_head(pen, request, areas);
  pen.fill(areas.desk, pen.palette().plinth);
  add_field(pen, request, areas);
  int parts = 1;
  if (request.session->query.find_first_not_of(' ') != std::string::npos) {
    if (request.found.empty())
      add_nothing(pen, areas);
    else
      parts = add_found(pen, request, areas);
  } else {
    add_empty(pen, areas);
  }
  add_editing(pen, request, areas);
  add_keys(pen, request, keyboard, areas);
  return parts;
}

}  // namespace gatecast::kiosk_ui

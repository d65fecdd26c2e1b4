#include "kiosk-ui/view/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr Duration kClockStep{15'000'000};  // "open now" is looked at this often

void add_stage(Pen& pen, const Session& session) {
  pen.fill(pen.metrics().stage, pen.palette().ground);
  if (session.here().place == Place::home || session.here().place == Place::languages) return;
  // A dark edge beside the page says that it is a sheet on the plinth, not a window.
  pen.fill({0, 0, pen.metrics().screen.width, pen.metrics().mm(2)}, pen.palette().tile);
}

void add_languages(Pen& pen, const ViewRequest& request) {
  const auto& metrics = pen.metrics();
  const auto& languages = request.book->languages();
  const double strip = metrics.mm(metrics.is_small() ? 26 : 44);
  Mark scene;
  scene.kind = Mark::Kind::scene;
  scene.name = "gate";
  scene.box = {0, 0, metrics.stage.width, metrics.stage.height - strip};
  scene.ground = pen.palette().ground;
  scene.horizon = 0.45;
  pen.layer().marks.push_back(scene);
  // The page speaks all languages until one is chosen: each over its own button.
  const auto count = static_cast<double>(languages.size());
  const double width = (metrics.content.width - metrics.gap * (count - 1)) / count;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    Lettering lettering{pen.letter() * 1.5, pen.letter() * 0.7, 700, 1,
                        pen.palette().text, text::Align::centre};
    lettering.is_label = true;
    pen.write_centred(word(Word::choose_language, languages[i]), lettering,
                      {metrics.content.x + static_cast<double>(i) * (width + metrics.gap),
                       metrics.stage.height - strip, width, strip},
                      languages[i]);
  }
}

}  // namespace

Look look_of(const ViewRequest& request, const std::string& id) {
  if (request.pressed == id) return Look::pressed;
  if (request.session->focus == id) return Look::focused;
  return Look::rest;
}

double add_heading(Pen& pen, const Box& area, const std::string& way, const std::string& icon,
                   const std::string& title) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  double y = area.y;
  // Headings grow less than what is read: the answer needs the room.
  const double base = metrics.letter_px(0);
  const double letter = std::min(pen.letter(), base * 1.15);
  if (!way.empty())
    y += pen.write(way, {base * 0.85, base * 0.6, 400, 1, palette.quiet}, {area.x, y, area.width, 0});
  const double side = icon.empty() ? 0 : letter * (metrics.is_small() ? 3 : 4);
  Lettering big{letter * (metrics.is_small() ? 1.3 : 1.75), letter * 0.9, 700, 2, palette.text};
  auto words = pen.set(title, big, area.width - (side > 0 ? side + metrics.mm(4) : 0));
  const double height = std::max(side, words.layout.height_px);
  if (side > 0) {
    const Box tile{area.x, std::round(y + (height - side) / 2), side, side};
    pen.fill(tile, palette.tile, metrics.mm(2.5));
    pen.icon(icon, compose::inset(tile, side * 0.14, side * 0.14), palette.tile_text, palette.tile_accent,
             palette.tile);
  }
  const double words_y = y + (height - words.layout.height_px) / 2;
  pen.place(std::move(words), area.x + (side > 0 ? side + metrics.mm(4) : 0), words_y);
  y += height + metrics.mm(2.5);
  pen.fill({area.x, y, area.width, std::max(2.0, metrics.mm(0.8))}, palette.rule);
  return y + (metrics.is_small() ? metrics.mm(3.5) : base * 1.2) - area.y;
}

void add_home(Pen& pen, const ViewRequest& request) {
  const auto& metrics = pen.metrics();
  const auto& topics = request.book->topics();
  const int count = static_cast<int>(topics.size());
  const int columns = metrics.is_portrait() ? 3
                      : metrics.is_small()  ? 4
                      : count > 8           ? 6
                                            : std::max(1, (count + 1) / 2);
  const int rows = (count + columns - 1) / columns;
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const double heading = metrics.mm(kLetter_mm) * 3.4;
  double top = std::max(metrics.reach.y, metrics.stage.y + heading);
  // Tiles larger than a hand look coarse: the sky above gets the rest.
  const double most = metrics.mm(95) * rows + metrics.gap * (rows - 1);
  top = std::max(top, bottom - most);
  const Box head{0, 0, metrics.stage.width, top};
  if (!pen.palette().is_high_contrast && head.height > heading * 1.6) {
    Mark scene;
    scene.kind = Mark::Kind::scene;
    scene.name = "gate";
    scene.box = {0, 0, head.width, head.height - metrics.gap * 1.5};
    scene.ground = pen.palette().ground;
    scene.horizon = 0.42;
    scene.free_from = metrics.is_portrait() ? 0 : 0.5;
    pen.layer().marks.push_back(scene);
  }
  const Box words{metrics.content.x, metrics.content.y * 0.6,
                  metrics.content.width * (metrics.is_portrait() || head.height < heading * 1.6 ? 1.0 : 0.5),
                  head.height * 0.9 - metrics.content.y * 0.6};
  Lettering big{std::min(pen.letter() * 2.1, head.height * 0.24), pen.letter() * 0.9, 700, 1,
                pen.palette().text};
  pen.write(word(Word::choose, pen.language()), big, words);

  const double width = (metrics.content.width - metrics.gap * (columns - 1)) / columns;
  const double height = (bottom - top - metrics.gap * (rows - 1)) / rows;
  const EvenLabels even(pen);
  for (int i = 0; i < count; ++i) {
    const auto& topic = topics[static_cast<std::size_t>(i)];
    const int column = i % columns;
    const int row = i / columns;
    const Box box{std::round(metrics.content.x + column * (width + metrics.gap)),
                  std::round(top + row * (height + metrics.gap)), std::floor(width), std::floor(height)};
    ButtonFace face;
    face.icon = topic.icon;
    face.label = request.book->text(topic.name, pen.language());
    face.is_wide = box.width > box.height * 1.6;
    face.topic = &compose::topic_named(topic.id);
    const std::string id = "topic/" + topic.id;
    pen.button({id, {Act::open_topic, topic.id}, box, true}, face, look_of(request, id));
  }
}

// A topic's pages, and behind them where its counter is.
std::vector<Book::RoomOnPlan> rows_of(const Book& book, const std::string& topic) {
  std::vector<Book::RoomOnPlan> rows;
  for (const auto* page : book.pages_of(topic)) rows.push_back({page, -1});
  const auto plan = book.plan_for(topic);
  const bool is_listed =
      std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.page == plan.page; });
  if (plan.page != nullptr && !is_listed && rows.size() < bundle::kMostPagesInTopic) rows.push_back(plan);
  return rows;
}

void add_topic(Pen& pen, const ViewRequest& request, const bundle::TopicEntry& topic) {
  const auto& metrics = pen.metrics();
  const auto& book = *request.book;
  const auto shown = rows_of(book, topic.id);
  const auto count = static_cast<int>(shown.size());
  const int columns = metrics.is_portrait() || count < 4 ? 1 : 2;
  const int rows = (count + columns - 1) / columns;
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const double heading = metrics.letter_px(0) * (metrics.is_small() ? 7.6 : 12);
  const double top = std::max(metrics.reach.y, metrics.content.y + heading);
  const double height =
      std::min(metrics.mm(44), (bottom - top - metrics.gap * (rows - 1)) / std::max(1, rows));
  const double width = (metrics.content.width - metrics.gap * (columns - 1)) / columns;
  // Where hands are: the rows stand on the plinth, their heading on them, the landscape fills the rest.
  const double first = bottom - rows * (height + metrics.gap) + metrics.gap;
  const double head = std::max(metrics.content.y, first - heading);
  if (head > metrics.mm(60) && !pen.palette().is_high_contrast) {
    Mark scene;
    scene.kind = Mark::Kind::scene;
    scene.name = std::string(compose::topic_named(topic.id).scene);
    scene.box = {0, 0, metrics.stage.width, head - metrics.mm(8)};
    scene.ground = pen.palette().ground;
    scene.horizon = 0.45;
    pen.layer().marks.push_back(scene);
  }
  const Box area{metrics.content.x, head, metrics.content.width, heading};
  const double way = add_way(pen, request, "", area);
  add_heading(pen, {area.x, area.y + way, area.width, area.height - way}, "", topic.icon,
              book.text(topic.name, pen.language()));
  const EvenLabels even(pen);
  for (int i = 0; i < count; ++i) {
    const int row = i / columns;
    const Box box{std::round(metrics.content.x + (i % columns) * (width + metrics.gap)),
                  std::round(first + static_cast<double>(row) * (height + metrics.gap)), std::floor(width),
                  std::floor(height)};
    const auto& [page, room] = shown[static_cast<std::size_t>(i)];
    ButtonFace face;
    face.label = book.text(page->title, pen.language());
    face.has_arrow = true;
    face.factor = metrics.is_small() ? 1 : 1.35;
    const std::string id = "page/" + page->id;
    pen.button({id, {Act::open_page, page->id, room}, box, true}, face, look_of(request, id));
  }
}

void add_question(Pen& pen, const ViewRequest& request) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  const auto left = countdown_left(*request.session, request.steady_now);
  pen.new_layer();
  // Over the whole width, where hands are; what was read stays visible above it.
  const double height = std::min(metrics.stage.height * 0.75, metrics.mm(120));
  const Box panel{0, metrics.plinth.y - height, metrics.screen.width,
                  metrics.band.y - metrics.plinth.y + height};
  pen.fill(panel, palette.panel);
  pen.fill({0, panel.y, panel.width, metrics.mm(1.2)}, palette.panel_accent);
  const Box inner{metrics.content.x, panel.y + metrics.mm(7), metrics.content.width, height};
  const auto seconds = (left.count() + 999'999) / 1'000'000;
  const double number_width = metrics.mm(44);
  pen.write(word(Word::still_there, pen.language()),
            {pen.letter() * 1.9, pen.letter(), 700, 2, palette.panel_text},
            {inner.x, inner.y, inner.width - number_width, height * 0.42});
  pen.write(std::to_string(seconds),
            {pen.letter() * 2.6, pen.letter() * 2, 700, 1, palette.panel_accent, text::Align::end},
            {inner.right() - number_width, inner.y, number_width, 0}, "en");
  const double band_height = std::max(22.0, std::floor(metrics.mm(12) / 11) * 11);
  Mark band;
  band.kind = Mark::Kind::band;
  band.box = {inner.x, panel.y + height * 0.5, inner.width, band_height};
  band.stitch = compose::Stitch::diamonds;
  band.band = palette.band;
  band.woven = 1 - static_cast<double>(seconds) * 1e6 / static_cast<double>(kCountdown.count());
  pen.layer().marks.push_back(band);
  ButtonFace face;
  face.label = word(Word::stay, pen.language());
  face.is_chosen = true;
  face.is_on_plinth = true;
  face.factor = 1.7;
  const double y = band.box.bottom() + metrics.gap * 1.5;
  auto& out = pen.out();
  out.buttons.clear();  // nothing else can be meant now
  pen.button({"question/stay", {Act::stay}, {inner.x, y, inner.width, metrics.languages.bottom() - y}, true},
             face, look_of(request, "question/stay"));
}

void redraw_figure(const ViewRequest& request, text::Typesetter& typesetter, Screenful& screenful) {
  const auto* page = request.book->page(request.session->here().id);
  const auto* block = page == nullptr ? nullptr : figure_of(*page);
  if (block == nullptr || !screenful.figure) return;
  const auto colours = palette(request.session->is_high_contrast);
  Screenful sheet;
  Pen pen(sheet, typesetter, *request.metrics, colours, request.session->language,
          request.metrics->letter_px(request.session->text_step));
  screenful.figure = draw_figure(pen, request, *block, screenful.figure->box);
}

Screenful build_view(const ViewRequest& request, text::Typesetter& typesetter) {
  const auto& session = *request.session;
  const auto* photographed =
      session.here().place == Place::photo ? request.book->page(session.here().id) : nullptr;
  const auto colours = photographed != nullptr ? photo_palette() : palette(session.is_high_contrast);
  Screenful out;
  const auto language =
      session.language.empty() ? request.book->release().languages.primary : session.language;
  Pen pen(out, typesetter, *request.metrics, colours, language,
          request.metrics->letter_px(session.text_step));
  auto here = session.here();
  const auto* page = here.place == Place::page ? request.book->page(here.id) : nullptr;
  const auto* topic = here.place == Place::topic ? request.book->topic(here.id) : nullptr;
  const bool was_page = here.place == Place::page || here.place == Place::photo;
  int parts = 1;
  if (photographed != nullptr) {
    add_photo(pen, request, *photographed);
    if (is_asking(session, request.steady_now)) add_question(pen, request);
    return out;
  }
  if (here.place == Place::attract) {
    out.has_programme = true;
  } else {
    add_stage(pen, session);
    if (page != nullptr)
      parts = add_page(pen, request, *page);
    else if (was_page)
      add_withdrawn(pen);
    else if (topic != nullptr)
      add_topic(pen, request, *topic);
    else if (here.place == Place::languages)
      add_languages(pen, request);
    else if (here.place == Place::search)
      parts = add_search(pen, request);
    else
      add_home(pen, request);
  }
  out.parts = parts;
  add_plinth(pen, request, parts);
  if (is_asking(session, request.steady_now)) add_question(pen, request);
  return out;
}

SteadyInstant changes_at(const ViewRequest& request) {
  const auto& session = *request.session;
  if (!session.is_open()) return request.steady_now + std::chrono::hours(1);
  const auto question = used_at(session) + kIdle;
  if (request.steady_now < question) {
    const auto next = std::min<SteadyInstant>(question, request.steady_now + kClockStep);
    return session.is_listening ? std::min(next, session.busy_until) : next;
  }
  // At each second of the countdown.
  const auto past = std::chrono::duration_cast<std::chrono::seconds>(request.steady_now - question);
  return question + past + std::chrono::seconds(1);
}

}  // namespace gatecast::kiosk_ui

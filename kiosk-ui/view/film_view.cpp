// A page that begins with a film: it stands on its first frame until somebody plays it. Under it, within
// reach: play or pause, again, subtitles, sound; how far it is is woven, as waiting is everywhere.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

const FilmLook& look_at_film(const ViewRequest& request) {
  static const FilmLook kNone;
  return request.film == nullptr ? kNone : *request.film;
}

// White on a dark ground, in the lower part of the picture, at the reader's own size.
void write_subtitle(Pen& pen, const ViewRequest& request, const Box& box) {
  const auto& film = look_at_film(request);
  if (film.subtitle.empty() || !request.session->film.has_subtitles) return;
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  Lettering lettering{pen.letter(),        metrics.mm(kLetter_mm * 0.6), 700, 2,
                      palette.plinth_text, text::Align::centre};
  const double room = box.width * 0.9 - metrics.mm(8);
  auto words = pen.set(film.subtitle, lettering, room);
  double widest = 0;
  for (const auto& line : words.layout.lines) widest = std::max(widest, line.width_px);
  const double height = words.layout.height_px;
  const double y = box.height - height - metrics.mm(5);
  pen.fill({(box.width - widest) / 2 - metrics.mm(4), y - metrics.mm(1.5), widest + metrics.mm(8),
            height + metrics.mm(3)},
           palette.plinth, metrics.mm(2));
  pen.place(std::move(words), (box.width - room) / 2, y);
}

void add_buttons(Pen& pen, const ViewRequest& request, const Box& box) {
  const auto& metrics = pen.metrics();
  const auto& film = look_at_film(request);
  const auto& wish = request.session->film;
  struct Control {
    const char* id;
    const char* sign;
    Word label;
    Act act;
    bool is_chosen;
    bool is_enabled;
  };
  const bool is_there = film.length > Duration(0) && !film.is_broken;
  const std::array<Control, 4> controls{
      {{"film/play", film.is_playing ? "sign/pause" : "sign/play", film.is_playing ? Word::pause : Word::play,
        Act::film_play, film.is_playing, is_there},
       {"film/again", "sign/again", Word::again, Act::film_again, false,
        is_there && (film.position > Duration(0) || film.has_ended)},
       {"film/subtitles", "sign/subtitles", Word::subtitles, Act::film_subtitles, wish.has_subtitles,
        film.has_subtitles},
       {"film/sound", wish.has_sound ? "sign/listen" : "sign/silent", Word::sound, Act::film_sound,
        wish.has_sound, film.has_sound}}};
  // As wide as the others, at least: it has the longest words.
  const bool is_spoken =
      request.book->speech(request.session->here().id, request.session->language) != nullptr;
  const double share = (box.width - metrics.gap * (is_spoken ? 5 : 4)) / (is_spoken ? 6 : 5);
  const double take = std::max(take_along_width(pen, request), is_spoken ? 2 * share + metrics.gap : share);
  const double room = box.width - take - metrics.gap;
  const double width = (room - metrics.gap * 3) / 4;
  const bool has_labels = width > metrics.mm(44);
  double x = box.x;
  const EvenLabels even(pen);
  for (const auto& control : controls) {
    ButtonFace face;
    face.icon = control.sign;
    if (has_labels) face.label = word(control.label, pen.language());
    face.is_wide = true;
    face.factor = 0.7;
    face.is_chosen = control.is_chosen && control.is_enabled;
    pen.button({control.id,
                {control.act},
                {std::round(x), std::round(box.y), std::floor(width), std::floor(box.height)},
                control.is_enabled},
               face, look_of(request, control.id));
    x += width + metrics.gap;
  }
  add_take_along(pen, request, {box.right() - take, box.y, take, box.height});
}

}  // namespace

const bundle::FilmBlock* film_of(const bundle::Page& page) {
  return page.blocks.empty() ? nullptr : std::get_if<bundle::FilmBlock>(&page.blocks.front());
}

Figure draw_film(Pen& pen, const ViewRequest& request, const Box& box) {
  Figure figure;
  figure.box = box;
  figure.ground = pen.palette().plinth;
  figure.is_film = true;
  figure.whole_width = box.width;
  figure.whole_height = box.height;
  figure.gaze = {1, 0.5, 0.5};
  const auto& film = look_at_film(request);
  Screenful sheet;
  auto beside = pen.beside(sheet, pen.letter());
  beside.new_layer();
  if (film.frame) {
    const auto size = film.frame->size();
    const int x = (static_cast<int>(box.width) - size.width_px) / 2;
    const int y = (static_cast<int>(box.height) - size.height_px) / 2;
    figure.tiles.push_back({{},
                            film.frame,
                            static_cast<double>(x),
                            static_cast<double>(y),
                            1,
                            {x, y, size.width_px, size.height_px}});
  }
  if (film.is_broken) {
    const double side = std::min(box.height, box.width) * 0.3;
    beside.icon("sign/no_picture", {(box.width - side) / 2, (box.height - side) / 2, side, side},
                pen.palette().plinth_text, pen.palette().plinth_text, pen.palette().plinth);
  }
  write_subtitle(beside, request, box);
  figure.layers = std::move(sheet.layers);
  return figure;
}

void add_film(Pen& pen, const ViewRequest& request, double top) {
  const auto& metrics = pen.metrics();
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const double height = metrics.mm(metrics.is_small() ? 22 : 26);
  const Box buttons{metrics.content.x, bottom - height, metrics.content.width, height};
  const double band = std::max(11.0, std::round(metrics.mm(5) / 11) * 11);
  Mark woven;
  woven.kind = Mark::Kind::band;
  woven.box = {metrics.content.x, buttons.y - metrics.gap - band, metrics.content.width, band};
  woven.stitch = compose::Stitch::diamonds;
  woven.band = pen.palette().band;
  const auto& look = look_at_film(request);
  const auto seconds = look.position.count() / 1'000'000;  // so that it is drawn once a second
  woven.woven =
      look.length > Duration(0)
          ? std::clamp(static_cast<double>(seconds) * 1e6 / static_cast<double>(look.length.count()), 0.0,
                       1.0)
          : 0;
  if (look.has_ended) woven.woven = 1;
  pen.fill(woven.box, pen.palette().plinth);
  pen.layer().marks.push_back(woven);
  add_buttons(pen, request, buttons);
  const double below = woven.box.y - metrics.gap;
  pen.out().figure =
      draw_film(pen, request, {0, std::round(top), metrics.screen.width, std::floor(below - top)});
}

}  // namespace gatecast::kiosk_ui

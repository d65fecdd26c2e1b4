// The way here: a plate for home, one for the topic whose list holds the page. They stand over the title,
// where people touch what names a place; the same is done within everybody's reach by Home and Back.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

struct Plate {
  std::string id;
  Action action;
  std::string icon;
  std::string label;
};

// The topic through which they came: the last list on the way, else that of the first page since home or the
// search. A page may stand on several lists, and the plan is reached from many.
std::string came_by(const Session& session, const Book& book, const std::string& own) {
  auto topic = own;
  for (auto where = session.trail.rbegin(); where != session.trail.rend(); ++where) {
    if (where->place == Place::topic) return where->id;
    if (where->place != Place::page) break;
    if (const auto* page = book.page(where->id)) topic = page->topic;
  }
  return topic;
}

std::vector<Plate> plates_of(const ViewRequest& request, const std::string& language, const std::string& of) {
  const auto& book = *request.book;
  const auto& here = request.session->here();
  const auto id = here.place == Place::page ? came_by(*request.session, book, of) : of;
  std::vector<Plate> plates{{"way/home", {Act::go_home}, "sign/home", word(Word::home, language)}};
  const auto* topic = book.topic(id);
  const auto pages = book.pages_of(id);
  // The single page of a topic is its list: its title says the same.
  if (topic != nullptr && (pages.size() > 1 || pages.front()->id != here.id))
    plates.push_back({"way/topic", {Act::open_topic, id}, "", book.text(topic->name, language)});
  return plates;
}

}  // namespace

double add_way(Pen& pen, const ViewRequest& request, const std::string& topic, const Box& area) {
  const auto& metrics = pen.metrics();
  const double height = std::ceil(metrics.mm(metrics.is_small() ? kLeastTarget_mm + 0.6 : kTarget_mm + 0.2));
  const double arrow = metrics.mm(6);
  const double between = arrow + metrics.mm(3);
  const double least = std::ceil(metrics.mm(kTarget_mm + 0.5));
  auto plates = plates_of(request, pen.language(), topic);
  Lettering lettering{std::min(metrics.letter_px(0) * 0.85, height * 0.36), 0, 700, 1, pen.palette().text};
  lettering.is_label = true;
  const auto width_of = [&](const Plate& plate) {
    const double words = plate.label.empty()
                             ? 0
                             : pen.set(plate.label, lettering, area.width).layout.width_px + metrics.mm(2.5);
    return std::max(least, words + (plate.icon.empty() ? 0 : height * 0.6) + metrics.mm(8));
  };
  double whole = between * static_cast<double>(plates.size() - 1);
  for (const auto& plate : plates) whole += width_of(plate);
  // Where there is little room the house speaks for itself.
  if (whole > area.width) plates.front().label.clear();
  const EvenLabels even(pen);
  double x = area.x;
  for (const auto& plate : plates) {
    if (x > area.x) {
      pen.icon("sign/on", {x + (between - arrow) / 2, area.y + (height - arrow) / 2, arrow, arrow},
               pen.palette().quiet, pen.palette().quiet, pen.palette().ground);
      x += between;
    }
    ButtonFace face;
    face.icon = plate.icon;
    face.label = plate.label;
    face.is_wide = !plate.label.empty();
    face.is_centred = true;
    face.is_quiet = true;
    face.most_letter_px = lettering.letter_px;
    const double width = std::min(width_of(plate), std::max(least, area.right() - x));
    const Box box{std::round(x), std::round(area.y), std::floor(width), height};
    pen.button({plate.id, plate.action, box, true}, face, look_of(request, plate.id));
    x += width;
  }
  return height + metrics.mm(metrics.is_small() ? 2 : 3.5);
}

}  // namespace gatecast::kiosk_ui

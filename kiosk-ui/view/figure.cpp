#include "kiosk-ui/view/figure.h"

#include <algorithm>
#include <cmath>

namespace gatecast::kiosk_ui {
namespace {

const bundle::TextByLanguage kNoTexts;

void add_spots(const bundle::MapBlock& map, const std::string& site, std::vector<SpotWords>& spots) {
  for (std::size_t i = 0; i < map.lines.size(); ++i)
    for (const auto& stop : map.lines[i].stops)
      spots.push_back({&stop.name, &stop.distance, &stop.details, &map.lines[i].measured, stop.services,
                       stop.page, !stop.site.empty() && stop.site == site, i});
}

void add_spots(const bundle::PlanBlock& plan, const std::string& site, std::vector<SpotWords>& spots) {
  const auto stands_in = [&](const bundle::PlanRoom& room) {
    return std::any_of(plan.here.begin(), plan.here.end(), [&](const bundle::PlanHere& here) {
      return here.site == site && here.x >= room.x && here.x < room.x + room.width && here.y >= room.y &&
             here.y < room.y + room.height;
    });
  };
  for (const auto& room : plan.rooms) {
    SpotWords spot{&room.name, &kNoTexts, &room.details, &kNoTexts, {}, room.page, stands_in(room)};
    if (!room.icon.empty()) spot.signs = {room.icon};
    spots.push_back(std::move(spot));
  }
}

double kept(double at, double whole, double box) {
  if (whole <= box) return 0.5;
  const double margin = box / 2 / whole;
  return std::clamp(at, margin, 1 - margin);
}

void add_spots(const bundle::GalleryBlock& gallery, std::vector<SpotWords>& spots) {
  for (const auto& picture : gallery.pictures)
    spots.push_back({&picture.caption, &kNoTexts, &picture.details, &picture.credit, {}, {}, false});
}

}  // namespace

std::string icon_of(const Book& book, const bundle::Page& page) {
  if (!page.blocks.empty() && std::holds_alternative<bundle::PlanBlock>(page.blocks.front()))
    return "sign/plan";
  const auto* topic = book.topic(page.topic);
  return topic == nullptr ? "information" : topic->icon;
}

const bundle::Block* figure_of(const bundle::Page& page) {
  if (page.blocks.empty()) return nullptr;
  const auto& first = page.blocks.front();
  const bool is_figure = std::holds_alternative<bundle::MapBlock>(first) ||
                         std::holds_alternative<bundle::PlanBlock>(first) ||
                         std::holds_alternative<bundle::GalleryBlock>(first);
  return is_figure ? &first : nullptr;
}

std::vector<SpotWords> spots_of(const bundle::Block& figure, const std::string& site) {
  std::vector<SpotWords> spots;
  if (const auto* map = std::get_if<bundle::MapBlock>(&figure)) add_spots(*map, site, spots);
  if (const auto* plan = std::get_if<bundle::PlanBlock>(&figure)) add_spots(*plan, site, spots);
  if (const auto* gallery = std::get_if<bundle::GalleryBlock>(&figure)) add_spots(*gallery, spots);
  return spots;
}

int chosen_spot(const std::vector<SpotWords>& spots, int wanted) {
  const auto count = static_cast<int>(spots.size());
  if (wanted >= 0 && wanted < count) return wanted;
  const auto here = std::find_if(spots.begin(), spots.end(), [](const auto& spot) { return spot.is_here; });
  return here == spots.end() ? 0 : static_cast<int>(here - spots.begin());
}

Extent extent_at(const Figure& figure, double zoom) {
  return {figure.whole_width * (figure.grows_wide ? zoom : 1),
          figure.whole_height * (figure.grows_high ? zoom : 1)};
}

Gaze held(const Figure& figure, Gaze gaze) {
  gaze.zoom = std::clamp(gaze.zoom, 1.0, figure.most_zoom);
  const auto whole = extent_at(figure, gaze.zoom);
  gaze.x = kept(gaze.x, whole.width, figure.box.width);
  gaze.y = kept(gaze.y, whole.height, figure.box.height);
  return gaze;
}

compose::Box origin(const Figure& figure) {
  const auto whole = extent_at(figure, figure.gaze.zoom);
  return {figure.box.width / 2 - figure.gaze.x * whole.width,
          figure.box.height / 2 - figure.gaze.y * whole.height, whole.width, whole.height};
}

Gaze moved(const Figure& figure, Gaze gaze, double dx, double dy) {
  gaze = held(figure, gaze);
  const auto whole = extent_at(figure, gaze.zoom);
  gaze.x -= dx / whole.width;
  gaze.y -= dy / whole.height;
  return held(figure, gaze);
}

Gaze nearer(const Figure& figure, Gaze gaze, double factor, double x, double y) {
  gaze = held(figure, gaze);
  const auto before = extent_at(figure, gaze.zoom);
  // What lies under the fingers stays under them.
  const double along = gaze.x + (x - figure.box.width / 2) / before.width;
  const double down = gaze.y + (y - figure.box.height / 2) / before.height;
  gaze.zoom = std::clamp(gaze.zoom * factor, 1.0, figure.most_zoom);
  const auto after = extent_at(figure, gaze.zoom);
  gaze.x = along - (x - figure.box.width / 2) / after.width;
  gaze.y = down - (y - figure.box.height / 2) / after.height;
  return held(figure, gaze);
}

Gaze between(const Gaze& from, const Gaze& to, double share) {
  // In and out slowly; zoom by factors, so that it seems even.
  const double t = std::clamp(share, 0.0, 1.0);
  const double eased = t * t * (3 - 2 * t);
  return {from.zoom * std::pow(to.zoom / from.zoom, eased), from.x + (to.x - from.x) * eased,
          from.y + (to.y - from.y) * eased};
}

Gaze begun(const Figure& figure, Gaze wanted, double spot_x, double spot_y) {
  if (wanted.x < 0) wanted.x = spot_x;
  if (wanted.y < 0) wanted.y = spot_y;
  return held(figure, wanted);
}

Figure draw_figure(Pen& pen, const ViewRequest& request, const bundle::Block& block,
                   const compose::Box& box) {
  Figure figure;
  figure.box = box;
  figure.ground = pen.palette().ground;
  const auto here = request.session->here();
  const int chosen = chosen_spot(spots_of(block, request.book->release().site), here.spot);
  Screenful sheet;
  auto beside = pen.beside(sheet, pen.letter());
  if (const auto* map = std::get_if<bundle::MapBlock>(&block))
    draw_map(beside, request, *map, chosen, figure);
  if (const auto* plan = std::get_if<bundle::PlanBlock>(&block))
    draw_plan(beside, request, *plan, chosen, figure);
  if (const auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
    draw_picture(beside, request, *gallery, chosen, figure);
  figure.layers = std::move(sheet.layers);
  return figure;
}

}  // namespace gatecast::kiosk_ui

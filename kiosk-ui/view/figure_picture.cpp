// A large picture as it is looked at: the tiles of the level that suits the zoom, where one is not at hand
// the part of a coarser one, so that something is always seen.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"

namespace gatecast::kiosk_ui {
namespace {

using bundle::TileAt;

constexpr double kMostEnlarged = 2;        // screen pixels of one of the picture's
constexpr double kMostEnlargedTile = 1.3;  // of one of a coarser level's: else the next finer one is taken
constexpr int kMostSeen = 40;              // tiles; with those around them they must fit on the shelf
constexpr int kMostKept = 56;

struct Span {
  int from = 0;
  int to = 0;  // exclusive
  [[nodiscard]] int count() const { return std::max(0, to - from); }
};

class PictureView {
 public:
  PictureView(const bundle::GalleryPicture& picture, const TileShelf* shelf, Figure& figure)
      : picture_(picture),
        shelf_(shelf),
        figure_(figure),
        grid_(picture.width_px, picture.height_px),
        corner_(origin(figure)),
        scale_(corner_.width / picture.width_px) {}

  void run() {
    level_ = suitable_level();
    const auto columns = columns_at(level_, 0);
    const auto rows = rows_at(level_, 0);
    add_wish({0, 0, 0});
    for (int row = rows.from; row < rows.to; ++row)
      for (int column = columns.from; column < columns.to; ++column) add_piece({level_, column, row});
    const auto more_columns = columns_at(level_, 1);
    const auto more_rows = rows_at(level_, 1);
    if (more_columns.count() * more_rows.count() > kMostKept)
      add_wishes(columns, rows);
    else
      add_wishes(more_columns, more_rows);
  }

 private:
  // Screen pixels of one pixel of a level.
  [[nodiscard]] double scale_of(int level) const {
    return scale_ * static_cast<double>(1 << (grid_.levels() - 1 - level));
  }
  [[nodiscard]] int suitable_level() const {
    int level = 0;
    while (level + 1 < grid_.levels() && scale_of(level) > kMostEnlargedTile) ++level;
    while (level > 0 && columns_at(level, 0).count() * rows_at(level, 0).count() > kMostSeen) --level;
    return level;
  }
  // Which tiles of a row or column are seen, and `more` on both sides.
  static Span span(double corner, double box, double tile, int count, int more) {
    const int from = static_cast<int>(std::floor(std::max(0.0, -corner) / tile));
    const int to = static_cast<int>(std::ceil((box - corner) / tile));
    return {std::clamp(from - more, 0, count), std::clamp(to + more, 0, count)};
  }
  [[nodiscard]] Span columns_at(int level, int more) const {
    return span(corner_.x, figure_.box.width, scale_of(level) * bundle::kTileSide, grid_.columns(level),
                more);
  }
  [[nodiscard]] Span rows_at(int level, int more) const {
    return span(corner_.y, figure_.box.height, scale_of(level) * bundle::kTileSide, grid_.rows(level), more);
  }

  // What a tile covers of the figure: whole pixels, the same edge for both neighbours.
  [[nodiscard]] pixels::Rect target_of(const TileAt& tile) const {
    const double side = scale_of(tile.level) * bundle::kTileSide;
    const auto edge = [](double at, double corner, double whole, double box) {
      return static_cast<int>(std::lround(std::clamp(corner + std::min(at, whole), 0.0, std::floor(box))));
    };
    const int left = edge(tile.column * side, corner_.x, corner_.width, figure_.box.width);
    const int right = edge((tile.column + 1) * side, corner_.x, corner_.width, figure_.box.width);
    const int top = edge(tile.row * side, corner_.y, corner_.height, figure_.box.height);
    const int bottom = edge((tile.row + 1) * side, corner_.y, corner_.height, figure_.box.height);
    return {left, top, right - left, bottom - top};
  }

  void add_piece(const TileAt& tile) {
    const auto target = target_of(tile);
    if (target.width <= 0 || target.height <= 0 || shelf_ == nullptr) return;
    for (auto from = tile;; from = {from.level - 1, from.column / 2, from.row / 2}) {
      const bundle::TileKey key{picture_.object, from};
      if (auto found = shelf_->find(key)) {
        const double scale = scale_of(from.level);
        figure_.tiles.push_back({key, std::move(found), corner_.x + from.column * scale * bundle::kTileSide,
                                 corner_.y + from.row * scale * bundle::kTileSide, scale, target});
        return;
      }
      if (from.level == 0) return;
    }
  }

  void add_wish(const TileAt& tile) {
    const bundle::TileKey key{picture_.object, tile};
    if (shelf_ != nullptr && (shelf_->find(key) || shelf_->is_refused(key))) return;
    figure_.wanted.push_back({key, picture_.width_px, picture_.height_px});
  }
  // From the middle outward.
  void add_wishes(Span columns, Span rows) {
    if (level_ == 0) return;
    const double side = scale_of(level_) * bundle::kTileSide;
    std::vector<std::pair<double, TileAt>> tiles;
    for (int row = rows.from; row < rows.to; ++row)
      for (int column = columns.from; column < columns.to; ++column)
        tiles.emplace_back(std::hypot(corner_.x + (column + 0.5) * side - figure_.box.width / 2,
                                      corner_.y + (row + 0.5) * side - figure_.box.height / 2),
                           TileAt{level_, column, row});
    std::sort(tiles.begin(), tiles.end());
    for (const auto& [distance, tile] : tiles) add_wish(tile);
  }

  const bundle::GalleryPicture& picture_;
  const TileShelf* shelf_;
  Figure& figure_;
  bundle::TileGrid grid_;
  compose::Box corner_;
  double scale_;  // screen pixels of one of the picture's
  int level_ = 0;
};

// The neighbours of the guided order are at hand as a whole before somebody turns to them.
void wish_for_neighbours(const bundle::GalleryBlock& gallery, int chosen, const TileShelf* shelf,
                         Figure& figure) {
  const auto count = static_cast<int>(gallery.pictures.size());
  for (const int next : {chosen + 1, chosen - 1}) {
    if (next < 0 || next >= count) continue;
    const auto& picture = gallery.pictures[static_cast<std::size_t>(next)];
    const bundle::TileKey key{picture.object, {0, 0, 0}};
    if (shelf == nullptr || (!shelf->find(key) && !shelf->is_refused(key)))
      figure.wanted.push_back({key, picture.width_px, picture.height_px});
  }
}

}  // namespace

void draw_picture(Pen& pen, const ViewRequest& request, const bundle::GalleryBlock& gallery, int chosen,
                  Figure& figure) {
  const auto& picture = gallery.pictures[static_cast<std::size_t>(chosen)];
  figure.is_picture = true;
  if (picture.width_px <= 0 || picture.height_px <= 0) return;  // a draft's, not cut yet
  const double fit =
      std::min({figure.box.width / picture.width_px, figure.box.height / picture.height_px, kMostEnlarged});
  figure.whole_width = fit * picture.width_px;
  figure.whole_height = fit * picture.height_px;
  figure.most_zoom = std::max(1.0, kMostEnlarged / fit);
  figure.gaze = begun(figure, request.gaze.value_or(request.session->here().gaze), 0.5, 0.5);
  PictureView(picture, request.tiles, figure).run();
  if (request.tiles != nullptr && request.tiles->is_refused({picture.object, {0, 0, 0}})) {
    // It cannot be had: its place is marked, its words stay.
    const double side = std::min(figure.box.height, figure.box.width) * 0.3;
    pen.icon("sign/no_picture", {(figure.box.width - side) / 2, (figure.box.height - side) / 2, side, side},
             pen.palette().quiet, pen.palette().quiet, pen.palette().ground);
  }
  wish_for_neighbours(gallery, chosen, request.tiles, figure);
}

}  // namespace gatecast::kiosk_ui

#include "tests/kiosk-ui/view/demo_book.h"

#include <stdexcept>

#include "content-sync/search/index_writer.h"
#include "content-sync/source/draft.h"
#include "player/decode/picture.h"

namespace gatecast::kiosk_ui::test {
namespace {

constexpr std::uint64_t kLargestFont = 64U << 20U;
const SteadyInstant kStart{std::chrono::hours(10)};

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return std::move(*result);
}

}  // namespace

const std::vector<NamedPanel>& panels() {
  static const std::vector<NamedPanel> kPanels{{"landscape", {{1920, 1080}, 941, 529, 730}},
                                               {"portrait", {{1080, 1920}, 529, 941, 650}},
                                               {"small", {{1280, 800}, 337, 210, 850}}};
  return kPanels;
}

DemoBook::DemoBook() {
  SystemDisk disk;
  auto reading =
      value_of(source::read_draft(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo/lao-bao-hall", "demo"));
  for (const auto& fault : reading.faults)
    if (fault.severity == source::Severity::error) throw std::runtime_error(to_string(fault.error));
  std::vector<text::FontFile> faces;
  for (const auto& font : reading.draft.release.fonts) {
    auto& bytes = typefaces_[font.object];
    if (!bytes)
      bytes = std::make_shared<const std::string>(
          value_of(read_file(disk, reading.draft.files.at(font.object).path, kLargestFont)));
    const auto role = font.role == bundle::FontRole::ui ? text::FaceRole::ui : text::FaceRole::text;
    faces.push_back({font.script, role, font.weight, bytes, font.face_index});
  }
  for (const auto& [hash, file] : reading.draft.files)
    if (file.use == source::FileUse::tiles) drawings_[hash] = file.path;
  measure_galleries(reading.draft.release);
  book_ = Book(std::make_shared<const bundle::Release>(reading.draft.release));
  index_ = value_of(search::SearchIndex::open(value_of(search::write_index(book_.release()))));
  typesetter_ = value_of(text::Typesetter::create(faces, book_.release().glossary));
}

// As large as the build will cut them.
void DemoBook::measure_galleries(bundle::Release& release) {
  SystemDisk disk;
  for (auto& [id, page] : release.pages)
    for (auto& block : page.blocks)
      if (auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
        for (auto& picture : gallery->pictures) {
          const auto bytes = value_of(read_file(disk, drawings_.at(picture.object), kLargestFont));
          const auto size = value_of(decode::decode_picture(bytes, "drawing", {16, 16})).full_size;
          picture.width_px = size.width_px;
          picture.height_px = size.height_px;
        }
}

TilePicture DemoBook::tile(const bundle::TileWish& wish) {
  const bundle::TileGrid grid(wish.width_px, wish.height_px);
  const auto& at = wish.key.at;
  auto& level = drawn_levels_[{wish.key.picture, at.level}];
  if (level.is_empty()) {
    SystemDisk disk;
    const auto bytes = value_of(read_file(disk, drawings_.at(wish.key.picture), kLargestFont));
    const pixels::Size box{grid.level_width(at.level), grid.level_height(at.level)};
    level = value_of(decode::decode_picture(bytes, "drawing", box)).pixels;
  }
  pixels::Pixmap out({grid.tile_width(at), grid.tile_height(at)});
  for (int y = 0; y < out.size().height_px; ++y)
    for (int x = 0; x < out.size().width_px; ++x)
      out.row(y)[x] =
          level.row(std::min(at.row * bundle::kTileSide + y,
                             level.size().height_px -
                                 1))[std::min(at.column * bundle::kTileSide + x, level.size().width_px - 1)];
  return std::make_shared<const pixels::Pixmap>(std::move(out));
}

ViewRequest DemoBook::request_for(const Session& session, const Metrics& metrics, Duration idle) {
  ViewRequest request;
  request.session = &session;
  request.book = &book_;
  request.metrics = &metrics;
  request.now = parse_instant("2026-12-01T09:30:00+07:00").value();
  request.steady_now = kStart + idle;
  request.has_search = true;
  request.found = index_->find(session.query, session.language, 24);
  return request;
}

Screenful DemoBook::view_at_once(const Session& session, const Metrics& metrics, const TileShelf& shelf) {
  auto request = request_for(session, metrics, Duration(0));
  request.tiles = &shelf;
  return build_view(request, *typesetter_);
}

Screenful DemoBook::view(const Session& session, const Metrics& metrics, Duration idle,
                         const std::string& pressed) {
  auto request = request_for(session, metrics, idle);
  request.pressed = pressed;
  request.tiles = &shelf_;
  auto screen = build_view(request, *typesetter_);
  if (!screen.figure || screen.figure->wanted.empty()) return screen;
  // Those of earlier cases would push out what this one has just put there.
  if (shelf_.bytes() > kMostTileBytes / 4) {
    shelf_.clear();
    screen = build_view(request, *typesetter_);
  }
  for (const auto& wish : screen.figure->wanted) shelf_.put(wish.key, tile(wish));
  return build_view(request, *typesetter_);
}

pixels::Pixmap DemoBook::draw(const Screenful& screenful, pixels::Size size) {
  pixels::Pixmap pixmap(size);
  paint(screenful, *typesetter_, pixmap);
  return pixmap;
}

void leave_out_media_pages(bundle::Release& release) {
  std::erase_if(release.pages, [](const auto& entry) {
    const auto& first = entry.second.blocks.front();
    return std::holds_alternative<bundle::GalleryBlock>(first) ||
           std::holds_alternative<bundle::FilmBlock>(first);
  });
}

DemoBook& demo() {
  static DemoBook book;
  return book;
}

Session at(Place place, const std::string& id, const std::string& language, int text_step,
           bool is_high_contrast) {
  Session session;
  session.language = language;
  if (place == Place::languages) session.trail = {{Place::languages}};
  if (place != Place::attract && place != Place::languages) session.trail = {{Place::home}};
  if (place == Place::topic || place == Place::page || place == Place::search || place == Place::photo)
    session.trail.push_back({place, id});
  session.text_step = text_step;
  session.is_high_contrast = is_high_contrast;
  session.touched_at = kStart;
  return session;
}

Session searching(const std::string& query, const std::string& language, bool is_high_contrast) {
  auto session = at(Place::search, "", language, 0, is_high_contrast);
  session.query = query;
  return session;
}

}  // namespace gatecast::kiosk_ui::test

// A picture of 12,000 x 9,000 pixels on a kiosk: looked at everywhere and at every zoom, its memory stays
// bounded, and nothing of it is left when somebody goes.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <thread>

#include "content-sync/base/memory_file.h"
#include "player/decode/tile_maker.h"
#include "tests/kiosk-ui/ring/stand.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

namespace {

constexpr int kWidth = 12000;
constexpr int kHeight = 9000;
constexpr auto kPage = "culture/exhibition";

// One JPEG for each size of tile: what is measured is what the kiosk holds, not what is on them.
Bytes pack() {
  const bundle::TileGrid grid(kWidth, kHeight);
  std::map<std::pair<int, int>, Bytes> jpegs;
  std::vector<std::uint32_t> lengths(grid.count());
  Bytes tiles;
  for (int level = 0; level < grid.levels(); ++level)
    for (int row = 0; row < grid.rows(level); ++row)
      for (int column = 0; column < grid.columns(level); ++column) {
        const bundle::TileAt at{level, column, row};
        auto& jpeg = jpegs[{grid.tile_width(at), grid.tile_height(at)}];
        if (jpeg.empty()) {
          pixels::Pixmap pixels({grid.tile_width(at), grid.tile_height(at)});
          for (int y = 0; y < pixels.size().height_px; ++y)
            std::fill_n(pixels.row(y), pixels.size().width_px, 0xFF1B6B62U);
          jpeg = decode::encode_jpeg(pixels, {0, 0, pixels.size().width_px, pixels.size().height_px}).value();
        }
        lengths[grid.number(at)] = static_cast<std::uint32_t>(jpeg.size());
        tiles += jpeg;
      }
  return bundle::write_tile_head(grid, lengths) + tiles;
}

// The demo with one picture in its exhibition.
playback::ContentPtr content() {
  static const auto kContent = [] {
    const auto demo = kiosk_ui::test::demo_content();
    auto release = std::make_shared<bundle::Release>(*demo->release);
    auto bytes = std::make_shared<const Bytes>(pack());
    const auto object = sha256(*bytes);
    auto& gallery = std::get<bundle::GalleryBlock>(release->pages.at(kPage).blocks.front());
    gallery.pictures.resize(1);
    gallery.pictures.front().object = object;
    gallery.pictures.front().width_px = kWidth;
    gallery.pictures.front().height_px = kHeight;
    auto content = std::make_shared<playback::Content>(*demo);
    content->release = release;
    content->open_object = [demo, bytes, object](const Sha256& hash) -> Result<std::unique_ptr<ReadFile>> {
      if (hash == object) return std::make_unique<gatecast::MemoryFile>(bytes);
      return demo->open_object(hash);
    };
    return playback::ContentPtr(content);
  }();
  return kContent;
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t whole = 0;
  std::size_t resident = 0;
  statm >> whole >> resident;
  return resident * 4096;
}

void open_picture(Stand& stand) {
  stand.kiosk.adopt(content());
  stand.step();
  stand.tap("language/en");
  stand.tap("topic/culture");
  stand.tap(std::string("page/") + kPage);
  REQUIRE(stand.kiosk.screenful().figure);
}

// Until what is seen has come.
void settle(Stand& stand) {
  for (int i = 0; i < 800; ++i) {
    stand.step();
    const auto& figure = stand.kiosk.screenful().figure;
    if (!figure || figure->wanted.empty()) return;
    std::this_thread::sleep_for(2ms);
  }
  FAIL("the tiles do not come");
}

}  // namespace

TEST_CASE("12,000 x 9,000 pixels looked at everywhere: the tiles at hand never take more than was promised") {
  Stand stand({1920, 1080});
  open_picture(stand);
  settle(stand);
  const auto before = resident_bytes();
  std::size_t most_tiles = 0;
  std::size_t most_memory = before;
  std::set<bundle::TileKey> seen;
  const auto box = stand.kiosk.screenful().figure->box;
  const auto note = [&] {
    settle(stand);
    for (const auto& piece : stand.kiosk.screenful().figure->tiles) seen.insert(piece.key);
    most_tiles = std::max(most_tiles, stand.kiosk.tiles().bytes());
    most_memory = std::max(most_memory, resident_bytes());
  };
  // As a wheel and a finger do it: nearer, along, down, along, and nearer still.
  const auto wheel = [&](int steps) {
    const screen::Point middle{static_cast<int>(box.centre_x()), static_cast<int>(box.centre_y())};
    stand.kiosk.take({screen::InputKind::wheel, middle, 0, screen::Key::none, steps}, stand.now);
    note();
  };
  const auto drag = [&](double x, double y) {
    stand.touch(screen::InputKind::touch_down, box.centre_x() - x / 2, box.centre_y() - y / 2);
    stand.touch(screen::InputKind::touch_move, box.centre_x() + x / 2, box.centre_y() + y / 2);
    stand.touch(screen::InputKind::touch_up, box.centre_x() + x / 2, box.centre_y() + y / 2);
    note();
  };
  for (const int nearer : {13, 4}) {
    wheel(nearer);
    for (int row = 0; row < 3; ++row) {
      for (int i = 0; i < 4; ++i) drag(row % 2 == 0 ? 1300 : -1300, 0);
      drag(0, -400);
    }
  }
  CHECK(stand.kiosk.screenful().figure->most_zoom > 20);
  CHECK(seen.size() > kMostTileBytes / (std::size_t{512} * 512 * 4));  // more than there is room for
  CHECK(most_tiles <= kMostTileBytes);
  CHECK(most_tiles > kMostTileBytes / 2);
#if !defined(GATECAST_SANITIZED)
  // Tiles, those on their way, and what a decoder takes for a moment; the picture itself would be 432 MB.
  CHECK(most_memory - before < kMostTileBytes + (40U << 20U));
#endif
  stand.tap("tool/home");
  stand.step();
  CHECK(stand.kiosk.tiles().bytes() == 0);
}

TEST_CASE("a picture is moved by fingers and keys, keeps its place behind other pages, and counts as use") {
  Stand stand;
  open_picture(stand);
  settle(stand);
  const auto gaze = [&] { return stand.kiosk.screenful().figure->gaze; };
  stand.tap("gaze/nearer");
  stand.tap("gaze/nearer");
  for (int i = 0; i < 30; ++i) stand.step();
  const double near = gaze().zoom;
  CHECK(near == Approx(2.56));
  // By keys: through the buttons until "down", then on it.
  for (int i = 0; i < 30 && stand.kiosk.session().focus != "gaze/down"; ++i) stand.key(screen::Key::next);
  CHECK(stand.kiosk.session().focus == "gaze/down");
  const double before = gaze().y;
  stand.key(screen::Key::activate);
  for (int i = 0; i < 30; ++i) stand.step();
  CHECK(gaze().y > before);
  CHECK(stand.kiosk.session().focus == "gaze/down");
  stand.tap("page/take_along");
  CHECK(stand.kiosk.session().here().place == Place::photo);
  REQUIRE(stand.kiosk.screenful().figure);
  CHECK(stand.kiosk.screenful().figure->is_picture);
  stand.tap("photo/close");
  CHECK(gaze().zoom == Approx(near));
  // A minute of looking with a finger that moves now and then is no minute without use.
  const auto box = stand.kiosk.screenful().figure->box;
  for (int i = 0; i < 4; ++i) {
    stand.step(40s);
    CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
    stand.touch(screen::InputKind::touch_down, box.centre_x(), box.centre_y());
    stand.touch(screen::InputKind::touch_move, box.centre_x() + 60, box.centre_y());
    stand.touch(screen::InputKind::touch_up, box.centre_x() + 60, box.centre_y());
  }
  stand.step(81s);
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.tiles().bytes() == 0);
}

TEST_CASE("while tiles are on their way fingers are answered, and somebody who leaves waits for nothing") {
  Stand stand;
  open_picture(stand);
  const auto box = stand.kiosk.screenful().figure->box;
  for (int i = 0; i < 20; ++i) {
    stand.kiosk.take({screen::InputKind::wheel,
                      {static_cast<int>(box.centre_x()), static_cast<int>(box.centre_y())},
                      0,
                      screen::Key::none,
                      1},
                     stand.now);
    stand.step();
  }
  CHECK(stand.kiosk.screenful().figure->gaze.zoom > 5);
  stand.tap("tool/home");
  CHECK(stand.kiosk.session().here().place == Place::home);
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(5ms);
    stand.step();
  }
  CHECK(stand.kiosk.tiles().bytes() == 0);
}

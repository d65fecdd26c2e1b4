// Somebody in front of gatecast-kiosk on a virtual screen: its touches, and what should stand there then, as
// the view draws it out of the same release. Threads: main. Errors: fails the test.
#pragma once
#include <catch2/catch.hpp>
#include <thread>

#include "content-sync/search/index_writer.h"
#include "content-sync/search/search_index.h"
#include "kiosk-ui/view/withdrawn.h"
#include "player/decode/tile_maker.h"
#include "player/pixels/png.h"
#include "tests/e2e/watched_player.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/support/duty.h"

namespace gatecast::test {

using namespace kiosk_ui;              // NOLINT: a test's own
using namespace std::chrono_literals;  // NOLINT

inline constexpr pixels::Size kPanel{1280, 720};

// The store's release speaks with these two typefaces only: Lao and Latin.
inline std::unique_ptr<text::Typesetter> typesetter_of(const bundle::Release& release) {
  std::vector<text::FontFile> faces;
  SystemDisk disk;
  for (const auto& [script, name] : {std::pair{"Latn", "NotoSans"}, std::pair{"Laoo", "NotoSansLao"}}) {
    const auto path = std::string("/usr/share/fonts/truetype/noto/") + name + "-Regular.ttf";
    auto bytes = read_file(disk, path, 64U << 20U);
    REQUIRE(bytes);
    faces.push_back({script, text::FaceRole::text, 400, std::make_shared<const std::string>(*bytes), 0});
  }
  auto typesetter = text::Typesetter::create(faces, release.glossary);
  REQUIRE(typesetter);
  return std::move(*typesetter);
}

// A picture that looks different everywhere, in tiles.
struct Exhibit {
  bundle::TileGrid grid{2600, 1700};
  Bytes pack;
};
inline const Exhibit& exhibit() {
  static const Exhibit kExhibit = [] {
    Exhibit made;
    pixels::Pixmap pixmap({made.grid.width_px(), made.grid.height_px()});
    for (int y = 0; y < pixmap.size().height_px; ++y)
      for (int x = 0; x < pixmap.size().width_px; ++x)
        pixmap.row(y)[x] = 0xFF000000U | static_cast<std::uint32_t>(x * 255 / 2600) << 16U |
                           static_cast<std::uint32_t>(y * 255 / 1700) << 8U | (x / 130 + y / 130) % 2 * 90U;
    made.pack = decode::make_tiles(pixels::encode_png(pixmap).value(), "exhibit").value();
    return made;
  }();
  return kExhibit;
}

class Stand {
 public:
  explicit Stand(const std::vector<std::string>& more = {}) : screen_(kPanel) {
    const kiosk_ui::test::DemoBook demo;
    store_.publish({kRed, kGreen}, 2'000'000, [&](bundle::Release& release) {
      const auto& from = demo.book().release();
      release.topics = from.topics;
      release.pages = from.pages;
      hang_exhibit(release);
      release.facts = from.facts;
      release.glossary = from.glossary;
      auto index = search::write_index(release);
      REQUIRE(index);
      release.search_index = store_.add(*index, search::kIndexMediaType);
      index_ = std::move(search::SearchIndex::open(std::move(*index)).value());
    });
    book_ = Book(std::make_shared<const bundle::Release>(store_.release()));
    typesetter_ = typesetter_of(store_.release());
    auto command = store_.command(more);
    command.front() = GATECAST_BIN_DIR "/gatecast-kiosk";
    for (const char* word : {"--panel-mm", "941x529", "--floor-to-bottom-mm", "730"})
      command.emplace_back(word);
    player_.emplace(Process::start(command, {{"DISPLAY", screen_.display()}, {"SDL_AUDIODRIVER", "dummy"}}));
  }

  [[nodiscard]] Screenful view(const Session& session, const FilmLook* film = nullptr) {
    ViewRequest request{&session,
                        &book_,
                        &metrics_,
                        "",
                        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()),
                        session.touched_at,
                        true,
                        true,
                        index_->find(session.query, session.language, 24)};
    request.tiles = &shelf_;
    request.film = film;
    auto screen = build_view(request, *typesetter_);
    if (!screen.figure || screen.figure->wanted.empty()) return screen;
    for (const auto& wish : screen.figure->wanted) shelf_.put(wish.key, tile(wish.key.at));
    return build_view(request, *typesetter_);
  }
  // Waits until the screen shows this place; the share of its pixels that differ, in permille.
  int wait_for(const Session& session, std::chrono::milliseconds limit = 10s) {
    pixels::Pixmap expected(kPanel);
    paint(view(session), *typesetter_, expected);
    const auto until = std::chrono::steady_clock::now() + limit;
    int share = 1000;
    while (share > 5 && std::chrono::steady_clock::now() < until) {
      share = difference(expected, screen_.grab());
      if (share > 5) std::this_thread::sleep_for(30ms);
    }
    return share;
  }
  void tap(const Session& session, const std::string& id) {
    const auto screenful = view(session);
    const auto* button = screenful.button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    const auto result = run({"xdotool", "mousemove", std::to_string(static_cast<int>(button->box.centre_x())),
                             std::to_string(static_cast<int>(button->box.centre_y())), "click", "1"},
                            {{"DISPLAY", screen_.display()}});
    REQUIRE(result.exit_code == 0);
  }
  // An officer on duty takes this off; from now on the view knows it too.
  void recall(const std::string& what) {
    auto statement = recall_statement(what, store_.release().number);
    statement.id = "recall-" + std::to_string(said_.size());
    statement.issued_at = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    said_.push_back(statement);
    withdrawn_.recalled.insert(what);
    store_.say(said_);
    book_ = Book(without(std::make_shared<const bundle::Release>(store_.release()), withdrawn_));
  }
  void key(const std::string& name) {
    REQUIRE(run({"xdotool", "key", name}, {{"DISPLAY", screen_.display()}}).exit_code == 0);
  }
  // The attract picture: the programme above, the languages below.
  bool shows_programme(std::chrono::milliseconds limit = 15s) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < until) {
      const auto pixel = screen_.pixel(kPanel.width_px / 2, static_cast<int>(metrics_.stage.height / 2));
      const auto low = screen_.pixel(4, static_cast<int>(metrics_.languages.y));
      if ((is_near(pixel, kRed.colour) || is_near(pixel, kGreen.colour)) && is_near(low, 0x0B2226))
        return true;
      std::this_thread::sleep_for(50ms);
    }
    return false;
  }
  Process& player() { return *player_; }
  const VirtualScreen& screen() const { return screen_; }
  const Metrics& metrics() const { return metrics_; }
  const Book& book() const { return book_; }

 private:
  void hang_exhibit(bundle::Release& release) {
    const auto object = store_.add(exhibit().pack, bundle::kTilesMediaType);
    for (auto& [id, page] : release.pages)
      for (auto& block : page.blocks)
        if (auto* film = std::get_if<bundle::FilmBlock>(&block)) {
          film->item = kRed.item;
        } else if (auto* gallery = std::get_if<bundle::GalleryBlock>(&block)) {
          gallery->pictures.resize(2);
          for (auto& picture : gallery->pictures) {
            picture.object = object;
            picture.width_px = exhibit().grid.width_px();
            picture.height_px = exhibit().grid.height_px();
          }
        }
  }
  static TilePicture tile(const bundle::TileAt& at) {
    const auto& [grid, pack] = exhibit();
    const auto head = ByteView(pack).substr(0, bundle::tile_head_bytes(grid));
    const auto slices = bundle::read_tile_head(head, grid, pack.size(), "exhibit");
    REQUIRE(slices);
    const auto slice = slices->at(grid.number(at));
    auto decoded = decode::decode_picture(ByteView(pack).substr(slice.offset, slice.length), "tile");
    REQUIRE(decoded);
    return std::make_shared<const pixels::Pixmap>(std::move(decoded->pixels));
  }
  static int difference(const pixels::Pixmap& a, const pixels::Pixmap& b) {
    int count = 0;
    for (int y = 0; y < kPanel.height_px; y += 2)
      for (int x = 0; x < kPanel.width_px; x += 2)
        if (!is_near(a.row(y)[x], b.row(y)[x])) ++count;
    return count * 4000 / (kPanel.width_px * kPanel.height_px);
  }

  VirtualScreen screen_;
  PlayedStore store_;
  std::vector<bundle::Statement> said_;
  Withdrawn withdrawn_;
  Book book_;
  Metrics metrics_{Panel{kPanel, 941, 529, 730}};
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;
  TileShelf shelf_;
  std::optional<Process> player_;
};

}  // namespace gatecast::test

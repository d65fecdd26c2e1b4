// Travellers in front of gatecast-kiosk on a virtual screen: one finger is a real pointer, several are a
// recorded script. What stands on the screen is compared with what the view draws for where they should be.
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "content-sync/search/index_writer.h"
#include "content-sync/search/search_index.h"
#include "kiosk-ui/view/gestures.h"
#include "kiosk-ui/view/keyboard.h"
#include "player/decode/tile_maker.h"
#include "player/pixels/png.h"
#include "tests/e2e/watched_player.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::at;

namespace {

constexpr pixels::Size kPanel{1280, 720};

// The store's release speaks with these two typefaces only: Lao and Latin.
std::unique_ptr<text::Typesetter> typesetter_of(const bundle::Release& release) {
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
const Exhibit& exhibit() {
  static const Exhibit kExhibit = [] {
    Exhibit made;
    pixels::Pixmap pixmap({made.grid.width_px(), made.grid.height_px()});
    for (int y = 0; y < pixmap.size().height_px; ++y)
      for (int x = 0; x < pixmap.size().width_px; ++x)
        pixmap.row(y)[x] = 0xFF000000U | static_cast<std::uint32_t>(x * 255 / 2600) << 16U |
                           static_cast<std::uint32_t>(y * 255 / 1700) << 8U |
                           (x / 130 + y / 130) % 2 * 90U;
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

  [[nodiscard]] Screenful view(const Session& session) {
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
        if (auto* gallery = std::get_if<bundle::GalleryBlock>(&block)) {
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
  Book book_;
  Metrics metrics_{Panel{kPanel, 941, 529, 730}};
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;
  TileShelf shelf_;
  std::optional<Process> player_;
};

}  // namespace

TEST_CASE("a Lao trader reads the allowance after three touches, and another language keeps the page") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  REQUIRE(stand.wait_for(at(Place::home, "", "lo")) <= 5);
  stand.tap(at(Place::home, "", "lo"), "topic/customs");
  REQUIRE(stand.wait_for(at(Place::topic, "customs", "lo")) <= 5);
  stand.tap(at(Place::topic, "customs", "lo"), "page/customs/into-viet-nam");
  auto page = at(Place::page, "customs/into-viet-nam", "lo");
  REQUIRE(stand.wait_for(page) <= 5);
  stand.tap(page, "language/vi");
  page.language = "vi";
  REQUIRE(stand.wait_for(page) <= 5);
  // Large letters and high contrast, each by one touch.
  stand.tap(page, "tool/size");
  page.text_step = 1;
  stand.tap(page, "tool/contrast");
  page.is_high_contrast = true;
  REQUIRE(stand.wait_for(page) <= 5);
  // Out again, into the programme, with nothing left of the reader.
  stand.tap(page, "tool/home");
  const auto home = at(Place::home, "", "vi", 1, true);
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "tool/back");
  CHECK(stand.shows_programme());
  stand.tap({}, "language/lo");
  CHECK(stand.wait_for(at(Place::home, "", "lo")) <= 5);
  CHECK(stand.player().is_running());
}

TEST_CASE(
    "a stranger types on the screen and finds the page, in Vietnamese and in Lao, with a letter wrong") {
  Stand stand;
  struct Try {
    const char* language;
    std::vector<const char*> keys;
    const char* page;
  };
  for (const auto& [language, keys, page] :
       {Try{"vi", {"h", "o", "space", "c", "h", "e", "i", "u"}, "visa/into-viet-nam"},
        Try{"lo", {"ທ", "ະ", "ນ", "ະ", "ຄ", "າ", "ນ"}, "money/exchange"}}) {
    INFO(language);
    REQUIRE(stand.shows_programme());
    stand.tap({}, std::string("language/") + language);
    const auto home = at(Place::home, "", language);
    REQUIRE(stand.wait_for(home) <= 5);
    stand.tap(home, "tool/search");
    auto search = kiosk_ui::test::searching("", language);
    REQUIRE(stand.wait_for(search) <= 5);
    for (const auto* key : keys) {
      stand.tap(search, std::string("key/") + key);
      search.query = keyboard_for(language).with(search.query, key);
    }
    REQUIRE(stand.wait_for(search) <= 5);
    stand.tap(search, std::string("found/") + page);
    const auto found = at(Place::page, page, language);
    REQUIRE(stand.wait_for(found) <= 5);
    // Back to what was typed, then out: nothing of it stays.
    stand.tap(found, "tool/back");
    REQUIRE(stand.wait_for(search) <= 5);
    stand.tap(search, "tool/home");
    REQUIRE(stand.wait_for(home) <= 5);
    stand.tap(home, "tool/back");
  }
  CHECK(stand.shows_programme());
}

TEST_CASE("a large picture is brought nearer and moved by touches, tile by tile out of the store") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  const auto home = at(Place::home, "", "lo");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  const auto topic = at(Place::topic, "culture", "lo");
  REQUIRE(stand.wait_for(topic) <= 5);
  stand.tap(topic, "page/culture/exhibition");
  auto page = at(Place::page, "culture/exhibition", "lo");
  REQUIRE(stand.wait_for(page) <= 5);
  stand.tap(page, "spot/next");
  page.trail.back().spot = 1;
  REQUIRE(stand.wait_for(page) <= 5);
  for (const char* id : {"gaze/nearer", "gaze/nearer", "gaze/right", "gaze/down"}) {
    const auto* button = stand.view(page).button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    const auto action = button->action;
    stand.tap(page, id);
    page = after(page, action, stand.book(), page.touched_at);
    page.trail.back().gaze = stand.view(page).figure->gaze;
    REQUIRE(stand.wait_for(page) <= 5);
  }
  CHECK(page.trail.back().gaze.zoom > 2.5);
  CHECK(page.trail.back().gaze.x > 0.5);
  // Out by home: the next one begins with the whole.
  stand.tap(page, "tool/home");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  stand.wait_for(topic);
  stand.tap(topic, "page/culture/exhibition");
  CHECK(stand.wait_for(at(Place::page, "culture/exhibition", "lo")) <= 5);
}

TEST_CASE("a telephone number is found by keys alone") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.key("Tab");
  stand.key("Tab");
  stand.key("Return");
  auto home = at(Place::home, "", "vi");
  home.focus = "language/vi";
  // The focus that keys have reached is seen.
  home.trail = {{Place::home}};
  const auto buttons = stand.view(home).buttons;
  REQUIRE(stand.wait_for(home, 3s) <= 12);
  int steps = 0;
  for (std::size_t i = 0; i < buttons.size(); ++i)
    if (buttons[i].id == "topic/emergency") steps = static_cast<int>(i);
  stand.key("BackSpace");
  CHECK(stand.shows_programme());
  stand.tap({}, "language/vi");
  REQUIRE(stand.wait_for(at(Place::home, "", "vi")) <= 5);
  for (int i = 0; i <= steps; ++i) stand.key("Tab");
  stand.key("Return");
  CHECK(stand.wait_for(at(Place::topic, "emergency", "vi")) <= 12);
}

TEST_CASE("a recorded script opens the map and brings it nearer with two fingers, as the view says") {
  const kiosk_ui::test::DemoBook demo;
  const TemporaryFolder folder;
  const auto file = folder.path() + "/touches";
  const Metrics metrics(Panel{kPanel, 941, 529, 730});
  const auto faces = typesetter_of(demo.book().release());
  auto session = at(Place::page, "transport/map", "lo");
  const auto screen_of = [&](const Session& shown) {
    ViewRequest request{
        &shown,           &demo.book(), &metrics, "", parse_instant("2026-12-01T09:30:00+07:00").value(),
        shown.touched_at, true,         true};
    return build_view(request, *faces);
  };
  {
    std::ofstream script(file);
    int at_ms = 5000;
    const auto touch = [&](const char* kind, int finger, double x, double y) {
      script << (at_ms += 60) << ' ' << kind << ' ' << finger << ' ' << (x + 0.5) * 1000 / kPanel.width_px
             << ' ' << y * 1000 / kPanel.height_px << '\n';
    };
    const auto tap = [&](const Session& on, const std::string& id) {
      const auto screenful = screen_of(on);
      const auto* button = screenful.button(id);
      INFO(id);
      REQUIRE(button != nullptr);
      touch("down", 1, button->box.centre_x(), button->box.centre_y());
      touch("up", 1, button->box.centre_x(), button->box.centre_y());
    };
    tap(at(Place::home, "", "lo"), "language/lo");
    tap(at(Place::home, "", "lo"), "topic/transport");
    tap(at(Place::topic, "transport", "lo"), "page/transport/map");
    const auto box = screen_of(session).figure->box;
    const double y = box.centre_y();
    touch("down", 1, 600, y);
    touch("down", 2, 700, y);
    touch("move", 2, 800, y);
    touch("move", 1, 500, y);
    touch("up", 1, 500, y);
    touch("up", 2, 800, y);
  }
  auto figure = *screen_of(session).figure;
  Gestures hand;
  const double y = figure.box.centre_y();
  for (const auto& [phase, number, x] :
       {std::tuple{Finger::Phase::down, 1, 600.0}, std::tuple{Finger::Phase::down, 2, 700.0},
        std::tuple{Finger::Phase::move, 2, 800.0}, std::tuple{Finger::Phase::move, 1, 500.0}})
    if (const auto meaning = hand.take({phase, number, x, y}, figure, metrics.mm(4), session.touched_at);
        meaning.gaze)
      figure.gaze = *meaning.gaze;
  CHECK(figure.gaze.zoom > 2.5);
  Stand stand({"--touches", file});
  REQUIRE(stand.shows_programme());
  session.trail.back().gaze = figure.gaze;
  CHECK(stand.wait_for(session, 20s) <= 8);
}

TEST_CASE("a child with ten fingers breaks nothing: afterwards the kiosk answers as before") {
  const TemporaryFolder folder;
  const auto file = folder.path() + "/touches";
  {
    std::ofstream script(file);
    unsigned random = 7;
    const auto below = [&](unsigned limit) {
      return (random = random * 1664525U + 1013904223U) / 65536U % limit;
    };
    for (int i = 0; i < 300; ++i) {
      const auto finger = below(10);
      const char* kind = i % 3 == 0 ? "down" : i % 3 == 1 ? "move" : "up";
      script << 3000 + i * 10 << ' ' << kind << ' ' << finger << ' ' << below(1001) << ' ' << below(1001)
             << '\n';
    }
    for (int finger = 0; finger < 10; ++finger) script << 6100 << " up " << finger << " 5 5\n";
  }
  Stand stand({"--touches", file});
  REQUIRE(stand.shows_programme());
  int dark = 0;
  for (int i = 0; i < 35; ++i) {
    if (brightness(stand.screen().grab()).black_permille > 900) ++dark;
    std::this_thread::sleep_for(100ms);
  }
  std::this_thread::sleep_for(3s);
  CHECK(dark == 0);
  CHECK(stand.player().is_running());
  // Wherever it ended: a language button is where it always is, and home beside it.
  stand.tap({}, "language/lo");
  std::this_thread::sleep_for(300ms);
  const auto open = at(Place::page, "border/hours", "lo");
  if (stand.view(open).button("tool/home") != nullptr) stand.tap(open, "tool/home");
  auto home = at(Place::home, "", "lo");
  int best = 1000;
  for (const int step : {0, 1, 2})
    for (const bool is_high : {false, true}) {
      home.text_step = step;
      home.is_high_contrast = is_high;
      if (best > 5) best = std::min(best, stand.wait_for(home, 400ms));
    }
  CHECK(best <= 5);
}

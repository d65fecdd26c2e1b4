// Somebody in front of gatecast-kiosk on a virtual screen: its touches, and what should stand there then, as
// the view draws it out of the same release. Threads: main. Errors: fails the test.
#pragma once
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <thread>

#include "content-sync/search/index_writer.h"
#include "content-sync/search/search_index.h"
#include "kiosk-ui/view/withdrawn.h"
#include "player/decode/probe.h"
#include "player/decode/tile_maker.h"
#include "player/pixels/png.h"
#include "player/playback/kept_clock.h"
#include "tests/e2e/watched_player.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/support/duty.h"
#include "tests/support/made_film.h"

namespace gatecast::test {

using namespace kiosk_ui;              // NOLINT: a test's own
using namespace std::chrono_literals;  // NOLINT

// 43 inch lying and standing with fewer pixels than they have, and a small one on a desk as it is.
inline const std::vector<kiosk_ui::test::NamedPanel>& stands() {
  static const std::vector<kiosk_ui::test::NamedPanel> kStands{{"landscape", {{1280, 720}, 941, 529, 730}},
                                                               {"portrait", {{720, 1280}, 529, 941, 650}},
                                                               {"small", {{1280, 800}, 337, 210, 850}}};
  return kStands;
}
inline const pixels::Size kPanel = stands().front().panel.size;

struct StandWish {
  kiosk_ui::test::NamedPanel panel = stands().front();
  // All that is said is heard and read: typefaces of all five languages, speech, subtitles.
  bool speaks_all = false;
  std::vector<std::string> more = {};  // of the command line
};

inline std::unique_ptr<text::Typesetter> typesetter_of(const std::vector<text::FontFile>& faces,
                                                       const bundle::Release& release) {
  auto typesetter = text::Typesetter::create(faces, release.glossary);
  REQUIRE(typesetter);
  return std::move(*typesetter);
}
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
  return typesetter_of(faces, release);
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
  explicit Stand(const StandWish& wish = {})
      : panel_(wish.panel.panel), speaks_all_(wish.speaks_all), screen_(panel_.size), metrics_(panel_) {
    publish();
    auto command = store_.command(wish.more);
    command.front() = GATECAST_BIN_DIR "/gatecast-kiosk";
    command.insert(command.end(), {"--panel-mm", fmt::format("{}x{}", panel_.width_mm, panel_.height_mm),
                                   "--floor-to-bottom-mm", std::to_string(panel_.floor_to_bottom_mm)});
    player_.emplace(Process::start(command, {{"DISPLAY", screen_.display()}, {"SDL_AUDIODRIVER", "dummy"}}));
  }
  // The next release; from now on the view knows it.
  void publish(const std::function<void(bundle::Release& release)>& edit = nullptr) {
    store_.publish({kRed, kGreen}, 2'000'000, [&](bundle::Release& release) {
      const auto& from = demo_.book().release();
      release.topics = from.topics;
      release.pages = from.pages;
      hang_exhibit(release);
      release.facts = from.facts;
      release.glossary = from.glossary;
      if (speaks_all_) speak_all(release);
      if (edit) edit(release);
      auto index = search::write_index(release);
      REQUIRE(index);
      release.search_index = store_.add(*index, search::kIndexMediaType);
      index_ = std::move(search::SearchIndex::open(std::move(*index)).value());
    });
    book_ = Book(std::make_shared<const bundle::Release>(store_.release()));
    typesetter_ = speaks_all_ ? typesetter_of(faces(), store_.release()) : typesetter_of(store_.release());
  }

  [[nodiscard]] Screenful view(const Session& session, const FilmLook* film = nullptr) {
    ViewRequest request{
        &session,
        &book_,
        &metrics_,
        "",
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()),
        session.touched_at,
        kept_clock_.is_kept(std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()),
                            std::chrono::steady_clock::now()),
        true,
        index_->find(session.query, session.language, 24)};
    request.tiles = &shelf_;
    request.film = film;
    auto screen = build_view(request, *typesetter_);
    if (!screen.figure || screen.figure->wanted.empty()) return screen;
    for (const auto& wanted : screen.figure->wanted) shelf_.put(wanted.key, tile(wanted.key.at));
    return build_view(request, *typesetter_);
  }
  // Waits until the screen shows this place (or this part of it); the share of its pixels that differ, in
  // permille.
  int wait_for(const Session& session, std::chrono::milliseconds limit = 10s, const FilmLook* film = nullptr,
               const compose::Box& part = {}) {
    pixels::Pixmap expected(panel_.size);
    paint(view(session, film), *typesetter_, expected);
    const auto until = std::chrono::steady_clock::now() + limit;
    int share = 1000;
    while (share > 5 && std::chrono::steady_clock::now() < until) {
      share = difference(expected, screen_.grab(), part.is_empty() ? metrics_.screen : part);
      if (share > 5) std::this_thread::sleep_for(30ms);
    }
    return share;
  }
  void tap(const Session& session, const std::string& id) {
    const auto screenful = view(session);
    const auto* button = screenful.button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    tap(button->box);
  }
  void tap(const compose::Box& box) {
    const auto result = run({"xdotool", "mousemove", std::to_string(static_cast<int>(box.centre_x())),
                             std::to_string(static_cast<int>(box.centre_y())), "click", "1"},
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
      const auto pixel = screen_.pixel(panel_.size.width_px / 2, static_cast<int>(metrics_.stage.height / 2));
      const auto low = screen_.pixel(4, static_cast<int>(metrics_.languages.y));
      if ((is_near(pixel, kRed.colour) || is_near(pixel, kGreen.colour)) && is_near(low, 0x0B2226))
        return true;
      std::this_thread::sleep_for(50ms);
    }
    return false;
  }
  Process& player() { return *player_; }
  PlayedStore& store() { return store_; }
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
  void speak_all(bundle::Release& release) {
    const auto& from = demo_.book().release();
    release.languages = from.languages;
    release.fonts = from.fonts;
    for (const auto& [object, bytes] : demo_.typefaces()) REQUIRE(store_.add(*bytes, "font/ttf") == object);
    SystemDisk disk;
    const Path file = folder_.path() + "/speech.ogg";
    if (!disk.open_read(file))
      run_ffmpeg({"-f", "lavfi", "-i", "sine=f=300:d=3", "-c:a", "libopus", file.string()});
    const auto bytes = read_file(disk, file, 1U << 20U);
    REQUIRE(bytes);
    const auto speech = store_.add(*bytes, "audio/ogg");
    const auto report = decode::probe_file(disk.open_read(file).value(), file.string());
    REQUIRE(report);
    release.media[speech] = *report->media;
    for (const char* language : {"vi", "lo"})
      release.pages.at("border/hours").speech[language] = {speech, "A Listener"};
    auto& clip = std::get<bundle::Clip>(release.items.at(kRed.item).body);
    const std::string said = "WEBVTT\n\n00:00.000 --> 00:04.000\n";
    clip.subtitles = {{"vi", store_.add(said + "Hai khung dệt\n", "text/vtt")},
                      {"lo", store_.add(said + "ກີ່ຕ່ຳຫູກສອງຫຼັງ\n", "text/vtt")}};
  }
  [[nodiscard]] std::vector<text::FontFile> faces() const {
    std::vector<text::FontFile> faces;
    for (const auto& font : demo_.book().release().fonts) {
      const auto role = font.role == bundle::FontRole::ui ? text::FaceRole::ui : text::FaceRole::text;
      faces.push_back({font.script, role, font.weight, demo_.typefaces().at(font.object), font.face_index});
    }
    return faces;
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
  static int difference(const pixels::Pixmap& a, const pixels::Pixmap& b, const compose::Box& part) {
    int count = 0;
    int all = 0;
    for (int y = static_cast<int>(part.y); y < static_cast<int>(part.bottom()); y += 2)
      for (int x = static_cast<int>(part.x); x < static_cast<int>(part.right()); x += 2, ++all)
        if (!is_near(a.row(y)[x], b.row(y)[x])) ++count;
    return all == 0 ? 1000 : count * 1000 / all;
  }

  Panel panel_;
  bool speaks_all_;
  kiosk_ui::test::DemoBook demo_;
  TemporaryFolder folder_;
  VirtualScreen screen_;
  PlayedStore store_;
  std::vector<bundle::Statement> said_;
  Withdrawn withdrawn_;
  Book book_;
  Metrics metrics_;
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;
  TileShelf shelf_;
  playback::KeptClock kept_clock_;  // whether this machine's kiosk says "open now"
  std::optional<Process> player_;
};

// Goes from touch to touch: each is one that the view offers, within reach; after each the screen must show
// what the session then says.
class Traveller {
 public:
  explicit Traveller(Stand& stand) : stand_(stand) {
    session_.touched_at = SteadyInstant(std::chrono::hours(10));
  }

  void touch(const std::string& id, const FilmLook* film = nullptr) {
    const auto screenful = stand_.view(session_, film);
    const auto* button = screenful.button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    REQUIRE(button->is_enabled);
    CHECK(button->box.y >= stand_.metrics().reach.y - 1);
    CHECK(button->box.bottom() <= stand_.metrics().reach.bottom() + 1);
    stand_.tap(button->box);
    ++touches_;
    const auto now = session_.touched_at + 2s;
    session_ = after(std::move(session_), button->action, stand_.book(), now);
    session_.touched_at = now;  // also of an empty one: it is drawn at some time
  }
  // A touch that is answered by the screen that must follow.
  void go(const std::string& id) {
    touch(id);
    INFO("after " << id);
    if (!session_.is_open()) {
      REQUIRE(stand_.shows_programme());
      return;
    }
    settle();
    REQUIRE(stand_.wait_for(session_) <= 5);
  }
  void go(std::initializer_list<const char*> ids) {
    for (const auto* id : ids) go(id);
  }
  // Back to the attract picture.
  void leave() {
    if (session_.here().place == Place::photo) go("photo/close");
    if (session_.here().place != Place::home) go("tool/home");
    go("tool/back");
    touches_ = 0;
  }
  [[nodiscard]] bool reads(const std::string& part) {
    const auto screenful = stand_.view(session_);
    for (const auto& layer : screenful.layers)
      for (const auto& words : layer.words)
        for (const auto& line : words.layout.lines)
          if (line.text.find(part) != std::string::npos) return true;
    return false;
  }
  [[nodiscard]] int touches() const { return touches_; }
  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] Session& session() { return session_; }

 private:
  // As the ring does: a picture or map is looked at where the view has brought it.
  void settle() {
    if (session_.here().place != Place::page) return;
    if (const auto screenful = stand_.view(session_); screenful.figure && !screenful.figure->is_film)
      session_.trail.back().gaze = screenful.figure->gaze;
  }
  Stand& stand_;
  Session session_;
  int touches_ = 0;
};

}  // namespace gatecast::test

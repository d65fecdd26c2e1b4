// Whatever is touched, pressed and held, in whatever order: no way out, no dark picture, no dead end, no
// growth; and what is drawn in parts is what would have been drawn as a whole.
#include <fmt/format.h>
#include <malloc.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "tests/kiosk-ui/ring/stand.h"
#include "tests/support/full_counts.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace {

std::size_t bytes_in_use() {
  if (__sanitizer_get_current_allocated_bytes != nullptr) return __sanitizer_get_current_allocated_bytes();
  return mallinfo2().uordblks;
}

// A kiosk under random hands. Most touches are a child's: anywhere, any finger; some hit buttons.
class Hands {
 public:
  Hands(Stand& stand, unsigned seed) : stand_(stand), random_(seed) {}

  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  void act() {
    const int what = below(24);
    const int x = below(stand_.size.width_px);
    const int y = below(stand_.size.height_px);
    const auto& buttons = stand_.kiosk.screenful().buttons;
    if (what < 5 && !buttons.empty()) {
      const auto box = buttons[static_cast<std::size_t>(below(static_cast<int>(buttons.size())))].box;
      stand_.tap(box.centre_x(), box.centre_y());
    } else if (what < 9) {
      stand_.tap(x, y);
    } else if (what < 19) {
      const auto kind = what < 13   ? screen::InputKind::touch_down
                        : what < 16 ? screen::InputKind::touch_move
                                    : screen::InputKind::touch_up;
      stand_.touch(kind, x, y, below(10) - 1);  // -1: the mouse
    } else if (what < 22) {
      stand_.key(static_cast<screen::Key>(below(5)));
    } else if (what == 22) {
      stand_.step(std::chrono::milliseconds(below(12'000)));  // held, or left alone
    } else if (below(8) == 0) {
      stand_.step(std::chrono::seconds(below(100)));
    } else {
      // Home over and over: the corners, too, where a technician begins.
      stand_.touch(screen::InputKind::touch_down, below(2) == 0 ? 2 : stand_.size.width_px - 2, 2, 0);
    }
  }

  // Stuck fingers let go after a while; then home is two touches away at most, from wherever this is.
  void go_home() {
    stand_.step(9s);
    if (stand_.kiosk.is_desk_open()) stand_.tap("desk/close");
    if (stand_.kiosk.screenful().button("question/stay") != nullptr) stand_.tap("question/stay");
    if (stand_.kiosk.screenful().button("photo/close") != nullptr) stand_.tap("photo/close");
    if (stand_.kiosk.session().language.empty()) stand_.tap("language/en");
    const auto* home = stand_.kiosk.screenful().button("tool/home");
    REQUIRE(home != nullptr);
    if (home->is_enabled) stand_.tap("tool/home");
    REQUIRE(stand_.kiosk.session().here().place == Place::home);
  }

 private:
  Stand& stand_;
  std::mt19937 random_;
};

int colours_of(const pixels::Pixmap& picture) {
  std::set<std::uint32_t> colours;
  for (int y = 0; y < picture.size().height_px; y += 9)
    for (int x = 0; x < picture.size().width_px; x += 9) colours.insert(picture.row(y)[x]);
  return static_cast<int>(colours.size());
}

// But for the rounding of gradients, which begin elsewhere.
bool is_alike(std::uint32_t a, std::uint32_t b) {
  for (const unsigned shift : {0U, 8U, 16U})
    if (std::abs(static_cast<int>(a >> shift & 0xFFU) - static_cast<int>(b >> shift & 0xFFU)) > 6)
      return false;
  return true;
}

}  // namespace

TEST_CASE("thousands of random touches, keys and gestures: no way out, never black, home is always reached") {
  const gatecast::test::TemporaryFolder folder;
  SystemDisk disk;
  const Path secret = folder.path() + "/technician.json";
  REQUIRE(write_file_durably(disk, secret, kiosk_secret_file(new_kiosk_secret("lao-bao-1").value())));
  Stand stand(disk, {folder.path() + "/state", folder.path() + "/store", secret}, {480, 270});
  Hands hands(stand, 20261121);
  const int count = gatecast::test::is_long() ? 100'000 : 5'000;
  std::size_t warm = 0;
  for (int i = 0; i < count; ++i) {
    hands.act();
    for (const auto& wish : stand.kiosk.wishes()) REQUIRE(std::holds_alternative<playback::PageJudged>(wish));
    // No code was ever told: the technician's facts stay shut.
    if (stand.kiosk.is_desk_open()) REQUIRE(stand.kiosk.screenful().button("desk/restart") == nullptr);
    if (stand.kiosk.covers_programme()) REQUIRE_FALSE(stand.kiosk.screenful().buttons.empty());
    if (i % 10 == 0 && stand.kiosk.covers_programme()) {
      // The photo view is black on white.
      const bool is_photo = stand.kiosk.session().here().place == Place::photo;
      REQUIRE(colours_of(stand.screen) >= (is_photo ? 2 : 3));
    }
    if (i % 100 == 0) hands.go_home();
    if (i % 5'000 == count / 2 % 5'000 && i >= count / 2 && warm == 0) warm = bytes_in_use();
  }
  hands.go_home();
  const auto grown = static_cast<std::int64_t>(bytes_in_use()) - static_cast<std::int64_t>(warm);
  INFO("bytes in use at the half: " << warm << ", more at the end: " << grown);
  CHECK(grown < 3'000'000);
}

TEST_CASE("what is drawn in parts is what would be drawn as a whole") {
  Stand stand({480, 270});
  Hands hands(stand, 7);
  const int count = gatecast::test::is_long() ? 4'000 : 250;
  for (int i = 0; i < count; ++i) {
    hands.act();
    if (!stand.kiosk.covers_programme() || i % 2 != 0) continue;
    const auto painted = stand.kiosk.painted_whole();
    int wrong = 0;
    std::string first;
    for (int y = 0; y < stand.size.height_px; ++y)
      for (int x = 0; x < stand.size.width_px; ++x)
        if (!is_alike(painted.row(y)[x], stand.screen.row(y)[x]) && wrong++ == 0)
          first = fmt::format("({}, {}) {:08x} for {:08x}", x, y, stand.screen.row(y)[x], painted.row(y)[x]);
    INFO("after " << i << " acts, " << first << ", at place "
                  << static_cast<int>(stand.kiosk.session().here().place));
    REQUIRE(wrong == 0);
  }
}

TEST_CASE("a touch that means nothing draws nothing, one on a button only what changed") {
  Stand stand({960, 540});
  stand.tap("language/vi");
  const int before = stand.pictures;
  stand.touch(screen::InputKind::touch_down, 480, 4);
  stand.touch(screen::InputKind::touch_up, 480, 4);
  CHECK(stand.pictures == before);
  const auto old = stand.screen;
  const auto box = stand.kiosk.screenful().button("topic/visa")->box;
  stand.touch(screen::InputKind::touch_down, box.centre_x(), box.centre_y());
  CHECK(stand.pictures == before + 1);
  for (int y = 0; y < 540; ++y)
    for (int x = 0; x < 960; ++x) {
      const bool is_far = x < box.x - 20 || x > box.right() + 20 || y < box.y - 20 || y > box.bottom() + 20;
      if (is_far) REQUIRE(old.row(y)[x] == stand.screen.row(y)[x]);
    }
}

// The officer's switch, pressed on a device of its own, for player and kiosk: what is seen and heard, how
// soon, after a kill and a start, and what the play log says. No agent runs here at all.
#include <fcntl.h>
#include <linux/input.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "player/compose/slide_painter.h"
#include "tests/e2e/watched_player.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

class Stand {
 public:
  explicit Stand(const std::string& program) : program_(program), screen_(kScreen) {
    store_.publish({kRed, kGreen}, 2'000'000, [](bundle::Release& release) {
      const kiosk_ui::test::DemoBook demo;
      release.topics = demo.book().release().topics;
      release.pages = demo.book().release().pages;
      kiosk_ui::test::leave_out_media_pages(release);
      release.facts = demo.book().release().facts;
    });
    device_ = folder_.path() + "/switch";
    REQUIRE(::mkfifo(device_.c_str(), 0600) == 0);
    press_ = ::open(device_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(press_ >= 0);
    std::ofstream(folder_.path() + "/kiosk.json") << R"({"channel": "lao-bao-hall", "switch": {"device": ")"
                                                  << device_ << R"(", "key": "F13", "kind": "key"}})";
    start();
  }
  ~Stand() { ::close(press_); }
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  void start() {
    auto command = store_.command({"--config", folder_.path() + "/kiosk.json"});
    command.front() = std::string(GATECAST_BIN_DIR) + "/" + program_;
    player_.reset();
    player_.emplace(Process::start(
        command,
        {{"DISPLAY", screen_.display()}, {"SDL_AUDIODRIVER", "disk"}, {"SDL_DISKAUDIOFILE", sound()}}));
  }
  void turn(int value) const {
    input_event event{};
    event.type = EV_KEY;
    event.code = KEY_F13;
    event.value = value;
    REQUIRE(::write(press_, &event, sizeof event) == sizeof event);
  }
  // Red or green in the middle of the stage.
  [[nodiscard]] bool shows_film() const {
    const auto pixel = screen_.pixel(kScreen.width_px / 2, kScreen.height_px / 4);
    return is_near(pixel, kRed.colour) || is_near(pixel, kGreen.colour);
  }
  // The built-in still: paper, and the woven band at the bottom of the whole screen.
  [[nodiscard]] bool shows_still() const {
    return is_near(screen_.pixel(8, 8), still().row(8)[8] & 0xFFFFFFU) &&
           is_near(screen_.pixel(kScreen.width_px / 2, kScreen.height_px - 5),
                   still().row(kScreen.height_px - 5)[kScreen.width_px / 2] & 0xFFFFFFU) &&
           !shows_film();
  }
  template <class Seen>
  static bool waits(Seen&& seen, std::chrono::milliseconds limit = 15s) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < until) {
      if (seen()) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  // Whether anything but silence came within the next second and a half.
  [[nodiscard]] bool is_heard() const {
    const auto from = std::filesystem::exists(sound()) ? std::filesystem::file_size(sound()) : 0;
    std::this_thread::sleep_for(1500ms);
    std::ifstream file(sound(), std::ios::binary);
    file.seekg(static_cast<std::streamoff>(from));
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    return bytes.find_first_not_of('\0') != std::string::npos;
  }
  [[nodiscard]] std::string sound() const { return folder_.path() + "/sound"; }
  Process& player() { return *player_; }
  PlayedStore& store() { return store_; }
  const VirtualScreen& screen() const { return screen_; }

 private:
  static const pixels::Pixmap& still();
  std::string program_;
  VirtualScreen screen_;
  PlayedStore store_;
  TemporaryFolder folder_;
  std::string device_;
  int press_ = -1;
  std::optional<Process> player_;
};

const pixels::Pixmap& Stand::still() {
  static const auto kStill = compose::paint_built_in_still(kScreen);
  return kStill;
}

}  // namespace

TEST_CASE("the officer's switch: still and silence at once, over kill and start, until it is turned back") {
  for (const char* program : {"gatecast-player", "gatecast-kiosk"}) {
    INFO(program);
    Stand stand(program);
    REQUIRE(stand.waits([&] { return stand.shows_film(); }));
    CHECK(stand.waits([&] { return stand.is_heard(); }));
    stand.turn(1);
    const auto turned = std::chrono::steady_clock::now();
    REQUIRE(stand.waits([&] { return stand.shows_still(); }));
    WARN(program << ": the still after "
                 << std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                          turned)
                        .count()
                 << " ms");
    std::this_thread::sleep_for(1s);
    CHECK_FALSE(stand.is_heard());
    CHECK(stand.shows_still());
    // The plug of the whole kiosk is pulled: it comes back to the still, never to a film.
    stand.player().signal(SIGKILL);
    stand.start();
    const auto until = std::chrono::steady_clock::now() + 4s;
    int films = 0;
    while (std::chrono::steady_clock::now() < until) {
      films += stand.shows_film() ? 1 : 0;
      std::this_thread::sleep_for(10ms);
    }
    CHECK(films == 0);
    CHECK(stand.shows_still());
    CHECK_FALSE(stand.is_heard());
    stand.turn(0);
    CHECK(stand.waits([&] { return stand.shows_film(); }));
    CHECK(stand.waits([&] { return stand.is_heard(); }));
    stand.player().signal(SIGTERM);
    CHECK(stand.player().wait(10s).exit_code == 0);
    const auto log = run(stand.store().command({"--log", "--json"}));
    const auto report = nlohmann::json::parse(log.out);
    CHECK(report.dump().find("\"switch\"") != std::string::npos);
  }
}

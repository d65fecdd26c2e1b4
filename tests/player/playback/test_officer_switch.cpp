#include "player/playback/officer_switch.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/cut_disk.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

const SteadyInstant kStart{1h};

// A device that a test can press: events of evdev's own form, through a pipe with a name.
class Pressed {
 public:
  explicit Pressed(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    file_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(file_ >= 0);
  }
  ~Pressed() { ::close(file_); }
  Pressed(const Pressed&) = delete;
  Pressed& operator=(const Pressed&) = delete;
  void send(int code, int value) const {
    input_event event{};
    event.type = EV_KEY;
    event.code = static_cast<std::uint16_t>(code);
    event.value = value;
    REQUIRE(::write(file_, &event, sizeof event) == sizeof event);
  }

 private:
  int file_ = -1;
};

bool waits_for(OfficerSwitch& officer, bool wanted) {
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < until) {
    if (const auto news = officer.news()) return *news == wanted;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

TEST_CASE("a key switch is off while its contact is closed; a contact that bounces gives nothing back") {
  SwitchJudge judge(SwitchKind::key, false);
  judge.take(true, kStart);
  CHECK(judge.is_off());
  judge.take(false, kStart + 1s);
  judge.look(kStart + 1s + 100ms);
  CHECK(judge.is_off());
  judge.take(true, kStart + 1s + 150ms);
  judge.look(kStart + 5s);
  CHECK(judge.is_off());
  judge.take(false, kStart + 9s);
  judge.look(kStart + 9s + 400ms);
  CHECK_FALSE(judge.is_off());
}

TEST_CASE("a button takes the screen off at once, and only three seconds on it give it back") {
  SwitchJudge judge(SwitchKind::button, false);
  judge.take(true, kStart);
  CHECK(judge.is_off());
  judge.look(kStart + 10s);  // still held from the touch that took it off
  CHECK(judge.is_off());
  for (int i = 0; i < 5; ++i) {  // pressed again and again in alarm
    judge.take(false, kStart + 11s + i * 1s);
    judge.take(true, kStart + 11s + i * 1s + 200ms);
    judge.look(kStart + 11s + i * 1s + 900ms);
    CHECK(judge.is_off());
  }
  judge.look(kStart + 18s + 300ms);
  CHECK_FALSE(judge.is_off());
  judge.look(kStart + 30s);
  CHECK_FALSE(judge.is_off());
}

TEST_CASE("a switch whose plug is pulled stays as it was") {
  for (const auto kind : {SwitchKind::key, SwitchKind::button}) {
    SwitchJudge judge(kind, false);
    judge.take(true, kStart);
    judge.take(false, kStart + 5s);  // the system lets the keys of a lost device go
    judge.lost();
    judge.look(kStart + 60s);
    CHECK(judge.is_off());
  }
}

TEST_CASE("what the switch said survives a power cut at any moment, and a damaged note counts as off") {
  test::CutDisk disk;
  CHECK_FALSE(was_switched_off(disk, "/state"));
  REQUIRE(remember_switch(disk, "/state", true, Instant()));
  CHECK(was_switched_off(disk, "/state"));
  std::vector<test::CutDisk> cuts;
  disk.before_each = [&](const std::string&) {
    cuts.push_back(disk.after_cut(test::CutMode::random, cuts.size()));
  };
  REQUIRE(remember_switch(disk, "/state", false, Instant()));
  disk.before_each = nullptr;
  CHECK_FALSE(was_switched_off(disk, "/state"));
  REQUIRE_FALSE(cuts.empty());
  // Before the write had ended, it is off, never something else.
  CHECK(was_switched_off(cuts.front(), "/state"));
  REQUIRE(write_file_durably(disk, "/state/switch.json", "{\"format\":1"));
  CHECK(was_switched_off(disk, "/state"));
}

TEST_CASE("the switch's own device is read, its one key, and what it said is on the disk") {
  const test::TemporaryFolder folder;
  const auto device = folder.path() + "/switch";
  const Pressed pressed(device);
  const Path state = folder.path() + "/state";
  SystemDisk disk;
  {
    OfficerSwitch officer({device, KEY_F13, SwitchKind::key}, state, false, [] {});
    pressed.send(KEY_A, 1);  // another key of it means nothing
    pressed.send(KEY_F13, 1);
    CHECK(waits_for(officer, true));
  }
  CHECK(was_switched_off(disk, state));
  {
    OfficerSwitch officer({device, KEY_F13, SwitchKind::key}, state, true, [] {});
    pressed.send(KEY_F13, 0);
    CHECK(waits_for(officer, false));
  }
  CHECK_FALSE(was_switched_off(disk, state));
}

TEST_CASE("a switch is named by its key, as Linux names it") {
  CHECK(key_code("F13") == KEY_F13);
  CHECK(key_code("KEY_MUTE") == KEY_MUTE);
  CHECK(key_code("183") == 183);
  CHECK_FALSE(key_code("F99"));
  CHECK_FALSE(key_code(""));
  CHECK_FALSE(key_code("-1"));
  CHECK_FALSE(key_code("12x"));
}

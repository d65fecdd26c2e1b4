#include "player/playback/officer_switch.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "player/playback/statistics.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kBounce = 300ms;  // a contact that opens counts after this; a pulled plug opens it, too
constexpr auto kHold = 3s;
constexpr auto kLookAgain = 500ms;  // for a device that is not there
constexpr std::uint64_t kLargestState = 4096;
constexpr const char* kStateFile = "switch.json";

struct KeyName {
  const char* name;
  int code;
};
constexpr std::array<KeyName, 24> kKeys{{{"F13", KEY_F13},
                                         {"F14", KEY_F14},
                                         {"F15", KEY_F15},
                                         {"F16", KEY_F16},
                                         {"F17", KEY_F17},
                                         {"F18", KEY_F18},
                                         {"F19", KEY_F19},
                                         {"F20", KEY_F20},
                                         {"F21", KEY_F21},
                                         {"F22", KEY_F22},
                                         {"F23", KEY_F23},
                                         {"F24", KEY_F24},
                                         {"MUTE", KEY_MUTE},
                                         {"STOP", KEY_STOP},
                                         {"POWER", KEY_POWER},
                                         {"PAUSE", KEY_PAUSE},
                                         {"PROG1", KEY_PROG1},
                                         {"PROG2", KEY_PROG2},
                                         {"ENTER", KEY_ENTER},
                                         {"SPACE", KEY_SPACE},
                                         {"A", KEY_A},
                                         {"B", KEY_B},
                                         {"SCREENLOCK", KEY_SCREENLOCK},
                                         {"SOUND", KEY_SOUND}}};

// The device's file; evdev's questions simply fail on anything else.
class Device {
 public:
  ~Device() { close(); }
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  bool open(const Path& path) {
    file_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file_ >= 0) ::ioctl(file_, EVIOCGRAB, 1);  // nobody else's keyboard
    return file_ >= 0;
  }
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  [[nodiscard]] int file() const { return file_; }
  // Where it can say so: whether the contact is closed now.
  [[nodiscard]] std::optional<bool> is_closed(int code) const {
    std::array<std::uint8_t, KEY_CNT / 8> keys{};
    if (::ioctl(file_, EVIOCGKEY(sizeof keys), keys.data()) < 0) return std::nullopt;
    const auto index = static_cast<std::size_t>(code);
    return (keys.at(index / 8) >> (index % 8) & 1U) != 0;
  }
  // False: the device is gone.
  template <class Take>
  bool read(Take&& take) {
    std::array<input_event, 32> events{};
    const auto got = ::read(file_, events.data(), sizeof events);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    for (std::size_t i = 0; (i + 1) * sizeof(input_event) <= static_cast<std::size_t>(got); ++i)
      take(events.at(i));
    return got > 0;
  }

 private:
  int file_ = -1;
};

class Reader {
 public:
  Reader(SwitchSetup setup, Path state, bool is_off, std::function<void()> wake,
         std::shared_ptr<Queue<bool>> news, int end)
      : setup_(std::move(setup)),
        state_(std::move(state)),
        judge_(setup_.kind, is_off),
        wake_(std::move(wake)),
        news_(std::move(news)),
        end_(end),
        told_(is_off),
        written_(is_off) {}

  void run() {
    while (!news_->is_closed()) {
      if (!device_.is_open()) open();
      wait();
      judge_.look(std::chrono::steady_clock::now());
      tell();
    }
  }

 private:
  void open() {
    if (!device_.open(setup_.device)) {
      if (!std::exchange(is_missing_, true))
        log_error(environment_error("switch.device", setup_.device, "the officer's switch is not there",
                                    "plug it in; the player looks for it twice a second"));
      return;
    }
    log_info("the officer's switch is at " + setup_.device.string());
    is_missing_ = false;
    // A key switch says where it stands; a button that is pressed at this very moment, too.
    if (const auto closed = device_.is_closed(setup_.code))
      judge_.take(*closed, std::chrono::steady_clock::now());
  }

  void wait() {
    std::array<pollfd, 2> files{pollfd{end_, POLLIN, 0}, pollfd{device_.file(), POLLIN, 0}};
    auto patience = device_.is_open() && written_ == judge_.is_off() ? -1ms : kLookAgain;
    if (const auto due = judge_.due())
      patience = std::max(
          0ms, std::chrono::ceil<std::chrono::milliseconds>(*due - std::chrono::steady_clock::now()));
    if (::poll(files.data(), files.size(), static_cast<int>(patience.count())) <= 0) return;
    if (files[1].revents == 0) return;
    const bool is_there = device_.read([&](const input_event& event) {
      if (event.type == EV_KEY && event.code == setup_.code && event.value != 2)  // 2: repeats
        judge_.take(event.value != 0, std::chrono::steady_clock::now());
    });
    if (is_there && (files[1].revents & (POLLHUP | POLLERR | POLLNVAL)) == 0) return;
    device_.close();
    judge_.lost();
  }

  // The screen first, then the disk; what could not be written is tried again.
  void tell() {
    const bool is_off = judge_.is_off();
    if (told_ != is_off) {
      told_ = is_off;
      log_warning(is_off ? "the officer's switch: sound off, built-in still [switch.off]"
                         : "the officer's switch gives the screen back [switch.on]");
      news_->try_push(is_off);
      wake_();
    }
    if (written_ == is_off) return;
    SystemDisk disk;
    if (const auto status = remember_switch(disk, state_, is_off, SystemClock().now()); status)
      written_ = is_off;
    else
      log_error(status.error());
  }

  SwitchSetup setup_;
  Path state_;
  SwitchJudge judge_;
  std::function<void()> wake_;
  std::shared_ptr<Queue<bool>> news_;
  int end_;
  bool told_;
  bool written_;
  bool is_missing_ = false;
  Device device_;
};

}  // namespace

void SwitchJudge::take(bool is_closed, SteadyInstant now) {
  const bool was_closed = std::exchange(is_closed_, is_closed);
  if (kind_ == SwitchKind::key) {
    if (is_closed) due_.reset();
    if (!is_closed && is_off_ && !due_) due_ = now + kBounce;
    if (is_closed) is_off_ = true;
    return;
  }
  if (!is_closed) due_.reset();
  if (!is_closed || was_closed) return;
  if (is_off_) due_ = now + kHold;
  is_off_ = true;
}

void SwitchJudge::look(SteadyInstant now) {
  if (!due_ || now < *due_) return;
  due_.reset();
  is_off_ = false;
}

void SwitchJudge::lost() {
  due_.reset();
  is_closed_ = false;
}

bool was_switched_off(Disk& disk, const Path& state) {
  const auto path = state / kStateFile;
  const auto there = disk.status(path);
  if (there && there->kind == FileKind::missing) return false;
  const auto bytes = read_file(disk, path, kLargestState);
  const auto document =
      bytes ? parse_json(*bytes, path.string()) : Result<nlohmann::json>(fail(bytes.error()));
  if (document && document->is_object()) {
    const auto is_off = document->find("is_off");
    if (is_off != document->end() && is_off->is_boolean()) return is_off->get<bool>();
  }
  log_error(environment_error("switch.state", path,
                              "what the officer's switch said last cannot be read: it counts as off",
                              "turn the switch once"));
  return true;
}

Status remember_switch(Disk& disk, const Path& state, bool is_off, Instant now) {
  GATECAST_TRY_STATUS(make_directories(disk, state));
  const nlohmann::json document{{"format", 1}, {"is_off", is_off}, {"since", format_instant(now)}};
  return write_file_durably(disk, state / kStateFile, document.dump(1) + "\n");
}

OfficerSwitch::OfficerSwitch(SwitchSetup setup, Path state, bool is_off, std::function<void()> wake)
    : news_(std::make_shared<Queue<bool>>("officer's switch", 64)),
      end_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  thread_ = std::jthread([setup = std::move(setup), state = std::move(state), is_off, wake = std::move(wake),
                          news = news_, end = end_] {
    name_thread("switch");
    Reader(setup, state, is_off, wake, news, end).run();
  });
}

OfficerSwitch::~OfficerSwitch() {
  news_->close();
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(end_, &one, sizeof one);
  thread_.join();
  ::close(end_);
}

std::optional<int> key_code(const std::string& name) {
  const auto bare = name.starts_with("KEY_") ? name.substr(4) : name;
  for (const auto& key : kKeys)
    if (bare == key.name) return key.code;
  int code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code);
  if (error != std::errc() || end != name.data() + name.size() || code <= 0 || code >= KEY_CNT)
    return std::nullopt;
  return code;
}

}  // namespace gatecast::playback

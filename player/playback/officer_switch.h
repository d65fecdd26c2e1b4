// The officer's switch: a provisioned key switch or covered button that takes sound and programme off the
// screen, out of the player itself, without agent, server or code. The device's own events are read (USB HID,
// GPIO keys), not the screen's keyboard. What it said is written durably and stands over restarts; a device
// that is pulled out changes nothing. Threads: one of its own reads the device and owns switch.json; news
// come by a queue, `wake` is called after each. Errors: logged; a device that is missing is looked for twice
// a second.
// Source: shared/design/trust.md, promise 5; Linux input-event-codes.h, evdev.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/queue.h"

namespace gatecast::playback {

// A key switch is off as long as its contact is closed. A button is off from the first touch on; held for
// three seconds it gives the screen back.
enum class SwitchKind { key, button };
struct SwitchSetup {
  Path device;
  int code = 0;  // KEY_* of input-event-codes.h
  SwitchKind kind = SwitchKind::key;
};

// Contacts and time -> off or not. Pure.
class SwitchJudge {
 public:
  SwitchJudge(SwitchKind kind, bool is_off) : kind_(kind), is_off_(is_off) {}
  void take(bool is_closed, SteadyInstant now);
  // What was waited for, once it is due.
  void look(SteadyInstant now);
  // The device is gone: its contacts say nothing any more.
  void lost();
  [[nodiscard]] bool is_off() const { return is_off_; }
  [[nodiscard]] std::optional<SteadyInstant> due() const { return due_; }

 private:
  SwitchKind kind_;
  bool is_off_;
  bool is_closed_ = false;
  std::optional<SteadyInstant> due_;  // when the screen is given back, if nothing changes
};

// Missing: not off. One that cannot be read counts as off: taking away is safe, and the switch ends it.
bool was_switched_off(Disk& disk, const Path& state);
Status remember_switch(Disk& disk, const Path& state, bool is_off, Instant now);

class OfficerSwitch {
 public:
  OfficerSwitch(SwitchSetup setup, Path state, bool is_off, std::function<void()> wake);
  ~OfficerSwitch();
  OfficerSwitch(const OfficerSwitch&) = delete;
  OfficerSwitch& operator=(const OfficerSwitch&) = delete;
  std::optional<bool> news() { return news_->try_pop(); }  // off, or not any more

 private:
  std::shared_ptr<Queue<bool>> news_;
  int end_ = -1;  // an eventfd that ends the thread
  std::jthread thread_;
};

// "KEY_F13", "F13" or the code as a number; nothing where there is no such key.
std::optional<int> key_code(const std::string& name);

}  // namespace gatecast::playback

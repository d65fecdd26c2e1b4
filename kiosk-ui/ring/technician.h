// The technician's way in and what they do there: a gesture, a challenge that this kiosk's own secret
// answers, attempts that are counted on disk before they are judged, then facts, tests, export, restart. It
// can show nothing of anybody's making. Threads: main. Errors: in the note on its screen; without a secret
// there is no way in. Source: the section 5; shared/design/trust.md.
#pragma once
#include <memory>
#include <optional>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/kiosk_code.h"
#include "kiosk-ui/ring/desk_facts.h"
#include "kiosk-ui/view/desk_view.h"
#include "player/playback/ring.h"

namespace gatecast::kiosk_ui {

inline constexpr int kFreeAttempts = 5;
// After that many wrong answers since the last right one: from the last of them, or from the start.
Duration wait_after(int failed);

// The corners of the screen, upper left and upper right in turn, six times within ten seconds; by keys: back,
// eight times. Nobody's way through the pages.
class DeskGesture {
 public:
  bool take(const screen::Input& input, pixels::Size screen, SteadyInstant now);

 private:
  int count_ = 0;
  int keys_ = 0;
  SteadyInstant began_;
  SteadyInstant keys_began_;
};

class Technician {
 public:
  Technician(Disk& disk, DeskPlaces places) : disk_(&disk), places_(std::move(places)) {}

  void open(const DeskSubject& subject, SteadyInstant now);
  void close();
  [[nodiscard]] bool is_open() const { return desk_.has_value(); }
  [[nodiscard]] const Desk& desk() const { return *desk_; }
  // A button of the desk, by its id; a finger anywhere, on the screens without buttons.
  void press(const std::string& id, const DeskSubject& subject, SteadyInstant now);
  void touch_cell(int cell);
  void set_pressed(const std::string& id);
  void set_focus(const std::string& id) { desk_->focus = id; }
  // Facts grow old, nobody is there any more. True when something changed.
  bool look(const DeskSubject& subject, SteadyInstant now);
  [[nodiscard]] SteadyInstant changes_at() const { return look_at_; }
  void set_parts(int parts) { parts_ = parts; }
  void told(const std::string& vietnamese, const std::string& english);
  std::vector<playback::RingWish> wishes() { return std::exchange(wishes_, {}); }

 private:
  void read_secret();
  void ask(SteadyInstant now);
  void type(const std::string& digit, const DeskSubject& subject, SteadyInstant now);
  void judge(const DeskSubject& subject, SteadyInstant now);
  void press_in_facts(const std::string& id, const DeskSubject& subject, SteadyInstant now);
  void show_facts(const DeskSubject& subject, SteadyInstant now);
  void read_attempts(SteadyInstant now);
  Status write_attempts();

  Disk* disk_;
  DeskPlaces places_;
  std::optional<Desk> desk_;
  std::optional<KioskSecret> secret_;
  std::string challenge_;  // until it is answered, rightly or not
  bool is_read_ = false;
  int failed_ = 0;
  SteadyInstant failed_at_;
  SteadyInstant touched_at_;
  SteadyInstant look_at_;
  SteadyInstant facts_at_;
  int parts_ = 1;
  std::vector<playback::RingWish> wishes_;
};

}  // namespace gatecast::kiosk_ui

// What the screen's upper corner says while a technician has a stick in, and for a minute after: how far it
// is read, what came of it, whether it may be pulled out. The words are built in; of what the agent wrote
// (store/stick.json, read as anybody's file) only a state of a list and bounded numbers are taken, so nobody
// can say anything by it. Threads: StickEar: the watcher's; StickCorner: main; the rest: values. Errors:
// none; a file that makes no sense shows nothing. Source: issue 5, 2 (USB); shared/design/trust.md,
// Promises 1.
#pragma once
#include <optional>

#include "content-sync/base/clock.h"
#include "player/playback/heard_file.h"
#include "player/playback/stage.h"
#include "player/text/typesetter.h"

namespace gatecast::playback {

enum class StickState { reading, fresh, nothing_new, refused, unreadable, no_content };
struct StickNote {
  StickState state = StickState::reading;
  int percent = 0;
  std::int64_t release = 0;
  std::optional<std::int64_t> reports;
  bool operator==(const StickNote&) const = default;
};
inline constexpr const char* kStickFile = "stick.json";
inline constexpr std::uint64_t kLargestStickFile = 16 * 1024;
std::optional<StickNote> parse_stick_note(ByteView bytes);

// Hears the agent's file, on the watcher's thread. What lay there at the start is of before, and says
// nothing.
class StickEar {
 public:
  std::optional<StickNote> look(Disk& disk, const Path& store);

 private:
  HeardFile file_;
  bool has_looked_ = false;
};

// In Vietnamese and in English, as large as a technician needs who stands before the panel.
pixels::Pixmap paint_stick_note(const StickNote& note, pixels::Size screen, text::Typesetter& typesetter);

class StickCorner {
 public:
  void take(const StickNote& note, SteadyInstant now);
  // True where what is to be seen has changed since the last call.
  bool tend(pixels::Size screen, SteadyInstant now);
  // The overlays with the corner over them; `overlays` itself where there is nothing to say, and kept as long
  // as both stay the same.
  OverlaysPtr over(const OverlaysPtr& overlays, pixels::Size size);
  [[nodiscard]] std::optional<SteadyInstant> ends_at() const { return ends_; }

 private:
  std::optional<StickNote> note_;
  std::optional<SteadyInstant> ends_;
  std::optional<StickNote> painted_note_;
  pixels::Size painted_for_;
  pixels::Pixmap painted_;
  std::unique_ptr<text::Typesetter> typesetter_;
  bool has_typefaces_ = true;
  OverlaysPtr under_;
  OverlaysPtr together_;
};

}  // namespace gatecast::playback

// What stands around the programme on a screen that people touch: it is given the screen's events and the
// verified release, says which part of the screen is left to the programme, and draws the rest, or all.
// Implemented by kiosk-ui; a plain player has none. Threads: main. Errors: logged by the ring; a ring that
// cannot draw leaves the whole screen to the programme.
// Source: shared/design/architecture.md (kiosk-ui -> player, never back).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "content-sync/bundle/statement.h"
#include "player/pixels/canvas.h"
#include "player/playback/content.h"
#include "player/screen/screen.h"

namespace gatecast::playback {

// What somebody at the screen asks of the player, beyond what the ring draws.
struct PageJudged {  // "was this useful?": counted, by nobody's name
  std::string page;
  bundle::LanguageTag language;
  bool is_useful = true;
};
// A sound of the release, heard kRingSoundLead from now; the programme's is silent until it is stopped.
inline constexpr Duration kRingSoundLead{100'000};
struct PlaySound {
  ContentPtr content;
  Sha256 object;
  int stream_index = -1;             // of a film's file; -1: the file's own
  std::optional<int> gain_mdb = {};  // else as it was measured
  Duration from{0};                  // of the file's time
  Duration until{0};                 // 0: to its end
};
struct StopSound {};
struct PlayTestSound {};  // the rest is the technician's
struct ExportLog {};
struct RestartPlayer {};
using RingWish = std::variant<PageJudged, PlaySound, StopSound, PlayTestSound, ExportLog, RestartPlayer>;

// What a picture of the ring answers, for the statistics.
enum class Answer { none, change, page, programme };

class Ring {
 public:
  enum class Extent { changed, whole };  // since it was drawn last
  virtual ~Ring() = default;
  // What is verified now. A reader keeps the release that they read until they leave.
  virtual void adopt(ContentPtr content) = 0;
  // What officers have recalled, whichever release somebody reads: gone at once, until a newer one.
  virtual void heed(const std::map<bundle::ItemId, bundle::Statement>& recalls, SteadyInstant steady_now) = 0;
  // Whether the clock may be taken at its word: see time_trust.h.
  virtual void trust_time(bool is_trusted) = 0;
  virtual void take(const screen::Input& input, SteadyInstant steady_now) = 0;
  // While an alert or the officer's switch stands over everything: nothing of the ring is seen, and no touch
  // means anything.
  virtual void stand_behind(bool is_behind, SteadyInstant steady_now) = 0;
  // True when it must be drawn again.
  virtual bool advance(pixels::Size screen, Instant now, SteadyInstant steady_now) = 0;
  // When it changes by itself, without an event.
  [[nodiscard]] virtual SteadyInstant changes_at() const = 0;
  // The programme's place on the screen: always the same for one release, also while it is covered.
  [[nodiscard]] virtual pixels::Rect programme(pixels::Size screen) const = 0;
  [[nodiscard]] virtual bool covers_programme() const = 0;
  // Everything but the programme's place; all while it is covered. `changed`: the canvas holds the rest.
  virtual void draw(pixels::Canvas screen, Extent extent) = 0;
  // Since they were asked for last.
  virtual std::vector<RingWish> wishes() = 0;
  virtual Answer answer() = 0;
  // How ExportLog ended: the folder, or why not.
  virtual void exported(const Result<std::string>& folder) = 0;
};

// The part of a canvas, as a canvas of its own.
inline pixels::Canvas part_of(pixels::Canvas canvas, pixels::Rect rect) {
  return {canvas.at(rect.x, rect.y), canvas.stride_bytes, {rect.width, rect.height}};
}

}  // namespace gatecast::playback

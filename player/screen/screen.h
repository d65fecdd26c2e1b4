// The lit screen: one window over one output (a display, a connector of it, a rectangle of that picture), its
// pixels, its events. Everybody else sees only the content: upright, of its own size. Only here is SDL known.
// Threads: the main thread owns it; wake() alone may be called from any thread.
// Errors: environment errors "screen.*". Source: shared/design/playback.md (which design, 1 and 6),
// content.md (Output).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"
#include "player/pixels/canvas.h"
#include "player/screen/film_picture.h"
#include "player/screen/output.h"
#include "player/screen/panel.h"
#include "player/screen/path_choice.h"
#include "player/screen/placement.h"

namespace gatecast::screen {

enum class WindowKind { fullscreen, windowed };
struct ScreenOptions {
  std::string title = "Gatecast";
  pixels::Size size;  // of the window; 0x0: all of the output's display
  WindowKind kind = WindowKind::fullscreen;
  bool escape_quits = false;
  Output output;
  PathKind path = PathKind::surface;
  std::string touches;  // a recorded script of touch events (touch_script.h); empty: none
};

enum class InputKind { quit, expose, sound_lost, sound_found, touch_down, touch_move, touch_up, key, wheel };
enum class Key { none, next, previous, activate, back };  // Tab and arrows, Shift+Tab, Enter, Backspace
struct Input {
  InputKind kind = InputKind::quit;
  // Of a touch: where in the content, turned back. One that leaves the content is lifted at its edge.
  Point at = {};
  std::int64_t finger = 0;  // the same from down to up; kMouse: the mouse's left button
  Key key = Key::none;
  int steps = 0;  // of the wheel, at `at`; upwards is more than nothing
};
inline constexpr std::int64_t kMouse = -1;

class Screen {
 public:
  static Result<std::unique_ptr<Screen>> open(const ScreenOptions& options);
  virtual ~Screen() = default;

  [[nodiscard]] virtual pixels::Size size() const = 0;  // of the content
  // The pixels of the next picture; what was drawn before is still in them.
  virtual pixels::Canvas canvas() = 0;
  virtual Status present() = 0;
  // The same where only this part of the canvas is another one than was presented last; it lies within it.
  virtual Status present_part(pixels::Rect part) = 0;
  // False: this picture is to be drawn into the canvas.
  virtual Result<bool> present_film(const FilmPicture& film) = 0;
  // Whether it is worth asking present_film.
  [[nodiscard]] virtual bool takes_films() const = 0;
  // Leaves a copy of what was presented behind the window, where it stays when this program is killed.
  virtual void keep_behind() = 0;
  // Its panel's light and sleep.
  virtual Panel& panel() = 0;
  virtual std::vector<Input> poll() = 0;
  // Returns at `until`, or earlier when an event is there or somebody called wake().
  virtual void wait_until(SteadyInstant until) = 0;
  [[nodiscard]] virtual std::string path_name() const = 0;  // "surface" or "renderer": for the statistics
  // Of the display, in thousandths of a hertz; 0: not known.
  [[nodiscard]] virtual int refresh_mhz() const = 0;
  // present() returns when the display takes the picture: the display's clock can be seen.
  [[nodiscard]] virtual bool waits_for_display() const = 0;

  static void wake();
};

}  // namespace gatecast::screen

// The lit screen: one window over the whole display, its pixels, its events. Only here is SDL known.
// Threads: the main thread owns it; wake() alone may be called from any thread.
// Errors: environment errors "screen.*". Source: shared/design/playback.md (which design, 1 and 6).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"
#include "player/pixels/canvas.h"

namespace gatecast::screen {

enum class WindowKind { fullscreen, windowed };
struct ScreenOptions {
  std::string title = "Gatecast";
  pixels::Size size;  // of the picture; 0x0: the display's own
  WindowKind kind = WindowKind::fullscreen;
  bool escape_quits = false;
};

enum class InputKind { quit, expose, sound_lost, sound_found };
struct Input {
  InputKind kind = InputKind::quit;
};

class Screen {
 public:
  static Result<std::unique_ptr<Screen>> open(const ScreenOptions& options);
  virtual ~Screen() = default;

  [[nodiscard]] virtual pixels::Size size() const = 0;
  // The pixels of the next picture; what was drawn before is still in them.
  virtual pixels::Canvas canvas() = 0;
  virtual Status present() = 0;
  // Leaves a copy of what canvas() holds behind the window, where it stays when this program is killed.
  virtual void keep_behind() = 0;
  virtual std::vector<Input> poll() = 0;
  // Returns at `until`, or earlier when an event is there or somebody called wake().
  virtual void wait_until(SteadyInstant until) = 0;
  [[nodiscard]] virtual std::string path_name() const = 0;  // "surface" or "renderer": for the statistics

  static void wake();
};

}  // namespace gatecast::screen

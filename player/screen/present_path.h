// Private to screen: the two ways pixels reach a window. Without a real GPU: the window's surface, written
// directly (SDL's renderers on a software OpenGL cost four times the decoding). With one: textures, which the
// GPU converts, scales, turns and lays over each other. Which of them: path_choice.h.
// Threads: main. Errors: environment errors "screen.*". Source: shared/design/playback.md (which design, 1).
#pragma once
#include <SDL.h>

#include <memory>
#include <string>

#include "content-sync/base/result.h"
#include "player/pixels/canvas.h"
#include "player/screen/film_picture.h"
#include "player/screen/placement.h"

namespace gatecast::screen {

class PresentPath {
 public:
  virtual ~PresentPath() = default;
  // The window has another size, or the content another place in it.
  virtual void place(const Placement& placement) = 0;
  // The content's pixels, upright.
  virtual Result<pixels::Canvas> canvas() = 0;
  virtual Status present() = 0;
  // Of the content only this part is another one than was presented last.
  virtual Status present_part(pixels::Rect part) = 0;
  // False: this path, or this picture, is not for textures; then it is drawn into the canvas.
  virtual Result<bool> present_film(const FilmPicture& film) = 0;
  // What stands in the window, turned and blackened: for what is kept behind it. Valid until the next call.
  virtual Result<pixels::Canvas> window_pixels() = 0;
  [[nodiscard]] virtual std::string name() const = 0;
};

std::unique_ptr<PresentPath> surface_path(SDL_Window* window, const Placement& placement);
// Null where SDL has no OpenGL renderer for this window.
std::unique_ptr<PresentPath> renderer_path(SDL_Window* window, const Placement& placement);

Error sdl_error(const std::string& rule, const std::string& action);

}  // namespace gatecast::screen

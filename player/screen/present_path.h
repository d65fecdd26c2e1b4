// Private to screen: the two ways pixels reach a window. Without a real GPU: the window's surface, written
// directly (SDL's renderers on a software OpenGL cost four times the decoding). With one: a texture.
// Threads: main. Errors: environment errors "screen.*".
#pragma once
#include <SDL.h>

#include <memory>
#include <string>

#include "content-sync/base/result.h"
#include "player/pixels/canvas.h"

namespace gatecast::screen {

class PresentPath {
 public:
  virtual ~PresentPath() = default;
  virtual Result<pixels::Canvas> canvas() = 0;
  virtual Status present() = 0;
  [[nodiscard]] virtual std::string name() const = 0;
};

std::unique_ptr<PresentPath> surface_path(SDL_Window* window);
// Null unless a hardware renderer is there and presents a full picture within one frame of 60 a second.
std::unique_ptr<PresentPath> renderer_path(SDL_Window* window, pixels::Size size);
// Looked at before the window is made: no OpenGL library is loaded on a machine without a GPU.
bool may_have_gpu();

Error sdl_error(const std::string& rule, const std::string& action);

}  // namespace gatecast::screen

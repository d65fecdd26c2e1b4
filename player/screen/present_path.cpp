#include "player/screen/present_path.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>

namespace gatecast::screen {
namespace {

constexpr int kMeasuredPictures = 4;
constexpr std::chrono::milliseconds kSlowestPicture{17};

class SurfacePath final : public PresentPath {
 public:
  explicit SurfacePath(SDL_Window* window) : window_(window) {}
  Result<pixels::Canvas> canvas() override {
    SDL_Surface* surface = SDL_GetWindowSurface(window_);  // a new one after the window changed
    if (surface == nullptr) return fail(sdl_error("screen.surface", "get the window's surface"));
    if (surface->format->BytesPerPixel != 4 || surface->format->Rmask != 0x00ff0000U)
      return fail(environment_error("screen.format", "display",
                                    "the display does not take 32-bit BGRX pixels",
                                    "set the X server to a depth of 24"));
    return pixels::Canvas{
        static_cast<std::uint8_t*>(surface->pixels), surface->pitch, {surface->w, surface->h}};
  }
  Status present() override {
    if (SDL_UpdateWindowSurface(window_) != 0) return fail(sdl_error("screen.present", "present"));
    return {};
  }
  [[nodiscard]] std::string name() const override { return "surface"; }

 private:
  SDL_Window* window_;
};

struct FreeRenderer {
  void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
};
struct FreeTexture {
  void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};

class RendererPath final : public PresentPath {
 public:
  RendererPath(std::unique_ptr<SDL_Renderer, FreeRenderer> renderer,
               std::unique_ptr<SDL_Texture, FreeTexture> texture, pixels::Size size)
      : renderer_(std::move(renderer)), texture_(std::move(texture)), pixels_(size) {}
  Result<pixels::Canvas> canvas() override { return canvas_of(pixels_); }
  Status present() override {
    if (SDL_UpdateTexture(texture_.get(), nullptr, pixels_.data(), pixels_.stride_bytes()) != 0 ||
        SDL_RenderCopy(renderer_.get(), texture_.get(), nullptr, nullptr) != 0)
      return fail(sdl_error("screen.present", "present"));
    SDL_RenderPresent(renderer_.get());
    return {};
  }
  [[nodiscard]] std::string name() const override { return "renderer"; }

 private:
  std::unique_ptr<SDL_Renderer, FreeRenderer> renderer_;
  std::unique_ptr<SDL_Texture, FreeTexture> texture_;
  pixels::Pixmap pixels_;
};

// OpenGL's own word for what draws; empty where it does not say.
std::string gl_renderer_name() {
  using GetString = const unsigned char* (*)(unsigned);
  constexpr unsigned kGlRenderer = 0x1F01;
  const auto get_string = reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"));
  const unsigned char* name = get_string == nullptr ? nullptr : get_string(kGlRenderer);
  return name == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(name));
}

bool is_software(const std::string& name) {
  constexpr std::array<std::string_view, 4> kSoftware{"llvmpipe", "softpipe", "swrast", "SwiftShader"};
  return name.empty() || std::any_of(kSoftware.begin(), kSoftware.end(),
                                     [&](auto part) { return name.find(part) != std::string::npos; });
}

}  // namespace

Error sdl_error(const std::string& rule, const std::string& action) {
  return environment_error(rule, "display", "cannot " + action + ": " + SDL_GetError());
}

std::unique_ptr<PresentPath> surface_path(SDL_Window* window) {
  return std::make_unique<SurfacePath>(window);
}

bool may_have_gpu() {
  std::error_code error;
  return std::filesystem::exists("/dev/dri/renderD128", error);
}

std::unique_ptr<PresentPath> renderer_path(SDL_Window* window, pixels::Size size) {
  std::unique_ptr<SDL_Renderer, FreeRenderer> renderer(
      SDL_CreateRenderer(window, -1, SDL_RENDERER_ACCELERATED));
  SDL_RendererInfo info{};
  if (!renderer || SDL_GetRendererInfo(renderer.get(), &info) != 0) return nullptr;
  if (!std::string_view(info.name).starts_with("opengl") || is_software(gl_renderer_name())) return nullptr;
  std::unique_ptr<SDL_Texture, FreeTexture> texture(SDL_CreateTexture(
      renderer.get(), SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, size.width_px, size.height_px));
  if (!texture) return nullptr;
  auto path = std::make_unique<RendererPath>(std::move(renderer), std::move(texture), size);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kMeasuredPictures; ++i)
    if (!path->present()) return nullptr;
  if ((std::chrono::steady_clock::now() - begin) / kMeasuredPictures > kSlowestPicture) return nullptr;
  return path;
}

}  // namespace gatecast::screen

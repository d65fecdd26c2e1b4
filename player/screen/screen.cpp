#include "player/screen/screen.h"

#include <SDL.h>
#include <time.h>

#include "content-sync/base/log.h"
#include "player/screen/backdrop.h"
#include "player/screen/present_path.h"

namespace gatecast::screen {
namespace {

using namespace std::chrono_literals;

constexpr auto kExactWait = 5ms;  // SDL waits in whole milliseconds; the rest is slept to the microsecond

struct FreeWindow {
  void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
};
using WindowPtr = std::unique_ptr<SDL_Window, FreeWindow>;

void sleep_until(SteadyInstant until) {
  const auto since_start = until.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_start);
  timespec time{};
  time.tv_sec = seconds.count();
  time.tv_nsec = std::chrono::duration_cast<std::chrono::nanoseconds>(since_start - seconds).count();
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

class SdlScreen final : public Screen {
 public:
  SdlScreen(WindowPtr window, std::unique_ptr<PresentPath> path, const ScreenOptions& options)
      : window_(std::move(window)), path_(std::move(path)), escape_quits_(options.escape_quits) {
    const std::string driver = SDL_GetCurrentVideoDriver();
    if (options.kind == WindowKind::fullscreen && driver == "x11") backdrop_ = Backdrop::open();
  }
  ~SdlScreen() override {
    path_.reset();
    window_.reset();
    SDL_Quit();
  }
  [[nodiscard]] pixels::Size size() const override {
    pixels::Size size;
    SDL_GetWindowSize(window_.get(), &size.width_px, &size.height_px);
    return size;
  }
  pixels::Canvas canvas() override {
    auto canvas = path_->canvas();
    if (canvas) return *canvas;
    // The display is gone for the moment: the picture is drawn for nobody, so that the programme goes on.
    spare_ = pixels::Pixmap(size());
    return canvas_of(spare_);
  }
  Status present() override { return path_->present(); }
  void keep_behind() override {
    if (backdrop_) backdrop_->keep(canvas());
  }
  [[nodiscard]] std::string path_name() const override { return path_->name(); }

  std::vector<Input> poll() override {
    std::vector<Input> inputs;
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
      const bool is_escape = event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE;
      if (event.type == SDL_QUIT || (is_escape && escape_quits_)) inputs.push_back({InputKind::quit});
      if (event.type == SDL_WINDOWEVENT && is_redraw(event.window.event))
        inputs.push_back({InputKind::expose});
      if (event.type == SDL_AUDIODEVICEREMOVED && event.adevice.iscapture == 0)
        inputs.push_back({InputKind::sound_lost});
      if (event.type == SDL_AUDIODEVICEADDED && event.adevice.iscapture == 0)
        inputs.push_back({InputKind::sound_found});
    }
    return inputs;
  }

  void wait_until(SteadyInstant until) override {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= 0ms) return;
    if (left > 2ms) {
      const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(left - 1ms);
      if (SDL_WaitEventTimeout(nullptr, static_cast<int>(std::min<std::int64_t>(whole.count(), 60'000))) != 0)
        return;
    }
    if (until - std::chrono::steady_clock::now() <= kExactWait) sleep_until(until);
  }

 private:
  static bool is_redraw(std::uint8_t event) {
    return event == SDL_WINDOWEVENT_EXPOSED || event == SDL_WINDOWEVENT_SHOWN ||
           event == SDL_WINDOWEVENT_RESTORED || event == SDL_WINDOWEVENT_SIZE_CHANGED;
  }
  WindowPtr window_;
  std::unique_ptr<PresentPath> path_;
  bool escape_quits_;
  std::unique_ptr<Backdrop> backdrop_;
  pixels::Pixmap spare_;
};

pixels::Size display_size() {
  SDL_DisplayMode mode{};
  if (SDL_GetCurrentDisplayMode(0, &mode) != 0 || mode.w <= 0) return {1920, 1080};
  return {mode.w, mode.h};
}

WindowPtr make_window(const ScreenOptions& options, pixels::Size size) {
  std::uint32_t flags = SDL_WINDOW_BORDERLESS;
  // Only a picture of the display's own size takes the display over; another one stands at its corner.
  if (options.kind == WindowKind::windowed) flags = 0;
  const bool fills = size == display_size();
  if (options.kind == WindowKind::fullscreen && fills) flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
  const int place = options.kind == WindowKind::windowed ? static_cast<int>(SDL_WINDOWPOS_CENTERED) : 0;
  return WindowPtr(
      SDL_CreateWindow(options.title.c_str(), place, place, size.width_px, size.height_px, flags));
}

}  // namespace

Result<std::unique_ptr<Screen>> Screen::open(const ScreenOptions& options) {
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "1");
  SDL_SetHint(SDL_HINT_APP_NAME, "Gatecast");
  const bool may_use_gpu = may_have_gpu();
  if (!may_use_gpu) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    auto error = sdl_error("screen.open", "open the display");
    error.hint =
        "start it inside a graphical session (DISPLAY), or use --render for a picture without a display";
    return fail(error);
  }
  SDL_DisableScreenSaver();
  const auto size = options.size.width_px > 0 ? options.size : display_size();
  auto window = make_window(options, size);
  if (!window) return fail(sdl_error("screen.window", "open a window"));
  if (options.kind == WindowKind::fullscreen) SDL_ShowCursor(SDL_DISABLE);
  std::unique_ptr<PresentPath> path;
  if (may_use_gpu) {
    path = renderer_path(window.get(), size);
    if (!path) {  // a renderer was tried on this window: start afresh
      window.reset();
      SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
      window = make_window(options, size);
      if (!window) return fail(sdl_error("screen.window", "open a window"));
    }
  }
  if (!path) path = surface_path(window.get());
  GATECAST_TRY([[maybe_unused]] const auto first, path->canvas());
  return std::make_unique<SdlScreen>(std::move(window), std::move(path), options);
}

void Screen::wake() {
  SDL_Event event{};
  event.type = SDL_USEREVENT;
  SDL_PushEvent(&event);
}

}  // namespace gatecast::screen

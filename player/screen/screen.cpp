#include "player/screen/screen.h"

#include <SDL.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>

#include "content-sync/base/log.h"
#include "player/screen/backdrop.h"
#include "player/screen/desktop.h"
#include "player/screen/present_path.h"
#include "player/screen/touch_script.h"
#include "player/screen/touches.h"

namespace gatecast::screen {
namespace {

using namespace std::chrono_literals;

constexpr auto kExactWait = 5ms;   // SDL waits in whole milliseconds; the rest is slept to the microsecond
constexpr int kMostFailures = 30;  // pictures in a row that a renderer may lose before the surface takes over

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

struct Area {
  pixels::Rect rect;  // of the whole display
  int refresh_mhz = 0;
};

int sdl_refresh_mhz(int display) {
  SDL_DisplayMode mode{};
  return SDL_GetCurrentDisplayMode(display, &mode) == 0 ? mode.refresh_rate * 1000 : 0;
}

// Where the connector's picture lies; empty where it is not lit.
std::optional<Area> area_of(const std::string& connector, Desktop* desktop) {
  if (desktop != nullptr) {
    const auto connectors = desktop->connectors();
    for (const auto& one : connectors)
      if (one.name == connector) return Area{one.area, one.refresh_mhz};
    if (!connector.empty() || connectors.empty()) return std::nullopt;
    const auto size = desktop->size();
    return Area{{0, 0, size.width_px, size.height_px}, connectors.front().refresh_mhz};
  }
  for (int i = 0; i < SDL_GetNumVideoDisplays(); ++i) {
    const char* name = SDL_GetDisplayName(i);
    if (!connector.empty() && (name == nullptr || connector != name)) continue;
    SDL_Rect bounds{};
    if (SDL_GetDisplayBounds(i, &bounds) == 0 && bounds.w > 0)
      return Area{{bounds.x, bounds.y, bounds.w, bounds.h}, sdl_refresh_mhz(i)};
  }
  return std::nullopt;
}

std::string lit_connectors(Desktop* desktop) {
  std::string names;
  const auto add = [&](const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
  if (desktop != nullptr)
    for (const auto& one : desktop->connectors()) add(one.name);
  else
    for (int i = 0; i < SDL_GetNumVideoDisplays(); ++i)
      if (const char* name = SDL_GetDisplayName(i); name != nullptr) add(name);
  return names.empty() ? "none" : names;
}

Placement placement_in(pixels::Size window, const Output& output) {
  return {window, output.rectangle.value_or(pixels::Rect{0, 0, window.width_px, window.height_px}),
          output.rotation_degrees};
}

pixels::Size size_of(SDL_Window* window) {
  pixels::Size size;
  SDL_GetWindowSize(window, &size.width_px, &size.height_px);
  return size;
}

WindowPtr make_window(const ScreenOptions& options, pixels::Rect area, bool is_managed) {
  std::uint32_t flags = SDL_WINDOW_BORDERLESS;
  if (options.kind == WindowKind::windowed) flags = 0;
  // Without a window manager a window without borders over the whole area is all that is needed, and can
  // follow the display when that changes. Only a picture of the display's own size takes the display over.
  const bool fills = options.size.width_px == 0 || options.size == pixels::Size{area.width, area.height};
  if (options.kind == WindowKind::fullscreen && fills && is_managed) flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
  const bool is_centred = options.kind == WindowKind::windowed;
  return WindowPtr(
      SDL_CreateWindow(options.title.c_str(), is_centred ? static_cast<int>(SDL_WINDOWPOS_CENTERED) : area.x,
                       is_centred ? static_cast<int>(SDL_WINDOWPOS_CENTERED) : area.y,
                       options.size.width_px > 0 ? options.size.width_px : area.width,
                       options.size.height_px > 0 ? options.size.height_px : area.height, flags));
}

std::unique_ptr<PresentPath> make_path(PathKind kind, SDL_Window* window, const Placement& placement) {
  std::unique_ptr<PresentPath> path;
  if (kind == PathKind::renderer) path = renderer_path(window, placement);
  return path ? std::move(path) : surface_path(window, placement);
}

// Focus moves by Tab and arrows, as with a pad of buttons.
Key key_of(const SDL_Keysym& key) {
  switch (key.sym) {
    case SDLK_TAB:
      return (key.mod & KMOD_SHIFT) != 0 ? Key::previous : Key::next;
    case SDLK_RIGHT:
    case SDLK_DOWN:
      return Key::next;
    case SDLK_LEFT:
    case SDLK_UP:
      return Key::previous;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
      return Key::activate;
    case SDLK_BACKSPACE:
      return Key::back;
    default:
      return Key::none;
  }
}

class SdlScreen final : public Screen {
 public:
  SdlScreen(WindowPtr window, std::unique_ptr<PresentPath> path, const ScreenOptions& options,
            std::unique_ptr<Desktop> desktop, const Area& area)
      : options_(options),
        window_(std::move(window)),
        path_(std::move(path)),
        desktop_(std::move(desktop)),
        panel_(desktop_.get(), options.output),
        area_(area),
        placement_(placement_in(size_of(window_.get()), options.output)),
        touches_(options.output.touch_device) {
    if (options.kind == WindowKind::fullscreen && desktop_) backdrop_ = Backdrop::open();
  }
  ~SdlScreen() override {
    path_.reset();
    window_.reset();
    SDL_Quit();
  }
  [[nodiscard]] pixels::Size size() const override { return placement_.content(); }
  pixels::Canvas canvas() override {
    auto canvas = path_->canvas();
    if (canvas) return *canvas;
    // The display is gone for the moment: the picture is drawn for nobody, so that the programme goes on.
    spare_ = pixels::Pixmap(size());
    return canvas_of(spare_);
  }
  Status present() override { return judged(path_->present()); }
  Status present_part(pixels::Rect part) override { return judged(path_->present_part(part)); }
  Result<bool> present_film(const FilmPicture& film) override {
    auto shown = path_->present_film(film);
    if (const auto status = judged(shown ? Status() : Status(fail(shown.error()))); !status) return false;
    return shown;
  }
  [[nodiscard]] bool takes_films() const override { return path_->name() == "renderer"; }
  void keep_behind() override {
    if (!backdrop_) return;
    const auto pixels = path_->window_pixels();
    if (pixels) backdrop_->keep(*pixels, area_.rect.x, area_.rect.y);
  }
  Panel& panel() override { return panel_; }
  [[nodiscard]] std::string path_name() const override { return path_->name(); }
  [[nodiscard]] int refresh_mhz() const override {
    return options_.output.refresh_mhz > 0 ? options_.output.refresh_mhz : area_.refresh_mhz;
  }
  [[nodiscard]] bool waits_for_display() const override { return path_->name() == "renderer"; }

  std::vector<Input> poll() override {
    std::vector<Input> inputs;
    if (script_) script_->push_due(std::chrono::steady_clock::now(), SDL_GetWindowID(window_.get()));
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
      const bool is_escape = event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE;
      if (event.type == SDL_QUIT || (is_escape && options_.escape_quits)) inputs.push_back({InputKind::quit});
      if (event.type == SDL_WINDOWEVENT && is_redraw(event.window.event)) {
        settle();
        inputs.push_back({InputKind::expose});
      }
      if (event.type == SDL_AUDIODEVICEREMOVED && event.adevice.iscapture == 0)
        inputs.push_back({InputKind::sound_lost});
      if (event.type == SDL_AUDIODEVICEADDED && event.adevice.iscapture == 0)
        inputs.push_back({InputKind::sound_found});
      touches_.take(event, placement_, inputs);
      if (event.type == SDL_KEYDOWN)
        if (const auto key = key_of(event.key.keysym); key != Key::none)
          inputs.push_back({InputKind::key, {}, 0, key});
    }
    if (desktop_ && desktop_->has_changed() && follow_display()) inputs.push_back({InputKind::expose});
    return inputs;
  }

  void wait_until(SteadyInstant until) override {
    if (script_)
      if (const auto next = script_->next()) until = std::min<SteadyInstant>(until, *next);
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= 0ms) return;
    if (left > 2ms) {
      const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(left - 1ms);
      if (SDL_WaitEventTimeout(nullptr, static_cast<int>(std::min<std::int64_t>(whole.count(), 60'000))) != 0)
        return;
    }
    if (until - std::chrono::steady_clock::now() <= kExactWait) sleep_until(until);
  }

  void follow(TouchScript script) { script_ = std::move(script); }

 private:
  static bool is_redraw(std::uint8_t event) {
    return event == SDL_WINDOWEVENT_EXPOSED || event == SDL_WINDOWEVENT_SHOWN ||
           event == SDL_WINDOWEVENT_RESTORED || event == SDL_WINDOWEVENT_SIZE_CHANGED;
  }

  void settle() {
    placement_ = placement_in(size_of(window_.get()), options_.output);
    path_->place(placement_);
  }

  // Another resolution, a panel unplugged or back. What is gone keeps its window, for when it comes back.
  bool follow_display() {
    const auto area = area_of(options_.output.connector, desktop_.get());
    if (!area) {
      if (!std::exchange(is_unplugged_, true))
        log_warning("no panel at " +
                    (options_.output.connector.empty() ? "the display" : options_.output.connector) +
                    " [screen.unplugged]; the programme goes on");
      return false;
    }
    if (std::exchange(is_unplugged_, false)) log_info("the panel is back");
    const bool is_same = area->rect == area_.rect;
    area_ = *area;
    const bool follows = options_.kind == WindowKind::fullscreen && options_.size.width_px == 0;
    if (!is_same && follows) {
      log_info("the display is now " + std::to_string(area_.rect.width) + "x" +
               std::to_string(area_.rect.height));
      SDL_SetWindowPosition(window_.get(), area_.rect.x, area_.rect.y);
      SDL_SetWindowSize(window_.get(), area_.rect.width, area_.rect.height);
    }
    settle();
    return true;
  }

  // A renderer that fails again and again gives way to the surface, which needs no GPU.
  Status judged(Status status) {
    if (status) {
      failures_ = 0;
      return status;
    }
    if (path_->name() != "renderer" || ++failures_ < kMostFailures) return status;
    log_warning("the GPU fails [screen.renderer]: pictures go to the window's surface from now on");
    path_.reset();
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (auto window = make_window(options_, area_.rect, desktop_ == nullptr || desktop_->is_managed());
        window)
      window_ = std::move(window);
    path_ = surface_path(window_.get(), placement_);
    settle();
    return status;
  }

  ScreenOptions options_;
  WindowPtr window_;
  std::unique_ptr<PresentPath> path_;
  std::unique_ptr<Desktop> desktop_;
  Panel panel_;
  Area area_;
  Placement placement_;
  Touches touches_;
  bool is_unplugged_ = false;
  int failures_ = 0;
  std::unique_ptr<Backdrop> backdrop_;
  pixels::Pixmap spare_;
  std::optional<TouchScript> script_;
};

Status check_rectangle(const ScreenOptions& options, pixels::Size window) {
  const auto placement = placement_in(window, options.output);
  if (placement.is_inside_window()) return {};
  const auto& rect = placement.rect;
  return fail(environment_error(
      "screen.rectangle", options.output.connector.empty() ? "display" : options.output.connector,
      "the rectangle " + std::to_string(rect.width) + "x" + std::to_string(rect.height) + "+" +
          std::to_string(rect.x) + "+" + std::to_string(rect.y) + " does not lie within its picture of " +
          std::to_string(window.width_px) + "x" + std::to_string(window.height_px),
      "set the display to a larger mode (xrandr), or mend x, y, width and height of the output"));
}

// Where it finds no display SDL takes a driver that draws for nobody, unless one was asked for by name.
bool draws_for_nobody() {
  const std::string driver = SDL_GetCurrentVideoDriver();
  const char* asked = std::getenv("SDL_VIDEODRIVER");
  return (driver == "offscreen" || driver == "dummy" || driver == "evdev") &&
         (asked == nullptr || *asked == '\0');
}

Status start_video() {
  constexpr const char* kHint =
      "start it inside a graphical session (DISPLAY), or draw a picture without a display: --out FILE.png, "
      "with "
      "--render but for the set-up page";
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    auto error = sdl_error("screen.open", "open the display");
    error.hint = kHint;
    return fail(error);
  }
  if (!draws_for_nobody()) return {};
  SDL_QuitSubSystem(SDL_INIT_VIDEO);
  return fail(environment_error("screen.open", "display", "there is no display here", kHint));
}

}  // namespace

Result<std::unique_ptr<Screen>> Screen::open(const ScreenOptions& options) {
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "1");
  SDL_SetHint(SDL_HINT_APP_NAME, "Gatecast");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  // Nobody in front of the screen closes the window; only a signal ends the program.
  if (options.kind == WindowKind::fullscreen) SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
  if (options.path == PathKind::surface) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  GATECAST_TRY_STATUS(start_video());
  SDL_DisableScreenSaver();
  std::unique_ptr<Desktop> desktop;
  if (std::string(SDL_GetCurrentVideoDriver()) == "x11") desktop = Desktop::open();
  const auto area = area_of(options.output.connector, desktop.get());
  if (!area)
    return fail(environment_error(
        "screen.connector", options.output.connector.empty() ? "display" : options.output.connector,
        "no panel is lit there; lit are: " + lit_connectors(desktop.get()),
        "plug it in and switch it on, or mend the output's connector; the service tries again"));
  const bool is_managed = !desktop || desktop->is_managed();
  auto window = make_window(options, area->rect, is_managed);
  if (!window) return fail(sdl_error("screen.window", "open a window"));
  GATECAST_TRY_STATUS(check_rectangle(options, size_of(window.get())));
  if (options.kind == WindowKind::fullscreen) SDL_ShowCursor(SDL_DISABLE);
  if (options.kind == WindowKind::fullscreen && !is_managed) SDL_SetWindowInputFocus(window.get());
  auto path = make_path(options.path, window.get(), placement_in(size_of(window.get()), options.output));
  GATECAST_TRY([[maybe_unused]] const auto first, path->canvas());
  auto screen =
      std::make_unique<SdlScreen>(std::move(window), std::move(path), options, std::move(desktop), *area);
  if (!options.touches.empty()) {
    GATECAST_TRY(auto touches, parse_touch_script(options.touches, "--touches"));
    screen->follow(TouchScript(std::move(touches)));
  }
  return screen;
}

void Screen::wake() {
  SDL_Event event{};
  event.type = SDL_USEREVENT;
  SDL_PushEvent(&event);
}

}  // namespace gatecast::screen

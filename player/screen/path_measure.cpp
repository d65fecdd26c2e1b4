// Times one picture on each path: a film's frame converted and put into a window of the display's size.
#include <SDL.h>
#include <libyuv.h>
#include <time.h>

#include <vector>

#include "player/screen/path_choice.h"

namespace gatecast::screen {
namespace {

using namespace std::chrono_literals;

constexpr int kPictures = 8;
constexpr Duration kEnough = 200ms;  // a path

Duration cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return Duration(time.tv_sec * 1'000'000LL + time.tv_nsec / 1000);
}

struct Film {
  explicit Film(pixels::Size of) : size(of), half{(of.width_px + 1) / 2, (of.height_px + 1) / 2} {
    y.assign(static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px), 96);
    u.assign(static_cast<std::size_t>(half.width_px) * static_cast<std::size_t>(half.height_px), 120);
    v = u;
  }
  pixels::Size size;
  pixels::Size half;
  std::vector<std::uint8_t> y, u, v;
};

// Mean of some pictures after a first one that is not counted. False where the path fails.
template <class Show>
bool time_pictures(const Show& show, Duration& cpu, Duration& wall) {
  if (!show()) return false;
  const auto begin = std::chrono::steady_clock::now();
  const auto cpu_begin = cpu_time();
  int count = 0;
  while (count < kPictures && (count == 0 || std::chrono::steady_clock::now() - begin < kEnough)) {
    if (!show()) return false;
    ++count;
  }
  cpu = (cpu_time() - cpu_begin) / count;
  wall = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begin) / count;
  return true;
}

SDL_Window* hidden_window(pixels::Size size) {
  return SDL_CreateWindow("Gatecast", 0, 0, size.width_px, size.height_px,
                          SDL_WINDOW_HIDDEN | SDL_WINDOW_BORDERLESS);
}

void time_surface(const Film& film, PathTimes& times) {
  SDL_Window* window = hidden_window(film.size);
  Duration wall{0};
  const auto show = [&] {
    SDL_Surface* surface = window == nullptr ? nullptr : SDL_GetWindowSurface(window);
    if (surface == nullptr || surface->format->BytesPerPixel != 4) return false;
    libyuv::H420ToARGB(film.y.data(), film.size.width_px, film.u.data(), film.half.width_px, film.v.data(),
                       film.half.width_px, static_cast<std::uint8_t*>(surface->pixels), surface->pitch,
                       film.size.width_px, film.size.height_px);
    return SDL_UpdateWindowSurface(window) == 0;
  };
  if (!time_pictures(show, times.surface_cpu, wall)) times.surface_cpu = Duration::max();
  if (window != nullptr) SDL_DestroyWindow(window);
}

void time_renderer(const Film& film, PathTimes& times) {
  SDL_Window* window = hidden_window(film.size);
  SDL_Renderer* renderer =
      window == nullptr ? nullptr : SDL_CreateRenderer(window, -1, SDL_RENDERER_ACCELERATED);
  SDL_Texture* texture = renderer == nullptr
                             ? nullptr
                             : SDL_CreateTexture(renderer, SDL_PIXELFORMAT_IYUV, SDL_TEXTUREACCESS_STREAMING,
                                                 film.size.width_px, film.size.height_px);
  const auto show = [&] {
    if (texture == nullptr ||
        SDL_UpdateYUVTexture(texture, nullptr, film.y.data(), film.size.width_px, film.u.data(),
                             film.half.width_px, film.v.data(), film.half.width_px) != 0 ||
        SDL_RenderCopy(renderer, texture, nullptr, nullptr) != 0)
      return false;
    // One pixel read back: the picture is drawn, and not merely ordered.
    std::uint32_t pixel = 0;
    const SDL_Rect corner{0, 0, 1, 1};
    if (SDL_RenderReadPixels(renderer, &corner, SDL_PIXELFORMAT_ARGB8888, &pixel, 4) != 0) return false;
    SDL_RenderPresent(renderer);
    return true;
  };
  times.has_renderer = time_pictures(show, times.renderer_cpu, times.renderer_wall);
  if (texture != nullptr) SDL_DestroyTexture(texture);
  if (renderer != nullptr) SDL_DestroyRenderer(renderer);
  if (window != nullptr) SDL_DestroyWindow(window);
}

}  // namespace

PathTimes measure_paths(pixels::Size size) {
  PathTimes times;
  const Film film(size);
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengl,opengles2");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return times;
  time_surface(film, times);
  time_renderer(film, times);
  SDL_Quit();
  return times;
}

}  // namespace gatecast::screen

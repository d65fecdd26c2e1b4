#include "player/screen/present_path.h"

#include <array>
#include <string_view>

namespace gatecast::screen {
namespace {

class SurfacePath final : public PresentPath {
 public:
  SurfacePath(SDL_Window* window, const Placement& placement) : window_(window), placement_(placement) {}

  void place(const Placement& placement) override {
    placement_ = placement;
    blackened_ = nullptr;
  }

  Result<pixels::Canvas> canvas() override {
    GATECAST_TRY(const auto surface, window_pixels());
    if (is_direct(surface)) {
      const auto& rect = placement_.rect;
      return pixels::Canvas{surface.at(rect.x, rect.y), surface.stride_bytes, {rect.width, rect.height}};
    }
    if (!(content_.size() == placement_.content())) content_ = pixels::Pixmap(placement_.content());
    return canvas_of(content_);
  }

  Status present() override {
    GATECAST_TRY(const auto surface, window_pixels());
    if (!is_direct(surface) && !content_.is_empty()) lay_down(canvas_of(content_), placement_, surface);
    const bool is_whole = blackened_ != surface.data;
    if (is_whole) blacken_around(placement_, surface);
    blackened_ = surface.data;
    const auto& rect = placement_.rect;
    const SDL_Rect changed{rect.x, rect.y, rect.width, rect.height};
    const int status = is_whole || placement_.fills_window()
                           ? SDL_UpdateWindowSurface(window_)
                           : SDL_UpdateWindowSurfaceRects(window_, &changed, 1);
    if (status != 0) return fail(sdl_error("screen.present", "present"));
    return {};
  }

  Status present_part(pixels::Rect part) override {
    GATECAST_TRY(const auto surface, window_pixels());
    if (blackened_ != surface.data) return present();  // a new surface
    const auto target = to_window(placement_, part);
    if (!is_direct(surface)) lay_down_part(canvas_of(content_), placement_, part, surface);
    const SDL_Rect changed{target.x, target.y, target.width, target.height};
    if (SDL_UpdateWindowSurfaceRects(window_, &changed, 1) != 0)
      return fail(sdl_error("screen.present", "present"));
    return {};
  }

  Result<bool> present_film(const FilmPicture& /*film*/) override { return false; }

  Result<pixels::Canvas> window_pixels() override {
    SDL_Surface* surface = SDL_GetWindowSurface(window_);  // a new one after the window changed
    if (surface == nullptr) return fail(sdl_error("screen.surface", "get the window's surface"));
    if (surface->format->BytesPerPixel != 4 || surface->format->Rmask != 0x00ff0000U)
      return fail(environment_error("screen.format", "display",
                                    "the display does not take 32-bit BGRX pixels",
                                    "set the X server to a depth of 24"));
    return pixels::Canvas{
        static_cast<std::uint8_t*>(surface->pixels), surface->pitch, {surface->w, surface->h}};
  }
  [[nodiscard]] std::string name() const override { return "surface"; }

 private:
  // Upright and inside: drawn straight into the window's pixels, without a copy.
  [[nodiscard]] bool is_direct(const pixels::Canvas& surface) const {
    const auto& rect = placement_.rect;
    return placement_.degrees == 0 && rect.x >= 0 && rect.y >= 0 &&
           rect.x + rect.width <= surface.size.width_px && rect.y + rect.height <= surface.size.height_px;
  }
  SDL_Window* window_;
  Placement placement_;
  pixels::Pixmap content_;
  const std::uint8_t* blackened_ = nullptr;  // the surface whose surroundings are black already
};

struct FreeRenderer {
  void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
};
struct FreeTexture {
  void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};
using TexturePtr = std::unique_ptr<SDL_Texture, FreeTexture>;

SDL_Rect rect_of(pixels::Rect rect) {
  return {rect.x, rect.y, rect.width, rect.height};
}

class RendererPath final : public PresentPath {
 public:
  RendererPath(std::unique_ptr<SDL_Renderer, FreeRenderer> renderer, const Placement& placement)
      : renderer_(std::move(renderer)), placement_(placement) {}

  void place(const Placement& placement) override { placement_ = placement; }

  Result<pixels::Canvas> canvas() override {
    if (!(content_.size() == placement_.content())) content_ = pixels::Pixmap(placement_.content());
    return canvas_of(content_);
  }

  Status present() override {
    is_film_ = false;
    GATECAST_TRY(content_texture_, texture(std::move(content_texture_), content_size_, content_.size(),
                                           SDL_PIXELFORMAT_ARGB8888));
    if (SDL_UpdateTexture(content_texture_.get(), nullptr, content_.data(), content_.stride_bytes()) != 0)
      return fail(sdl_error("screen.present", "fill a texture"));
    return show();
  }

  Status present_part(pixels::Rect part) override {
    const auto size = content_.size();
    const bool is_inside = part.x >= 0 && part.y >= 0 && part.x + part.width <= size.width_px &&
                           part.y + part.height <= size.height_px;
    if (is_film_ || !content_texture_ || !(content_size_ == size) || !is_inside) return present();
    const auto rect = rect_of(part);
    if (SDL_UpdateTexture(content_texture_.get(), &rect, content_.row(part.y) + part.x,
                          content_.stride_bytes()) != 0)
      return fail(sdl_error("screen.present", "fill a texture"));
    return show();
  }

  Result<bool> present_film(const FilmPicture& film) override {
    SDL_SetYUVConversionMode(film.colours == FilmColours::bt601 ? SDL_YUV_CONVERSION_BT601
                                                                : SDL_YUV_CONVERSION_BT709);
    // A texture keeps the conversion that was set when it was made.
    if (film.colours != film_.colours) film_texture_.reset();
    GATECAST_TRY(film_texture_,
                 texture(std::move(film_texture_), film_size_, film.size, SDL_PIXELFORMAT_IYUV));
    const auto& p = film.planes;
    const auto& s = film.strides_bytes;
    if (SDL_UpdateYUVTexture(film_texture_.get(), nullptr, p[0], s[0], p[1], s[1], p[2], s[2]) != 0)
      return fail(sdl_error("screen.present", "fill a texture"));
    if (film.over != nullptr && film.over_version != over_version_) {
      GATECAST_TRY_STATUS(fill_over(film));
    }
    film_ = film;
    film_.planes = {};  // the caller's, for this call only
    is_film_ = true;
    GATECAST_TRY_STATUS(show());
    return true;
  }

  // Drawn once more and read back, before it is presented: afterwards its content is not defined.
  Result<pixels::Canvas> window_pixels() override {
    draw();
    window_pixels_ = pixels::Pixmap(placement_.window);
    if (SDL_RenderReadPixels(renderer_.get(), nullptr, SDL_PIXELFORMAT_ARGB8888, window_pixels_.data(),
                             window_pixels_.stride_bytes()) != 0)
      return fail(sdl_error("screen.read", "read the window back"));
    return canvas_of(window_pixels_);
  }
  [[nodiscard]] std::string name() const override { return "renderer"; }

 private:
  Status fill_over(const FilmPicture& film) {
    const bool is_part = film.over_part && over_texture_ && over_size_ == film.over->size() &&
                         film.over_version == over_version_ + 1;
    GATECAST_TRY(over_texture_,
                 texture(std::move(over_texture_), over_size_, film.over->size(), SDL_PIXELFORMAT_ARGB8888));
    const auto all = film.over->size();
    const auto part = rect_of(is_part ? *film.over_part : pixels::Rect{0, 0, all.width_px, all.height_px});
    if (SDL_UpdateTexture(over_texture_.get(), &part, film.over->row(part.y) + part.x,
                          film.over->stride_bytes()) != 0)
      return fail(sdl_error("screen.present", "fill a texture"));
    over_version_ = film.over_version;
    return {};
  }

  Result<TexturePtr> texture(TexturePtr old, pixels::Size& size, pixels::Size wanted, std::uint32_t format) {
    if (old && size == wanted) return old;
    TexturePtr made(SDL_CreateTexture(renderer_.get(), format, SDL_TEXTUREACCESS_STREAMING, wanted.width_px,
                                      wanted.height_px));
    if (!made) return fail(sdl_error("screen.texture", "make a texture"));
    SDL_SetTextureScaleMode(made.get(), SDL_ScaleModeLinear);
    size = wanted;
    return made;
  }

  // A rectangle of the content, turned with it about the content's place in the window.
  void copy(SDL_Texture* texture, const SDL_Rect* source, pixels::Rect target) {
    const auto& rect = placement_.rect;
    // SDL turns about the target's own centre: that centre goes where the turn of the whole brings it.
    const auto turned = [&](double x, double y) -> std::array<double, 2> {
      if (placement_.degrees == 90) return {rect.width - y, x};
      if (placement_.degrees == 180) return {rect.width - x, rect.height - y};
      if (placement_.degrees == 270) return {y, rect.height - x};
      return {x, y};
    };
    const auto centre = turned(target.x + target.width / 2.0, target.y + target.height / 2.0);
    const SDL_FRect place{static_cast<float>(rect.x + centre[0] - target.width / 2.0),
                          static_cast<float>(rect.y + centre[1] - target.height / 2.0),
                          static_cast<float>(target.width), static_cast<float>(target.height)};
    SDL_RenderCopyExF(renderer_.get(), texture, source, &place, placement_.degrees, nullptr, SDL_FLIP_NONE);
  }

  void draw() {
    SDL_SetRenderDrawColor(renderer_.get(), 0, 0, 0, 255);
    SDL_RenderClear(renderer_.get());
    const auto content = placement_.content();
    const pixels::Rect all{0, 0, content.width_px, content.height_px};
    if (!is_film_) {
      if (content_texture_) copy(content_texture_.get(), nullptr, all);
      return;
    }
    const auto& ground = film_.ground;
    SDL_SetRenderDrawColor(renderer_.get(), ground.red, ground.green, ground.blue, 255);
    const auto rect = rect_of(placement_.rect);
    SDL_RenderFillRect(renderer_.get(), &rect);
    const auto source = rect_of(film_.source);
    copy(film_texture_.get(), &source, film_.target);
    if (film_.over == nullptr || !over_texture_) return;
    SDL_SetTextureBlendMode(
        over_texture_.get(),
        SDL_ComposeCustomBlendMode(SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA,
                                   SDL_BLENDOPERATION_ADD, SDL_BLENDFACTOR_ONE,
                                   SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD));
    copy(over_texture_.get(), nullptr, all);
  }

  Status show() {
    draw();
    SDL_RenderPresent(renderer_.get());
    return {};
  }

  std::unique_ptr<SDL_Renderer, FreeRenderer> renderer_;
  Placement placement_;
  pixels::Pixmap content_;
  pixels::Pixmap window_pixels_;
  TexturePtr content_texture_, film_texture_, over_texture_;
  pixels::Size content_size_, film_size_, over_size_;
  std::uint64_t over_version_ = 0;
  FilmPicture film_;
  bool is_film_ = false;
};

}  // namespace

Error sdl_error(const std::string& rule, const std::string& action) {
  return environment_error(rule, "display", "cannot " + action + ": " + SDL_GetError());
}

std::unique_ptr<PresentPath> surface_path(SDL_Window* window, const Placement& placement) {
  return std::make_unique<SurfacePath>(window, placement);
}

std::unique_ptr<PresentPath> renderer_path(SDL_Window* window, const Placement& placement) {
  std::unique_ptr<SDL_Renderer, FreeRenderer> renderer(
      SDL_CreateRenderer(window, -1, SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC));
  SDL_RendererInfo info{};
  if (!renderer || SDL_GetRendererInfo(renderer.get(), &info) != 0) return nullptr;
  if (!std::string_view(info.name).starts_with("opengl")) return nullptr;
  return std::make_unique<RendererPath>(std::move(renderer), placement);
}

}  // namespace gatecast::screen

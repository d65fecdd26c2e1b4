#include "player/decode/picture_svg.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>

namespace gatecast::decode {
namespace {

ByteView without_blanks(ByteView bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const auto start = bytes.find_first_not_of(" \t\r\n");
  return start == ByteView::npos ? ByteView() : bytes.substr(start);
}

std::string lower(ByteView text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// The first element that may not be there; "" if none. Names count without their prefix.
std::string forbidden_element(ByteView bytes) {
  constexpr std::array kForbidden{"text",  "tspan",   "tref",   "textPath",
                                  "image", "feImage", "script", "foreignObject"};
  for (auto at = bytes.find('<'); at != ByteView::npos; at = bytes.find('<', at + 1)) {
    const auto end = bytes.find_first_of(" \t\r\n/>", at + 1);
    ByteView element = bytes.substr(at + 1, end == ByteView::npos ? 0 : end - at - 1);
    if (const auto colon = element.rfind(':'); colon != ByteView::npos) element.remove_prefix(colon + 1);
    for (const ByteView name : kForbidden)
      if (element == name) return std::string(name);
  }
  return "";
}

std::optional<Error> what_may_not_be_there(ByteView bytes, std::string_view name) {
  const auto refuse = [&](const char* rule, std::string message, const char* hint) {
    return content_error(rule, std::string(name), std::move(message), hint);
  };
  if (bytes.size() > kLargestSvgBytes)
    return refuse("picture.too_large", "the drawing's file is larger than 4 MiB", "export it as PNG");
  const std::string head = lower(bytes.substr(0, 200));
  const auto encoding = head.find("encoding=");
  if (bytes.find('\0') != ByteView::npos ||
      (encoding != std::string::npos && head.compare(encoding + 10, 5, "utf-8") != 0))
    return refuse("picture.svg_encoding", "this drawing is not written in UTF-8", "export it again in UTF-8");
  if (lower(bytes).find("<!entity") != std::string::npos)
    return refuse("picture.svg_entity", "this drawing defines entities of its own", "export it as plain SVG");
  const std::string element = forbidden_element(bytes);
  if (element.empty()) return std::nullopt;
  if (element.starts_with("t"))
    return refuse("picture.svg_text", "this drawing holds words (<" + element + ">)",
                  "turn them into paths, or write them as texts of the slide");
  return refuse("picture.svg_element", "this drawing holds <" + element + ">, which is not drawn here",
                "export it as PNG");
}

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
};
using Handle = std::unique_ptr<RsvgHandle, Unref>;
struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyCairo {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

struct Extent {
  double width = 0;
  double height = 0;
};

Extent extent_of(RsvgHandle* handle) {
  Extent extent;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle, &extent.width, &extent.height) != 0 &&
      extent.width > 0 && extent.height > 0)
    return extent;
  gboolean has_width = 0;
  gboolean has_height = 0;
  gboolean has_box = 0;
  RsvgLength width{};
  RsvgLength height{};
  RsvgRectangle box{};
  rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &width, &has_height, &height, &has_box, &box);
  return has_box != 0 ? Extent{box.width, box.height} : Extent{};
}

// A drawing has no pixels of its own: it becomes as large as the box asks.
Extent scaled(const Extent& own, pixels::Size box, ScaleTo scale_to) {
  if (box.width_px <= 0 || box.height_px <= 0) return own;
  const double by_width = box.width_px / own.width;
  const double by_height = box.height_px / own.height;
  const double factor =
      scale_to == ScaleTo::cover ? std::max(by_width, by_height) : std::min(by_width, by_height);
  return {own.width * factor, own.height * factor};
}

Status draw(RsvgHandle* handle, pixels::Pixmap& target, std::string_view name) {
  const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
      cairo_image_surface_create_for_data(target.data(), CAIRO_FORMAT_ARGB32, target.size().width_px,
                                          target.size().height_px, target.stride_bytes()));
  const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface.get()));
  const RsvgRectangle viewport{0, 0, static_cast<double>(target.size().width_px),
                               static_cast<double>(target.size().height_px)};
  GError* error = nullptr;
  const bool is_drawn = rsvg_handle_render_document(handle, cairo.get(), &viewport, &error) != 0;
  if (error != nullptr) g_error_free(error);
  cairo_surface_finish(surface.get());
  if (!is_drawn)
    return fail(content_error("picture.broken", std::string(name), "this drawing cannot be drawn",
                              "export it as PNG"));
  return {};
}

}  // namespace

bool looks_like_svg(ByteView head) {
  const ByteView start = without_blanks(head.substr(0, 4096));
  if (start.starts_with("<svg")) return true;
  if (!start.starts_with("<?xml") && !start.starts_with("<!--") && !start.starts_with("<!DOCTYPE svg"))
    return false;
  return head.size() < 64 || start.find("<svg") != ByteView::npos || start.find(":svg") != ByteView::npos;
}

Result<DecodedPicture> draw_svg(ByteView bytes, std::string_view name, pixels::Size box, ScaleTo scale_to) {
  if (auto fault = what_may_not_be_there(bytes, name)) return fail(std::move(*fault));
  GError* error = nullptr;
  // Without an address of its own librsvg opens nothing that the drawing names.
  const Handle handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(bytes.data()), bytes.size(), &error));
  if (!handle) {
    const std::string message = error != nullptr && error->message != nullptr ? error->message : "unknown";
    if (error != nullptr) g_error_free(error);
    return fail(content_error("picture.broken", std::string(name), "this drawing cannot be read: " + message,
                              "export it again as plain SVG, or as PNG"));
  }
  const Extent own = extent_of(handle.get());
  if (!(own.width >= 1) || !(own.height >= 1))
    return fail(content_error("picture.svg_size", std::string(name),
                              "this drawing does not say how large it is",
                              "give <svg> a width and a height, or a viewBox"));
  const Extent wanted = scaled(own, box, scale_to);
  if (std::max(wanted.width, wanted.height) > kLargestPictureSidePx ||
      wanted.width * wanted.height > static_cast<double>(kLargestPackedAreaPx))
    return fail(content_error("picture.too_large", std::string(name),
                              "this drawing is larger than 32 megapixels",
                              "give <svg> a smaller width and height"));
  DecodedPicture picture;
  picture.format = "svg";
  picture.full_size = {static_cast<int>(std::lround(own.width)), static_cast<int>(std::lround(own.height))};
  picture.pixels = pixels::Pixmap({std::max(1, static_cast<int>(std::lround(wanted.width))),
                                   std::max(1, static_cast<int>(std::lround(wanted.height)))});
  GATECAST_TRY_STATUS(draw(handle.get(), picture.pixels, name));
  return picture;
}

}  // namespace gatecast::decode

#include "content-sync/label/label.h"

#include <cairo-pdf.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/device_key.h"

namespace gatecast::label {
namespace {

using nlohmann::json;

constexpr double kPointsAMm = 72.0 / 25.4;
constexpr double kMargin = 5 * kPointsAMm;
constexpr double kCodeSide = 30 * kPointsAMm;
constexpr double kNameSize = 26;
constexpr double kLineSize = 9;
constexpr std::size_t kKeyDigits = 8;
constexpr const char* kFont = "Noto Sans";

Label& of(Labels& labels, const report::DeviceName& name) {
  auto& label = labels[to_string(name)];
  label.name = to_string(name);
  return label;
}

Status take_place(const json& place, const std::string& file, Labels& labels) {
  const auto name = report::parse_device_name(text_at(place, "site") + "/" + text_at(place, "kiosk"));
  if (!name)
    return fail(usage_error("label.name", file, "names no kiosk by \"site\" and \"kiosk\"",
                            "a provision.json, or what gatecast-server devices list --json tells"));
  auto& label = of(labels, *name);
  label.channel = text_at(place, "channel");
  label.server = text_at(place, "server");
  return {};
}

Status take_devices(const json& devices, const std::string& file, Labels& labels) {
  for (const auto& device : devices) {
    if (!device.is_object() || text_at(device, "state") != "confirmed") continue;
    const auto name = report::parse_device_name(text_at(device, "name"));
    const auto key = text_at(device, "key");
    if (!name || !report::is_public_key(key))
      return fail(usage_error("label.name", file, "holds an entry that is no kiosk",
                              "what gatecast-server devices list --json tells"));
    of(labels, *name).key = key.substr(0, kKeyDigits);
  }
  return {};
}

// Lines below each other, all of one size: as asked for, or as small as the longest needs.
void write_lines(cairo_t* page, double left, double top, double size, const std::vector<std::string>& lines,
                 cairo_font_weight_t weight = CAIRO_FONT_WEIGHT_NORMAL) {
  cairo_select_font_face(page, kFont, CAIRO_FONT_SLANT_NORMAL, weight);
  cairo_set_font_size(page, size);
  double widest = 0;
  for (const auto& line : lines) {
    cairo_text_extents_t extents{};
    cairo_text_extents(page, line.c_str(), &extents);
    widest = std::max(widest, extents.x_advance);
  }
  size *= std::min(1.0, (kWidthMm * kPointsAMm - kMargin - left) / widest);
  cairo_set_font_size(page, size);
  for (const auto& line : lines) {
    top += size * 1.45;
    cairo_move_to(page, left, top);
    cairo_show_text(page, line.c_str());
  }
}

Status draw_code(cairo_t* page, const Label& label) {
  const auto text = label.key.empty() ? label.name : label.name + " " + label.key;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return fail(environment_error("label.code", label.name, "cannot be written as a QR code"));
  const double dot = kCodeSide / code->width;
  const double left = kMargin;
  const double top = kHeightMm * kPointsAMm - kMargin - kCodeSide;
  cairo_set_antialias(page, CAIRO_ANTIALIAS_NONE);
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        cairo_rectangle(page, left + x * dot, top + y * dot, dot, dot);
  cairo_fill(page);
  cairo_set_antialias(page, CAIRO_ANTIALIAS_DEFAULT);
  return {};
}

cairo_status_t append(void* out, const unsigned char* data, unsigned int length) {
  static_cast<Bytes*>(out)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Status read_labels(ByteView bytes, const std::string& file, Labels& labels) {
  GATECAST_TRY(const auto document, parse_json(bytes, file, {.size_bytes = std::uint64_t{4} << 20U}));
  if (document.is_array()) return take_devices(document, file, labels);
  if (document.is_object()) return take_place(document, file, labels);
  return take_place(json::object(), file, labels);
}

Status draw_label(_cairo* page, const Label& label) {
  cairo_set_source_rgb(page, 1, 1, 1);
  cairo_paint(page);
  cairo_set_source_rgb(page, 0, 0, 0);
  write_lines(page, kMargin, kMargin - kNameSize * 0.6, kNameSize, {label.name}, CAIRO_FONT_WEIGHT_BOLD);
  write_lines(page, kMargin, kMargin + kNameSize * 0.85, kLineSize,
              {"Màn hình đen: rút điện, đợi 10 giây, cắm lại, đợi 3 phút.",
               "Black screen: pull the plug, wait 10 s, plug in, wait 3 min."});
  std::vector<std::string> fields{"Vẫn đen, gọi · Still black, call: " +
                                  (label.phone.empty() ? "______________" : label.phone)};
  const auto add = [&](const std::string& title, const std::string& value) {
    if (!value.empty()) fields.push_back(title + ": " + value);
  };
  add("Kênh · Channel", label.channel);
  add("Máy chủ · Server", label.server);
  add("Khóa · Key", label.key);
  const double below = kHeightMm * kPointsAMm - kMargin - kCodeSide;
  write_lines(page, kMargin + kCodeSide + kMargin, below, kLineSize, fields);
  return draw_code(page, label);
}

Result<Bytes> labels_pdf(const Labels& labels) {
  Bytes bytes;
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_pdf_surface_create_for_stream(&append, &bytes, kWidthMm * kPointsAMm, kHeightMm * kPointsAMm),
      &cairo_surface_destroy);
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> page(cairo_create(surface.get()), &cairo_destroy);
  for (const auto& [name, label] : labels) {
    GATECAST_TRY_STATUS(draw_label(page.get(), label));
    cairo_show_page(page.get());
  }
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS)
    return fail(environment_error("label.pdf", "labels", cairo_status_to_string(status)));
  return bytes;
}

}  // namespace gatecast::label

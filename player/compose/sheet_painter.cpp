#include "player/compose/sheet_painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "player/compose/pictogram.h"
#include "player/compose/qr_code.h"
#include "player/compose/scenery.h"
#include "player/compose/woven_band.h"

namespace gatecast::compose {

namespace {

class ShapePainter {
 public:
  ShapePainter(const Sheet& sheet, const PictureSource& pictures, pixels::Pixmap& target, SlideReport* report)
      : sheet_(sheet), palette_(sheet.palette), pictures_(pictures), canvas_(target), report_(report) {}

  void draw(const Shape& shape) {
    switch (shape.kind) {
      case Shape::Kind::fill:
      case Shape::Kind::rule:
        canvas_.fill_box(shape.box, shape.colour);
        return;
      case Shape::Kind::band:
        band(shape.box);
        return;
      case Shape::Kind::scene:
        scene(shape.box, shape.name, shape.part, shape.free_from);
        return;
      case Shape::Kind::picture:
        picture(shape);
        return;
      case Shape::Kind::icon_panel:
        icon_panel(shape);
        return;
      case Shape::Kind::tile:
        tile(shape);
        return;
      case Shape::Kind::sign:
        sign(shape.name, shape.box);
        return;
      case Shape::Kind::badge:
        badge(shape);
        return;
      case Shape::Kind::dots:
        dots(shape);
        return;
      case Shape::Kind::quote:
        quote(shape);
        return;
      case Shape::Kind::rays:
        rays(shape.box, shape.colour, std::min(shape.box.width, shape.box.height) * 0.4);
        return;
      case Shape::Kind::code:
        code(shape);
        return;
    }
  }

 private:
  void band(const Box& box) {
    if (palette_.has_ornament)
      draw_band(canvas_, box, sheet_.topic.stitch, palette_.band);
    else
      canvas_.fill_box(box, palette_.panel);
  }

  void scene(const Box& box, const std::string& name, double horizon, double free_from = 0) {
    const bool is_feast = sheet_.request.mode == bundle::Mode::festive;
    if (!has_scene(name)) fault(fmt::format("There is no scene \"{}\"; the ridges are drawn.", name));
    draw_scene(canvas_, name, box,
               scene_colours(palette_.ground, palette_.is_dark, is_feast, palette_.has_ornament), horizon,
               free_from);
  }

  void picture(const Shape& shape) {
    const bundle::PictureUse& use = sheet_.slide.pictures.at(shape.name);
    const pixels::Size box{static_cast<int>(std::ceil(shape.box.width)),
                           static_cast<int>(std::ceil(shape.box.height))};
    const auto pixels = pictures_ ? pictures_(use.object, box) : nullptr;
    if (pixels && !pixels->is_empty()) {
      draw_picture(canvas_, *pixels, shape.box, use);
      return;
    }
    fault("The picture cannot be shown; the topic's landscape is drawn instead.");
    scene(shape.box, sheet_.scene(), 0.42);
  }

  // Stepped rays that begin at `clear` from the middle.
  void rays(const Box& box, pixels::Colour ground, double clear) {
    canvas_.fill_box(box, ground);
    const double cell = std::max(2.0, std::floor(sheet_.frame.short_side / 110));
    if (palette_.has_ornament)
      draw_rays(canvas_, box, cell, static_cast<int>(clear / cell), mix(ground, palette_.band.second, 0.3));
  }

  // Dark dots on a light card, on whole pixels: a blurred edge costs distance.
  void code(const Shape& shape) {
    const auto code = encode_qr(shape.name, sheet_.request.item->id);
    if (!code) return;  // refused before anything was drawn
    const int dots = code->side_with_quiet();
    const double dot = std::floor(shape.box.width / dots);
    canvas_.fill_box(shape.box, tone::paper);
    cairo_t* cairo = canvas_.cairo();
    for (int y = 0; y < code->side; ++y)
      for (int x = 0; x < code->side; ++x)
        if (code->dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(code->side) +
                       static_cast<std::size_t>(x)])
          cairo_rectangle(cairo, shape.box.x + (x + kQuietDots) * dot, shape.box.y + (y + kQuietDots) * dot,
                          dot, dot);
    canvas_.colour(tone::night);
    cairo_fill(cairo);
    report_code(shape, dot, dots);
  }

  void report_code(const Shape& shape, double dot, int dots) {
    if (report_ == nullptr) return;
    TextBox box;
    box.slot = "code";
    box.language = sheet_.texts.first("code").front().language;
    box.box = rounded_out(shape.box);
    box.size_px = box.visible_height_px = dot;
    box.line_texts = {shape.name};
    box.fits = dot >= shape.part - 0.01;
    box.contrast_hundredths = std::floor(contrast(tone::night, tone::paper) * 100);
    if (!box.fits)
      fault(
          fmt::format("The QR code is too small for its distance: {} x {} dots of {:.0f} px, but at {:.1f} m "
                      "a telephone needs {:.0f} px; give a shorter address.",
                      dots, dots, dot, sheet_.scale.distance_m(), std::ceil(shape.part)));
    report_->boxes.push_back(std::move(box));
  }

  void icon_panel(const Shape& shape) {
    const double side = std::min(shape.box.width, shape.box.height);
    const bool is_wide = shape.box.width > shape.box.height * 1.4;
    const double icon = side * (is_wide ? 0.78 : 0.74);
    const Box& box = shape.box;
    rays(box, palette_.panel, icon * 0.72);
    sign(shape.name, {box.centre_x() - icon / 2, box.centre_y() - icon / 2, icon, icon});
  }

  void sign(const std::string& name, const Box& box) {
    pictogram(name, box, {palette_.panel_text, palette_.accent, palette_.panel});
  }

  void tile(const Shape& shape) {
    const bool is_reversed = shape.is_dark;
    const pixels::Colour ground = is_reversed ? palette_.panel_text : palette_.panel;
    const pixels::Colour line = is_reversed ? palette_.panel : palette_.panel_text;
    const pixels::Colour accent = !is_reversed       ? palette_.accent
                                  : palette_.is_dark ? palette_.panel
                                                     : palette_.quiet;
    draw_lozenge(canvas_, shape.box, ground, mix(ground, accent, 0.6));
    const double margin = std::min(shape.box.width, shape.box.height) * (is_reversed ? 0.165 : 0.19);
    pictogram(shape.name, inset(shape.box, margin, margin), {line, accent, ground});
  }

  void pictogram(const std::string& name, const Box& box, PictogramColours colours) {
    if (name.starts_with("unexploded"))
      colours.accent = tone::rice;  // a warning keeps its yellow in every theme
    if (!draw_pictogram(canvas_, name, box, colours))
      fault(fmt::format("There is no icon \"{}\"; the information sign is drawn.", name));
  }

  void badge(const Shape& shape) {
    const double cut = shape.box.width / 2;
    cairo_t* cairo = canvas_.cairo();
    const auto lozenge = [&](double r) {
      cairo_move_to(cairo, shape.box.centre_x(), shape.box.centre_y() - r);
      cairo_line_to(cairo, shape.box.centre_x() + r, shape.box.centre_y());
      cairo_line_to(cairo, shape.box.centre_x(), shape.box.centre_y() + r);
      cairo_line_to(cairo, shape.box.centre_x() - r, shape.box.centre_y());
      cairo_close_path(cairo);
    };
    lozenge(cut * 1.25);
    canvas_.colour(palette_.quiet);
    cairo_fill(cairo);
    lozenge(cut * (shape.name == "here" ? 0.85 : 0.6));
    canvas_.colour(shape.colour);
    cairo_fill(cairo);
  }

  void dots(const Shape& shape) {
    const double length = std::max(shape.box.width, shape.box.height);
    const double dot = shape.part;
    for (double at = 0; at + dot <= length + 0.1; at += dot * 2.2) {
      const bool is_down = shape.box.height > shape.box.width;
      canvas_.fill_box(is_down ? Box{shape.box.x - dot / 2, shape.box.y + at, dot, dot}
                               : Box{shape.box.x + at, shape.box.y - dot / 2, dot, dot},
                       shape.colour);
    }
  }

  // Two stepped lozenges with tails: an opening mark in the weave's own stitches.
  void quote(const Shape& shape) {
    constexpr const char* kRows[] = {"..##...##", ".##...##.", "##...##..",
                                     "####.####", "####.####", ".##...##."};
    const double cell = std::floor(shape.box.height / 6);
    for (int y = 0; y < 6; ++y)
      for (int x = 0; x < 9; ++x)
        if (kRows[y][x] == '#')
          canvas_.fill_box({shape.box.x + x * cell, std::round(shape.box.y) + y * cell, cell, cell},
                           shape.colour);
  }

  void fault(std::string sentence) {
    if (report_ != nullptr) report_->faults.push_back(std::move(sentence));
  }

  const Sheet& sheet_;
  const Palette& palette_;
  const PictureSource& pictures_;
  Canvas canvas_;
  SlideReport* report_;
};

pixels::Rect ink_rect(const Placed& text) {
  double left = text.box.x;
  const double spare = text.box.width - text.layout.width_px;
  if (text.entry.align == text::Align::centre) left += spare / 2;
  if (text.entry.align == text::Align::end) left += spare;
  if (text.layout.lines.empty()) return rounded_out({left, text.box.y, 0, 0});
  double top = text.layout.lines.front().ink_top_px;
  double bottom = text.layout.lines.back().ink_bottom_px;
  for (const text::Line& line : text.layout.lines) {
    top = std::min(top, line.ink_top_px);
    bottom = std::max(bottom, line.ink_bottom_px);
  }
  return rounded_out({left, text.box.y + top, text.layout.width_px, bottom - top});
}

TextBox report_of(const Placed& text) {
  TextBox box;
  box.slot = text.entry.slot;
  box.language = text.entry.language;
  box.box = ink_rect(text);
  box.size_px = text.layout.size_px;
  box.visible_height_px = text.visible_height;
  box.lines = static_cast<int>(text.layout.lines.size());
  box.fits = text.fits;
  for (const text::Line& line : text.layout.lines) box.line_texts.push_back(line.text);
  box.missing_characters = text.layout.missing;
  return box;
}

}  // namespace

void draw_picture(Canvas& canvas, const pixels::Pixmap& picture, const Box& box,
                  const bundle::PictureUse& use, bool is_contained) {
  const double w = picture.size().width_px;
  const double h = picture.size().height_px;
  const double scale =
      is_contained ? std::min(box.width / w, box.height / h) : std::max(box.width / w, box.height / h);
  const double left = is_contained ? (box.width - w * scale) / 2
                                   : std::clamp(box.width / 2 - w * scale * use.focus_x_permille / 1000,
                                                box.width - w * scale, 0.0);
  const double top = is_contained ? (box.height - h * scale) / 2
                                  : std::clamp(box.height / 2 - h * scale * use.focus_y_permille / 1000,
                                               box.height - h * scale, 0.0);
  // cairo reads these pixels only.
  cairo_surface_t* source = cairo_image_surface_create_for_data(
      const_cast<std::uint8_t*>(picture.data()), CAIRO_FORMAT_ARGB32, picture.size().width_px,
      picture.size().height_px, picture.stride_bytes());
  canvas.save();
  canvas.clip(box);
  cairo_translate(canvas.cairo(), box.x + left, box.y + top);
  cairo_scale(canvas.cairo(), scale, scale);
  cairo_set_source_surface(canvas.cairo(), source, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(canvas.cairo()), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend(cairo_get_source(canvas.cairo()), CAIRO_EXTEND_PAD);
  cairo_paint(canvas.cairo());
  canvas.restore();
  cairo_surface_destroy(source);
}

double contrast_behind(const pixels::Pixmap& before, const pixels::Pixmap& after, const pixels::Rect& box,
                       pixels::Colour ink) {
  double least = 21;
  bool has_ink = false;
  std::uint32_t last = 0;
  for (int y = std::max(0, box.y); y < std::min(before.size().height_px, box.y + box.height); ++y)
    for (int x = std::max(0, box.x); x < std::min(before.size().width_px, box.x + box.width); ++x) {
      const std::uint32_t under = before.row(y)[x];
      if (under == after.row(y)[x] || (has_ink && under == last)) continue;
      last = under;
      has_ink = true;
      const pixels::Colour ground{static_cast<std::uint8_t>(under >> 16 & 0xFF),
                                  static_cast<std::uint8_t>(under >> 8 & 0xFF),
                                  static_cast<std::uint8_t>(under & 0xFF), 255};
      least = std::min(least, contrast(ink, ground));
    }
  return has_ink ? std::floor(least * 100) : 0;
}

void paint_shape(const Sheet& sheet, const Shape& shape, const PictureSource& pictures,
                 pixels::Pixmap& target) {
  ShapePainter(sheet, pictures, target, nullptr).draw(shape);
}

void paint_sheet(const Sheet& sheet, text::Typesetter& typesetter, const PictureSource& pictures,
                 pixels::Pixmap& target, SlideReport* report, const SheetPart& part) {
  const auto is_wanted = [&](int row) { return part.row == SheetPart::kEverything || part.row == row; };
  for (std::size_t i = 0; i < sheet.shapes.size(); ++i) {
    if (!is_wanted(sheet.shapes[i].row)) continue;
    if (part.zoom != nullptr && i == part.zoomed_shape)
      draw_view(*part.zoom->picture, part.zoom->views.front(), part.zoom->window, part.zoom->window,
                canvas_of(target));
    else
      ShapePainter(sheet, pictures, target, report).draw(sheet.shapes[i]);
  }
  const pixels::Pixmap before = report != nullptr ? target : pixels::Pixmap();
  for (const Placed& text : sheet.placed)
    if (is_wanted(text.entry.row) && (part.has_number || text.entry.slot != "number"))
      typesetter.draw(target, text.layout, text.style, text.box.x, text.box.y, text.box.width,
                      text.entry.align);
  if (report == nullptr) return;
  for (const Placed& text : sheet.placed) {
    TextBox box = report_of(text);
    box.contrast_hundredths = contrast_behind(before, target, box.box, text.entry.colour);
    report->boxes.push_back(std::move(box));
  }
}

}  // namespace gatecast::compose

#include "kiosk-ui/view/pen.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr double kLeastMarksEm_px = 24;  // below, tone marks run into the vowels of Lao and Thai
constexpr double kRadius_mm = 2.5;
constexpr double kLabelLeast = 0.52;  // of running text: beside a pictogram, 22 minutes at 60 cm

bool has_marks_above(const std::string& language) {
  return language.rfind("lo", 0) == 0 || language.rfind("th", 0) == 0;
}

struct ButtonColours {
  pixels::Colour fill, text, accent;
};
ButtonColours colours_of(const Palette& palette, const ButtonFace& face, Look look) {
  ButtonColours colours{palette.tile, palette.tile_text, palette.tile_accent};
  if (face.is_on_plinth) colours = {palette.tool, palette.tool_text, palette.tool_text};
  if (face.is_quiet) colours = {compose::mix(palette.ground, palette.tile, 0.13), palette.text, palette.text};
  if (face.is_chosen) colours = {palette.chosen, palette.chosen_text, palette.chosen_text};
  if (look == Look::pressed) colours = {palette.chosen, palette.chosen_text, palette.chosen_text};
  if (look == Look::disabled) {
    const auto ground = face.is_on_plinth ? palette.plinth : palette.ground;
    const auto ink = face.is_on_plinth ? palette.plinth_text : palette.text;
    const auto fill = face.is_on_plinth ? palette.tool : palette.text;
    colours = {compose::mix(ground, fill, 0.12), compose::mix(ground, ink, 0.42), {}};
    colours.accent = colours.text;
  }
  return colours;
}

}  // namespace

Pen::Pen(Screenful& out, text::Typesetter& typesetter, const Metrics& metrics, const Palette& palette,
         std::string language, double letter_px)
    : out_(out),
      typesetter_(typesetter),
      metrics_(metrics),
      palette_(palette),
      language_(std::move(language)),
      letter_px_(letter_px) {
  if (out_.layers.empty()) new_layer();
}

double Pen::em_for(double letter_px, const Lettering& lettering, const std::string& language) {
  constexpr double kTrial_px = 200;
  text::TextStyle style;
  style.language = language;
  style.role = lettering.is_label ? text::FaceRole::ui : text::FaceRole::text;
  style.weight = lettering.weight;
  style.size_px = kTrial_px;
  const double visible = typesetter_.visible_height_px(style);
  const double em = visible > 0 ? letter_px * kTrial_px / visible : letter_px * 1.4;
  return has_marks_above(language) ? std::max(em, kLeastMarksEm_px) : em;
}

Words Pen::set(const std::string& words, const Lettering& lettering, double width, double height,
               const std::string& of_language) {
  const auto& language = of_language.empty() ? language_ : of_language;
  Words out;
  out.style.language = language;
  out.style.role = lettering.is_label ? text::FaceRole::ui : text::FaceRole::text;
  out.style.weight = lettering.weight;
  out.style.colour = lettering.colour;
  out.style.is_balanced = true;  // no line of one word at the end
  out.align = lettering.align;
  const double least = lettering.least_px > 0 ? lettering.least_px : lettering.letter_px;
  constexpr double kStep = 0.94;
  for (double letter = lettering.letter_px;; letter *= kStep) {
    const bool is_last = letter * kStep < least;
    out.letter_px = std::max(letter, std::min(least, lettering.letter_px));
    out.style.size_px = em_for(out.letter_px, lettering, language);
    out.layout = typesetter_.layout(words, out.style, width);
    const bool fits_lines =
        lettering.most_lines == 0 || static_cast<int>(out.layout.lines.size()) <= lettering.most_lines;
    const bool fits_height = height <= 0 || out.layout.height_px <= height;
    if ((fits_lines && fits_height && !out.layout.is_overfull) || is_last) break;
  }
  out.box = {0, 0, width, out.layout.height_px};
  return out;
}

void Pen::place(Words words, double x, double y) {
  words.box.x = std::round(x);
  words.box.y = std::round(y);
  layer().words.push_back(std::move(words));
}

double Pen::write(const std::string& words, const Lettering& lettering, const Box& box,
                  const std::string& language) {
  auto set_words = set(words, lettering, box.width, box.height, language);
  const double height = set_words.layout.height_px;
  place(std::move(set_words), box.x, box.y);
  return height;
}

void Pen::write_centred(const std::string& words, const Lettering& lettering, const Box& box,
                        const std::string& language) {
  auto set_words = set(words, lettering, box.width, box.height, language);
  const double y = box.y + (box.height - set_words.layout.height_px) / 2;
  place(std::move(set_words), box.x, y);
}

void Pen::fill(const Box& box, pixels::Colour colour, double radius) {
  Mark mark;
  mark.kind = radius > 0 ? Mark::Kind::rounded : Mark::Kind::fill;
  mark.box = box;
  mark.colour = colour;
  mark.radius = radius;
  layer().marks.push_back(std::move(mark));
}

void Pen::icon(const std::string& name, const Box& box, pixels::Colour line, pixels::Colour accent,
               pixels::Colour ground) {
  Mark mark;
  mark.kind = Mark::Kind::icon;
  mark.box = box;
  mark.name = name;
  mark.colour = line;
  mark.accent = accent;
  mark.ground = ground;
  layer().marks.push_back(std::move(mark));
}

// Without focus it has no width: so a focus that moves changes two marks, and not the number of them.
void Pen::focus_ring(const Box& box, double radius, const ButtonFace& face, bool is_focused) {
  const double away = metrics_.mm(1.6);
  Mark ring;
  ring.kind = Mark::Kind::outline;
  ring.box = compose::inset(box, -away, -away);
  ring.radius = radius + away;
  ring.width = is_focused ? metrics_.mm(1) : 0;
  ring.colour = face.is_on_plinth ? palette_.focus_on_plinth : palette_.focus_on_stage;
  ring.ground = face.is_on_plinth ? palette_.plinth : palette_.ground;
  layer().marks.push_back(ring);
}

void Pen::ribbon(const Box& box, const compose::Topic& topic, pixels::Colour ground) {
  Mark mark;
  mark.kind = Mark::Kind::band;
  mark.box = box;
  mark.stitch = topic.stitch;
  mark.band = {ground, compose::mix(ground, compose::tone::jade, 0.9), palette_.tile_accent,
               compose::tone::mist};
  layer().marks.push_back(mark);
}

void Pen::edge(const Box& box, double radius, pixels::Colour ground) {
  Mark mark;
  mark.kind = Mark::Kind::outline;
  mark.box = box;
  mark.radius = radius;
  mark.width = metrics_.mm(0.8);
  mark.colour = palette_.edge;
  mark.ground = ground;
  layer().marks.push_back(mark);
}

void Pen::write_note(const ButtonFace& face, Lettering small, const Box& box) {
  small.letter_px = std::max(small.least_px, small.letter_px * 0.62);
  small.weight = 400;
  small.most_lines = 1;
  write_centred(face.note, small, box, face.language);
}

Pen::Parts Pen::parts_of(const Box& box, const ButtonFace& face) {
  Parts parts;
  const double radius = metrics_.mm(kRadius_mm);
  const bool is_tile = face.topic != nullptr;
  Box inner = compose::inset(box,
                             metrics_.mm(face.is_on_plinth                 ? 2
                                         : is_tile && !metrics_.is_small() ? 4.5
                                                                           : 3),
                             metrics_.mm(1.2));
  if (is_tile && !palette_.is_high_contrast) {
    const double height = std::max(11.0, std::round(metrics_.mm(4.5) / 11) * 11);
    parts.ribbon = {box.x + radius, box.bottom() - height - metrics_.mm(1.5), box.width - 2 * radius, height};
    inner.height = parts.ribbon.y - inner.y - metrics_.mm(1.5);
  }
  auto& lettering = parts.lettering;
  lettering.letter_px = std::min(metrics_.letter_px(0) * face.factor, inner.height * 0.44);
  lettering.least_px = metrics_.mm(kLetter_mm * kLabelLeast);
  if (face.most_letter_px > 0) lettering.letter_px = std::min(lettering.letter_px, face.most_letter_px);
  lettering.weight = 700;
  lettering.is_label = true;
  lettering.align = text::Align::centre;
  lettering.most_lines = face.note.empty() && !face.is_quiet ? 2 : 1;
  place_label(face, inner, parts);
  if (face.is_one_line && !face.label.empty()) {
    lettering.most_lines = 1;
    const auto one = set(face.label, lettering, parts.label.width, parts.label.height, face.language);
    if (one.layout.is_overfull || one.layout.lines.size() > 1) lettering.most_lines = 2;
  }
  if (!face.note.empty()) {
    parts.note = parts.label;
    parts.note.height = std::floor(parts.label.height * 0.42);
    parts.label.y += parts.note.height;
    parts.label.height -= parts.note.height;
  }
  return parts;
}

void Pen::place_label(const ButtonFace& face, const Box& inner, Parts& parts) {
  auto& label = parts.label = inner;
  if (!face.icon.empty() && face.is_wide && !face.label.empty()) {
    const double side = std::min(
        {inner.height * 0.8,
         inner.width * (face.is_on_plinth || (face.topic != nullptr && metrics_.is_small()) ? 0.17 : 0.22),
         metrics_.mm(26)});
    parts.icon = {inner.x, inner.centre_y() - side / 2, side, side};
    label.x += side + metrics_.mm(2.5);
    label.width -= side + metrics_.mm(2.5);
    parts.lettering.align = text::Align::start;
    if (face.is_centred) centre_label(face, parts);
    // Two lines stay off the edges.
    if (!face.is_on_plinth && !face.is_quiet) {
      label.y += metrics_.mm(1.2);
      label.height -= metrics_.mm(2.4);
    }
  } else if (!face.icon.empty()) {
    const bool is_alone = face.label.empty();
    // Two lines of the label; icon and words stand in the middle together, the icons of a row at one height.
    const double lines = em_for(parts.lettering.letter_px, parts.lettering, language_) * 1.45 * 2;
    const double side =
        std::min({inner.height * (is_alone ? 0.7 : 0.46), inner.width * 0.6, metrics_.mm(42)});
    const double words = is_alone ? 0 : std::min(inner.height - side, lines);
    const double top = inner.y + std::max(0.0, (inner.height - side - words) / 2);
    parts.icon = {inner.centre_x() - side / 2, top, side, side};
    label.y = top + side;
    label.height = words;
  }
  if (face.has_arrow) {
    const double side = std::min(inner.height * 0.6, metrics_.mm(12));
    parts.arrow = {inner.right() - side, inner.centre_y() - side / 2, side, side};
    label.x += metrics_.mm(3);
    label.width -= side + metrics_.mm(6);
    parts.lettering.align = text::Align::start;
  }
}

// What icon and words leave free is shared by both sides.
void Pen::centre_label(const ButtonFace& face, Parts& parts) {
  const auto words = set(face.label, parts.lettering, parts.label.width, parts.label.height, face.language);
  const double free = std::max(0.0, parts.label.width - words.layout.width_px) / 2;
  parts.icon.x += free;
  parts.label.x += free;
  parts.label.width -= free;
}

void Pen::button(Button button, const ButtonFace& face, Look look) {
  if (!button.is_enabled) look = Look::disabled;
  const auto colours = colours_of(palette_, face, look);
  const double radius = metrics_.mm(kRadius_mm);
  const Box& box = button.box;
  focus_ring(box, radius, face, look == Look::focused);
  const bool has_edge = palette_.is_high_contrast && !face.is_chosen && look != Look::disabled;
  if (has_edge)
    edge(box, radius, colours.fill);
  else
    fill(box, colours.fill, radius);
  auto parts = parts_of(box, face);
  parts.lettering.colour = colours.text;
  if (!parts.ribbon.is_empty()) ribbon(parts.ribbon, *face.topic, colours.fill);
  if (!parts.icon.is_empty()) icon(face.icon, parts.icon, colours.text, colours.accent, colours.fill);
  if (!parts.arrow.is_empty()) icon("sign/on", parts.arrow, colours.accent, colours.accent, colours.fill);
  if (!face.note.empty()) write_note(face, parts.lettering, parts.note);
  if (even_ && !face.label.empty())
    even_->push_back({face.label, face.language, parts.lettering, parts.label});
  else if (!face.label.empty())
    write_centred(face.label, parts.lettering, parts.label, face.language);
  out_.buttons.push_back(std::move(button));
}

bool Pen::begin_even() {
  if (even_) return false;
  even_.emplace();
  return true;
}

void Pen::end_even() {
  const auto labels = std::exchange(even_, std::nullopt).value_or(std::vector<Label>());
  double smallest = 1e9;
  for (const auto& label : labels)
    smallest = std::min(
        smallest,
        set(label.words, label.lettering, label.box.width, label.box.height, label.language).letter_px);
  for (auto label : labels) {
    label.lettering.letter_px = smallest;
    label.lettering.least_px = std::min(label.lettering.least_px, smallest);
    write_centred(label.words, label.lettering, label.box, label.language);
  }
}

}  // namespace gatecast::kiosk_ui

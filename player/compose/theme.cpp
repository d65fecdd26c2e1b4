#include "player/compose/theme.h"

#include <array>
#include <cstdlib>
#include <optional>

namespace gatecast::compose {

const Topic& topic_named(std::string_view name) {
  using enum Stitch;
  static constexpr std::array<Topic, 17> kTopics{{
      {"service", grains, "rice", "information", "gate"},
      {"welcome", diamonds, "rice", "lotus", "ridges"},
      {"crossing", twill, "rice", "passport", "gate"},
      {"hours", steps, "rice", "clock", "gate"},
      {"visa", eyes, "champa", "visa", "gate"},
      {"customs", nested, "rice", "customs", "gate"},
      {"money", grains, "rice", "exchange", "gate"},
      {"transport", waves, "mist", "bus", "road"},
      {"health", eyes, "champa", "health", "stilt_house"},
      {"unexploded", zigzag, "rice", "unexploded", "ridges"},
      {"emergency", zigzag, "rice", "phone", "ridges"},
      {"places", waves, "mist", "camera", "beach"},
      {"product", nested, "rice", "coffee", "coffee"},
      {"trade", steps, "rice", "trade", "road"},
      {"culture", diamonds, "champa", "culture", "stupa"},
      {"friendship", diamonds, "champa", "friendship", "river"},
      {"peace", twill, "mist", "lotus", "bridge"},
  }};
  for (const Topic& topic : kTopics)
    if (topic.name == name) return topic;
  return kTopics[0];
}

namespace {

std::optional<pixels::Colour> parse_colour(const std::string& text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  char* end = nullptr;
  const unsigned long value = std::strtoul(text.c_str() + 1, &end, 16);
  if (*end != '\0') return std::nullopt;
  return pixels::Colour{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xFF),
                        static_cast<std::uint8_t>(value & 0xFF), 255};
}

// The named colours of look.md, as the release's theme of this mode may have changed them.
class Named {
 public:
  Named(const bundle::Release& release, std::string_view theme) {
    for (const bundle::Theme& candidate : release.themes)
      if (candidate.name == theme) colours_ = &candidate.colours;
  }
  [[nodiscard]] pixels::Colour get(const char* name, pixels::Colour otherwise) const {
    if (colours_ == nullptr) return otherwise;
    const auto found = colours_->find(name);
    return found == colours_->end() ? otherwise : parse_colour(found->second).value_or(otherwise);
  }

 private:
  const std::map<std::string, std::string>* colours_ = nullptr;
};

}  // namespace

Palette palette_for(const bundle::Release& release, bundle::Mode mode, const Topic& topic, Tone wanted) {
  const Named named(release, bundle::to_string(mode));
  const pixels::Colour night = named.get("night", tone::night);
  const pixels::Colour paper = named.get("paper", tone::paper);
  const pixels::Colour jade = named.get("jade", tone::jade);
  const pixels::Colour mist = named.get("mist", tone::mist);
  const pixels::Colour rice = named.get("rice", tone::rice);
  const pixels::Colour champa = named.get("champa", tone::champa);
  const bool is_feast = mode == bundle::Mode::festive;
  const pixels::Colour panel = is_feast ? named.get("earth", tone::earth) : named.get("forest", tone::forest);

  Palette palette;
  palette.is_dark = wanted == Tone::dark || (wanted == Tone::of_theme &&
                                             (mode == bundle::Mode::solemn || mode == bundle::Mode::closed));
  palette.has_ornament = mode != bundle::Mode::solemn;
  palette.ground = palette.is_dark ? (is_feast ? mix(panel, night, 0.35) : night) : paper;
  palette.text = palette.is_dark ? paper : night;
  palette.quiet = palette.is_dark ? mist : is_feast ? panel : jade;
  palette.rule = palette.is_dark ? mix(palette.ground, mist, 0.35) : mix(paper, jade, 0.35);
  palette.panel = panel;
  palette.panel_text = paper;
  palette.accent = topic.accent == "champa" ? champa : topic.accent == "mist" ? mist : rice;
  if (is_feast) palette.accent = rice;
  if (!palette.has_ornament) palette.accent = mist;
  palette.band = {panel, palette.accent, is_feast ? champa : mix(jade, mist, 0.35),
                  palette.accent == rice ? mist : rice};
  return palette;
}

}  // namespace gatecast::compose

// The strip's painter: the ticker, whose phrases take turns in place, or run as one line.
#include <algorithm>
#include <cmath>

#include "player/compose/fact_text.h"
#include "player/compose/overlay.h"

namespace gatecast::compose {
namespace {

constexpr double kGap_em = 3.2;   // between two phrases that run
constexpr double kKnot = 0.62;    // of the letters' em: the woven knot between them
constexpr double kLeast_em = 10;  // a line that is seen in less than this cannot be read while it runs
constexpr double kShare = 0.45;   // of the strip, which it shall have where the rest can do with what is left

double channel_values(pixels::Colour colour) {
  return colour.red * 65536.0 + colour.green * 256.0 + colour.blue;
}

// Not by a Canvas: a track may be wider than its library draws.
void fill(pixels::Pixmap& target, pixels::Rect rect, pixels::Colour colour) {
  const std::uint32_t pixel =
      0xFF000000U | static_cast<std::uint32_t>(colour.red << 16U | colour.green << 8U | colour.blue);
  const int left = std::max(rect.x, 0);
  const int right = std::min(rect.x + rect.width, target.size().width_px);
  for (int y = std::max(rect.y, 0); y < std::min(rect.y + rect.height, target.size().height_px); ++y)
    if (left < right) std::fill(target.row(y) + left, target.row(y) + right, pixel);
}

}  // namespace

std::vector<OverlayPainter::Phrase> OverlayPainter::phrases_of(
    const bundle::Overlay& overlay, const std::vector<bundle::LanguageTag>& languages,
    PhraseOrder order) const {
  std::vector<Phrase> phrases;
  const auto add = [&](const bundle::TextByLanguage& texts, const bundle::LanguageTag& language) {
    const auto chosen = bundle::choose_text(texts, language, release_.languages);
    if (!chosen || chosen->text.empty()) return;
    FactsUsed used;
    auto text = with_facts(chosen->text, chosen->language, release_, now_, used);
    std::replace(text.begin(), text.end(), '\n', ' ');
    phrases.push_back({std::move(text), chosen->language, chosen->text});
  };
  if (order == PhraseOrder::by_language) {
    for (const auto& language : languages)
      for (const auto& texts : overlay.texts) add(texts, language);
  } else {
    for (const auto& texts : overlay.texts)
      for (const auto& language : languages) add(texts, language);
  }
  return phrases;
}

double OverlayPainter::room_to_run(const bundle::Overlay& overlay) {
  if (overlay.motion != bundle::Overlay::Motion::run) return 0;
  const double em = label("0", release_.languages.primary, 400, palette_.panel_text).style.size_px;
  return std::max(kLeast_em * em, kShare * (right_ - left_));
}

void OverlayPainter::ticker(const bundle::Overlay& overlay, bool may_run) {
  if (right_ - left_ - 2 * tile_gap() < frame_.margin * 4) {
    for (auto& phrase : phrases_of(overlay, languages_, PhraseOrder::by_language))
      out_.lost_phrases.push_back(std::move(phrase.written));
    return;
  }
  if (overlay.motion == bundle::Overlay::Motion::run && may_run)
    run_ticker(overlay);
  else
    turn_ticker(overlay);
}

// A phrase at a time, whole, in place. One that has no room is left out, and told.
void OverlayPainter::turn_ticker(const bundle::Overlay& overlay) {
  const double gap = tile_gap();
  const double room = right_ - left_ - 2 * gap;
  std::vector<Label> lines;
  // Language after language, so that a pair says what a screen of one language says at the same time.
  for (const auto& phrase : phrases_of(overlay, languages_, PhraseOrder::by_language)) {
    Label whole = label(phrase.text, phrase.language, 400, palette_.panel_text);
    if (whole.layout.width_px <= room)
      lines.push_back(std::move(whole));
    else
      out_.lost_phrases.push_back(phrase.written);
  }
  if (lines.empty()) return;
  const std::int64_t turn = seconds_of(now_) / kTurnSeconds;
  // As wide as its longest line, so that nothing beside it jumps from turn to turn.
  double widest = 0;
  for (const Label& line : lines) widest = std::max(widest, line.layout.width_px);
  const double begin = take_end(widest + 2 * gap, false);
  ground({begin, frame_.strip.y, widest + 2 * gap, frame_.strip.height});
  const Label& line = lines[static_cast<std::size_t>(turn) % lines.size()];
  draw(line, begin + gap + drift_, lower_by(line));
  if (lines.size() > 1)
    out_.changes_at =
        std::min<Instant>(out_.changes_at, Instant(std::chrono::seconds((turn + 1) * kTurnSeconds)));
}

RunningTrack OverlayPainter::empty_track(const std::vector<Phrase>& phrases) {
  RunningTrack track;
  for (const auto& phrase : phrases) track.phrases.emplace_back(phrase.text, phrase.language);
  track.ground = palette_.panel;
  track.em_px = label("0", release_.languages.primary, 400, palette_.panel_text).style.size_px;
  const pixels::Rect strip = rounded_out(frame_.strip);
  track.look = {track.em_px,
                scale_.least_any(),
                frame_.strip.y,
                frame_.strip.height,
                static_cast<double>(strip.height),
                channel_values(palette_.panel),
                channel_values(palette_.panel_text),
                channel_values(palette_.band.main),
                channel_values(palette_.band.second),
                channel_values(palette_.band.third),
                palette_.has_ornament ? 1.0 : 0.0};
  return track;
}

// All languages of the channel, whichever a round shows: the line goes on where the round changes, and who
// reads one of them meets it with each phrase.
void OverlayPainter::run_ticker(const bundle::Overlay& overlay) {
  std::vector<bundle::LanguageTag> languages{release_.languages.primary};
  languages.insert(languages.end(), release_.languages.foreign.begin(), release_.languages.foreign.end());
  const auto phrases = phrases_of(overlay, languages, PhraseOrder::by_phrase);
  if (phrases.empty()) return;
  auto wanted = empty_track(phrases);
  if (right_ - left_ < kLeast_em * wanted.em_px) return turn_ticker(overlay);
  if (!track_ || track_->phrases != wanted.phrases || track_->look != wanted.look) {
    draw_track(wanted);
    track_ = std::make_shared<const RunningTrack>(std::move(wanted));
  }
  out_.lost_phrases = track_->left_out;
  if (track_->pixels.is_empty()) return;
  const double width = right_ - left_;
  const Box box{take_end(width, false), frame_.strip.y, width, frame_.strip.height};
  ground(box);
  pixels::Rect window = out_.touched.back();
  const int right = std::min(window.x + window.width, out_.pixels.size().width_px);
  window.x = std::max(window.x, 0);
  window.width = right - window.x;
  window.height = std::min(window.height, out_.pixels.size().height_px - window.y);
  if (window.width > 0 && window.height > 0) out_.line = std::make_shared<const RunningLine>(track_, window);
}

void OverlayPainter::draw_track(RunningTrack& track) {
  const pixels::Rect strip = rounded_out(frame_.strip);
  const double gap = std::round(kGap_em * track.em_px);
  const double room = std::floor(static_cast<double>(kMostTrackBytes) / 4 / strip.height);
  std::vector<Label> labels;
  double width = 0;
  for (const auto& [text, language] : track.phrases) {
    Label whole = label(text, language, 400, palette_.panel_text);
    const double more = gap + std::ceil(whole.layout.width_px);
    if (width + more > room) {
      track.left_out.push_back(text);
      continue;
    }
    width += more;
    labels.push_back(std::move(whole));
  }
  if (labels.empty()) return;
  track.pixels = pixels::Pixmap({static_cast<int>(width), strip.height});
  fill(track.pixels, {0, 0, track.pixels.size().width_px, strip.height}, palette_.panel);
  const double baseline = frame_.strip.y - strip.y + frame_.strip.height * kStripBaseline;
  // A quarter of the gap is left at the end: no mark that reaches out of its letter is cut there.
  double x = 0;
  for (const Label& phrase : labels) {
    draw_knot(track.pixels, x + gap / 4, baseline - track.em_px * kKnot / 2, track.em_px * kKnot);
    const double own = phrase.layout.lines.empty() ? 0 : phrase.layout.lines.front().baseline_px;
    // A pixel more where a mark would be cut: letters are drawn on whole pixels.
    const double lower = lower_by(phrase);
    const double y = baseline - own + (lower > 0 ? lower + 1 : 0);
    typesetter_.draw(track.pixels, phrase.layout, phrase.style, x + gap * 3 / 4, y, phrase.layout.width_px);
    x += gap + std::ceil(phrase.layout.width_px);
  }
}

// One motif of the woven band; in mourning only the gap parts the phrases.
void OverlayPainter::draw_knot(pixels::Pixmap& target, double centre_x, double centre_y,
                               double height) const {
  if (!palette_.has_ornament) return;
  constexpr int kHalf = 7;    // cells from the motif's middle to its tip
  constexpr int kMiddle = 8;  // of a period of the diamonds
  constexpr int kRow = kBandCells / 2;
  const int cell = std::max(1, static_cast<int>(height / kBandCells));
  const int left = static_cast<int>(std::lround(centre_x - cell / 2.0));
  const int top = static_cast<int>(std::lround(centre_y - cell / 2.0));
  const std::array<pixels::Colour, 4> inks{palette_.band.ground, palette_.band.main, palette_.band.second,
                                           palette_.band.third};
  for (int y = -kRow; y <= kRow; ++y)
    for (int x = -kHalf; x <= kHalf; ++x) {
      const int ink = stitch_at(Stitch::diamonds, kMiddle + x, kRow + y);
      if (ink == 0 || std::abs(x) + std::abs(y) > kHalf) continue;
      fill(target, {left + x * cell, top + y * cell, cell, cell}, inks.at(static_cast<std::size_t>(ink)));
    }
}

}  // namespace gatecast::compose

#include "player/compose/overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "player/compose/drift.h"
#include "player/compose/feed_text.h"
#include "player/compose/sheet_painter.h"
#include "player/compose/woven_band.h"

namespace gatecast::compose {

namespace {

double demo_width(const Frame& frame) {
  return frame.strip.height * 2.3;
}

}  // namespace

void paint_demo_mark(pixels::Pixmap& target, const Frame& frame, const TypeScale& scale,
                     text::Typesetter& typesetter) {
  const Box box{0, frame.strip.y, demo_width(frame), frame.strip.height};
  {
    Canvas canvas(target);
    canvas.fill_box(box, tone::night);
    canvas.fill_box(
        {box.right() - std::max(2.0, box.height / 20), box.y, std::max(2.0, box.height / 20), box.height},
        tone::rice);
  }
  text::TextStyle style;
  style.language = "en";
  style.role = text::FaceRole::ui;
  style.weight = 700;
  style.colour = tone::rice;
  style.line_height_em = 1.36;
  style.size_px = 1000;
  style.size_px = std::min(scale.least_any(), box.height * 0.42) * 1000 /
                  std::max(1.0, typesetter.visible_height_px(style));
  text::Layout layout = typesetter.layout("DEMO", style, 10000);
  if (layout.width_px > box.width * 0.84) {
    style.size_px *= box.width * 0.84 / layout.width_px;
    layout = typesetter.layout("DEMO", style, 10000);
  }
  typesetter.draw(target, layout, style, box.x, box.centre_y() - layout.height_px / 2, box.width,
                  text::Align::centre);
}

OverlayPainter::OverlayPainter(const bundle::Release& release, pixels::Size size, bundle::Mode mode,
                               const std::vector<bundle::LanguageTag>& languages, Instant now,
                               text::Typesetter& typesetter, const PictureSource& pictures,
                               std::shared_ptr<const RunningTrack>& track)
    : release_(release),
      languages_(languages),
      now_(now),
      typesetter_(typesetter),
      pictures_(pictures),
      track_(track),
      scale_(release.screen, size),
      frame_(frame_for(size, scale_)),
      palette_(palette_for(release, mode, topic_named("service"))),
      mode_(mode),
      left_(frame_.strip.x),
      right_(frame_.strip.right()) {
  constexpr int kMostDrift = 12;
  const int room = std::min(kMostDrift, static_cast<int>(frame_.margin * 0.2));
  drift_ = drift_px(now, 2 * room) - room;
  out_.pixels = pixels::Pixmap(size);
  out_.changes_at = std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes(1);
}

OverlayPainter::Label OverlayPainter::label(const std::string& text, const std::string& language, int weight,
                                            pixels::Colour colour, double scale) {
  Label label;
  label.style.language = language;
  label.style.role = text::FaceRole::ui;
  label.style.weight = weight;
  label.style.colour = colour;
  label.style.line_height_em = 1.36;
  label.style.size_px = 1000;
  const double per_thousand = std::max(1.0, typesetter_.visible_height_px(label.style));
  const double most = frame_.strip.height / 1.36;  // the strip's height bounds the size of letters
  label.style.size_px = std::min(most, scale_.least_any() * scale * 1000 / per_thousand);
  label.layout = typesetter_.layout(text, label.style, 1e6);
  return label;
}

void OverlayPainter::draw(const Label& label, double x, double lower) {
  // One baseline for all that stands in the strip.
  const double baseline = frame_.strip.y + frame_.strip.height * kStripBaseline + lower;
  const double own = label.layout.lines.empty() ? 0 : label.layout.lines.front().baseline_px;
  typesetter_.draw(out_.pixels, label.layout, label.style, x, baseline - own, label.layout.width_px);
}

void OverlayPainter::ground(const Box& box) {
  const pixels::Rect whole = rounded_out(box);  // to whole pixels: no seam between two grounds
  Canvas canvas(out_.pixels);
  canvas.fill_box({static_cast<double>(whole.x), static_cast<double>(whole.y),
                   static_cast<double>(whole.width), static_cast<double>(whole.height)},
                  palette_.panel);
  out_.touched.push_back(whole);
}

// What is left of the strip is ground with a row of whole motifs, over slides and films alike.
void OverlayPainter::pattern() {
  const double room = right_ - left_;
  if (room < 1) return;
  ground({left_, frame_.strip.y, room, frame_.strip.height});
  constexpr int kPeriod = 16;  // of the diamonds
  constexpr int kFewest = 4;
  const double height = std::floor(frame_.strip.height * 0.6);
  const double cell = std::max(1.0, std::floor(height / (kBandCells + 2)));
  const auto motifs = static_cast<int>((room - frame_.margin) / (cell * kPeriod));
  if (!palette_.has_ornament || motifs < kFewest) return;
  const double width = (motifs * kPeriod + 1) * cell;
  Canvas canvas(out_.pixels);
  draw_band(canvas,
            {std::round(left_ + (room - width) / 2) + drift_,
             std::round(frame_.strip.centre_y() - height / 2), width, height},
            Stitch::diamonds, palette_.band);
}

// Figures stand at one height in all languages: they are set in the same face between the words.
OverlayPainter::Date OverlayPainter::figure_label(std::string text, const std::string& language, int weight,
                                                  double scale) {
  constexpr std::string_view kFigures = "0123456789/:.,-";
  constexpr std::string_view kNoBreak = "\u00A0";  // nothing breaks here: a blank like any other
  for (auto blank = text.find(kNoBreak); blank != std::string::npos; blank = text.find(kNoBreak))
    text.replace(blank, kNoBreak.size(), " ");
  Date date;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    const bool is_figure = kFigures.find(text[at]) != std::string_view::npos;
    std::size_t end = at;
    while (end < text.size() && (kFigures.find(text[end]) != std::string_view::npos) == is_figure) ++end;
    std::string run = text.substr(at, end - at);
    run.erase(run.find_last_not_of(' ') + 1);
    // Figures as high as a capital look small between Lao and Thai letters with their marks; all others go
    // with the figures: two sizes in "Mon 23 Nov" look like an accident.
    constexpr double kOfLetters = 1.07;
    const bool has_marks = language.starts_with("lo") || language.starts_with("th");
    Label part = label(run, is_figure ? "vi" : language, weight, palette_.panel_text,
                       is_figure || !has_marks ? kOfLetters * scale : scale);
    part.before = at > 0 && text[at - 1] == ' ' ? scale_.least_any() * 0.36 : 0;
    date.width += part.before + part.layout.width_px;
    date.runs.push_back(std::move(part));
    at = end;
  }
  return date;
}

OverlayPainter::Date OverlayPainter::date_label(const std::string& text, const std::string& language) {
  return figure_label(text, language, 400, 1);
}

// Two marks above a Lao letter may reach over the strip's edge: such a line stands lower, as far as it goes.
double OverlayPainter::lower_by(const std::vector<Label>& labels) const {
  const double above = frame_.strip.height * kStripBaseline - 1;
  const double below = frame_.strip.height - above - 2;
  double over = 0;
  double room = below;
  for (const Label& run : labels)
    for (const text::Line& line : run.layout.lines) {
      over = std::max(over, line.baseline_px - line.ink_top_px - above);
      room = std::min(room, below - (line.ink_bottom_px - line.baseline_px));
    }
  return std::clamp(over, 0.0, std::max(0.0, room));
}

void OverlayPainter::draw(const Date& runs, double x) {
  const double lower = lower_by(runs.runs);
  for (const Label& run : runs.runs) {
    x += run.before;
    draw(run, x, lower);
    x += run.layout.width_px;
  }
}

// Languages that write the day in figures alike share them: "Thứ Bảy · ວັນເສົາ · 21/11/2026".
std::vector<OverlayPainter::Date> OverlayPainter::date_labels(const CivilTime& time, double room) {
  const double gap = frame_.margin * 0.6;
  std::vector<Date> dates;
  if (languages_.size() > 1) {
    const std::string figures = date_in(time, languages_.front(), DateForm::numeric);
    const bool is_shared = std::all_of(languages_.begin(), languages_.end(), [&](const auto& language) {
      return date_in(time, language, DateForm::numeric) == figures;
    });
    if (is_shared) {
      for (const auto& language : languages_)
        dates.push_back(date_label(weekday_in(time, language), language));
      dates.push_back(date_label(figures, languages_.front()));
      return dates;
    }
  }
  for (const DateForm form : {DateForm::full, DateForm::brief, DateForm::numeric}) {
    dates.clear();
    double width = 0;
    for (const auto& language : languages_) {
      dates.push_back(date_label(date_in(time, language, form), language));
      width += dates.back().width + gap;
    }
    if (width <= room * (form == DateForm::full ? 0.45 : 1)) break;
  }
  return dates;
}

OverlayPainter::Label OverlayPainter::hour_label(const std::string& text) {
  constexpr double kOfOthers = 1.4;  // the time is what is looked for
  return label(text, release_.languages.primary, 700, palette_.accent, kOfOthers);
}

// What the hour takes with its air, whichever it is.
double OverlayPainter::hour_width() {
  return hour_label("00:00").layout.width_px + 2 * tile_gap() + 2;
}

// `reserved`: of the strip, for the feed tile. Of the dates those stay that have room beside it.
void OverlayPainter::clock(double reserved) {
  const CivilTime time = civil_time(now_, release_.zone);
  const double gap = frame_.margin * 0.6;
  const Label hour = hour_label(fmt::format("{:02}:{:02}", time.hour, time.minute));
  const double room = right_ - left_ - hour.layout.width_px - 3 * gap - reserved;
  std::vector<Date> dates = date_labels(time, room);
  double width = 0;
  double widest = 0;
  for (const Date& date : dates) {
    width += date.width + gap;
    widest = std::max(widest, date.width);
  }
  if (width > room && dates.size() > 1) {  // by turns
    const std::int64_t turn = seconds_of(now_) / kTurnSeconds;
    dates = {dates[static_cast<std::size_t>(turn) % dates.size()]};
    out_.changes_at =
        std::min<Instant>(out_.changes_at, Instant(std::chrono::seconds((turn + 1) * kTurnSeconds)));
    // Beside a line that runs each turn has the room of the widest: its window stands.
    width = (line_room_ > 0 ? widest : dates.front().width) + gap;
  }
  if (width > room) {
    dates.clear();
    width = 0;
  }
  const double total = std::min(right_ - left_, hour.layout.width_px + width + 2 * gap + 2);
  const double begin = take_end(total, true);
  ground({begin, frame_.strip.y, total, frame_.strip.height});
  double x = begin + gap + drift_;
  if (line_room_ > 0 && dates.size() == 1) x += width - gap - dates.front().width;
  for (const Date& date : dates) {
    draw(date, x);
    x += date.width + gap;
  }
  draw(hour, x);
}

void OverlayPainter::logo(const bundle::Overlay& overlay) {
  if (!overlay.picture || !pictures_) return;
  const double height = frame_.strip.height * 0.8;
  const auto picture =
      pictures_(overlay.picture->object, {static_cast<int>(height * 4), static_cast<int>(height)});
  if (!picture || picture->is_empty()) return;
  const double width = std::min(height * 4, height * picture->size().width_px / picture->size().height_px);
  const double air = frame_.margin * 0.4;
  if (width + 2 * air > right_ - left_) return;
  const double begin = take_end(width + 2 * air, false);
  const Box box{begin + air + drift_, frame_.strip.centre_y() - height / 2, width, height};
  ground({begin, frame_.strip.y, width + 2 * air, frame_.strip.height});
  Canvas canvas(out_.pixels);
  draw_picture(canvas, *picture, box, *overlay.picture, true);
}

// Each language says what it is, then how old and whose, in the longest form that has room; all languages of
// the round, or none.
void OverlayPainter::add_feed(Tile& tile, const bundle::Feed& feed, const bundle::FeedValue& value,
                              double room) {
  Tile added = tile;
  for (const auto& language : languages_) {
    const FeedWords words = feed_words(release_, feed, value, language, now_);
    const Date number = figure_label(words.value, words.language, 700, 1.08);
    const std::vector<std::vector<std::string>> forms{{words.label, words.as_of + " · " + words.source},
                                                      {words.label, words.as_of, words.source},
                                                      {words.label, words.as_of_short, words.source}};
    bool is_placed = false;
    for (const auto& form : forms) {
      std::vector<Date> captions;
      for (const auto& text : form) captions.push_back(figure_label(text, words.language, 400, 1));
      is_placed = std::all_of(captions.begin(), captions.end(), [&](const Date& caption) {
        return number.width + caption.width + 3 * tile_gap() <= room;
      });
      if (!is_placed) continue;
      for (Date& caption : captions) {
        added.caption_width = std::max(added.caption_width, caption.width);
        added.captions.push_back(std::move(caption));
        added.values.push_back(number);
      }
      break;
    }
    if (!is_placed) {
      out_.has_lost_tile = true;
      return;
    }
    added.value_width = std::max(added.value_width, number.width);
  }
  tile = std::move(added);
}

OverlayPainter::Tile OverlayPainter::measure_tile(const bundle::FeedValues& feeds, double room) {
  Tile tile;
  if (!release_.feed_tile || !release_.feed_tile->modes.contains(mode_)) return tile;
  for (const auto& name : release_.feed_tile->feeds) {
    const auto value = feeds.find(name);
    const auto feed = release_.feeds.find(name);
    if (value == feeds.end() || feed == release_.feeds.end() ||
        !bundle::is_fresh(feed->second, value->second, now_))
      continue;
    add_feed(tile, feed->second, value->second, room);
    out_.changes_at = std::min(out_.changes_at, bundle::fresh_until(feed->second, value->second));
  }
  return tile;
}

// As wide as its widest turn, so that nothing beside it jumps; the value stands at one place.
void OverlayPainter::feed_tile(const Tile& tile) {
  const double width = tile.caption_width + tile.value_width + 3 * tile_gap();
  const double begin = take_end(width, false);
  ground({begin, frame_.strip.y, width, frame_.strip.height});
  const std::int64_t turn = seconds_of(now_) / kTurnSeconds;
  const auto at = static_cast<std::size_t>(turn) % tile.captions.size();
  const double x = begin + tile_gap() + drift_;
  draw(tile.captions[at], x + tile.caption_width - tile.captions[at].width);
  draw(tile.values[at], x + tile.caption_width + tile_gap());
  if (tile.captions.size() > 1)
    out_.changes_at =
        std::min<Instant>(out_.changes_at, Instant(std::chrono::seconds((turn + 1) * kTurnSeconds)));
}

double OverlayPainter::take_end(double width, bool is_clock) {
  if (is_clock == is_mirrored_) {
    left_ += width;
    return left_ - width;
  }
  right_ -= width;
  return right_;
}

SlidePainter::OverlayPicture OverlayPainter::paint(bool is_demo, const SlidePainter::StripLook& look) {
  is_mirrored_ = look.is_mirrored;
  if (is_demo) {
    paint_demo_mark(out_.pixels, frame_, scale_, typesetter_);
    const Box box{0, frame_.strip.y, demo_width(frame_), frame_.strip.height};
    out_.touched.push_back(rounded_out(box));
    left_ = box.right();
  }
  const auto each = [&](bundle::Overlay::Kind kind, auto paint_one) {
    for (const bundle::Overlay& overlay : release_.overlays)
      if (overlay.kind == kind && overlay.modes.count(mode_) != 0) {
        paint_one(overlay);
        return;
      }
  };
  if (look.has_ticker && look.may_run)
    each(bundle::Overlay::Kind::ticker,
         [&](const bundle::Overlay& overlay) { line_room_ = room_to_run(overlay); });
  // The clock's hour stays whatever comes; dates and ticker give way to a value, dates to a line that runs.
  Tile tile;
  if (look.has_ticker && look.feeds) {
    const double room = right_ - left_ - hour_width();
    tile = measure_tile(*look.feeds, room - line_room_);
    if (std::exchange(out_.has_lost_tile, false)) tile = measure_tile(*look.feeds, room);
  }
  const double reserved =
      line_room_ + (tile.is_empty() ? 0 : tile.caption_width + tile.value_width + 3 * tile_gap());
  each(bundle::Overlay::Kind::clock, [&](const bundle::Overlay&) { clock(reserved); });
  if (!tile.is_empty()) feed_tile(tile);
  each(bundle::Overlay::Kind::logo, [&](const bundle::Overlay& overlay) { logo(overlay); });
  if (look.has_ticker)
    each(bundle::Overlay::Kind::ticker,
         [&](const bundle::Overlay& overlay) { ticker(overlay, look.may_run); });
  if (!out_.touched.empty()) pattern();
  return std::move(out_);
}

}  // namespace gatecast::compose

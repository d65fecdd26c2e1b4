#include "player/playback/stick_corner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "player/compose/canvas.h"
#include "player/compose/theme.h"
#include "player/playback/output_arguments.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

// While it is read the agent tells of it each second; one that tells nothing any more is not waited for.
constexpr Duration kShownReading = 60s;
constexpr Duration kShownAfter = 60s;
constexpr std::int64_t kLargestNumber = 999'999'999;

struct Words {
  StickState state;
  const char* name;  // as the agent writes it
  const char* vi;
  const char* en;
};
constexpr std::array kWords{
    Words{StickState::reading, "reading", "USB: đang đọc", "reading"},
    Words{StickState::fresh, "fresh", "USB: đã nhận nội dung mới, bản", "something new was taken; release"},
    Words{StickState::nothing_new, "nothing_new", "USB: không có gì mới", "nothing new"},
    Words{StickState::refused, "refused", "USB: BỊ TỪ CHỐI", "REFUSED"},
    Words{StickState::unreadable, "unreadable", "USB: không đọc được hết", "could not be read to its end"},
    Words{StickState::no_content, "no_content", "USB: không có nội dung", "holds no content"},
};

const Words& words_of(StickState state) {
  return *std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) { return one.state == state; });
}

struct Lines {
  std::string vi, en;
};

Lines lines_of(const StickNote& note) {
  const auto& words = words_of(note.state);
  Lines lines{words.vi, words.en};
  const auto add = [&](const std::string& vi, const std::string& en) {
    lines.vi += vi;
    lines.en += en;
  };
  const auto both = [&](const std::string& text) { add(text, text); };
  if (note.state == StickState::reading) both(" " + std::to_string(note.percent) + " %");
  if (note.state == StickState::fresh) both(" " + std::to_string(note.release));
  if (note.reports) {
    const auto count = std::to_string(*note.reports);
    add("; báo cáo: " + count, "; reports: " + count);
  }
  const bool is_at_fault = note.state == StickState::refused || note.state == StickState::unreadable;
  if (is_at_fault) both(" → gatecast-sync status");
  if (note.state != StickState::reading) add(". Có thể rút ra.", ". It may be pulled out.");
  return lines;
}

// Which pixels of `from` lie where nothing is seen through.
void lay_over(pixels::Pixmap& to, const pixels::Pixmap& from, int x, int y) {
  for (int row = 0; row < from.size().height_px; ++row)
    std::copy_n(from.row(row), from.size().width_px, to.row(y + row) + x);
}

}  // namespace

std::optional<StickNote> parse_stick_note(ByteView bytes) {
  const auto document = parse_json(bytes, kStickFile);
  if (!document || !document->is_object() || number_at(*document, "format") != 1) return std::nullopt;
  const auto state = text_at(*document, "state");
  const auto* words =
      std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) { return one.name == state; });
  if (words == kWords.end()) return std::nullopt;
  StickNote note;
  note.state = words->state;
  const auto done = static_cast<double>(std::max<std::int64_t>(0, number_at(*document, "done_bytes")));
  const auto total = static_cast<double>(std::max<std::int64_t>(0, number_at(*document, "total_bytes")));
  if (total > 0) note.percent = static_cast<int>(std::clamp(done / total * 100, 0.0, 99.0));
  note.release = std::clamp<std::int64_t>(number_at(*document, "release"), 0, kLargestNumber);
  const auto reports = number_at(*document, "reports", -1);
  if (reports >= 0) note.reports = std::min(reports, kLargestNumber);
  return note;
}

std::optional<StickNote> StickEar::look(Disk& disk, const Path& store) {
  auto heard = file_.look(disk, store / kStickFile, kLargestStickFile);
  const bool is_first = !std::exchange(has_looked_, true);
  if (!heard) return std::nullopt;
  const auto note = is_first || !heard->is_there ? std::nullopt : parse_stick_note(heard->bytes);
  file_.deal_with(*std::move(heard));
  return note;
}

pixels::Pixmap paint_stick_note(const StickNote& note, pixels::Size screen, text::Typesetter& typesetter) {
  const auto lines = lines_of(note);
  const double letter = std::max(12.0, std::min(screen.width_px, screen.height_px) * 0.022);
  const auto style = [&](const char* language, pixels::Colour colour) {
    text::TextStyle one;
    one.language = language;
    one.size_px = letter;
    one.colour = colour;
    one.line_height_em = 1.45;
    return one;
  };
  const auto vi = style("vi", compose::tone::paper);
  const auto en = style("en", compose::tone::mist);
  const double room = screen.width_px * 0.9 - 2 * letter;
  const auto upper = typesetter.layout(lines.vi, vi, room);
  const auto lower = typesetter.layout(lines.en, en, room);
  const auto width = static_cast<int>(std::max(upper.width_px, lower.width_px) + 2 * letter);
  const auto height = static_cast<int>(upper.height_px + lower.height_px + letter);
  pixels::Pixmap plate({std::min(width, screen.width_px), std::min(height, screen.height_px)});
  {
    compose::Canvas canvas(plate);
    canvas.fill_box(
        {0, 0, static_cast<double>(plate.size().width_px), static_cast<double>(plate.size().height_px)},
        note.state == StickState::refused ? compose::tone::forest : compose::tone::night);
  }
  typesetter.draw(plate, upper, vi, letter, letter / 2, room, text::Align::start);
  typesetter.draw(plate, lower, en, letter, letter / 2 + upper.height_px, room, text::Align::start);
  return plate;
}

void StickCorner::take(const StickNote& note, SteadyInstant now) {
  note_ = note;
  ends_ = now + (note.state == StickState::reading ? kShownReading : kShownAfter);
}

bool StickCorner::tend(pixels::Size screen, SteadyInstant now) {
  if (ends_ && now >= *ends_) {
    note_.reset();
    ends_.reset();
    typesetter_.reset();  // its typefaces take some megabytes
  }
  if (note_ == painted_note_ && (!note_ || painted_for_ == screen)) return false;
  if (note_ && !typesetter_ && has_typefaces_) {
    SystemDisk disk;
    typesetter_ = image_typesetter(disk);
    has_typefaces_ = typesetter_ != nullptr;
  }
  painted_note_ = note_;
  painted_for_ = screen;
  painted_ = note_ && typesetter_ ? paint_stick_note(*note_, screen, *typesetter_) : pixels::Pixmap();
  under_.reset();
  together_.reset();
  return true;
}

OverlaysPtr StickCorner::over(const OverlaysPtr& overlays, pixels::Size size) {
  const auto plate = painted_.size();
  if (plate.width_px == 0) return overlays;
  if (overlays) size = overlays->pixels.size();
  if (plate.width_px > size.width_px || plate.height_px > size.height_px) return overlays;
  if (together_ && under_ == overlays && together_->pixels.size() == size) return together_;
  compose::SlidePainter::OverlayPicture picture;
  if (overlays) picture = *overlays;
  if (!overlays) picture.pixels = pixels::Pixmap(size);
  picture.is_opaque = false;
  const pixels::Rect place{size.width_px - plate.width_px, 0, plate.width_px, plate.height_px};
  lay_over(picture.pixels, painted_, place.x, place.y);
  picture.touched.push_back(place);
  under_ = overlays;
  together_ = std::make_shared<const compose::SlidePainter::OverlayPicture>(std::move(picture));
  return together_;
}

}  // namespace gatecast::playback

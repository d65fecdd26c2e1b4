// Blocks of rows: table, contacts, opening hours.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/page_setter.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/local_time.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

bool holds(const bundle::OpenSpan& span, int day) {
  return span.weekdays.empty() ||
         std::find(span.weekdays.begin(), span.weekdays.end(), day) != span.weekdays.end();
}

// Is it open at this moment? A span of yesterday may still run after midnight.
bool is_open_at(const bundle::HoursBlock& hours, const compose::CivilTime& time) {
  const int minute = time.hour * 60 + time.minute;
  const int today = time.weekday == 0 ? 7 : time.weekday;
  const int yesterday = today == 1 ? 7 : today - 1;
  return std::any_of(hours.spans.begin(), hours.spans.end(), [&](const bundle::OpenSpan& span) {
    return (holds(span, today) && minute >= span.from_minute && minute < span.to_minute) ||
           (holds(span, yesterday) && minute + 1440 < span.to_minute);
  });
}

// Figures alone stand in the digits of all languages, in a line box without room for marks that none of them
// has; "" is the reader's language.
std::string language_of(const std::string& value) {
  const bool is_figure =
      std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return is_figure ? "en" : "";
}

std::string clock_of(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

// The hour at which it opens next, with its day where that is more than a day away; "" where it never does.
std::string next_opening(const bundle::HoursBlock& hours, const compose::CivilTime& time,
                         const std::string& language) {
  const int minute = time.hour * 60 + time.minute;
  for (int ahead = 0; ahead <= 7; ++ahead) {
    auto day = time;
    day.weekday = (time.weekday + ahead) % 7;
    int from = 24 * 60;
    for (const auto& span : hours.spans)
      if (holds(span, day.weekday == 0 ? 7 : day.weekday) && (ahead > 0 || span.from_minute > minute))
        from = std::min(from, span.from_minute);
    if (from == 24 * 60) continue;
    const bool is_within_a_day = ahead == 0 || (ahead == 1 && from <= minute);
    return (is_within_a_day ? "" : compose::weekday_in(day, language) + " ") + clock_of(from);
  }
  return {};
}

}  // namespace

// The rows of a block stand alike: label and value side by side where every value has one line and every
// label two at the most; else each value under its label, over the whole width. No two of them ever meet.
void PageSetter::add_rows(const std::vector<RowTexts>& rows, double value_factor) {
  constexpr double kUnbound = 1e6;
  constexpr double kMostOfValue = 0.62;  // of the width: what is left still holds a label
  const auto label = reading(letter_, 400);
  auto value = reading(letter_ * value_factor, 700);
  const auto set_value = [&](const RowTexts& row, const Lettering& lettering, double width) {
    return pen_.set(row.value, lettering, width, 0, language_of(row.value));
  };
  const auto width_of = [&](const RowTexts& row, const Lettering& lettering) {
    return std::ceil(set_value(row, lettering, kUnbound).layout.width_px) + 1;
  };
  const auto widest = [&](const Lettering& lettering) {
    double width = 0;
    for (const auto& row : rows) width = std::max(width, width_of(row, lettering));
    return width;
  };
  const double gap = std::max(pen_.metrics().mm(5), letter_ * 0.8);
  double labels = 0;
  for (const auto& row : rows)
    labels = std::max(labels, std::ceil(pen_.set(row.label, label, kUnbound).layout.width_px) + 1);
  // A little smaller to stand beside the label; rather under it than much smaller.
  const double most = std::max(width_ * kMostOfValue, width_ - gap - labels);
  double values = widest(value);
  const double fitting = value.letter_px * most / values;
  if (fitting < value.letter_px && fitting > std::max(letter_, value.letter_px * 0.8)) {
    value.letter_px = fitting;
    values = widest(value);
  }
  // Wide pages: the value begins in the middle, not far away at the other edge.
  const bool is_wide = pen_.metrics().to_mm(width_) > 420;
  double from = width_ - values;
  if (is_wide) from = std::min(from, std::max(width_ * 0.5, labels + gap));
  const std::size_t most_lines = rows.size() > 3 || pen_.metrics().is_small() ? 2 : 1;
  const auto below = value;
  value.align = is_wide ? text::Align::start : text::Align::end;
  // Values at the right end leave each label what they do not need themselves.
  const auto from_of = [&](const RowTexts& row) { return is_wide ? from : width_ - width_of(row, value); };
  const bool is_beside =
      (!is_wide || values <= most + 1) && std::all_of(rows.begin(), rows.end(), [&](const RowTexts& row) {
        if (from_of(row) <= gap) return false;
        const auto set = pen_.set(row.label, label, from_of(row) - gap);
        return set.layout.lines.size() <= most_lines && set.letter_px >= letter_ * 0.99;
      });
  for (const auto& row : rows)
    if (is_beside)
      add_beside(pen_.set(row.label, label, from_of(row) - gap), set_value(row, value, width_ - from_of(row)),
                 from_of(row));
    else
      add_stacked(pen_.set(row.label, label, width_), set_value(row, below, width_));
}

// On one baseline.
void PageSetter::add_beside(const Words& label, const Words& value, double from) {
  const auto first = [](const Words& words) {
    return words.layout.lines.empty() ? 0 : words.layout.lines.front().baseline_px;
  };
  const double base = std::max(first(label), first(value));
  const double pad = row_pad_;
  const double label_down = pad + base - first(label);
  const double value_down = pad + base - first(value);
  const double height = std::max(label_down + label.layout.height_px, value_down + value.layout.height_px);
  const auto begin = pieces_.size();
  pieces_.push_back({height, 0, [=](Pen& pen, double x, double y) {
                       pen.place(label, x, y + label_down);
                       pen.place(value, x + from, y + value_down);
                     }});
  add_rule(pad);
  keep_together(begin);
}

void PageSetter::add_stacked(const Words& label, const Words& value) {
  const double pad = row_pad_;
  const auto begin = pieces_.size();
  pieces_.push_back({pad, 0, [](Pen&, double, double) {}});
  add_lines(label);
  add_lines(value);
  add_rule(pad);
  keep_together(begin);
}

void PageSetter::add_rule(double pad) {
  const double rule = std::max(1.0, pen_.metrics().mm(0.4));
  const double width = width_;
  const auto colour = pen_.palette().rule;
  pieces_.push_back({pad + rule, 0, [=](Pen& pen, double x, double y) {
                       pen.fill({x, y + pad, width, rule}, colour);
                     }});
}

void PageSetter::add(const bundle::TableBlock& block) {
  std::vector<RowTexts> rows;
  for (const auto& row : block.rows)
    rows.push_back({text(row.label), value(book_.text(row.value, pen_.language()))});
  add_rows(rows, 1);
  end_block();
}

void PageSetter::add(const bundle::ContactsBlock& block) {
  std::vector<RowTexts> rows;
  for (const auto& contact : block.contacts) rows.push_back({text(contact.name), value(contact.number)});
  add_rows(rows, pen_.metrics().is_small() ? 1.6 : 2.2);
  end_block();
}

// Old or strict facts past their date say "ask at the counter" instead of an hour that may be wrong.
void PageSetter::add(const bundle::HoursBlock& block) {
  const auto& release = book_.release();
  auto asking = compose::ask_at_counter(pen_.language());
  const bool was_old = used_.is_old;
  const bool is_sure = block.fact.empty() || facts("{fact:" + block.fact + "}") != asking;
  const auto& palette = pen_.palette();
  if (!is_sure) {
    // It stands alone here, not in a sentence.
    if (asking.front() >= 'a' && asking.front() <= 'z')
      asking.front() = static_cast<char>(asking.front() - 'a' + 'A');
    add_lines(asking, {letter_ * 1.3, letter_, 700, 0, palette.text});
    return end_block();
  }
  std::vector<RowTexts> rows;
  for (const auto& span : block.spans) {
    auto times = clock_of(span.from_minute) + "–" +
                 clock_of(span.to_minute == 24 * 60 ? span.to_minute : span.to_minute % (24 * 60));
    rows.push_back({days_of(span), std::move(times)});
  }
  add_rows(rows, 1.7);
  const bool may_say_now = request_.is_time_trusted && (was_old || !used_.is_old);
  if (may_say_now) add_badge(block, compose::civil_time(request_.now, release.zone));
  end_block();
}

std::string PageSetter::days_of(const bundle::OpenSpan& span) {
  if (span.weekdays.empty()) return word(Word::every_day, pen_.language());
  std::string days;
  for (const int day : span.weekdays) {
    compose::CivilTime any;
    any.weekday = day % 7;
    days += (days.empty() ? "" : ", ") + compose::weekday_in(any, pen_.language());
  }
  return days;
}

// Open or closed, and who stands before a closed gate reads when it opens.
void PageSetter::add_badge(const bundle::HoursBlock& hours, const compose::CivilTime& time) {
  const bool is_open = is_open_at(hours, time);
  const auto palette = pen_.palette();
  const auto ink = is_open ? palette.good_text : palette.closed_text;
  auto said = word(is_open ? Word::open_now : Word::closed_now, pen_.language());
  const auto next = is_open ? std::string() : next_opening(hours, time, pen_.language());
  if (!next.empty()) said += "  ·  " + fmt::format(fmt::runtime(word(Word::opens, pen_.language())), next);
  const double around = letter_ * 4;  // its sign and its edges
  auto words = pen_.set(said, {letter_ * 1.1, letter_ * 0.6, 700, 1, ink}, width_ - around);
  words.box.width = words.layout.width_px;
  const double height = words.layout.height_px + letter_ * 0.5;
  const double pad = letter_ * 0.8;
  pieces_.back().space_after = space_;
  pieces_.push_back({height, 0, [=](Pen& pen, double x, double y) {
                       const double sign = height * 0.62;
                       const Box box{x, y, words.layout.width_px + sign + pad * 2.5, height};
                       pen.fill(box, is_open ? palette.good : palette.closed, height / 2);
                       pen.icon(is_open ? "sign/open" : "sign/closed",
                                {x + pad, y + (height - sign) / 2, sign, sign}, ink, ink, ink);
                       pen.place(words, x + pad * 1.5 + sign, y + (height - words.layout.height_px) / 2);
                     }});
}

}  // namespace gatecast::kiosk_ui

// Blocks of rows: table, contacts, opening hours.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk-ui/view/page_setter.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/local_time.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

// Is it open at this moment? A span of yesterday may still run after midnight.
bool is_open_at(const bundle::HoursBlock& hours, const compose::CivilTime& time) {
  const int minute = time.hour * 60 + time.minute;
  const int today = time.weekday == 0 ? 7 : time.weekday;
  const int yesterday = today == 1 ? 7 : today - 1;
  const auto holds = [](const bundle::OpenSpan& span, int day) {
    return span.weekdays.empty() ||
           std::find(span.weekdays.begin(), span.weekdays.end(), day) != span.weekdays.end();
  };
  return std::any_of(hours.spans.begin(), hours.spans.end(), [&](const bundle::OpenSpan& span) {
    return (holds(span, today) && minute >= span.from_minute && minute < span.to_minute) ||
           (holds(span, yesterday) && minute + 1440 < span.to_minute);
  });
}

}  // namespace

// Label on the left, value bold on the right; one under the other where the letters are large.
void PageSetter::add_row(const std::string& label, const std::string& value, double value_factor) {
  const auto& palette = pen_.palette();
  Lettering left{letter_, 0, 400, 0, palette.text};
  // Wide pages: the value begins in the middle, not far away at the other edge.
  const bool is_wide = pen_.metrics().to_mm(width_) > 420;
  Lettering right{
      letter_ * value_factor, letter_, 700, 0, palette.text, is_wide ? text::Align::start : text::Align::end};
  const double gap = pen_.metrics().mm(5);
  auto value_words = pen_.set(value, right, width_ * 0.5);
  const double of_value = is_wide ? width_ * 0.5 : std::min(width_ * 0.5, value_words.layout.width_px);
  auto label_words = pen_.set(label, left, width_ - gap - of_value);
  const bool is_stacked = label_words.layout.lines.size() > 2 || value_words.layout.lines.size() > 2;
  if (is_stacked) {
    right.align = text::Align::start;
    value_words = pen_.set(value, right, width_);
    label_words = pen_.set(label, left, width_);
  }
  const double pad = letter_ * 0.45;
  const double rule = std::max(1.0, pen_.metrics().mm(0.4));
  const double inner = is_stacked ? label_words.layout.height_px + value_words.layout.height_px
                                  : std::max(label_words.layout.height_px, value_words.layout.height_px);
  const double width = width_;
  const auto colour = palette.rule;
  pieces_.push_back({inner + 2 * pad + rule, 0, [=](Pen& pen, double x, double y) {
                       const double top = y + pad;
                       if (is_stacked) {
                         pen.place(label_words, x, top);
                         pen.place(value_words, x, top + label_words.layout.height_px);
                       } else {
                         pen.place(label_words, x, top + (inner - label_words.layout.height_px) / 2);
                         pen.place(value_words, x + width - value_words.box.width,
                                   top + (inner - value_words.layout.height_px) / 2);
                       }
                       pen.fill({x, y + inner + 2 * pad, width, rule}, colour);
                     }});
}

void PageSetter::add(const bundle::TableBlock& block) {
  for (const auto& row : block.rows) add_row(text(row.label), text(row.value), 1);
  end_block();
}

void PageSetter::add(const bundle::ContactsBlock& block) {
  const double factor = pen_.metrics().is_small() ? 1.6 : 2.2;
  for (const auto& contact : block.contacts) add_row(text(contact.name), facts(contact.number), factor);
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
  for (const auto& span : block.spans) {
    const auto times =
        fmt::format("{:02}:{:02}–{:02}:{:02}", span.from_minute / 60, span.from_minute % 60,
                    span.to_minute == 1440 ? 24 : span.to_minute / 60 % 24, span.to_minute % 60);
    add_row(days_of(span), times, 1.7);
  }
  const bool may_say_now = request_.is_time_trusted && (was_old || !used_.is_old);
  if (may_say_now) add_badge(is_open_at(block, compose::civil_time(request_.now, release.zone)));
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

void PageSetter::add_badge(bool is_open) {
  const auto palette = pen_.palette();
  const auto ink = is_open ? palette.good_text : palette.closed_text;
  auto words = pen_.set(word(is_open ? Word::open_now : Word::closed_now, pen_.language()),
                        {letter_ * 1.1, letter_, 700, 1, ink}, width_);
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

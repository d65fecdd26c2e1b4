// A page: the way to it, its title, its blocks one under the other, cut into screenfuls between rows and
// lines; beside or below them the related pages, within reach.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"
#include "player/compose/local_time.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

// What is not divided between two screenfuls: a row, a step, a line.
struct Piece {
  double height = 0;
  double space_after = 0;
  std::function<void(Pen&, double x, double y)> draw;
};

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

class PageSetter {
 public:
  PageSetter(Pen& pen, const ViewRequest& request, double width)
      : pen_(pen),
        request_(request),
        book_(*request.book),
        width_(width),
        letter_(pen.letter()),
        space_(pen.letter() * 1.1) {}
  std::vector<Piece> set(const bundle::Page& page) {
    for (const auto& block : page.blocks) std::visit([&](const auto& body) { add(body); }, block);
    add_note();
    return std::move(pieces_);
  }

 private:
  std::string text(const bundle::TextByLanguage& texts) { return facts(book_.text(texts, pen_.language())); }
  std::string facts(const std::string& text) {
    return compose::with_facts(text, pen_.language(), book_.release(), request_.now, used_);
  }
  void end_block() {
    if (!pieces_.empty()) pieces_.back().space_after = space_ * 1.3;
  }
  // Line by line, so that the largest letters may pass from one screenful to the next.
  void add_lines(const std::string& words, const Lettering& lettering, double indent = 0, double inset = 0) {
    const auto set_words = pen_.set(words, lettering, width_ - indent - inset);
    const double line = set_words.layout.line_box_px;
    for (std::size_t i = 0; i < set_words.layout.lines.size(); ++i) {
      Words one = set_words;
      one.layout.lines = {set_words.layout.lines[i]};
      const double up = static_cast<double>(i) * line;
      one.layout.lines[0].baseline_px -= up;
      one.layout.lines[0].ink_top_px -= up;
      one.layout.lines[0].ink_bottom_px -= up;
      one.layout.height_px = line;
      one.box.height = line;
      pieces_.push_back(
          {line, 0, [one, indent](Pen& pen, double x, double y) { pen.place(one, x + indent, y); }});
    }
  }
  void add(const bundle::TextBlock& block) {
    const auto& palette = pen_.palette();
    if (!block.is_answer) {
      add_lines(text(block.text), {letter_, letter_ * 0.6, 400, 0, palette.text});
      return end_block();
    }
    // The answer stands first and largest, with a bar of rice beside it.
    const double indent = pen_.metrics().mm(6);
    const auto from = pieces_.size();
    add_lines(text(block.text), {letter_ * 1.3, letter_ * 0.6, 700, 0, palette.text}, indent);
    for (auto i = from; i < pieces_.size(); ++i) {
      const auto inner = pieces_[i].draw;
      const double height = pieces_[i].height;
      const double bar = pen_.metrics().mm(1.6);
      const auto colour = palette.is_high_contrast ? palette.panel_accent : compose::tone::jade;
      pieces_[i].draw = [=](Pen& pen, double x, double y) {
        pen.fill({x, y, bar, height}, colour);
        inner(pen, x, y);
      };
    }
    end_block();
  }
  void add(const bundle::StepsBlock& block) {
    int number = 0;
    const double side = letter_ * 2.5;
    const double indent = side + pen_.metrics().mm(4);
    for (const auto& step : block.steps) {
      auto words = pen_.set(text(step), {letter_, 0, 400, 0, pen_.palette().text}, width_ - indent);
      const double height = std::max(side, words.layout.height_px);
      const std::string label = std::to_string(++number);
      const auto palette = pen_.palette();
      const double letter = letter_;
      pieces_.push_back(
          {height, space_ * 0.8, [=](Pen& pen, double x, double y) {
             pen.fill({x, y, side, side}, palette.is_high_contrast ? palette.chosen : palette.tile, side / 2);
             Lettering digit{letter * 1.1,
                             0,
                             700,
                             1,
                             palette.is_high_contrast ? palette.chosen_text : palette.tile_text,
                             text::Align::centre};
             digit.is_label = true;
             pen.write_centred(label, digit, {x, y, side, side}, "en");
             const double down = std::max(0.0, (side - words.layout.line_box_px) / 2);
             pen.place(
                 words, x + indent,
                 y + (words.layout.lines.size() == 1 ? down
                                                     : std::min(down, height - words.layout.height_px)));
           }});
    }
    end_block();
  }
  // Label on the left, value bold on the right; one under the other where the letters are large.
  void add_row(const std::string& label, const std::string& value, double value_factor) {
    const auto& palette = pen_.palette();
    Lettering left{letter_, 0, 400, 0, palette.text};
    // Wide pages: the value begins in the middle, not far away at the other edge.
    const bool is_wide = pen_.metrics().to_mm(width_) > 420;
    Lettering right{letter_ * value_factor,
                    letter_,
                    700,
                    0,
                    palette.text,
                    is_wide ? text::Align::start : text::Align::end};
    const double gap = pen_.metrics().mm(5);
    auto value_words = pen_.set(value, right, width_ * 0.5);
    auto label_words =
        pen_.set(label, left, width_ - gap - std::min(width_ * 0.5, value_words.layout.width_px));
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
  void add(const bundle::TableBlock& block) {
    for (const auto& row : block.rows) add_row(text(row.label), text(row.value), 1);
    end_block();
  }
  void add(const bundle::ContactsBlock& block) {
    for (const auto& contact : block.contacts) add_row(text(contact.name), facts(contact.number), 2.2);
    end_block();
  }
  // Old or strict facts past their date say "ask at the counter" instead of an hour that may be wrong.
  void add(const bundle::HoursBlock& block) {
    const auto& release = book_.release();
    const auto asking = compose::ask_at_counter(pen_.language());
    const bool was_old = used_.is_old;
    const bool is_sure = block.fact.empty() || facts("{fact:" + block.fact + "}") != asking;
    const auto& palette = pen_.palette();
    if (!is_sure) {
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
  std::string days_of(const bundle::OpenSpan& span) {
    if (span.weekdays.empty()) return word(Word::every_day, pen_.language());
    std::string days;
    for (const int day : span.weekdays) {
      compose::CivilTime any;
      any.weekday = day % 7;
      days += (days.empty() ? "" : ", ") + compose::weekday_in(any, pen_.language());
    }
    return days;
  }
  void add_badge(bool is_open) {
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

  void add(const bundle::SceneBlock&) {}    // stands beside the words: see add_side
  void add(const bundle::RelatedBlock&) {}  // within reach: see add_related

  // How old the values are, and that they are samples.
  void add_note() {
    auto note = compose::note_for(used_, pen_.language());
    if (used_.has_sample) {
      if (!note.empty()) note += "  ·  ";
      note += compose::sample_tag({pen_.language()});
    }
    if (note.empty()) return;
    add_lines(note, {letter_ * 0.8, letter_ * 0.8, 400, 0, pen_.palette().quiet});
  }

  Pen& pen_;
  const ViewRequest& request_;
  const Book& book_;
  double width_;
  double letter_;
  double space_;
  compose::FactsUsed used_;
  std::vector<Piece> pieces_;
};

struct Areas {
  Box words;
  Box side;     // a scene, or the topic's pictogram; empty where there is no room
  Box related;  // buttons
  bool is_related_a_row = false;
};

std::vector<std::string> related_of(const bundle::Page& page, const Book& book) {
  std::vector<std::string> ids;
  for (const auto& block : page.blocks)
    if (const auto* related = std::get_if<bundle::RelatedBlock>(&block))
      for (const auto& id : related->pages)
        if (book.page(id) != nullptr && ids.size() < 3) ids.push_back(id);
  return ids;
}

Areas areas_of(const Metrics& metrics, double top, std::size_t related) {
  Areas areas;
  const auto& content = metrics.content;
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  areas.words = {content.x, top, content.width, bottom - top};
  if (metrics.is_portrait()) {
    areas.is_related_a_row = true;
    const double height = related > 0 ? metrics.mm(26) : 0;
    areas.related = {content.x, bottom - height, content.width, height};
    if (related > 0) areas.words.height -= height + metrics.gap * 1.5;
    return areas;
  }
  const double column = std::max(content.width * 0.3, metrics.mm(86));
  const double gap = metrics.mm(12);
  if (related > 0) {
    areas.words.width -= column + gap;
    const double one = metrics.mm(25);
    const double height = static_cast<double>(related) * (one + metrics.gap) - metrics.gap;
    areas.related = {content.right() - column, bottom - height, column, height};
    const double side = areas.related.y - top - metrics.letter_px(0) * 3.6;
    if (side > metrics.mm(45)) areas.side = {areas.related.x, top, column, std::min(side, column * 0.75)};
  }
  return areas;
}

void add_related(Pen& pen, const ViewRequest& request, const Areas& areas,
                 const std::vector<std::string>& ids) {
  const auto& metrics = pen.metrics();
  const auto count = static_cast<double>(ids.size());
  const double width = areas.is_related_a_row ? (areas.related.width - metrics.gap * (count - 1)) / count
                                              : areas.related.width;
  const double height = areas.is_related_a_row ? areas.related.height
                                               : (areas.related.height - metrics.gap * (count - 1)) / count;
  if (!areas.is_related_a_row && !areas.side.is_empty()) {
    auto words = pen.set(word(Word::related, pen.language()),
                         {metrics.letter_px(0), 0, 700, 1, pen.palette().quiet}, areas.related.width);
    const double y = areas.related.y - metrics.mm(1.5) - words.layout.height_px;
    pen.place(std::move(words), areas.related.x, y);
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto* page = request.book->page(ids[i]);
    const auto* topic = request.book->topic(page->topic);
    const auto step = static_cast<double>(i);
    const Box box{std::round(areas.related.x + (areas.is_related_a_row ? step * (width + metrics.gap) : 0)),
                  std::round(areas.related.y + (areas.is_related_a_row ? 0 : step * (height + metrics.gap))),
                  std::floor(width), std::floor(height)};
    ButtonFace face;
    face.icon = topic == nullptr ? "information" : topic->icon;
    face.label = request.book->text(page->title, pen.language());
    face.is_wide = true;
    const std::string id = "related/" + ids[i];
    pen.button({id, {Act::open_page, ids[i]}, box, true}, face, look_of(request, id));
  }
}

void add_side(Pen& pen, const bundle::Page& page, const Box& box) {
  if (box.is_empty() || pen.palette().is_high_contrast) return;
  const auto& topic = compose::topic_named(page.topic);
  std::string name(topic.scene);
  for (const auto& block : page.blocks)
    if (const auto* scene = std::get_if<bundle::SceneBlock>(&block)) name = scene->scene;
  Mark mark;
  mark.kind = Mark::Kind::scene;
  mark.name = name;
  mark.box = box;
  mark.ground = pen.palette().ground;
  mark.horizon = 0.5;
  pen.layer().marks.push_back(mark);
  Mark ribbon;
  ribbon.kind = Mark::Kind::band;
  const double height = std::max(11.0, std::round(pen.metrics().mm(5) / 11) * 11);
  ribbon.box = {box.x, box.bottom() - height, box.width, height};
  ribbon.stitch = topic.stitch;
  ribbon.band = pen.palette().band;
  pen.layer().marks.push_back(ribbon);
}

}  // namespace

int add_page(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  const auto& metrics = pen.metrics();
  const auto& book = *request.book;
  const auto* topic = book.topic(page.topic);
  std::string way = word(Word::home, pen.language()) + "  ›";
  if (topic != nullptr) way += "  " + book.text(topic->name, pen.language()) + "  ›";
  const double used = add_heading(pen, metrics.content, way, topic == nullptr ? "" : topic->icon,
                                  book.text(page.title, pen.language()));
  const auto related = related_of(page, book);
  const auto areas = areas_of(metrics, metrics.content.y + used, related.size());
  const auto pieces = PageSetter(pen, request, areas.words.width).set(page);

  // Screenfuls: greedy, never an empty one.
  int part = 0;
  double y = 0;
  std::vector<std::pair<int, double>> places;
  for (const auto& piece : pieces) {
    if (y > 0 && y + piece.height > areas.words.height) {
      ++part;
      y = 0;
    }
    places.emplace_back(part, y);
    y += piece.height + piece.space_after;
  }
  const int parts = part + 1;
  const int shown = std::clamp(request.session->here().part, 0, part);
  double filled = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (places[i].first == shown) {
      pieces[i].draw(pen, areas.words.x, areas.words.y + places[i].second);
      filled = places[i].second + pieces[i].height;
    }
  auto side = areas.side;
  // Portrait: a picture where the words leave room for a good one.
  if (metrics.is_portrait() && parts == 1) {
    const double room = areas.words.height - filled - metrics.mm(14);
    if (room > metrics.mm(70))
      side = {0, areas.words.y + filled + metrics.mm(10), metrics.screen.width,
              std::min(room, metrics.screen.width * 0.5)};
    side.y = areas.words.bottom() - side.height;
  }
  add_side(pen, page, side);
  add_related(pen, request, areas, related);
  return parts;
}

}  // namespace gatecast::kiosk_ui

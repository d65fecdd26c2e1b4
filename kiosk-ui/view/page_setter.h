// Sets the blocks of a page into pieces that are not divided between two screenfuls; one source file a family
// of blocks. Threads: the Typesetter's owner. Errors: none. Source: kiosk-ui/DESIGN.md (Blocks).
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "kiosk-ui/view/views.h"
#include "player/compose/fact_text.h"
#include "player/compose/local_time.h"

namespace gatecast::kiosk_ui {

// What is not divided between two screenfuls: a row, a line.
struct Piece {
  double height = 0;
  double space_after = 0;
  std::function<void(Pen&, double x, double y)> draw;
  bool is_with_next = false;  // divided from it only where both are higher than a screenful
};

double height_of(const std::vector<Piece>& pieces);

class PageSetter {
 public:
  PageSetter(Pen& pen, const ViewRequest& request, double width);
  std::vector<Piece> set(const bundle::Page& page, bool has_note = true);
  // How old the values are, and that they are samples, as `set` has found it; "" where there is nothing to
  // say. The last piece; without it a foot under each screenful (page_view.cpp).
  [[nodiscard]] std::string note() const;

 private:
  std::string text(const bundle::TextByLanguage& texts);
  std::string facts(const std::string& text);
  std::string value(const std::string& text);  // of a row: a fact that may not be told takes all of it
  void end_block();
  // Line by line, so that the largest letters may pass from one screenful to the next.
  void add_lines(const std::string& words, const Lettering& lettering, double indent = 0, double inset = 0);
  void add_lines(const Words& set_words, double indent = 0);
  // Those from `first` on are not divided but where they fill more than a screenful.
  void keep_together(std::size_t first);
  struct RowTexts {
    std::string label;
    std::string value;  // bold
  };
  void add_rows(const std::vector<RowTexts>& rows, double value_factor);
  void add_beside(const Words& label, const Words& value, double from);
  void add_stacked(const Words& label, const Words& value);
  void add_rule(double pad);
  // Words and steps (block_words.cpp).
  void add(const bundle::TextBlock& block);
  void add(const bundle::StepsBlock& block);
  // Rows, numbers, hours (block_rows.cpp).
  void add(const bundle::TableBlock& block);
  void add(const bundle::ContactsBlock& block);
  void add(const bundle::HoursBlock& block);
  std::string days_of(const bundle::OpenSpan& span);
  void add_badge(const bundle::HoursBlock& hours, const compose::CivilTime& time);
  void add(const bundle::SceneBlock&) {}    // stands beside the words: see page_view.cpp
  void add(const bundle::RelatedBlock&) {}  // within reach: see page_view.cpp
  void add(const bundle::MapBlock&) {}      // has a screenful of its own: see figure_view.cpp
  void add(const bundle::PlanBlock&) {}
  void add(const bundle::GalleryBlock&) {}
  void add(const bundle::FilmBlock&) {}
  void add(const bundle::FormBlock&) {}  // the same: see form_view.cpp
  void add_note();
  // Running text; on a small panel in the line box of labels: the first screenful needs the height.
  [[nodiscard]] Lettering reading(double letter_px, int weight) const;

  Pen& pen_;
  const ViewRequest& request_;
  const Book& book_;
  double width_;
  double letter_;
  double space_;
  double row_pad_;  // over and under a row's words
  compose::FactsUsed used_;
  std::vector<Piece> pieces_;
};

}  // namespace gatecast::kiosk_ui

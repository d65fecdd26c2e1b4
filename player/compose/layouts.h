// The layouts by name: each sets a Sheet in one of several arrangements, from the most generous to the
// tightest. Threads: as Sheet. Errors: none; `Sheet::fits` says whether the arrangement holds. Source:
// shared/design/content.md (Template).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "player/compose/sheet.h"

namespace gatecast::compose {

struct LayoutKind {
  const char* name;
  void (*set)(Sheet& sheet, int arrangement);
  int arrangements;                 // 0 .. arrangements-1
  std::vector<const char*> needed;  // slots that must have a text
};
const std::vector<LayoutKind>& layouts();
const LayoutKind* layout_named(std::string_view name);

// A headline with the icon's tile at the right end (landscape) or above it (portrait); what is left below.
// `asked`: the columns of its languages, cut off at the tile.
Box headline_with_tile(Sheet& sheet, bool is_side_by_side, double tile_share, double most_minutes,
                       std::vector<Box> asked = {});
double first_baseline(const Placed& text);
// The n-th text of every group, placed one after the other since `from`, on one baseline; the lowest end.
double align_baselines(Sheet& sheet, std::size_t from, const std::vector<std::size_t>& groups);
void set_title(Sheet& sheet, int arrangement);
void set_title_text(Sheet& sheet, int arrangement);
void set_picture_caption(Sheet& sheet, int arrangement);
void set_two_columns(Sheet& sheet, int arrangement);
void set_table(Sheet& sheet, int arrangement);
void set_steps(Sheet& sheet, int arrangement);
void set_number(Sheet& sheet, int arrangement);
void set_quotation(Sheet& sheet, int arrangement);
void set_plan(Sheet& sheet, int arrangement);
void set_full_picture(Sheet& sheet, int arrangement);
void set_split(Sheet& sheet, int arrangement);
void set_qr(Sheet& sheet, int arrangement);
constexpr int kAlertArrangementCount = 23;
void set_alert(Sheet& sheet, int arrangement);

}  // namespace gatecast::compose

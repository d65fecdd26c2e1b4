// Private to the subtitle readers: lines with their numbers, times, and what counts as text.
// Threads: pure. Errors: none; what is not understood gives nothing.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "content-sync/base/clock.h"

namespace gatecast::text {

struct NumberedLine {
  std::string_view text;   // without spaces at its ends
  std::size_t number = 0;  // from 1
};
std::vector<NumberedLine> split_lines(std::string_view bytes);
std::string_view trimmed(std::string_view text);
// [hours:]mm:ss[.,]mmm at the front of `text`, taken off.
std::optional<Duration> take_time(std::string_view& text);
// Spaces of all widths and marks without a width are not text.
bool is_visible(std::string_view utf8);

}  // namespace gatecast::text

// Hours as people write them in a sentence: "07:00–22:00", "từ 7:00 đến 22:00", "7.00 to 22.00".
// Threads: pure. Errors: none; what is no hour is passed over.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/bundle/page.h"

namespace gatecast::source {

struct ToldSpan {
  int from_minute = 0;
  int to_minute = -1;  // -1: an hour that stands alone
  // Midnight ends a day or begins one: the same.
  bool operator==(const ToldSpan& other) const {
    return from_minute == other.from_minute && to_minute % 1440 == other.to_minute % 1440;
  }
};
// Each two in their order, sorted.
std::vector<ToldSpan> hours_in(std::string_view text);
// Those of a page's block, sorted, each once: days are not written there.
std::vector<ToldSpan> hours_of(const bundle::HoursBlock& block);
// "07:00–12:00, 13:30–17:00"
std::string in_words(const std::vector<ToldSpan>& spans);

}  // namespace gatecast::source

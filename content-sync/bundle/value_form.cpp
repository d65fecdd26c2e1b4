#include "content-sync/bundle/value_form.h"

#include <algorithm>
#include <chrono>

namespace gatecast::bundle {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

int number(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

}  // namespace

bool is_day(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 8 || !std::all_of(text.begin(), text.end(), is_digit)) return false;
  return year_month_day{year{number(text, 0, 4)}, month{static_cast<unsigned>(number(text, 4, 2))},
                        day{static_cast<unsigned>(number(text, 6, 2))}}
      .ok();
}

bool is_local_time(std::string_view text) {
  if (text.size() != 15 || !is_day(text.substr(0, 8)) || text[8] != 'T') return false;
  const auto time = text.substr(9);
  return std::all_of(time.begin(), time.end(), is_digit) && number(time, 0, 2) < 24 &&
         number(time, 2, 2) < 60 && number(time, 4, 2) < 60;
}

bool is_zone_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() != '/' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' || c == '-' ||
                  c == '+';
         });
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '-' || text.back() == '-') return false;
  if (text.find("--") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_item_id(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_slug(text.substr(0, slash)) && is_slug(text.substr(slash + 1));
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

}  // namespace gatecast::bundle

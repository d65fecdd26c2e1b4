// The one table of what can be found and its words. {0}: the subject, {1}: the detail, {2}: more of it.
// Threads: constants. Errors: a rule that is not there is null.
#pragma once
#include <span>
#include <string_view>

namespace gatecast::doctor {

struct FindingWords {
  const char* rule;
  const char* what_en;
  const char* what_vi;
  const char* next_en;
  const char* next_vi;
};

const FindingWords* words_of(std::string_view rule);
std::span<const FindingWords> finding_table();

}  // namespace gatecast::doctor

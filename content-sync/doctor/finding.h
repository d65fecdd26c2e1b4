// What is wrong with a kiosk and what to do next, for a technician in Vietnamese and English: one finding a
// cause, its words out of one table. Threads: values. Errors: none. Source: issue 5, 4 (doctor);
// shared/design/trust.md, What must be visible.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "content-sync/base/error.h"

namespace gatecast::doctor {

enum class Language { both, en, vi };

// One thing said in both languages.
struct Words {
  std::string en;
  std::string vi;
};

struct Finding {
  std::string rule;     // stable: "network.dns", "root.other"
  std::string subject;  // the file, address or item concerned
  std::string detail;   // figures or the machine's own words, the same in every language
  Words what;
  Words next;
};
using Findings = std::vector<Finding>;

// `rule` is one of the table's.
Finding found(const std::string& rule, std::string subject = {}, std::string detail = {},
              const std::string& more = {});
// The same finding in other words: those of the table's `words`.
Finding found_as(const std::string& rule, const std::string& words, std::string subject = {},
                 std::string detail = {});
// What an error says already: its file, message and rule; its remedy is added to the table's.
Finding found(const std::string& rule, const Error& error);
// Every rule of the table, for tests and the handbook.
std::vector<std::string> all_rules();

[[nodiscard]] bool has(const Findings& findings, const std::string& rule);
nlohmann::json to_json(const Findings& findings);
// Numbered paragraphs of at most 78 columns; empty where nothing was found.
std::string in_words(const Findings& findings, Language language);

}  // namespace gatecast::doctor

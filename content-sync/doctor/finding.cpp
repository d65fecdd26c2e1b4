#include "content-sync/doctor/finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json_value.h"
#include "content-sync/doctor/finding_words.h"

namespace gatecast::doctor {
namespace {

constexpr std::size_t kColumns = 78;

// Columns of a terminal: code points, as Vietnamese is written composed.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Broken at spaces only: a path or an address stays whole and can be copied.
std::string wrapped(const std::string& first, const std::string& indent, std::string_view text) {
  std::string out = first;
  std::size_t width = columns(first);
  bool is_first = true;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!is_first && width + 1 + columns(word) > kColumns) {
      out += "\n" + indent;
      width = columns(indent);
      is_first = true;
    }
    out += (is_first ? "" : " ") + std::string(word);
    width += columns(word) + (is_first ? 0 : 1);
    is_first = false;
  }
  return out + "\n";
}

std::string filled(const char* form, const std::string& subject, const std::string& detail,
                   const std::string& more) {
  return fmt::format(fmt::runtime(form), subject, detail, more);
}

// Nothing that a server or a file says may move a terminal's cursor.
std::string harmless(std::string text) {
  constexpr std::size_t kLongest = 400;
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (text.size() <= kLongest) return text;
  auto end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

Finding found(const std::string& rule, std::string subject, std::string detail, const std::string& more) {
  const auto* words = words_of(rule);
  GATECAST_INVARIANT(words != nullptr);
  subject = harmless(std::move(subject));
  detail = harmless(std::move(detail));
  const auto fill = [&](const char* form) { return filled(form, subject, detail, harmless(more)); };
  return {rule,
          subject,
          detail,
          {fill(words->what_en), fill(words->what_vi)},
          {fill(words->next_en), fill(words->next_vi)}};
}

Finding found_as(const std::string& rule, const std::string& words, std::string subject, std::string detail) {
  auto finding = found(words, std::move(subject), std::move(detail));
  finding.rule = rule;
  return finding;
}

Finding found(const std::string& rule, const Error& error) {
  auto finding = found(rule, error.subject, error.message + " [" + error.rule + "]");
  if (!error.hint.empty()) finding.next.en = harmless(error.hint) + ". " + finding.next.en;
  return finding;
}

std::vector<std::string> all_rules() {
  std::vector<std::string> rules;
  for (const auto& words : finding_table()) rules.emplace_back(words.rule);
  return rules;
}

bool has(const Findings& findings, const std::string& rule) {
  return std::any_of(findings.begin(), findings.end(), [&](const auto& one) { return one.rule == rule; });
}

nlohmann::json to_json(const Findings& findings) {
  auto list = nlohmann::json::array();
  const auto both = [](const Words& words) { return nlohmann::json{{"en", words.en}, {"vi", words.vi}}; };
  for (const auto& one : findings)
    list.push_back({{"rule", one.rule},
                    {"subject", one.subject},
                    {"detail", one.detail},
                    {"what", both(one.what)},
                    {"next", both(one.next)}});
  return list;
}

std::string in_words(const Findings& findings, Language language) {
  std::string text;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& one = findings[i];
    const auto number = fmt::format("{:>2}. ", i + 1);
    const std::string indent(4, ' ');
    bool is_first = true;
    const auto say = [&](const std::string& what, const std::string& next) {
      text += wrapped(is_first ? number : indent, indent, what);
      text += wrapped(indent + "-> ", indent + "   ", next);
      is_first = false;
    };
    if (language != Language::en) say(one.what.vi, one.next.vi);
    if (language != Language::vi) say(one.what.en, one.next.en);
    text += indent + "[" + one.rule + "]\n\n";
  }
  return text;
}

}  // namespace gatecast::doctor

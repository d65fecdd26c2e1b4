#include "content-sync/bundle/fact_reference.h"

namespace gatecast::bundle {

std::string with_facts(std::string_view text,
                       const std::function<std::string(const std::string& id)>& value) {
  constexpr std::string_view kOpening = "{fact:";
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find(kOpening);
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin + kOpening.size());
    const auto end = text.find('}');
    out += value(std::string(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::vector<std::string> facts_in(std::string_view text) {
  std::vector<std::string> ids;
  with_facts(text, [&](const std::string& id) {
    ids.push_back(id);
    return std::string{};
  });
  return ids;
}

}  // namespace gatecast::bundle

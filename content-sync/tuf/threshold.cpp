#include "content-sync/tuf/threshold.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "content-sync/tuf/keys.h"

namespace gatecast::tuf {
namespace {

// Who holds each key, over all ids under which this role lists it.
std::map<Bytes, std::set<std::string>> holders(const Role& role, const std::map<std::string, Key>& keys) {
  std::map<Bytes, std::set<std::string>> holders;
  for (const auto& id : role.key_ids) {
    const auto key = keys.find(id);
    if (key == keys.end()) continue;
    if (const auto bytes = key_bytes(key->second)) holders[*bytes].insert(key->second.person);
  }
  return holders;
}

}  // namespace

SignatureCount count_signatures(const Role& role, const std::map<std::string, Key>& keys, ByteView canonical,
                                const std::vector<Signature>& signatures) {
  const auto held_by = holders(role, keys);
  SignatureCount count;
  std::set<std::string> signers;
  for (const auto& signature : signatures) {
    if (std::find(role.key_ids.begin(), role.key_ids.end(), signature.key_id) == role.key_ids.end()) continue;
    const auto key = keys.find(signature.key_id);
    if (key == keys.end() || !signature_holds(key->second, canonical, signature.value)) continue;
    const auto bytes = key_bytes(key->second);
    if (!bytes || !count.keys.insert(*bytes).second) continue;
    const auto& persons = held_by.at(*bytes);
    if (persons.size() == 1 && !persons.begin()->empty()) count.persons.insert(*persons.begin());
    signers.insert(key->second.person.empty() ? key->first : key->second.person);
  }
  count.signers.assign(signers.begin(), signers.end());
  return count;
}

Status require_threshold(const SignatureCount& count, int threshold, const ThresholdQuestion& question) {
  const auto needed = static_cast<std::size_t>(threshold);
  const std::string who =
      count.signers.empty() ? "nobody" : fmt::format("{}", fmt::join(count.signers, ", "));
  if (count.keys.size() < needed)
    return fail(trust_error("tuf." + question.rule_role + ".threshold", question.subject,
                            fmt::format("{} of the {} signatures needed hold (by {}; section {})",
                                        count.keys.size(), threshold, who, question.section),
                            "let another person with a key of this role sign; a key that the role does not "
                            "list, or bytes changed after signing, do not count"));
  if (question.counts_persons && count.persons.size() < needed)
    return fail(
        trust_error("tuf." + question.rule_role + ".persons", question.subject,
                    fmt::format("signed with {} keys, but by {} of the {} persons needed (by {}; "
                                "section {} and Gatecast's rule of distinct persons)",
                                count.keys.size(), count.persons.size(), threshold, who, question.section),
                    "a second key of the same person does not count: let another person sign"));
  return {};
}

}  // namespace gatecast::tuf

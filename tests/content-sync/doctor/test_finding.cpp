#include <catch2/catch.hpp>
#include <set>

#include "content-sync/base/json_value.h"
#include "content-sync/doctor/finding.h"
#include "content-sync/doctor/finding_words.h"

using namespace gatecast;
using namespace gatecast::doctor;

namespace {

std::size_t columns(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("every finding has its cause and its remedy in Vietnamese and in English") {
  std::set<std::string> rules;
  for (const auto& words : finding_table()) {
    INFO(words.rule);
    CHECK(rules.insert(words.rule).second);
    const auto one = found(words.rule, "SUBJECT", "DETAIL", "MORE");
    for (const auto* text : {&one.what.en, &one.what.vi, &one.next.en, &one.next.vi}) {
      INFO(*text);
      CHECK(text->size() > 20);
      // A command at the end has no full stop: it is copied as it stands.
      CHECK((text->back() == '.' || text->ends_with("DETAIL") || text->ends_with("MORE")));
      CHECK(text->find('{') == std::string::npos);
    }
    CHECK(one.what.en != one.what.vi);
    CHECK(one.next.en != one.next.vi);
    // What the one language names the other names too.
    for (const char* word : {"SUBJECT", "DETAIL", "MORE"})
      CHECK((one.what.en.find(word) == std::string::npos) == (one.what.vi.find(word) == std::string::npos));
  }
  CHECK(all_rules().size() == rules.size());
}

TEST_CASE("the words fit a terminal of 80 columns and stand in the language that was asked for") {
  Findings findings;
  for (const auto& rule : all_rules()) findings.push_back(found(rule, "gate.example.vn", "figures"));
  for (const auto language : {Language::both, Language::vi, Language::en}) {
    const auto text = in_words(findings, language);
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string::npos;
         begin = end + 1, end = text.find('\n', begin)) {
      INFO(text.substr(begin, end - begin));
      CHECK(columns(text.substr(begin, end - begin)) <= 78);
    }
    CHECK((text.find("Máy chủ không trả lời") != std::string::npos) == (language != Language::en));
    CHECK((text.find("The server does not answer") != std::string::npos) == (language != Language::vi));
  }
}

TEST_CASE("what a server or a file says moves no cursor and floods no screen") {
  const auto one = found("network.answer", "http://gate", "\x1b[2J\x07 red" + std::string(5000, 'x'));
  CHECK(one.what.en.find('\x1b') == std::string::npos);
  CHECK(one.what.en.find('\x07') == std::string::npos);
  CHECK(one.what.en.size() < 1000);
  const auto document = to_json({one});
  CHECK(document[0]["rule"] == "network.answer");
  CHECK(document[0]["next"]["vi"].get<std::string>().find("nhật ký máy chủ") != std::string::npos);
}

TEST_CASE("an error's own remedy comes before the table's") {
  const auto one =
      found("content.refused", trust_error("tuf.x", "timestamp.json", "is wrong", "call the office"));
  CHECK(one.subject == "timestamp.json");
  CHECK(one.what.en.find("is wrong [tuf.x]") != std::string::npos);
  CHECK(one.next.en.rfind("call the office. ", 0) == 0);
}

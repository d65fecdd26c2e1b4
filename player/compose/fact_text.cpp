#include "player/compose/fact_text.h"

#include <fmt/format.h>

#include <array>

#include "player/compose/local_time.h"

namespace gatecast::compose {

namespace {

constexpr long kDaysOfGrace = 90;

struct Phrases {
  std::string_view language;
  std::string_view as_of;         // {} is the date
  std::string_view last_checked;  // {} is the date
  std::string_view ask;
};
constexpr std::array<Phrases, 5> kPhrases{{
    {"vi", "Cập nhật ngày {}", "Kiểm tra lần cuối {}, xin hỏi lại tại quầy", "hỏi tại quầy"},
    {"lo", "ຂໍ້ມູນ ວັນທີ {}", "ກວດຄັ້ງສຸດທ້າຍ {}, ກະລຸນາຖາມຄືນ", "ກະລຸນາຖາມເຈົ້າໜ້າທີ່"},
    {"th", "ข้อมูล ณ วันที่ {}", "ตรวจสอบล่าสุด {} โปรดสอบถามอีกครั้ง", "โปรดสอบถามเจ้าหน้าที่"},
    {"en", "as of {}", "last checked {}, please confirm", "ask at the counter"},
    {"zh", "截至{}", "最后核对：{}，请再确认", "请到柜台咨询"},
}};

const Phrases& phrases(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  for (const Phrases& p : kPhrases)
    if (p.language == base) return p;
  return kPhrases[3];
}

std::string filled(std::string_view pattern, const std::string& date) {
  const std::size_t at = pattern.find("{}");
  return fmt::format("{}{}{}", pattern.substr(0, at), date, pattern.substr(at + 2));
}

// Days past the fact's date; negative or zero while it holds. A fact without a date does not age.
long days_past(const bundle::Fact& fact, Instant now, const std::string& zone) {
  const auto until = parse_day(fact.valid_until);
  return until ? day_number(civil_time(now, zone)) - day_number(*until) : 0;
}

void remember(const bundle::Fact& fact, FactsUsed& used) {
  if (fact.is_sample) {
    used.has_sample = true;
    return;
  }
  if (fact.kind == bundle::FactKind::steady || fact.checked_on.empty()) return;
  if (used.checked_on.empty() || fact.checked_on < used.checked_on) used.checked_on = fact.checked_on;
}

std::string value_of(const bundle::Fact& fact, const bundle::LanguageTag& language,
                     const bundle::Release& release, Instant now, FactsUsed& used) {
  const long past = days_past(fact, now, release.zone);
  const bool is_hidden = (fact.kind == bundle::FactKind::strict && past > 0) ||
                         (fact.kind == bundle::FactKind::dated && past > kDaysOfGrace);
  const auto value = bundle::choose_text(fact.value, language, release.languages);
  if (is_hidden || !value) return ask_at_counter(language);
  if (fact.kind == bundle::FactKind::dated && past > 0) used.is_old = true;
  remember(fact, used);
  return value->text;
}

}  // namespace

std::string ask_at_counter(const bundle::LanguageTag& language) {
  return std::string(phrases(language).ask);
}

std::string with_facts(const std::string& text, const bundle::LanguageTag& language,
                       const bundle::Release& release, Instant now, FactsUsed& used) {
  constexpr std::string_view kOpen = "{fact:";
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find(kOpen, at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out + text.substr(at);
    out += text.substr(at, open - at);
    const std::string id = text.substr(open + kOpen.size(), close - open - kOpen.size());
    const auto fact = release.facts.find(id);
    if (fact == release.facts.end()) {
      used.faults.push_back(fmt::format("The fact \"{}\" is not in the release.", id));
      out += ask_at_counter(language);
    } else {
      out += value_of(fact->second, language, release, now, used);
    }
    at = close + 1;
  }
}

std::string sample_tag(const std::vector<bundle::LanguageTag>& languages) {
  std::string tag = "Mẫu · ຕົວຢ່າງ · Sample";
  for (const auto& language : languages) {
    const std::string_view base = std::string_view(language).substr(0, language.find('-'));
    if (base == "th") tag += " · ตัวอย่าง";
    if (base == "zh") tag += " · 示例";
  }
  return tag;
}

std::string note_for(const FactsUsed& used, const bundle::LanguageTag& language) {
  std::string note;
  if (const auto day = parse_day(used.checked_on))
    note = filled(used.is_old ? phrases(language).last_checked : phrases(language).as_of,
                  date_in(*day, language, DateForm::numeric));
  if (const auto feeds = used.feeds_as_of.find(language); feeds != used.feeds_as_of.end())
    note += (note.empty() ? "" : " · ") + feeds->second;
  return note;
}

}  // namespace gatecast::compose

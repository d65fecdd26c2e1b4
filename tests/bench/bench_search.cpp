// How long an answer takes over 2,000 pages in five languages, beside one look through the same texts letter
// by letter (which would find no misspelling), so that the figure means something on any machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "content-sync/search/index_writer.h"
#include "content-sync/search/search_index.h"

using namespace gatecast;
using SteadyTime = std::chrono::steady_clock;

namespace {

constexpr int kPages = 2000;
constexpr int kWords = 80;
constexpr const char* kLanguages[] = {"vi", "lo", "th", "en", "zh"};

// Syllables of a language, from which words are made as often as nature repeats them (Zipf).
const std::vector<std::string>& syllables(const std::string& language) {
  static const std::map<std::string, std::vector<std::string>> kSyllables{
      {"vi", {"cửa", "khẩu", "giờ", "thị", "thực", "hải", "quan", "đổi", "tiền", "đường", "nước", "người"}},
      {"lo", {"ດ່ານ", "ສາກົນ", "ເວລາ", "ເປີດ", "ເງິນ", "ລາວ", "ຜ່ານ", "ແດນ", "ໜັງ", "ສື", "ນ້ຳ", "ຫຼວງ"}},
      {"th", {"ด่าน", "เวลา", "ทำ", "การ", "เงิน", "หนัง", "สือ", "เดิน", "ทาง", "น้ำ", "พัก", "โรง"}},
      {"en", {"bor", "der", "vi", "sa", "cus", "toms", "mo", "ney", "ho", "tel", "pass", "port"}},
      {"zh", {"口", "岸", "签", "证", "海", "关", "护", "照", "时", "间", "开", "放"}}};
  return kSyllables.at(language);
}

std::string word(const std::string& language, std::mt19937& random) {
  const auto& of = syllables(language);
  const unsigned rank = 1 + random() % 3000 % (1 + random() % 3000);
  std::string out;
  for (unsigned n = rank; n > 0; n /= static_cast<unsigned>(of.size())) out += of[n % of.size()];
  return out;
}

bundle::Release many_pages() {
  std::mt19937 random(20261122);
  bundle::Release release;
  release.languages.primary = "vi";
  release.languages.foreign = {"lo", "th", "en", "zh"};
  release.topics = {{"all", "form", {{"en", "All"}}}};
  for (int i = 0; i < kPages; ++i) {
    bundle::Page page;
    page.id = "bench/page-" + std::to_string(i);
    page.topic = "all";
    bundle::TextBlock block;
    for (const std::string language : kLanguages) {
      page.title[language] = word(language, random) + " " + word(language, random);
      for (int n = 0; n < kWords; ++n)
        block.text[language] += word(language, random) + (language == "vi" || language == "en" ? " " : "");
    }
    page.blocks.emplace_back(std::move(block));
    release.pages[page.id] = std::move(page);
  }
  return release;
}

double in_ms(SteadyTime::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

// The best of three: what the machine can, not what it is doing besides.
template <class F>
double best_of_three(F work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto before = SteadyTime::now();
    work();
    best = std::min(best, in_ms(SteadyTime::now() - before));
  }
  return best;
}

double one_look_through(const bundle::Release& release, const std::string& language,
                        const std::string& query) {
  std::size_t found = 0;
  const double time = best_of_three([&] {
    for (const auto& [id, page] : release.pages)
      bundle::each_text_of(page, [&](const char*, const bundle::TextByLanguage& texts) {
        found += texts.at(language).find(query) == std::string::npos ? 0 : 1;
      });
  });
  return found == 1 ? time + 1e-9 : time;  // the compiler may not leave the look out
}

}  // namespace

int main() {
  const auto release = many_pages();
  auto before = SteadyTime::now();
  auto bytes = search::write_index(release);
  if (!bytes) return std::fprintf(stderr, "%s\n", to_string(bytes.error()).c_str()), 1;
  std::printf("search index of %d pages in 5 languages: %.1f MB, made in %.1f s\n", kPages,
              static_cast<double>(bytes->size()) / 1e6, in_ms(SteadyTime::now() - before) / 1000);
  before = SteadyTime::now();
  auto index = search::SearchIndex::open(std::move(*bytes));
  if (!index) return std::fprintf(stderr, "%s\n", to_string(index.error()).c_str()), 1;
  std::printf("opened in %.1f ms\n", in_ms(SteadyTime::now() - before));
  double worst = 0;
  for (const std::string language : kLanguages) {
    std::mt19937 random(7);
    std::vector<std::string> queries;
    for (int i = 0; i < 12; ++i) {
      auto typed = word(language, random) + (i % 3 == 0 ? " " + word(language, random) : "");
      if (i % 2 == 1 && typed.size() > 6)
        typed.erase(3, language == "vi" || language == "en" ? 1 : 3);  // a mistake
      if (i % 4 == 0) typed = typed.substr(0, 3);                      // just begun
      queries.push_back(typed);
    }
    before = SteadyTime::now();
    (void)(*index)->find("a", language, 24);
    const double first = in_ms(SteadyTime::now() - before);
    double sum = 0;
    double slowest = 0;
    double look = 0;
    for (const auto& query : queries) {
      const double time = best_of_three([&] { (void)(*index)->find(query, language, 24); });
      sum += time;
      slowest = std::max(slowest, time);
      look += one_look_through(release, language, query);
    }
    worst = std::max({worst, slowest, first});
    std::printf(
        "%s: mean %.2f ms, slowest %.2f ms, first of all %.1f ms; %.1f times one look through the texts\n",
        language.c_str(), sum / 12, slowest, first, sum / look);
  }
  std::printf("slowest of all %.1f ms; the limit is 50 ms\n", worst);
  return 0;
}

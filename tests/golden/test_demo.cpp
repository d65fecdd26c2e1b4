// The whole player at fixed instants of the demo channels: programme, slides, films, subtitles, crossfade,
// overlays.
#include <unicode/brkiter.h>
#include <catch2/catch.hpp>

#include <memory>

#include "player/compose/fact_text.h"
#include "player/playback/render_moment.h"
#include "player/preview/opened_channel.h"
#include "tests/golden/golden_frame.h"

using namespace gatecast;

namespace {

struct Case {
  const char* name;
  const char* channel;
  const char* at;
  pixels::Size size;
  std::optional<bundle::Mode> mode;
  const char* language = "";
};

constexpr pixels::Size kHall{960, 540};
constexpr pixels::Size kGate{540, 960};

playback::ContentPtr channel(SystemDisk& disk, const std::string& name) {
  const auto folder = Path(GATECAST_SOURCE_DIR) / "assets/demo" / name;
  auto opened = preview::open_channel(disk, folder);
  if (!opened) FAIL(to_string(opened.error()));
  for (const auto& fault : opened->faults) WARN(to_string(fault.error));
  return opened->content;
}

// Words as ICU divides them, in Lao, Thai and Chinese too; a fact counts with its value.
int words_of(const bundle::Slide& slide, const bundle::Release& release, const std::string& language) {
  std::string all;
  for (const auto& [slot, entries] : slide.texts)
    for (const auto& texts : entries) {
      compose::FactsUsed used;
      if (const auto text = bundle::choose_text(texts, language, release.languages))
        all += compose::with_facts(text->text, language, release,
                                   parse_instant("2026-12-01T08:00:00Z").value(), used) +
               "\n";
    }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale(language.c_str()), status));
  REQUIRE(U_SUCCESS(status));
  const auto text = icu::UnicodeString::fromUTF8(all);
  words->setText(text);
  int count = 0;
  while (words->next() != icu::BreakIterator::DONE)
    if (words->getRuleStatus() >= UBRK_WORD_NONE_LIMIT) ++count;
  return count;
}

}  // namespace

TEST_CASE("a day of each demo channel has twelve items, three of them films, and few words a slide") {
  constexpr int kMostWords = 25;
  SystemDisk disk;
  for (const char* name : {"lao-bao-hall", "la-lay-gate"}) {
    const auto content = channel(disk, name);
    const auto& release = *content->release;
    int films = 0;
    int products = 0;
    for (const auto& entry : release.playlists.at("daily").entries) {
      const auto& item = release.items.at(entry.item);
      if (item.category == bundle::Category::commercial) ++products;
      if (!std::holds_alternative<bundle::Clip>(item.body)) continue;
      ++films;
      INFO(item.id);
      const auto& clip = std::get<bundle::Clip>(item.body);
      CHECK(clip.out_us - clip.in_us >= 10'000'000);
      CHECK(clip.out_us - clip.in_us <= 20'000'000);
      CHECK(clip.subtitles.size() == 5);
      CHECK_FALSE(clip.sounds.empty());
    }
    CHECK(release.playlists.at("daily").entries.size() == 12);
    CHECK(films == 3);
    CHECK(products == 1);
    for (const auto& [id, item] : release.items)
      if (const auto* slide = std::get_if<bundle::Slide>(&item.body))
        for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
          INFO(id << " in " << language);
          CHECK(words_of(*slide, release, language) <= kMostWords);
        }
  }
}

TEST_CASE("the demo channels look as they were approved, at fixed instants and in each mode") {
  SystemDisk disk;
  for (const auto& one : std::initializer_list<Case>{
           {"hall-0800-05", "lao-bao-hall", "2026-12-01T08:00:05+07:00", kHall, {}},
           {"hall-0800-40", "lao-bao-hall", "2026-12-01T08:00:40+07:00", kHall, {}},
           {"hall-0801-20", "lao-bao-hall", "2026-12-01T08:01:20+07:00", kHall, {}},
           {"hall-film-0759-47", "lao-bao-hall", "2026-12-01T07:59:47+07:00", kHall, {}},
           {"hall-thai-0802", "lao-bao-hall", "2026-12-01T08:02:00+07:00", kHall, {}, "th"},
           {"hall-tet", "lao-bao-hall", "2027-02-06T10:00:20+07:00", kHall, {}},
           {"hall-solemn", "lao-bao-hall", "2026-12-01T08:00:20+07:00", kHall, bundle::Mode::solemn},
           {"hall-closed", "lao-bao-hall", "2026-12-01T22:00:20+07:00", kHall, bundle::Mode::closed},
           {"gate-0800-20", "la-lay-gate", "2026-12-01T08:00:20+07:00", kGate, {}},
           {"gate-lao-0801", "la-lay-gate", "2026-12-01T08:01:00+07:00", kGate, {}, "lo"},
           {"gate-chinese-0802", "la-lay-gate", "2026-12-01T08:02:00+07:00", kGate, {}, "zh"}}) {
    programme::Situation situation;
    situation.mode = one.mode;
    if (*one.language != '\0') situation.language = one.language;
    playback::MomentRenderer renderer(channel(disk, one.channel));
    const auto moment = renderer.render(situation, parse_instant(one.at).value(), one.size);
    for (const auto& error : moment.refused) FAIL_CHECK(to_string(error));
    INFO(one.name << " shows " << (moment.showing ? moment.showing->item : "the still"));
    const auto verdict = golden::compare_with_approved(one.name, moment.pixels);
    INFO(verdict.words);
    CHECK(verdict.is_same);
  }
}

TEST_CASE("a kiosk that joins in the middle shows the very picture of one that never stopped") {
  SystemDisk disk;
  const auto content = channel(disk, "lao-bao-hall");
  playback::MomentRenderer steady(content);
  const auto from = parse_instant("2026-12-01T07:59:30+07:00").value();
  int films = 0;
  // Three minutes: every item, each crossfade passed in small steps.
  for (int step = 0; step < 900; ++step) {
    const auto now = from + std::chrono::milliseconds(200 * step);
    const pixels::Size size{320, 180};
    const auto one = steady.render({}, now, size);
    REQUIRE(one.refused.empty());
    if (step % 29 != 7) continue;
    const auto other = playback::MomentRenderer(content).render({}, now, size);
    INFO("at " << format_instant(now) << ", " << one.showing->item);
    REQUIRE(one.showing->item == other.showing->item);
    if (std::holds_alternative<bundle::Clip>(content->release->items.at(one.showing->item).body)) ++films;
    const auto* a = reinterpret_cast<const char*>(one.pixels.data());
    const auto* b = reinterpret_cast<const char*>(other.pixels.data());
    const auto bytes = static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px) * 4;
    CHECK(std::equal(a, a + bytes, b));
  }
  CHECK(films > 0);
}

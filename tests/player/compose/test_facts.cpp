#include <catch2/catch.hpp>

#include "player/compose/fact_text.h"
#include "player/compose/local_time.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

bundle::Release release_with(bundle::FactKind kind) {
  bundle::Release release = sample_release(hall_screen());
  bundle::Fact fact;
  fact.id = "fee";
  fact.kind = kind;
  fact.value = five("5", "5", "5", "5", "5");
  fact.checked_on = "20261101";
  fact.valid_until = "20261121";
  release.facts["fee"] = fact;
  return release;
}

std::string shown(const bundle::Release& release, const char* at, FactsUsed& used,
                  const std::string& language = "en") {
  return with_facts("It costs {fact:fee}.", language, release, *parse_instant(at), used);
}

}  // namespace

TEST_CASE("a fact is put in and its day of checking remembered") {
  FactsUsed used;
  CHECK(shown(release_with(bundle::FactKind::dated), "2026-11-20T08:00:00Z", used) == "It costs 5.");
  CHECK(note_for(used, "en") == "as of 1 Nov 2026");
  CHECK(note_for(used, "vi") == "Cập nhật ngày 01/11/2026");
}

TEST_CASE("a strict fact past its date is asked for at the counter at once, by the site's own midnight") {
  const bundle::Release release = release_with(bundle::FactKind::strict);
  FactsUsed used;
  CHECK(shown(release, "2026-11-21T16:59:00Z", used) == "It costs 5.");
  FactsUsed after;
  CHECK(shown(release, "2026-11-21T17:01:00Z", after) == "It costs ask at the counter.");
  CHECK(note_for(after, "en").empty());
}

TEST_CASE("a dated fact is shown for 90 days with a request to confirm, then no more") {
  const bundle::Release release = release_with(bundle::FactKind::dated);
  FactsUsed used;
  CHECK(shown(release, "2027-02-19T08:00:00Z", used) == "It costs 5.");
  CHECK(note_for(used, "en") == "last checked 1 Nov 2026, please confirm");
  FactsUsed after;
  CHECK(shown(release, "2027-02-20T08:00:00Z", after) == "It costs ask at the counter.");
}

TEST_CASE("a steady fact is never hidden and needs no date") {
  FactsUsed used;
  CHECK(shown(release_with(bundle::FactKind::steady), "2030-01-01T00:00:00Z", used) == "It costs 5.");
  CHECK(note_for(used, "en").empty());
}

TEST_CASE("a sample fact is tagged instead of dated") {
  bundle::Release release = release_with(bundle::FactKind::strict);
  release.facts["fee"].is_sample = true;
  FactsUsed used;
  CHECK(shown(release, "2026-11-20T08:00:00Z", used) == "It costs 5.");
  CHECK(used.has_sample);
  CHECK(note_for(used, "en").empty());
}

TEST_CASE("an unknown fact is a fault and never a hole") {
  FactsUsed used;
  CHECK(with_facts("{fact:none} and {fact:", "en", release_with(bundle::FactKind::dated), sample_now(),
                   used) == "ask at the counter and {fact:");
  CHECK(used.faults.size() == 1);
}

TEST_CASE("dates are written as each language writes them") {
  const CivilTime day = *parse_day("20261201");
  CHECK(date_in(day, "vi", DateForm::full) == "Thứ Ba, ngày 01 tháng 12 năm 2026");
  CHECK(date_in(day, "lo", DateForm::full) == "ວັນອັງຄານ ທີ 1 ທັນວາ 2026");
  CHECK(date_in(day, "th", DateForm::full) == "วันอังคารที่ 1 ธันวาคม พ.ศ. 2569 (ค.ศ. 2026)");
  CHECK(date_in(day, "en", DateForm::full) == "Tuesday, 1 December 2026");
  CHECK(date_in(day, "zh", DateForm::full) == "2026年12月1日星期二");
  CHECK(date_in(*parse_day("20270206"), "vi", DateForm::full) == "Thứ Bảy, ngày 06 tháng 02 năm 2027");
  CHECK_FALSE(parse_day("20260230"));
  CHECK_FALSE(parse_day("2026-1-1"));
}

TEST_CASE("the gate's day turns at midnight in UTC+7") {
  CHECK(civil_time(*parse_instant("2026-11-30T17:00:00Z"), "Asia/Ho_Chi_Minh").day == 1);
  CHECK(civil_time(*parse_instant("2026-11-30T16:59:59Z"), "Asia/Vientiane").day == 30);
  CHECK(civil_time(*parse_instant("2026-11-30T17:00:00Z"), "Nowhere/Else").day == 1);
}

#include "player/playback/useful_counts.h"

#include <catch2/catch.hpp>

#include "player/playback/log_export.h"
#include "tests/support/cut_disk.h"

using namespace gatecast;
using namespace gatecast::playback;
using gatecast::test::CutDisk;
using namespace std::chrono_literals;

namespace {

const Instant kEvening =
    parse_instant("2026-11-30T18:30:00Z").value();  // the next day already, at the border

}  // namespace

TEST_CASE("a page's use is counted by page, language and the border's day, and by nothing else") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/state"));
  UsefulCounts counts(disk, "/state");
  counts.note("visa", "lo", true, kEvening);
  counts.note("visa", "lo", true, kEvening + 1h);
  counts.note("visa", "vi", false, kEvening);
  REQUIRE(counts.write());
  const auto text = read_file(disk, "/state/useful.json", 4096).value();
  CHECK(text.find("2026-12-01") != std::string::npos);
  CHECK(text.find(":30") == std::string::npos);  // no time of day
  // It goes on where it was, over a restart.
  UsefulCounts again(disk, "/state");
  again.note("visa", "lo", true, kEvening);
  CHECK(again.counts().at({"2026-12-01", "visa", "lo"}).useful == 3);
  CHECK(again.counts().at({"2026-12-01", "visa", "vi"}).not_useful == 1);
}

TEST_CASE(
    "counts are written a while after they changed, whole or not at all, and a damaged file is begun anew") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/state"));
  UsefulCounts counts(disk, "/state");
  const SteadyInstant start{1h};
  counts.note("a", "en", true, kEvening);
  REQUIRE(counts.tend(start));
  counts.note("a", "en", true, kEvening);
  int operations = 0;
  disk.before_each = [&](const std::string&) { ++operations; };
  REQUIRE(counts.tend(start + 5s));
  CHECK(operations == 0);
  REQUIRE(counts.tend(start + 11s));
  CHECK(operations > 0);
  REQUIRE(counts.tend(start + 30s));
  disk.before_each = nullptr;
  auto cut = disk.after_cut(test::CutMode::all_lost, 1);
  UsefulCounts kept(cut, "/state");
  kept.note("b", "en", true, kEvening);
  CHECK(kept.counts().at({"2026-12-01", "a", "en"}).useful == 2);
  REQUIRE(write_file_durably(disk, "/state/useful.json", "[1"));
  UsefulCounts anew(disk, "/state");
  anew.note("b", "en", true, kEvening);
  CHECK(anew.counts().size() == 1);
}

TEST_CASE("a stick that asks for it gets log, counts and refusals, and never a key") {
  CutDisk disk;
  for (const char* folder : {"/state/play-log", "/store", "/stick"}) REQUIRE(make_directories(disk, folder));
  for (const char* file :
       {"/state/play-log/0000000001-2026-12-01.log", "/state/useful.json", "/state/quarantine.json",
        "/state/log-key.json", "/state/technician.json", "/store/status.json"})
    REQUIRE(write_file_durably(disk, file, std::string("of ") + file));
  const ExportPlaces places{"/state", "/store", "/stick", "lao-bao-hall"};
  // Nothing is written where no stick is: the folder on it is missing.
  const auto without = export_log_files(disk, places, kEvening);
  REQUIRE(!without);
  CHECK(without.error().rule == "export.stick");
  REQUIRE(make_directories(disk, "/stick/gatecast-export"));
  const auto made = export_log_files(disk, places, kEvening);
  REQUIRE(made);
  CHECK(*made == "/stick/gatecast-export/lao-bao-hall-20261130T183000Z");
  const auto cut = [&] { return disk.after_cut(test::CutMode::all_lost, 3); };
  auto pulled = cut();  // the stick is pulled at once
  CHECK(read_file(pulled, Path(*made) / "play-log/0000000001-2026-12-01.log", 100).value() ==
        "of /state/play-log/0000000001-2026-12-01.log");
  CHECK(pulled.list(*made).value() ==
        std::vector<std::string>{"play-log", "quarantine.json", "status.json", "useful.json"});
}

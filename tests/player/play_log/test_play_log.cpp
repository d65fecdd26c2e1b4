#include <catch2/catch.hpp>

#include "player/play_log/play_log.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

play_log::Showing showing_on(const char* from) {
  play_log::Showing showing;
  showing.item = showing.planned = "gate/welcome";
  showing.channel = "lao-bao-hall";
  showing.release = 7;
  showing.languages = {"vi", "lo"};
  showing.from = *parse_instant(from);
  showing.to = showing.from + 12s;
  return showing;
}

}  // namespace

TEST_CASE("each showing is one line, in a file a day") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  const Path place = Path(folder.path()) / "play-log";
  play_log::PlayLog log(disk, place);
  REQUIRE(log.append(showing_on("2026-12-01T23:59:50Z")));
  REQUIRE(log.append(showing_on("2026-12-02T00:00:02Z")));
  REQUIRE(log.sync());
  const auto first = read_file(disk, place / "2026-12-01.jsonl", 10000);
  REQUIRE(first);
  CHECK(
      *first ==
      R"({"channel":"lao-bao-hall","format":1,"from":"2026-12-01T23:59:50Z","item":"gate/welcome","languages":["vi","lo"],"ms":12000,"release":7})"
      "\n");
  CHECK(read_file(disk, place / "2026-12-02.jsonl", 10000)->size() == first->size());
}

TEST_CASE("a line torn by a power cut is cut off, and the log goes on behind the whole ones") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  const Path place = folder.path();
  const auto whole = play_log::to_line(showing_on("2026-12-01T08:00:00Z"));
  REQUIRE(write_file_durably(disk, place / "2026-12-01.jsonl", whole + "{\"chan"));
  play_log::PlayLog log(disk, place);
  REQUIRE(log.append(showing_on("2026-12-01T09:00:00Z")));
  const auto bytes = read_file(disk, place / "2026-12-01.jsonl", 10000);
  REQUIRE(bytes);
  CHECK(*bytes == whole + play_log::to_line(showing_on("2026-12-01T09:00:00Z")));
}

TEST_CASE("files older than 35 days go") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  const Path place = folder.path();
  REQUIRE(write_file_durably(disk, place / "2026-10-01.jsonl", "\n"));
  REQUIRE(write_file_durably(disk, place / "2026-11-20.jsonl", "\n"));
  play_log::PlayLog log(disk, place);
  REQUIRE(log.append(showing_on("2026-12-01T09:00:00Z")));
  CHECK(disk.status(place / "2026-10-01.jsonl")->kind == FileKind::missing);
  CHECK(disk.status(place / "2026-11-20.jsonl")->kind == FileKind::file);
}

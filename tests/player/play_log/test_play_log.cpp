#include "player/play_log/play_log.h"

#include <sys/stat.h>

#include "content-sync/base/json_value.h"

#include "tests/player/play_log/log_days.h"
#include "tests/support/cut_disk.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// Forwards to the machine's disk and counts the bytes.
class CountingDisk final : public Disk {
 public:
  std::uint64_t written = 0;
  std::uint64_t syncs = 0;

  Result<std::unique_ptr<ReadFile>> open_read(const Path& path) override { return disk_.open_read(path); }
  Result<std::unique_ptr<WriteFile>> open_write(const Path& path, OpenMode mode) override {
    GATECAST_TRY(auto file, disk_.open_write(path, mode));
    return std::make_unique<Writer>(*this, std::move(file));
  }
  Status rename(const Path& from, const Path& to) override { return disk_.rename(from, to); }
  Status remove(const Path& path) override { return disk_.remove(path); }
  Status make_directory(const Path& path) override { return disk_.make_directory(path); }
  Status make_link(const Path& target, const Path& link) override { return disk_.make_link(target, link); }
  Status sync_directory(const Path&) override { return {}; }
  Result<Path> read_link(const Path& path) override { return disk_.read_link(path); }
  Result<std::vector<std::string>> list(const Path& path) override { return disk_.list(path); }
  Result<FileStatus> status(const Path& path) override { return disk_.status(path); }
  Result<std::uint64_t> free_bytes(const Path& path) override { return disk_.free_bytes(path); }

 private:
  struct Writer final : WriteFile {
    Writer(CountingDisk& disk, std::unique_ptr<WriteFile> file) : disk_(disk), file_(std::move(file)) {}
    Status write_at(std::uint64_t offset, ByteView bytes) override {
      disk_.written += bytes.size();
      return file_->write_at(offset, bytes);
    }
    Status truncate(std::uint64_t size) override { return file_->truncate(size); }
    Status sync() override {
      ++disk_.syncs;
      return {};  // counted only: the test is about bytes
    }
    CountingDisk& disk_;
    std::unique_ptr<WriteFile> file_;
  };
  SystemDisk disk_;
};

}  // namespace

TEST_CASE("rows per item are counted from the log: how often, how long, what was skipped") {
  CutDisk disk;
  LogDay day(disk);
  day.show("gate/welcome");
  day.pass(12s);
  day.show("gate/visa", "gate/film");  // the film cannot play, the visa slide fills its slot
  day.pass(30s);
  day.show("gate/welcome");
  day.pass(12s);
  REQUIRE(day.log.close(day.moment));
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  CHECK(report.tally.recorded == 54s);
  CHECK(report.tally.items.at("gate/welcome").times == 2);
  CHECK(report.tally.items.at("gate/welcome").length == 24s);
  CHECK(report.tally.items.at("gate/visa").times == 1);
  CHECK(report.tally.items.at("gate/visa").filled_in == 1);
  CHECK(report.tally.items.at("gate/film").times == 0);
  CHECK(report.tally.items.at("gate/film").skipped == 1);
  CHECK(report.tally.items.at("gate/film").skipped_length == 30s);
  CHECK(report.tally.languages.at("vi lo") == 54s);
  CHECK(report.tally.deviations.count("no_release") == 0);  // the still before it stood for no time
  REQUIRE(report.programme.size() == 1);
  CHECK(report.programme[0].interval.release == 7);
  CHECK(report.programme[0].interval.document == std::string(64, 'd'));

  const auto part =
      read_back(disk, kState, {log_time("2026-12-01T00:00:06Z"), log_time("2026-12-01T00:00:20Z")});
  CHECK(part.tally.recorded == 14s);
  CHECK(part.tally.items.at("gate/welcome").times == 0);  // began before
  CHECK(part.tally.items.at("gate/welcome").length == 6s);
  CHECK(part.tally.items.at("gate/film").skipped == 1);

  const auto json = nlohmann::json::parse(report_as_json(report));
  CHECK(json["chain"]["is_whole"] == true);
  CHECK(json["rows"][0]["item"] == "gate/visa");
  const auto words = report_in_words(report);
  CHECK(words.find("chain: whole, heads 1 to 1") != std::string::npos);
  CHECK(words.find("(in its place: gate/visa) [decode.open]") != std::string::npos);
}

TEST_CASE("the log is written on the quarter, soon after events, and not in between") {
  CutDisk disk;
  LogDay day(disk);
  day.show("gate/welcome");
  const auto heads_after = [&](Duration time) {
    for (Duration passed{0}; passed < time; passed += 1s) {
      day.pass(1s);
      REQUIRE(day.tend());
    }
    const auto report = play_log::read_log(disk, kState);
    return report ? report->heads : 0;
  };
  CHECK(heads_after(5s) == 0);
  CHECK(heads_after(10s) == 1);  // a release came on: an event
  CHECK(heads_after(14min) == 1);
  CHECK(heads_after(2min) == 2);
  day.log.note(play_log::Besides{"alert", "alert/flood", "duty officer", true}, day.moment);
  CHECK(heads_after(15s) == 3);
  day.show("gate/visa", "gate/film");
  CHECK(heads_after(15s) == 4);
  day.show("gate/welcome");
  day.pass(10s);
  day.show("gate/visa", "gate/film");  // known by now
  CHECK(heads_after(60s) == 4);
  day.log.note(play_log::Besides{"alert", "alert/flood", "", false}, day.moment);
  CHECK(heads_after(15s) == 5);
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  // An alert over three segments is one alert.
  CHECK(report.tally.deviations.at("alert").times == 1);
  CHECK(report.tally.deviations.at("alert").length == 15s + 15s + 10s + 60s);
  const auto alert = std::find_if(report.deviations.begin(), report.deviations.end(),
                                  [](const auto& d) { return d.deviation.what == "alert"; });
  CHECK(alert->deviation.length == 100s);
  // One slide that never changed stands in all segments and came once.
  CHECK(report.tally.items.at("gate/welcome").times == 2);
}

TEST_CASE("a clock that steps begins a new segment, and no time is counted twice") {
  CutDisk disk;
  LogDay day(disk);
  day.show("gate/welcome");
  day.pass(60s);
  day.moment.now += std::chrono::hours(24 * 365 * 70);
  day.show("gate/visa");
  day.pass(60s);
  day.moment.now -= std::chrono::hours(24 * 365 * 70);
  day.show("gate/film");
  day.pass(60s);
  REQUIRE(day.log.close(day.moment));
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  CHECK(report.tally.recorded == 180s);
  CHECK(report.tally.deviations.at("clock").times == 2);
  // The welcome went on for no time in the new clock; each is counted once.
  for (const char* item : {"gate/welcome", "gate/visa", "gate/film"})
    CHECK(report.tally.items.at(item).times == 1);
}

TEST_CASE("the time between a player's end and its next start is told as not recorded") {
  CutDisk disk;
  {
    LogDay day(disk);
    day.show("gate/welcome");
    day.pass(100s);
    REQUIRE(day.log.close(day.moment));
  }
  LogDay later(disk, kState, {}, "2026-12-01T02:00:00Z");
  later.show("gate/welcome");
  later.pass(100s);
  REQUIRE(later.log.close(later.moment));
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  CHECK(report.heads == 2);
  REQUIRE(report.not_recorded.size() == 1);
  CHECK(report.not_recorded[0].to - report.not_recorded[0].from == 2h - 100s);
}

TEST_CASE("the key of the log is made once and is readable by its owner alone") {
  const TemporaryFolder folder;
  SystemDisk disk;
  const Path path = Path(folder.path()) / "log-key.json";
  const auto key = play_log::LogKey::open_or_make(disk, path);
  REQUIRE(key);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  CHECK(play_log::LogKey::open_or_make(disk, path)->public_hex() == key->public_hex());
  REQUIRE(write_file_durably(disk, path, "{}"));
  const auto damaged = play_log::LogKey::open_or_make(disk, path);
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().rule == "log.key");
}

TEST_CASE("a day of 10,000 item changes writes less than 1 MB, and so does any other day") {
  struct Kind {
    const char* name;
    Duration step;
    int skipped_of_10;
    int restart_every;
    bool is_in_detail;
  };
  // 86,400 s / 8.64 s = 10,000.
  const auto kind =
      GENERATE(Kind{"10,000 changes", Duration(8'640'000), 0, 0, true},
               Kind{"10,000 changes, every fifth slot filled", Duration(8'640'000), 2, 0, true},
               Kind{"every slot filled, a second each", 1s, 10, 0, false},
               Kind{"ended and started every ten minutes, on a small budget", 10s, 0, 60, false});
  const TemporaryFolder folder;
  CountingDisk disk;
  play_log::LogLimits limits;
  if (kind.restart_every > 0)
    limits.detail_bytes = 20'000, limits.summed_bytes = 40'000, limits.day_bytes = 50'000;
  auto day = std::make_unique<LogDay>(disk, folder.path(), limits);
  const auto start = day->moment.now;
  int changes = 0;
  while (day->moment.now - start < 24h) {
    const auto item = "lao-bao/item-with-a-usual-name-" + std::to_string(changes % 40);
    day->show(item, changes % 10 < kind.skipped_of_10 ? "lao-bao/film-that-fails" : "");
    day->pass(kind.step);
    REQUIRE(day->tend());
    ++changes;
    if (kind.restart_every > 0 && changes % kind.restart_every == 0) {
      REQUIRE(day->log.close(day->moment));
      auto next = std::make_unique<LogDay>(disk, folder.path(), limits);
      next->moment = day->moment;
      day = std::move(next);
    }
  }
  day->pass(1s);
  REQUIRE(day->tend());
  INFO(kind.name << ": " << changes << " changes, " << disk.written << " bytes, " << disk.syncs << " syncs");
  CHECK(disk.written < (kind.restart_every > 0 ? 60'000 : 1'000'000));
  const auto report = read_back(disk, folder.path());
  CHECK(report.breaks.empty());
  if (kind.restart_every > 0) return;  // what an ended player could not write is told as not recorded
  std::int64_t times = 0;
  for (const auto& [item, row] : report.tally.items) times += row.times;
  CHECK(times == changes);
  CHECK(report.tally.recorded >= 24h);
  CHECK((report.tally.summed_segments == 0) == kind.is_in_detail);
}

TEST_CASE("the oldest days are summed, nothing of them is lost, and the folder stays small") {
  CutDisk disk;
  play_log::LogLimits limits;
  limits.sums.kept_bytes = 40'000;
  limits.sums.sums_bytes = 12'000;
  LogDay day(disk, kState, limits);
  std::int64_t changes = 0;
  for (int hour = 0; hour < 24 * 40; ++hour)
    for (int i = 0; i < 4; ++i, ++changes) {
      day.show("gate/item-" + std::to_string(changes % 7), changes % 5 == 0 ? "gate/film" : "");
      day.pass(15min);
      REQUIRE(day.tend());
    }
  REQUIRE(day.log.close(day.moment));
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  CHECK(report.tally.summed_segments > 0);
  std::int64_t times = 0;
  for (const auto& [item, row] : report.tally.items) times += row.times;
  CHECK(times == changes);
  CHECK(report.tally.items.at("gate/film").skipped == (changes + 4) / 5);
  CHECK(report.tally.recorded == 40 * 24h);
  std::uint64_t size = 0;
  const auto names = disk.list(kState / "play-log").value();
  for (const auto& name : names) size += disk.status(kState / "play-log" / name)->size_bytes;
  CHECK(size < 40'000 + 12'000 + 40'000);  // kept, sums, and the day under way
  CHECK(disk.status(kState / "play-log/sums.log")->size_bytes <= 12'000);
}

TEST_CASE("a disk that is full or fails loses nothing of what was shown") {
  CutDisk disk;
  LogDay day(disk);
  day.show("gate/welcome");
  day.pass(20s);
  REQUIRE(day.tend());
  disk.capacity_bytes = 900;
  for (int i = 0; i < 100; ++i) {
    day.show("gate/item-" + std::to_string(i));
    day.pass(15min);
    INFO(i);
    CHECK_FALSE(day.tend());
  }
  disk.capacity_bytes = UINT64_MAX;
  for (int i = 1; i < 12; ++i) {
    disk.fail_after = static_cast<std::uint64_t>(i);
    day.show("gate/late-" + std::to_string(i));
    day.pass(15min);
    (void)day.tend();
    disk.fail_after = 0;
  }
  day.pass(1s);
  REQUIRE(day.log.close(day.moment));
  const auto report = read_back(disk);
  CHECK(report.breaks.empty());
  for (int i = 0; i < 100; ++i) CHECK(report.tally.items.at("gate/item-" + std::to_string(i)).times == 1);
  for (int i = 1; i < 12; ++i) CHECK(report.tally.items.at("gate/late-" + std::to_string(i)).times == 1);
  CHECK(report.tally.recorded == 20s + 111 * 15min + 1s);
}

TEST_CASE("hours in which a screen is dark on purpose are told as such, and as no item and no still") {
  CutDisk disk;
  LogDay day(disk);
  day.show("gate/welcome");
  day.pass(12s);
  day.on.is_resting = true;
  day.show("");
  day.pass(8h);
  day.on.is_resting = false;
  day.show("gate/welcome");
  day.pass(12s);
  REQUIRE(day.log.close(day.moment));
  const auto report = read_back(disk);
  CHECK(report.tally.deviations.at("rest").length == 8h);
  CHECK(report.tally.deviations.count("still") == 0);
}

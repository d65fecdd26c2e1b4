// Reports that go by a stick, with the real programs: a kiosk without a line, both ways at once, and a stick
// that was prepared against the kiosk and the office.
#include <set>

#include "content-sync/report/day_sum.h"
#include "content-sync/report/stick.h"
#include "content-sync/server/report_log.h"
#include "tests/content-sync/reports_e2e/site.h"

using namespace gatecast;
using namespace gatecast::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

const std::string kTool = std::string(GATECAST_BIN_DIR) + "/gatecast";

struct StickSite : Site {
  Path stick = base / "stick";
  StickSite() {
    fs::copy(base / "repository", stick, fs::copy_options::recursive);
    auto settings = nlohmann::json::parse(text(this->settings("store")));
    settings["server"] = stick.string();
    write(this->settings("alone"), settings.dump());
  }
  static std::string text(const Path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // A kiosk whose server is a folder: it has no line at all.
  [[nodiscard]] ProcessResult alone(const std::string& command,
                                    const std::vector<std::string>& more = {}) const {
    auto words = std::vector<std::string>{kSync, command};
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--config", settings("alone").string()});
    return run(words);
  }
  [[nodiscard]] ProcessResult take(const Path& from, const std::vector<std::string>& more = {}) const {
    auto words = std::vector<std::string>{
        kTool, "reports", "take", from.string(), "--to", "http://127.0.0.1:" + std::to_string(port)};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  void confirm(const std::string& code) const {
    const auto confirmed = run({kServer, "devices", "confirm", "lao-bao/hall-1", code, "--by", "Hung",
                                "--repository", repository()});
    INFO(confirmed.out << confirmed.err);
    REQUIRE(confirmed.exit_code == 0);
  }
  [[nodiscard]] std::vector<std::string> on_stick(const std::string& ending) const {
    SystemDisk disk;
    return report::stick_files(disk, stick, ending).value();
  }
  struct Kept {
    std::int64_t records = 0, twice = 0;
    std::set<std::int64_t> numbers;
  };
  [[nodiscard]] Kept kept() const {
    SystemDisk disk;
    Kept kept;
    const server::DeviceBook book(disk, server::devices_beside(repository()));
    const auto devices = book.list(SystemClock().now());
    REQUIRE((devices && devices->size() == 1));
    REQUIRE(server::read_reports(disk, book.reports_of(devices->front().key), [&](const auto& logged) {
      CHECK_FALSE(logged.has_gap);
      const auto batch = report::parse_batch(logged.bytes, "batch");
      REQUIRE(batch);
      for (const auto& record : batch->records) {
        ++kept.records;
        if (!kept.numbers.insert(record.number).second) ++kept.twice;
      }
      return true;
    }));
    return kept;
  }
  [[nodiscard]] std::int64_t acknowledged() const {
    return nlohmann::json::parse(alone("reports", {"--json"}).out).value("records_at_server", 0);
  }
};

}  // namespace

TEST_CASE("a kiosk without a line is enrolled and reports by a stick; receipts come back by it") {
  StickSite site;
  const auto asked = site.alone("enrol", {"lao-bao/hall-1"});
  INFO(asked.out << asked.err);
  REQUIRE(asked.exit_code == 0);
  CHECK_THAT(asked.out, Contains("goes by a stick"));
  const auto imported = site.alone("import", {site.stick.string()});
  INFO(imported.err);
  REQUIRE(imported.exit_code == 0);
  CHECK_THAT(imported.err, Contains("release 1 is on") && Contains("reports: 1 batch is on the stick"));
  CHECK(site.on_stick(report::kBatchEnding).size() == 1);

  // Nobody confirmed it yet: nothing is taken, and nothing leaves the stick.
  const auto early = site.take(site.stick);
  INFO(early.out << early.err);
  CHECK(early.exit_code == 1);
  CHECK_THAT(early.out, Contains("device.unknown") && Contains("waits at the server for the code"));
  CHECK(site.on_stick(report::kBatchEnding).size() == 1);
  site.confirm(Site::code_in(asked.out));
  fs::copy(site.stick, site.base / "copy", fs::copy_options::recursive);
  const auto taken = site.take(site.stick);
  INFO(taken.out << taken.err);
  REQUIRE(taken.exit_code == 0);
  CHECK_THAT(taken.out, Contains("1 taken, 0 there before"));
  CHECK(site.on_stick(report::kBatchEnding).empty());
  CHECK(site.on_stick(report::kReceiptsEnding).size() == 1);
  // The same stick once more, and a copy of it as it was.
  CHECK_THAT(site.take(site.stick).out, Contains("no reports are on this stick"));
  CHECK_THAT(site.take(site.base / "copy").out, Contains("0 taken, 1 there before"));
  CHECK(site.kept().twice == 0);

  CHECK(site.acknowledged() == 0);
  const auto again = site.alone("export-reports", {site.stick.string()});
  INFO(again.out << again.err);
  REQUIRE(again.exit_code == 0);
  CHECK_THAT(again.out, Contains("1 receipt of the server came by it"));
  CHECK(site.acknowledged() == *site.kept().numbers.rbegin());
  CHECK(site.on_stick(report::kWishEnding).empty());
  CHECK(site.take(site.stick).exit_code == 0);
  const auto kept = site.kept();
  CHECK(kept.twice == 0);
  CHECK(static_cast<std::int64_t>(kept.numbers.size()) == *kept.numbers.rbegin());
  const auto view = site.reports()[0];
  CHECK(view["name"] == "lao-bao/hall-1");
}

TEST_CASE("what the line and a stick bring, in any order, is at the server once") {
  StickSite site;
  site.enrol();
  const auto once = run(site.sync("once"));
  INFO(once.err);
  REQUIRE(once.exit_code == 0);
  for (int visit = 0; visit < 3; ++visit)
    REQUIRE(site.alone("export-reports", {site.stick.string()}).exit_code == 0);
  REQUIRE(site.on_stick(report::kBatchEnding).size() == 3);
  fs::copy(site.stick, site.base / "copy", fs::copy_options::recursive);
  // A stick that lost its first file brings nothing over the gap.
  fs::copy(site.stick, site.base / "torn", fs::copy_options::recursive);
  fs::remove(site.base / "torn/reports" / site.on_stick(report::kBatchEnding)[0]);
  const auto torn = site.take(site.base / "torn");
  CHECK(torn.exit_code == 1);
  CHECK_THAT(torn.out, Contains("report.gap"));
  REQUIRE(site.take(site.stick).exit_code == 0);
  // The line does not know of it, sends the same batches, and goes on with what is new.
  auto agent = site.start_agent();
  CHECK(site.comes([&] {
    const auto at_server = *site.kept().numbers.rbegin();
    return site.answer() == "taken" && at_server > 3 && site.acknowledged() == at_server;
  }));
  agent.signal(SIGTERM);
  agent.wait(seconds(10));
  CHECK_THAT(site.take(site.base / "copy").out, Contains("0 taken, 3 there before"));
  const auto kept = site.kept();
  CHECK(kept.twice == 0);
  CHECK(static_cast<std::int64_t>(kept.numbers.size()) == *kept.numbers.rbegin());
  CHECK(site.reports()[0]["device"] == "confirmed");
}

TEST_CASE("a stick made against the kiosk and the office writes nothing elsewhere and takes nothing away") {
  StickSite site;
  site.enrol();
  REQUIRE(run(site.sync("once")).exit_code == 0);
  REQUIRE(site.alone("export-reports", {site.stick.string()}).exit_code == 0);
  const auto batch = site.on_stick(report::kBatchEnding)[0];
  const auto bytes = StickSite::text(site.stick / "reports" / batch);
  const auto key = nlohmann::json::parse(site.alone("reports", {"--json"}).out)["key"].get<std::string>();

  // Links where the kiosk writes.
  const auto victim = site.base / "victim";
  write(victim, "as it was");
  const auto folder = site.stick / "reports";
  fs::remove(folder / batch);
  fs::create_symlink(victim, folder / batch);
  fs::create_symlink(victim, folder / (batch + ".new"));
  const auto written = site.alone("export-reports", {site.stick.string()});
  INFO(written.out << written.err);
  CHECK(written.exit_code == 0);
  CHECK(StickSite::text(victim) == "as it was");
  CHECK(fs::is_regular_file(fs::symlink_status(folder / batch)));
  CHECK(StickSite::text(folder / batch) == bytes);
  fs::create_directories(site.base / "elsewhere");
  fs::create_directories(site.base / "linked");
  fs::create_symlink(site.base / "elsewhere", site.base / "linked/reports");
  const auto linked = site.alone("export-reports", {(site.base / "linked").string()});
  CHECK(linked.exit_code == 3);
  CHECK_THAT(linked.err, Contains("stick.folder"));
  CHECK(fs::is_empty(site.base / "elsewhere"));

  // A receipt that some other key signed, and one of another batch: nothing is forgotten.
  const auto hash = report::parse_batch(bytes, "batch")->hash;
  const auto& other = site.gate.repository.keys.at("snapshot")[0];
  const report::Receipt receipt{key, 1, hash};
  write(folder / (key + report::kReceiptsEnding),
        "{}\nnot json\n" +
            report::receipt_line({receipt, other.id, tuf::sign(report::receipt_message(receipt), other)}));
  REQUIRE(site.alone("export-reports", {site.stick.string()}).exit_code == 0);
  CHECK(site.acknowledged() == 0);

  // At the office: links, rubbish and torn files are passed over, the rest is taken.
  fs::create_symlink("/etc/passwd", folder / "a.batch");
  fs::create_directory(folder / "b.batch");
  write(folder / "c.batch", std::string(300'000, 'x'));
  write(folder / "d.batch", bytes.substr(0, bytes.size() / 2));
  auto changed = bytes;
  changed[bytes.size() / 2] ^= 1;
  write(folder / "e.batch", changed);
  write(folder / "\x1b[2J.batch", bytes);
  const auto taken = site.take(site.stick);
  INFO(taken.out << taken.err);
  CHECK(taken.exit_code == 0);
  CHECK(taken.out.find('\x1b') == std::string::npos);
  const auto kept = site.kept();
  CHECK(kept.twice == 0);
  CHECK(kept.records > 0);
  CHECK(fs::exists(folder / "d.batch"));
}

TEST_CASE(
    "a running kiosk takes a stick that is put in by itself, and puts its reports onto it only where it is "
    "told to") {
  const bool may_report = GENERATE(true, false);
  StickSite site;
  REQUIRE(site.alone("enrol", {"lao-bao/hall-1"}).exit_code == 0);
  auto settings = nlohmann::json::parse(StickSite::text(site.settings("store")));
  settings["server"] = "http://127.0.0.1:1";  // nobody
  settings["sticks"] = may_report ? "import-and-report" : "import";
  settings["stick_folder"] = (site.base / "sticks").string();
  write(site.settings("service"), settings.dump());
  auto service = Process::start({kSync, "run", "--config", site.settings("service").string()});
  const auto store = Path(settings["store"].get<std::string>());
  const auto told = [&](const char* field) {
    const auto corner = nlohmann::json::parse(StickSite::text(store / "stick.json"), nullptr, false);
    return corner.is_object() && corner.contains(field) ? corner[field] : nlohmann::json();
  };
  const auto comes = [&](const char* field, const nlohmann::json& value) {
    for (int i = 0; i < 300 && told(field) != value; ++i) std::this_thread::sleep_for(milliseconds(50));
    return told(field) == value;
  };
  // As the machine does: mounted first, then said to be ready.
  fs::create_directories(site.base / "sticks");
  fs::copy(site.stick, site.base / "sticks/sdb1-1", fs::copy_options::recursive);
  write(site.base / "sticks/sdb1-1.ready", "");
  CHECK(comes("state", "fresh"));
  CHECK(told("release") == 1);
  CHECK(fs::exists(fs::symlink_status(store / "active")));
  if (may_report) CHECK(comes("reports", 1));
  const auto status = nlohmann::json::parse(site.alone("status", {"--json"}).out);
  CHECK(status["stick"]["state"] == "fresh");
  SystemDisk disk;
  CHECK(report::stick_files(disk, site.base / "sticks/sdb1-1", report::kBatchEnding)->size() ==
        (may_report ? 1 : 0));
  // A stick of somebody's is left as it is.
  fs::create_directories(site.base / "sticks/sdc1-2/photos");
  write(site.base / "sticks/sdc1-2.ready", "");
  CHECK(comes("state", "no_content"));
  service.signal(SIGTERM);
  CHECK(service.wait(seconds(10)).exit_code == 0);
  CHECK_FALSE(fs::exists(site.base / "sticks/sdc1-2/reports"));
}

#include "content-sync/updater/export.h"
#include "tests/content-sync/system/offered.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

std::size_t objects_in(SlottedKiosk& kiosk) {
  std::size_t count = 0;
  const auto folders = kiosk.disk.list("/data/store/objects").value();
  for (const auto& folder : folders)
    count += kiosk.disk.list(Path("/data/store/objects") / folder).value().size();
  return count;
}

}  // namespace

TEST_CASE("a system that two release officers signed is fetched, written into the idle slot and comes next") {
  Province province;
  SlottedKiosk kiosk(province);
  kiosk.fetch();
  CHECK(kiosk.disk.status("/data/store/refreshed")->kind == FileKind::file);
  const auto content = objects_in(kiosk);
  REQUIRE(!kiosk.install()->is_new);  // nothing is offered yet

  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  CHECK(objects_in(kiosk) == content + 4);
  REQUIRE(kiosk.agent->update({}));  // content that comes in between takes nothing of it
  const auto installed = kiosk.install();
  REQUIRE(installed);
  CHECK(installed->is_new);
  CHECK(installed->slot == "B");
  CHECK(kiosk.holds(11));
  CHECK(kiosk.environment_says("ORDER=B A"));
  CHECK(kiosk.environment_says("B_OK=1"));
  CHECK(kiosk.environment_says("TRIAL=B"));
  CHECK(kiosk.environment_says("MARK=1."));
  CHECK(kiosk.bytes(kEnvironment).size() == 1024);

  // Once is enough; and what was written leaves the store, while the content stays.
  const auto before = kiosk.disk.fingerprint();
  CHECK(!kiosk.install()->is_new);
  CHECK(kiosk.disk.fingerprint() == before);
  kiosk.fetch();
  CHECK(objects_in(kiosk) == content);
  CHECK(kiosk.agent->status().release->number == 1);
}

namespace {

const Path kStick = "/run/sticks/sdb1-1";
// As `gatecast export --with-systems` writes it.
void export_onto_stick(Province& province, SlottedKiosk& kiosk) {
  updater::DirectoryFetcher office(province.disk, kRepository);
  updater::ExportOptions options;
  options.root = kiosk.bytes("/etc/root.json");
  options.with_systems = true;
  options.now = test_time();
  REQUIRE(make_directories(kiosk.disk, kStick));
  const auto exported = updater::export_repository(kiosk.disk, kStick, office, options);
  REQUIRE(exported);
  REQUIRE(exported->systems == 1);
}
void take_stick(agent::Agent& agent) {
  agent::StickCalls calls;
  calls.should_stop = [] { return false; };
  agent.take_stick(kStick, calls);
}
bool has_told_refresh(SlottedKiosk& kiosk) {
  return kiosk.disk.status("/data/store/refreshed")->kind == FileKind::file;
}

}  // namespace

TEST_CASE("without a line a system comes by a stick, and is good once its agent has taken a stick too") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  export_onto_stick(province, kiosk);
  take_stick(*kiosk.agent);
  CHECK(kiosk.line->sent == 0);
  const auto installed = kiosk.install();
  REQUIRE(installed);
  CHECK(installed->is_new);
  CHECK(kiosk.holds(11));

  // Its first start: nobody has told anything yet, and no line comes up.
  REQUIRE(kiosk.disk.remove("/data/store/refreshed"));
  write(kiosk.disk, "/run/gatecast/system.json", R"({"arch": "amd64", "slot": "B", "version": 11})");
  kiosk.start_agent(province);
  kiosk.line->breaks_after = 0;
  CHECK_FALSE(kiosk.agent->update({}));
  kiosk.agent->attend_system({});
  CHECK_FALSE(has_told_refresh(kiosk));
  SECTION("the stick is still in, and brings nothing new") {
    take_stick(*kiosk.agent);
    CHECK(has_told_refresh(kiosk));
  }
  SECTION("a stick of which a byte is wrong tells nothing") {
    auto timestamp = kiosk.bytes(kStick / "metadata/timestamp.json");
    timestamp[timestamp.size() / 2] = static_cast<char>(timestamp[timestamp.size() / 2] ^ 1);
    write(kiosk.disk, kStick / "metadata/timestamp.json", timestamp);
    take_stick(*kiosk.agent);
    CHECK_FALSE(has_told_refresh(kiosk));
  }
  SECTION("nor does one without a repository") {
    REQUIRE(kiosk.disk.remove(kStick / "metadata/timestamp.json"));
    take_stick(*kiosk.agent);
    CHECK_FALSE(has_told_refresh(kiosk));
  }
}

namespace {

// The running root with three new programs in it: one longer, one shorter, one as long as before.
Bytes next_root() {
  auto root = root_image(10);
  root.replace(60'000, 9'000, random_bytes(12'345, 71));
  root.replace(150'000, 8'000, random_bytes(5'000, 72));
  root.replace(240'000, 6'000, random_bytes(6'000, 73));
  return root;
}
const Path kRootA = "/dev/root-a";
void run_from(SlottedKiosk& kiosk, const Bytes& root) {
  write(kiosk.disk, "/run/gatecast/system.json",
        R"({"arch": "amd64", "slot": "A", "version": 10, "partitions": ["/dev/boot-a", "/dev/root-a"]})");
  write(kiosk.disk, kRootA, root);
  kiosk.fetch();
}

}  // namespace

TEST_CASE(
    "of a system that differs in three programs only these come over the line: the rest lies in the slot "
    "that runs") {
  Province province;
  SlottedKiosk kiosk(province);
  run_from(kiosk, root_image(10) + Bytes(50'000, '\0'));  // a partition is longer than what it holds
  REQUIRE(province.offer_root(11, next_root()) == "accepted");
  const auto before = kiosk.line->sent;
  kiosk.fetch();
  const auto boot = boot_image(11).size();
  // Three programs of 23 kB, and at each of their ends a part of a piece.
  CHECK(kiosk.line->sent - before < boot + 23'345 + 6 * 32'768);
  CHECK(kiosk.line->sent - before > 23'345);
  REQUIRE(kiosk.install()->is_new);
  CHECK(kiosk.bytes(kRootB).starts_with(next_root()));
}

TEST_CASE(
    "a running slot that holds other bytes, or changes while it is read, costs bytes and harms nothing") {
  Province province;
  SlottedKiosk kiosk(province);
  auto damaged = root_image(10);
  for (std::size_t at = 0; at < damaged.size(); at += 1000) damaged[at] = static_cast<char>(damaged[at] ^ 1);
  run_from(kiosk, damaged);
  REQUIRE(province.offer_root(11, next_root()) == "accepted");
  const auto before = kiosk.line->sent;
  kiosk.fetch();
  CHECK(kiosk.line->sent - before > 300'000);
  REQUIRE(kiosk.install()->is_new);
  CHECK(kiosk.bytes(kRootB).starts_with(next_root()));

  // Cut as it was, then other bytes: the whole is judged, and what is wrong comes over the line.
  Province second;
  SlottedKiosk changing(second);
  run_from(changing, root_image(10));
  REQUIRE(second.offer_root(11, next_root()) == "accepted");
  const auto sent = changing.line->sent;
  changing.line->on_fetch = [&] {
    if (changing.line->sent > sent + 30'000) write(changing.disk, kRootA, damaged);
  };
  changing.fetch();
  REQUIRE(changing.install()->is_new);
  CHECK(changing.bytes(kRootB).starts_with(next_root()));
}

TEST_CASE("a system needs two release officers, distinct persons; nobody else's signature counts") {
  Province province;
  const auto& officers = release_officers();
  CHECK(province.offer(11, {officers[0]}) == "tuf.delegated.threshold");
  CHECK(province.offer(12, {officers[0], officers[0]}) == "tuf.delegated.threshold");
  CHECK(province.offer(13, {officers[0], test_key(10, "lan")}) == "tuf.delegated.threshold");
  CHECK(province.offer(14, {test_key(10, "lan"), test_key(11, "somchai")}) == "tuf.delegated.threshold");
  REQUIRE(province.name_officers({officers[0], test_key(34, "duc"), officers[1]}));
  CHECK(province.offer(15, {officers[0], test_key(34, "duc")}) == "tuf.delegated.persons");
  CHECK(province.offer(16, {officers[0], officers[1]}) == "accepted");
  CHECK(province.name_officers({officers[0], test_key(34, "duc")}).error().rule ==
        "repository.release_officers");
}

TEST_CASE("what the server takes: every byte there, the next version of the role, a higher number") {
  Province province;
  REQUIRE(province.offer(11) == "accepted");
  CHECK(province.offer(11) == "accepted");  // signed again for another two years
  CHECK(province.offer(9) == "system.version");
  const std::vector<SigningKey> two{release_officers()[0], release_officers()[1]};
  CHECK(province.accept(province.draft(20, two, 5)).error().rule == "publish.version");
  const auto draft = province.draft(12, two, 3);
  const auto image = bundle::parse_system(
      read_file(province.disk, draft / "system/amd64.json", 1U << 20U).value(), "system/amd64.json");
  const auto object = store::object_path(draft / "objects", image->root.sha256);
  auto bytes = read_file(province.disk, object, 1U << 20U).value();
  bytes[1000] = static_cast<char>(bytes[1000] ^ 1);
  write(province.disk, object, bytes);
  CHECK(province.accept(draft).error().rule == "publish.object");
  CHECK(province.offer(13) == "accepted");
}

TEST_CASE(
    "a downgrade is neither fetched nor written, and what came back is not tried again on the same day") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(9) == "accepted");
  kiosk.fetch();
  CHECK(kiosk.disk.status("/data/store/system-ready.json")->kind == FileKind::missing);
  write(kiosk.disk, "/data/store/system-ready.json", "{}");  // a hijacked agent
  const auto slot = kiosk.bytes(kRootB);
  CHECK(!kiosk.install()->is_new);
  CHECK(kiosk.bytes(kRootB) == slot);
  CHECK(kiosk.environment_says("ORDER=A B"));

  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  REQUIRE(kiosk.install()->is_new);
  // Slot B did not hold: A runs again, as the loader left it.
  kiosk.set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=3\nORDER=B A\nTRIAL=B\n");
  kiosk.fetch();
  CHECK(!kiosk.install()->is_new);
  CHECK(kiosk.environment_says("B_TRY=3"));
  CHECK(has(in_words(kiosk.agent->status()),
            "no. 10 in slot A; no. 11 DID NOT HOLD, the machine came back by itself; it is tried again on "
            "another day"));
  REQUIRE(province.offer(12) == "accepted");
  kiosk.fetch();
  CHECK(kiosk.install()->is_new);
  write(kiosk.disk, "/run/gatecast/system-next", "system 12\n");
  CHECK(has(in_words(agent::observe(kiosk.disk, kiosk.clock, kiosk.config)),
            "no. 12 is installed and comes at the next start"));
}

TEST_CASE(
    "a system that three power cuts sent back is tried twice more, a day apart, out of the slot where it "
    "lies") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  REQUIRE(kiosk.install()->is_new);
  kiosk.fetch();
  const auto sent = kiosk.line->sent;
  const auto cut_short = [&] {
    kiosk.set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=3\nORDER=B A\nTRIAL=B\n");
  };
  // It waits for its starts: that is no reason to open it once more.
  kiosk.clock.pass(48h);
  CHECK(!kiosk.install()->is_new);
  for (int again = 2; again <= system::kMostTries; ++again) {
    cut_short();
    kiosk.clock.pass(again == 2 ? 0h : 19h);
    CHECK(kiosk.install()->is_new == (again == 2));
    if (again > 2) {
      kiosk.clock.pass(2h);
      CHECK(kiosk.install()->is_new);
    }
    CHECK(kiosk.environment_says("ORDER=B A"));
    CHECK(kiosk.environment_says("B_TRY=0"));
    CHECK(kiosk.environment_says("TRIAL=B"));
  }
  CHECK(kiosk.line->sent == sent);  // not a byte of it came again
  CHECK(kiosk.holds(11));
  cut_short();
  kiosk.clock.pass(240h);
  CHECK(!kiosk.install()->is_new);
  CHECK(kiosk.environment_says("B_TRY=3"));
  kiosk.fetch();
  CHECK(has(in_words(kiosk.agent->status()), "it waits for a higher number"));
  REQUIRE(province.offer(12) == "accepted");
  kiosk.fetch();
  CHECK(kiosk.install()->is_new);
  CHECK(kiosk.holds(12));
}

TEST_CASE(
    "a slot whose bytes have changed since is not opened again, and a clock that went back opens none") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  REQUIRE(kiosk.install()->is_new);
  kiosk.set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=3\nORDER=B A\nTRIAL=B\n");
  kiosk.clock.pass(-48h);
  CHECK(!kiosk.install()->is_new);
  kiosk.clock.pass(96h);
  auto bytes = kiosk.bytes(kRootB);
  bytes[100'000] = static_cast<char>(bytes[100'000] ^ 1);
  write(kiosk.disk, kRootB, bytes);
  CHECK(kiosk.install().error().rule == "system.readback");
  CHECK(kiosk.environment_says("B_TRY=3"));
  kiosk.clock.pass(96h);
  CHECK(!kiosk.install()->is_new);
}

TEST_CASE("an older offer that is put back into the store is refused by the installer's own floor") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  const auto old = kiosk.bytes("/data/store/system.json");
  REQUIRE(province.offer(12) == "accepted");
  kiosk.fetch();
  REQUIRE(kiosk.install()->is_new);
  write(kiosk.disk, "/data/store/system.json", old);
  CHECK(kiosk.install().error().rule == "store.floor.role");
}

TEST_CASE(
    "a hijacked agent gets nothing into a slot: forged signatures, other bytes, a running slot not yet "
    "good") {
  Province province;
  SlottedKiosk kiosk(province);
  REQUIRE(province.offer(11) == "accepted");
  kiosk.fetch();
  const auto untouched = kiosk.bytes(kRootB);

  // The loader has counted an attempt and nobody has set it back: B is what one would come back to.
  kiosk.set_environment("A_OK=1\nA_TRY=1\nB_OK=1\nB_TRY=0\nORDER=A B\nTRIAL=A\n");
  CHECK(!kiosk.install()->is_new);
  CHECK(kiosk.bytes(kRootB) == untouched);
  kiosk.set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=0\nORDER=A B\nTRIAL=0\n");

  const auto good = kiosk.bytes("/data/store/system.json");
  auto files = store::parse_role_files(good, "system.json").value();
  auto image = bundle::parse_system(files.at("system/amd64.json"), "system/amd64.json").value();
  image.version = 99;
  files["system/amd64.json"] = bundle::write_system(image);
  write(kiosk.disk, "/data/store/system.json", store::write_role_files(files));
  CHECK(has(kiosk.install().error().rule, "tuf.target."));
  const Bytes forged =
      repository::write_system_metadata(2, {{"system/amd64.json", bundle::write_system(image)}}, test_time());
  files["system.json"] = *tuf::add_signature(forged, "system.json", release_officers()[0]);
  write(kiosk.disk, "/data/store/system.json", store::write_role_files(files));
  CHECK(has(kiosk.install().error().rule, "tuf.delegated."));
  CHECK(kiosk.bytes(kRootB) == untouched);
  CHECK(kiosk.environment_says("B_OK=1"));

  // Other bytes in the middle of the image: found when they are read; the slot stays closed, A runs on.
  write(kiosk.disk, "/data/store/system.json", good);
  image = bundle::parse_system(store::parse_role_files(good, "system.json")->at("system/amd64.json"),
                               "system/amd64.json")
              .value();
  const auto object = store::object_path("/data/store/objects", image.root.sha256);
  auto bytes = kiosk.bytes(object);
  bytes[150'000] = static_cast<char>(bytes[150'000] ^ 1);
  write(kiosk.disk, object, bytes);
  CHECK(kiosk.install().error().rule == "store.piece");
  CHECK(kiosk.environment_says("B_OK=0"));
  CHECK(kiosk.environment_says("ORDER=A B"));
}

#include "content-sync/repository/publish_device.h"

#include "content-sync/repository/key_change.h"
#include "tests/content-sync/repository/publishing.h"
#include "tests/support/devices.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A repository whose channel, of the site lao-bao, shows a release with bounds for technicians.
struct Desk {
  CutDisk disk;
  std::map<std::string, Bytes> documents;
  std::int64_t version = 0;

  explicit Desk(bool has_role = true) {
    REQUIRE(make_directories(disk, "/srv"));
    REQUIRE(repository::create_repository(disk, kRepository, plan(), test_time()));
    auto sample = put_incoming(disk, {});
    sample.release.device_bounds = usual_bounds();
    const Bytes document = bundle::write_release(sample.release);
    write(disk, kIncoming / "releases" / (sha256(document).hex() + "." + kChannel + ".json"), document);
    Bytes metadata = repository::write_release_metadata(kChannel, 1, document, 1, test_time());
    for (const auto& signer : Build{}.signers) metadata = *tuf::add_signature(metadata, "metadata", signer);
    write(disk, kIncoming / (kContentRole + ".json"), metadata);
    REQUIRE(publish(disk));
    if (has_role) REQUIRE(name_technicians({technician_key().key}));
  }
  Status name_technicians(const std::vector<tuf::Key>& technicians) {
    return repository::set_technicians(disk, kRepository, {"lao-bao", technicians}, plan().targets_keys,
                                       plan().online, test_time());
  }
  Result<repository::Published> send(const std::map<std::string, Bytes>& wished, const SigningKey& signer,
                                     std::int64_t number, bool with_targets = true) {
    store::RoleFiles files;
    if (with_targets) files = wished;
    files["device-lao-bao.json"] = *tuf::add_signature(
        repository::write_device_metadata(number, wished, test_time()), "device-lao-bao.json", signer);
    return repository::accept_devices(disk, kRepository, "lao-bao", files, plan().online, test_time());
  }
  std::string ask(const bundle::DeviceState& wish) {
    auto wished = documents;
    wished[bundle::device_target(wish.site, wish.kiosk)] = bundle::write_device(wish);
    const auto sent = send(wished, technician_key(), version + 1);
    if (!sent) return sent.error().rule;
    documents = wished;
    ++version;
    return "accepted";
  }
};

bundle::DeviceState loud(std::int64_t percent, const std::string& kiosk = "hall-1") {
  auto wish = wish_for(kiosk);
  wish.volume_percent = percent;
  return wish;
}

}  // namespace

TEST_CASE("one technician's signature publishes what a kiosk of the site shall do, and nobody else's does") {
  Desk desk;
  const std::map<std::string, Bytes> wished{{"devices/lao-bao/hall-1.json", bundle::write_device(loud(60))}};
  CHECK(rule_of(desk.send(wished, test_key(51, "stranger"), 1)) == "tuf.delegated.threshold");
  CHECK(rule_of(desk.send(wished, test_key(10, "lan"), 1)) == "tuf.delegated.threshold");  // an editor
  CHECK(rule_of(desk.send(wished, technician_key(), 1, false)) == "publish.statements");
  const auto accepted = desk.send(wished, technician_key(), 1);
  INFO((accepted ? std::string() : to_string(accepted.error())));
  REQUIRE(accepted);
  CHECK(accepted->signers == std::vector<std::string>{"Khanh"});
  CHECK(accepted->objects_taken == 1);
  const auto again = desk.send(wished, technician_key(), 1);
  REQUIRE(again);
  CHECK(again->was_active);
  CHECK(kiosk_sees(desk.disk) == "1");
  // Another technician has published meanwhile.
  CHECK(rule_of(desk.send({}, technician_key(), 1)) == "publish.version");
}

TEST_CASE("what is asked of other kiosks stands, and only what is new is judged and sent") {
  Desk desk;
  CHECK(desk.ask(loud(60)) == "accepted");
  CHECK(desk.ask(loud(40, "hall-2")) == "accepted");
  const auto files = desk.disk.list(kRepository / "targets/devices/lao-bao");
  REQUIRE(files);
  CHECK(files->size() == 2);
  auto wished = desk.documents;
  wished["devices/lao-bao/hall-2.json"] = bundle::write_device(loud(50, "hall-2"));
  store::RoleFiles sent{
      {"devices/lao-bao/hall-2.json", wished["devices/lao-bao/hall-2.json"]},
      {"device-lao-bao.json", *tuf::add_signature(repository::write_device_metadata(3, wished, test_time()),
                                                  "device-lao-bao.json", technician_key())}};
  CHECK(rule_of(repository::accept_devices(desk.disk, kRepository, "lao-bao", sent, plan().online,
                                           test_time())) == "accepted");
}

TEST_CASE(
    "a wish outside the bounds, of another site, or under another name is refused before it is published") {
  Desk desk;
  CHECK(desk.ask(loud(81)) == "device.volume");
  auto wish = wish_for();
  wish.channel = "la-lay-gate";  // allowed by the bounds, but it shows nothing yet
  CHECK(desk.ask(wish) == "device.channel");
  wish = wish_for();
  wish.power_hours = "08:00-12:00";
  CHECK(desk.ask(wish) == "device.power");
  wish = wish_for();
  wish.site = "la-lay";
  CHECK(desk.ask(wish) == "tuf.target.role");
  const auto misnamed =
      desk.send({{"devices/lao-bao/hall-2.json", bundle::write_device(loud(60))}}, technician_key(), 1);
  CHECK(rule_of(misnamed) == "device.name");
  const auto foreign = desk.send({{"alerts/one.json", bundle::write_device(loud(60))}}, technician_key(), 1);
  CHECK(rule_of(foreign) == "tuf.target.role");
  CHECK(rule_of(desk.send({{"devices/lao-bao/hall-1.json", Bytes("{\"volume_percent\": 60}")}},
                          technician_key(), 1)) == "device.form");
  CHECK(kiosk_sees(desk.disk) == "1");
}

TEST_CASE("technicians are named by two holders of the targets keys, at once or carried as a change") {
  Desk desk(false);
  CHECK(desk.ask(loud(60)) == "publish.technicians");
  CHECK(rule_of(desk.name_technicians({test_key(70).key})) == "repository.technicians");
  CHECK(rule_of(desk.name_technicians({})) == "repository.technicians");
  CHECK(rule_of(repository::set_technicians(desk.disk, kRepository, {"../x", {technician_key().key}},
                                            plan().targets_keys, plan().online, test_time())) ==
        "repository.site");
  const auto change = repository::change_technicians(
      desk.disk, kRepository, {"lao-bao", {technician_key().key}}, plan().targets_keys, test_time());
  REQUIRE(change);
  REQUIRE(repository::apply_change(desk.disk, kRepository, *change, plan().online, test_time()));
  CHECK(desk.ask(loud(60)) == "accepted");
  // One who is none any more: his key counts for nothing, and the next one begins on top of his version.
  REQUIRE(desk.name_technicians({test_key(71, "Mai").key}));
  CHECK(desk.ask(loud(50)) == "tuf.delegated.threshold");
  CHECK(rule_of(desk.send({{"devices/lao-bao/hall-1.json", bundle::write_device(loud(50))}},
                          test_key(71, "Mai"), 2)) == "accepted");
}

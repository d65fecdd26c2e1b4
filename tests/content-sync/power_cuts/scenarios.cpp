#include "tests/content-sync/power_cuts/scenarios.h"

#include "content-sync/store/verified_reader.h"

namespace gatecast::test {
namespace {

void update_to(CutKiosk& kiosk, std::int64_t number) {
  for (std::int64_t next = 1; next <= number; ++next) {
    kiosk.publish_edited(next);
    GATECAST_INVARIANT(run_errand(kiosk, kiosk.disk, Errand::update).has_value());
  }
}

// A stolen timestamp key signed a version far ahead; the new keys keep one of the old, so that what it signed
// would still count if it were not forgotten.
void exchange_keys_after_fast_forward(CutKiosk& kiosk) {
  auto& repository = kiosk.repository;
  const auto second = test_key(70);
  repository.keys["timestamp"].push_back(second);
  repository.root.roles["timestamp"] = tuf::make_role(repository.root.keys, repository.keys["timestamp"], 1);
  repository.publish_root();
  repository.timestamp.version = 1000;
  repository.publish_timestamp();
  GATECAST_INVARIANT(run_errand(kiosk, kiosk.disk, Errand::update).has_value());
  repository.keys["timestamp"] = {second, test_key(71)};
  repository.root.roles["timestamp"] = tuf::make_role(repository.root.keys, repository.keys["timestamp"], 1);
  repository.publish_root();
  repository.timestamp.version = 5;
  repository.rotate("root");
  kiosk.publish_edited(2);
}

void damage_film(CutKiosk& kiosk) {
  const auto active =
      store::load_verified_release(kiosk.disk, kCutStore / "active", kiosk.repository.root_file(1),
                                   kiosk.config.channel, {}, kiosk.repository.now);
  GATECAST_INVARIANT(active.has_value());
  std::string broken;
  for (const auto& [hash, object] : active->release->objects) {
    if (object.length_bytes != 60'000) continue;
    const auto path = store::object_path(kCutStore / "objects", hash);
    auto bytes = read_file(kiosk.disk, path, 1'000'000).value();
    bytes[30'000] = static_cast<char>(bytes[30'000] ^ 1);
    GATECAST_INVARIANT(write_file_durably(kiosk.disk, path, bytes).has_value());
    broken = hash.hex();
  }
  kiosk.config.player_state = "/player-state";
  GATECAST_INVARIANT(make_directories(kiosk.disk, "/player-state").has_value());
  GATECAST_INVARIANT(write_file_durably(kiosk.disk, "/player-state/broken.json",
                                        R"({"format":1,"objects":[")" + broken + "\"]}")
                         .has_value());
}

Scenario officers() {
  return {"an alert, and keys exchanged with it",
          [](CutKiosk& kiosk) {
            update_to(kiosk, 1);
            say(kiosk.repository, {alert_statement(release_with_template())});
            GATECAST_INVARIANT(run_errand(kiosk, kiosk.disk, Errand::hear).has_value());
            auto second = alert_statement(release_with_template());
            second.id = "two";
            kiosk.repository.rotate("timestamp");
            say(kiosk.repository, {second, recall_statement("trade/coffee", 1)});
          },
          Errand::hear,
          {1},
          {"one;", "recall-one;two;"},
          true};
}

Scenario taken_back() {
  return {"a release is taken back: the content of the one before, under a higher number",
          [](CutKiosk& kiosk) {
            update_to(kiosk, 2);
            kiosk.publish_edited(3, 1);
          },
          Errand::update,
          {2, 3},
          {""}};
}

Scenario old_server() {
  return {"a server that was rolled back is refused",
          [](CutKiosk& kiosk) {
            update_to(kiosk, 1);
            const auto old = kiosk.repository.files;
            kiosk.publish_edited(2);
            GATECAST_INVARIANT(run_errand(kiosk, kiosk.disk, Errand::update).has_value());
            kiosk.repository.files = old;
          },
          Errand::update,
          {2},
          {""},
          false,
          false};
}

Scenario suspended() {
  return {"a line that breaks in the middle of a film",
          [](CutKiosk& kiosk) {
            update_to(kiosk, 1);
            kiosk.publish_edited(2, 0, 400'000);
          },
          Errand::update,
          {1, 2},
          {""},
          false,
          false,
          250'000};
}

}  // namespace

std::vector<Scenario> all_scenarios() {
  return {
      {"first provision",
       [](CutKiosk& kiosk) { kiosk.publish_edited(1); },
       Errand::update,
       {0, 1},
       {"", "nothing"}},
      {"an update",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         kiosk.publish_edited(2);
       },
       Errand::update,
       {1, 2},
       {""}},
      {"an update that lets an old release go",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 2);
         kiosk.publish_edited(3);
       },
       Errand::update,
       {2, 3},
       {""}},
      {"keys exchanged after a fast-forward",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         exchange_keys_after_fast_forward(kiosk);
       },
       Errand::update,
       {1, 2},
       {""},
       true},
      {"the same release under newer metadata",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         kiosk.repository.publish_role("targets");
         kiosk.repository.publish_snapshot();
         kiosk.repository.publish_timestamp();
       },
       Errand::update,
       {1},
       {""}},
      {"the hourly signature",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         kiosk.clock.pass(std::chrono::hours(1));
         kiosk.repository.refresh_timestamp(kiosk.clock.system);
       },
       Errand::update,
       {1},
       {""}},
      officers(),
      {"import from a stick",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         kiosk.publish_edited(2);
         kiosk.put_stick();
       },
       Errand::import_stick,
       {1, 2},
       {""}},
      taken_back(),
      old_server(),
      {"a damaged film is fetched anew",
       [](CutKiosk& kiosk) {
         update_to(kiosk, 1);
         damage_film(kiosk);
       },
       Errand::update,
       {1, -1},
       {""}},
      suspended(),
  };
}

}  // namespace gatecast::test

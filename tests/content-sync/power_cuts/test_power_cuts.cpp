// The power is cut before every single operation of whole updates: first provision, an update with rotated
// keys, one that collects. Whatever a cut leaves: old or new, complete, verified; and the next run ends well.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;
using updater::run_update;
using updater::UpdateOptions;

namespace {

const Path kStore = "/store";

UpdateOptions options_for(const TestRepository& repository) {
  UpdateOptions options;
  options.channel = "lao-bao-hall";
  options.pinned_root = repository.root_file(1);
  options.now = repository.now;
  options.reserve_bytes = 0;
  return options;
}

Status update(Disk& disk, const std::map<std::string, Bytes>& files, const UpdateOptions& options) {
  GATECAST_TRY(auto store, store::Store::open(disk, kStore));
  RepositoryFetcher fetcher(files);
  GATECAST_TRY(const auto report, run_update(store, fetcher, options));
  return {};
}

// The number of the release that is on, verified to its last byte; 0: none; -1: something half.
std::int64_t number_on(CutDisk& disk, const UpdateOptions& options, std::string& why) {
  const auto link = disk.status(kStore / "active");
  if (!link || link->kind == FileKind::missing) return 0;
  const auto release = store::load_verified_release(disk, kStore / "active", options.pinned_root,
                                                    options.channel, {}, options.now);
  if (!release) {
    why = to_string(release.error());
    return -1;
  }
  for (const auto& [hash, object] : release->release->objects) {
    if (const auto status = store::verify_object(disk, kStore / "objects", object); !status) {
      why = to_string(status.error());
      return -1;
    }
  }
  return release->release->number;
}

std::int64_t trusted_timestamp(CutDisk& disk) {
  const auto bytes = read_file(disk, kStore / "trusted/timestamp.json", 100'000);
  if (!bytes) return 0;
  const auto parsed = tuf::parse_timestamp(*bytes, "timestamp.json");
  return parsed ? parsed->signed_part.version : -1;
}

std::int64_t trusted_root(CutDisk& disk) {
  std::int64_t version = 0;
  while (read_file(disk, kStore / "trusted/root" / (std::to_string(version + 1) + ".root.json"), 100'000))
    ++version;
  return version;
}

struct Explorer {
  const TestRepository& repository;
  UpdateOptions options = options_for(repository);
  int random_cuts = 2;
  bool goes_on = true;  // let the next run end, too
  std::int64_t operations = 0;
  std::int64_t states = 0;
  std::vector<std::string> violations;

  void violated(const std::string& what, const std::string& operation) {
    violations.push_back(what + " (cut before: " + operation + ")");
  }

  // Runs one update on the disk and cuts before each of its operations, and once after the last.
  void run(CutDisk& disk, std::int64_t old_number, std::int64_t new_number, bool rotates) {
    const auto timestamp = trusted_timestamp(disk);
    const auto root = trusted_root(disk);
    disk.before_each = [&](const std::string& operation) {
      ++operations;
      cut(disk, operation, old_number, new_number, rotates ? 0 : timestamp, root);
    };
    const auto status = update(disk, repository.files, options);
    disk.before_each = nullptr;
    if (!status) violated("the update failed: " + to_string(status.error()), "none");
    cut(disk, "the end", new_number, new_number, timestamp, root);
  }

  void cut(const CutDisk& disk, const std::string& operation, std::int64_t old_number,
           std::int64_t new_number, std::int64_t timestamp, std::int64_t root) {
    const auto seed = static_cast<std::uint64_t>(operations) * 100;
    check(disk.after_cut(CutMode::all_lost, seed), operation, old_number, new_number, timestamp, root);
    check(disk.after_cut(CutMode::all_kept, seed), operation, old_number, new_number, timestamp, root);
    for (int i = 1; i <= random_cuts; ++i)
      check(disk.after_cut(CutMode::random, seed + static_cast<std::uint64_t>(i)), operation, old_number,
            new_number, timestamp, root);
  }

  void check(CutDisk cut_disk, const std::string& operation, std::int64_t old_number, std::int64_t new_number,
             std::int64_t timestamp, std::int64_t root) {
    if (!goes_on && !violations.empty()) return;  // one is enough
    ++states;
    std::string why;
    const auto on = number_on(cut_disk, options, why);
    if (on != old_number && on != new_number)
      violated("neither old nor new but " + std::to_string(on) + ": " + why, operation);
    if (trusted_timestamp(cut_disk) < timestamp) violated("the trusted timestamp went back", operation);
    if (trusted_root(cut_disk) < root) violated("the trusted root went back", operation);
    if (!goes_on) return;
    const auto status = update(cut_disk, repository.files, options);
    if (!status) return violated("the next run failed: " + to_string(status.error()), operation);
    if (number_on(cut_disk, options, why) != new_number)
      violated("the next run did not end on the new release", operation);
    if (!cut_disk.list(kStore / "partial")->empty()) violated("a partial file stays", operation);
  }
};

// With a film of which each release changes a part: the rest is copied from the one before.
void publish_edited(TestRepository& repository, std::int64_t number) {
  auto sample = sample_release("lao-bao-hall", number, std::to_string(number));
  Bytes film;
  for (int i = 0; film.size() < 60'000; ++i) {
    const auto hash = sha256("part " + std::to_string(i == 900 ? i + number : i));
    film.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
  }
  add_object(sample, film, "video/mp4");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
}

// Release 1 from nothing; then 2 with new timestamp keys; then 3, which lets 1 go.
void explore_all(Explorer& explorer, TestRepository& repository, CutDisk& disk) {
  publish_edited(repository, 1);
  explorer.run(disk, 0, 1, false);
  repository.rotate("timestamp");
  publish_edited(repository, 2);
  explorer.run(disk, 1, 2, true);
  publish_edited(repository, 3);
  explorer.run(disk, 2, 3, false);
}

}  // namespace

TEST_CASE("a power cut at any operation of an update leaves the old or the new release, whole") {
  TestRepository repository;
  Explorer explorer{repository};
  if (std::getenv("GATECAST_LONG") != nullptr) explorer.random_cuts = 20;
  CutDisk disk;
  explore_all(explorer, repository, disk);
  std::cout << "power cuts: " << explorer.operations << " operations, " << explorer.states << " states\n";
  for (const auto& violation : explorer.violations) UNSCOPED_INFO(violation);
  CHECK(explorer.violations.empty());
  CHECK(explorer.operations >= 300);
  // The collection really took release 1's film away.
  CHECK(disk.list(kStore / "generations")->size() == 2);
}

TEST_CASE("the test of power cuts notices when any of the syncs is left out") {
  const auto starts = [](const std::string& text, const std::string& prefix) {
    return text.rfind(prefix, 0) == 0;
  };
  const std::vector<std::pair<std::string, std::function<bool(const std::string&)>>> omissions{
      {"objects' bytes", [&](const auto& name) { return starts(name, "sync /store/partial"); }},
      {"objects' names", [&](const auto& name) { return starts(name, "sync directory /store/objects/"); }},
      {"folders of objects", [&](const auto& name) { return name == "sync directory /store/objects"; }},
      {"files of a generation", [&](const auto& name) { return starts(name, "sync /store/generations"); }},
      {"names in a generation",
       [&](const auto& name) { return starts(name, "sync directory /store/generations/"); }},
      {"folders of generations",
       [&](const auto& name) { return name == "sync directory /store/generations"; }},
      {"the link", [&](const auto& name) { return name == "sync directory /store"; }},
      {"trusted metadata's bytes", [&](const auto& name) { return starts(name, "sync /store/trusted"); }},
      {"trusted metadata's names", [&](const auto& name) { return name == "sync directory /store/trusted"; }},
      {"trusted roots' names",
       [&](const auto& name) { return name == "sync directory /store/trusted/root"; }},
  };
  for (const auto& [what, forgets] : omissions) {
    TestRepository repository;
    Explorer explorer{repository};
    explorer.goes_on = false;
    explorer.random_cuts = 1;
    CutDisk disk;
    disk.forgets_sync = forgets;
    explore_all(explorer, repository, disk);
    INFO(what);
    CHECK(!explorer.violations.empty());
  }
}

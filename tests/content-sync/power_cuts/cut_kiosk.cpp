#include "tests/content-sync/power_cuts/cut_kiosk.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_statements.h"
#include "content-sync/updater/version_floor.h"

namespace gatecast::test {
namespace {

// The same files at each errand, and a word before each question.
class AskedFetcher final : public updater::Fetcher {
 public:
  AskedFetcher(std::unique_ptr<updater::Fetcher> fetcher, OnQuestion on_question)
      : fetcher_(std::move(fetcher)), on_question_(std::move(on_question)) {}
  Status fetch(const updater::FetchRequest& request, updater::FetchSink& sink) override {
    if (on_question_) on_question_(request.path);
    return fetcher_->fetch(request, sink);
  }
  [[nodiscard]] std::uint64_t wire_bytes() const override { return fetcher_->wire_bytes(); }
  [[nodiscard]] std::string name() const override { return fetcher_->name(); }

 private:
  std::unique_ptr<updater::Fetcher> fetcher_;
  OnQuestion on_question_;
};

void put_quietly(Disk& disk, const Path& path, ByteView bytes) {
  GATECAST_INVARIANT(make_directories(disk, path.parent_path()).has_value());
  GATECAST_INVARIANT(write_file_durably(disk, path, bytes).has_value());
}

std::int64_t number_on(CutDisk& disk, const CutKiosk& kiosk, std::vector<std::string>& faults) {
  const auto link = disk.status(kCutStore / "active");
  if (!link || link->kind == FileKind::missing) return 0;
  const auto release = store::load_verified_release(disk, kCutStore / "active", kiosk.repository.root_file(1),
                                                    kiosk.config.channel, {}, kiosk.repository.now);
  if (!release) {
    faults.push_back("what is on is refused: " + to_string(release.error()));
    return -1;
  }
  for (const auto& [hash, object] : release->release->objects)
    if (const auto status = store::verify_object(disk, kCutStore / "objects", object); !status) {
      faults.push_back("what is on is not whole: " + to_string(status.error()));
      return -1;
    }
  return release->release->number;
}

// Whoever finds an object by its name need not ask whether it is whole.
void check_objects(CutDisk& disk, std::vector<std::string>& faults) {
  const auto folders = disk.list(kCutStore / "objects");
  if (!folders) return;
  for (const auto& folder : *folders)
    for (const auto& name : disk.list(kCutStore / "objects" / folder).value_or(std::vector<std::string>{})) {
      const auto bytes = read_file(disk, kCutStore / "objects" / folder / name, 1U << 30U);
      if (!bytes || sha256(*bytes).hex() != name)
        faults.push_back("object " + name + " is not what it is called");
    }
}

// A release to fall back on has all its objects, or cannot be read at all.
void check_generations(CutDisk& disk, const CutKiosk& kiosk, std::vector<std::string>& faults) {
  const auto store = store::Store::look(disk, kCutStore);
  const auto active = store.active();
  const auto numbers = store.generations();
  if (!active || !numbers) return;
  for (const auto number : *numbers) {
    if (number > *active) continue;
    const auto release =
        store::load_verified_release(disk, store.generation(number), kiosk.repository.root_file(1),
                                     kiosk.config.channel, {}, kiosk.repository.now);
    if (!release) continue;
    for (const auto& [hash, length] : store::needed_objects(*release->release)) {
      const auto is_there = store.has(hash, length);
      if (!is_there || !*is_there)
        faults.push_back("generation " + std::to_string(number) + " came back without its objects");
    }
  }
}

std::string words_of_officers(CutDisk& disk, const CutKiosk& kiosk) {
  const Path file = kCutStore / store::kStatementFile;
  const auto status = disk.status(file);
  if (!status || status->kind == FileKind::missing) return "nothing";
  const auto loaded = store::load_verified_statements(disk, file, kiosk.repository.root_file(1), {});
  if (!loaded) return "refused: " + loaded.error().rule;
  std::string ids;
  for (const auto& statement : loaded->statements) ids += statement.id + ";";
  for (const auto& error : loaded->refused) ids += "refused: " + error.rule + ";";
  return ids;
}

std::map<std::string, std::int64_t> versions_on(CutDisk& disk) {
  std::map<std::string, std::int64_t> versions;
  std::int64_t root = 0;
  while (read_file(disk, kCutStore / "trusted/root" / (std::to_string(root + 1) + ".root.json"), 1'000'000))
    ++root;
  versions["root"] = root;
  for (const auto& name : disk.list(kCutStore / "trusted").value_or(std::vector<std::string>{})) {
    const auto bytes = read_file(disk, kCutStore / "trusted" / name, 1'000'000);
    if (!bytes || !name.ends_with(".json") || name == "time.json") continue;
    const auto document = parse_json(*bytes, name);
    versions[name] =
        document && document->contains("signed") ? (*document)["signed"].value("version", -1) : -1;
  }
  const auto floor = updater::load_floor(disk, kCutStore / "floor.json");
  versions["floor of root"] = floor.root;
  versions["floor of timestamp"] = floor.timestamp;
  versions["floor of snapshot"] = floor.snapshot;
  for (const auto& [name, number] : floor.releases) versions["floor of " + name] = number;
  return versions;
}

// Notes are old or new, never half: nothing that was counted is counted anew.
void check_notes(CutDisk& disk, std::vector<std::string>& faults) {
  for (const char* name : {"status.json", "data-use.json", "floor.json", "trusted/time.json", "FORMAT"}) {
    const auto status = disk.status(kCutStore / name);
    if (!status || status->kind == FileKind::missing) continue;
    const auto bytes = read_file(disk, kCutStore / name, 1'000'000);
    if (!bytes || !parse_json(*bytes, name)) faults.push_back(std::string(name) + " is half");
  }
}

}  // namespace

CutKiosk::CutKiosk() {
  config.store = kCutStore;
  config.server = "http://memory";
  config.root = "/etc/root.json";
  config.channel = "lao-bao-hall";
  config.reserve_mb = 0;
  put_quietly(disk, config.root, repository.root_file(1));
  add_officers(repository);
}

void CutKiosk::publish_edited(std::int64_t number, std::int64_t content, std::size_t film_bytes) {
  if (content == 0) content = number;
  auto sample = sample_release("lao-bao-hall", number, std::to_string(content));
  add_template(sample.release);
  Bytes film;
  for (int i = 0; film.size() < film_bytes; ++i) {
    const auto hash = sha256("part " + std::to_string(i == 900 ? i + content : i));
    film.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
  }
  add_object(sample, film, "video/mp4");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
}

void CutKiosk::put_stick() {
  for (const auto& [path, bytes] : repository.files) put_quietly(disk, kCutStick / path, bytes);
}

Status run_errand(CutKiosk& kiosk, CutDisk& disk, Errand errand, const OnQuestion& on_question,
                  std::uint64_t line_breaks_after) {
  std::unique_ptr<updater::Fetcher> source;
  auto config = kiosk.config;
  if (errand == Errand::import_stick) {
    source = std::make_unique<updater::DirectoryFetcher>(disk, kCutStick);
    config.server = kCutStick.string();
  } else {
    auto server = std::make_unique<RepositoryFetcher>(kiosk.repository.files);
    server->breaks_after = line_breaks_after;
    source = std::move(server);
  }
  auto asked = std::make_unique<AskedFetcher>(std::move(source), on_question);
  auto& line = *asked;
  GATECAST_TRY(auto agent, agent::Agent::open(disk, kiosk.clock, config, std::move(asked)));
  if (errand == Errand::hear) return agent.hear(line);
  GATECAST_TRY(const auto report, agent.update({}));
  agent.plan_next(0);
  return {};
}

Found look_at(CutDisk& disk, const CutKiosk& kiosk) {
  Found found;
  found.release = number_on(disk, kiosk, found.faults);
  found.statements = words_of_officers(disk, kiosk);
  found.versions = versions_on(disk);
  check_objects(disk, found.faults);
  check_generations(disk, kiosk, found.faults);
  check_notes(disk, found.faults);
  return found;
}

std::map<std::string, Bytes> kept_files(CutDisk& disk) {
  std::map<std::string, Bytes> files;
  const auto keep = [&](const Path& path) {
    if (auto bytes = read_file(disk, path, 4'000'000)) files[path.string()] = std::move(*bytes);
  };
  for (const char* folder : {"trusted", "trusted/root"})
    for (const auto& name : disk.list(kCutStore / folder).value_or(std::vector<std::string>{}))
      keep(kCutStore / folder / name);
  for (const char* name :
       {"FORMAT", "floor.json", "statements.json", "active/timestamp.json", "active/release.json"})
    keep(kCutStore / name);
  return files;
}

}  // namespace gatecast::test

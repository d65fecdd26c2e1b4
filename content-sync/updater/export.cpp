#include "content-sync/updater/export.h"

#include <algorithm>
#include <map>
#include <utility>

#include "content-sync/bundle/device.h"
#include "content-sync/bundle/release_read.h"
#include "content-sync/bundle/statement.h"
#include "content-sync/bundle/system_image.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/verified_feeds.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_statements.h"
#include "content-sync/updater/download.h"
#include "content-sync/updater/metadata_refresh.h"
#include "content-sync/updater/piece_fetch.h"

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kReserve = 4'000'000;  // folders and tables of the stick itself

// Keeps what came, under the name by which it was asked for.
class RecordingFetcher final : public Fetcher {
 public:
  explicit RecordingFetcher(Fetcher& source) : source_(source) {}
  Status fetch(const FetchRequest& request, FetchSink& sink) override {
    Recorder recorder(sink);
    GATECAST_TRY_STATUS(source_.fetch(request, recorder));
    files[request.path] = std::move(recorder.bytes);
    return {};
  }
  [[nodiscard]] std::string name() const override { return source_.name(); }
  std::map<std::string, Bytes> files;

 private:
  struct Recorder final : FetchSink {
    explicit Recorder(FetchSink& sink) : to(sink) {}
    Status begin(std::uint64_t offset) override {
      bytes.clear();
      return to.begin(offset);
    }
    Status append(ByteView portion) override {
      bytes.append(portion);
      return to.append(portion);
    }
    FetchSink& to;
    Bytes bytes;
  };
  Fetcher& source_;
};

class Export {
 public:
  Export(Disk& disk, const Path& folder, Fetcher& source, const ExportOptions& options)
      : disk_(disk), folder_(folder), source_(source), recorded_(source), options_(options) {}

  Result<ExportReport> run() {
    for (const char* name : {"metadata", "objects", "partial", "partial/trusted", "partial/trusted/root"})
      GATECAST_TRY_STATUS(make_directories(disk_, folder_ / name));
    GATECAST_TRY_STATUS(forget_trusted());
    RefreshOptions refresh;
    refresh.disk = &disk_;
    refresh.trusted = folder_ / "partial/trusted";
    refresh.now = options_.now;
    GATECAST_TRY(auto trusted, refresh_metadata(recorded_, options_.root, refresh));
    GATECAST_TRY_STATUS(read_channels(trusted, refresh));
    GATECAST_TRY(report_.statements, read_role(trusted, refresh, store::kAlertRole, bundle::kStatementLimit));
    GATECAST_TRY(report_.feeds, read_role(trusted, refresh, store::kFeedRole, bundle::kFeedsLimit));
    if (options_.with_systems) GATECAST_TRY_STATUS(read_systems(trusted, refresh));
    for (const auto& role : device_roles(trusted))
      GATECAST_TRY_STATUS(read_role(trusted, refresh, role, bundle::kDeviceLimit));
    GATECAST_TRY_STATUS(copy_objects());
    GATECAST_TRY_STATUS(write_small_files());
    GATECAST_TRY_STATUS(clean_up());
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::vector<std::string> channels_of(const TrustedMetadata& trusted) const {
    if (!options_.channels.empty()) return options_.channels;
    constexpr std::string_view kPrefix = "content-";
    std::vector<std::string> channels;
    if (const auto& delegations = trusted.set.targets("targets")->delegations)
      for (const auto& role : delegations->roles)
        if (role.name.starts_with(kPrefix)) channels.push_back(role.name.substr(kPrefix.size()));
    return channels;
  }

  Status read_channels(TrustedMetadata& trusted, const RefreshOptions& refresh) {
    for (const auto& channel : channels_of(trusted)) {
      const std::string name = "releases/" + channel + ".json";
      const auto found = find_target(recorded_, trusted, name, refresh);
      if (!found && found.error().rule == "tuf.target.unknown" && options_.channels.empty()) {
        report_.notes.push_back("channel " + channel + " has no release yet");
        continue;
      }
      if (!found) return fail(found.error());
      if (found->file.length_bytes > store::kReleaseLimit)
        return fail(trust_error("tuf.target.length", name, "a release that is too long"));
      const auto path = "targets/" + target_path(found->file, name, trusted.set.root().consistent_snapshot);
      GATECAST_TRY(const auto document, fetch_bytes(recorded_, path, found->file.length_bytes));
      GATECAST_TRY_STATUS(tuf::verify_target(found->file, document, name));
      GATECAST_TRY(const auto release, bundle::parse_release(document, name));
      objects_.insert(release.objects.begin(), release.objects.end());
      report_.channels.push_back({channel, release.number});
    }
    if (!report_.channels.empty()) return {};
    return fail(content_error("export.channel", source_.name(), "no channel has a release yet",
                              "publish one, then export again"));
  }

  // What one officer or technician says goes along; trouble with it keeps no content away. How many targets.
  Result<std::size_t> read_role(TrustedMetadata& trusted, const RefreshOptions& refresh,
                                const std::string& role, std::uint64_t limit) {
    if (!trusted.set.snapshot()->meta.contains(role + ".json")) return 0;
    const auto loaded = load_delegated(recorded_, trusted, role, "targets", refresh);
    if (!loaded) {
      report_.notes.push_back("without what the role " + role + " says: " + to_string(loaded.error()));
      return 0;
    }
    std::size_t count = 0;
    for (const auto& [name, target] : trusted.set.targets(role)->targets) {
      if (target.length_bytes > limit) continue;
      const auto path = "targets/" + target_path(target, name, trusted.set.root().consistent_snapshot);
      GATECAST_TRY(const auto bytes, fetch_bytes(recorded_, path, target.length_bytes));
      GATECAST_TRY_STATUS(tuf::verify_target(target, bytes, name));
      ++count;
    }
    return count;
  }

  // Operating systems with their images, each an object with a piece list.
  Status read_systems(TrustedMetadata& trusted, const RefreshOptions& refresh) {
    GATECAST_TRY(report_.systems, read_role(trusted, refresh, bundle::kSystemRole, bundle::kSystemLimit));
    if (report_.systems == 0) return {};
    for (const auto& [name, target] : trusted.set.targets(bundle::kSystemRole)->targets) {
      const auto path = "targets/" + target_path(target, name, trusted.set.root().consistent_snapshot);
      const auto document = recorded_.files.find(path);
      if (document == recorded_.files.end()) continue;
      GATECAST_TRY(const auto image, bundle::parse_system(document->second, name));
      objects_.merge(bundle::objects_of(image));
    }
    return {};
  }

  static std::vector<std::string> device_roles(const TrustedMetadata& trusted) {
    std::vector<std::string> roles;
    if (const auto& delegations = trusted.set.targets("targets")->delegations)
      for (const auto& role : delegations->roles)
        if (role.name.starts_with(bundle::device_role(""))) roles.push_back(role.name);
    return roles;
  }

  // There, and every byte of it read and right.
  [[nodiscard]] bool has(const bundle::ObjectRef& object) const {
    return store::verify_object(disk_, folder_ / "objects", object).has_value();
  }

  Status copy_objects() {
    std::vector<bundle::ObjectRef> missing;
    std::vector<store::ExpectedObject> lists;
    std::uint64_t needed = 0;
    for (const auto& entry : objects_) {
      const bundle::ObjectRef& object = entry.second;
      if (has(object)) continue;
      missing.push_back(object);
      needed += object.length_bytes;
      if (store::read_piece_list(disk_, folder_ / "objects", object)) continue;
      if (object.pieces_length_bytes > store::kPieceListLimit)
        return fail(trust_error("store.pieces", object.pieces.hex(), "a piece list of more than 64 MiB"));
      needed += object.pieces_length_bytes;
      const bool is_twice = std::any_of(lists.begin(), lists.end(),
                                        [&](const auto& list) { return list.sha256 == object.pieces; });
      if (!is_twice) lists.push_back({object.pieces, object.pieces_length_bytes, std::nullopt});
    }
    report_.objects = 2 * objects_.size();
    total_ = needed;
    GATECAST_TRY_STATUS(check_room(needed));
    GATECAST_TRY_STATUS(
        download_files(disk_, folder_, lists, source_, [&](std::uint64_t bytes) { return came(bytes); }));
    report_.objects_copied = lists.size() + missing.size();
    for (const auto& object : missing) GATECAST_TRY_STATUS(copy_object(object));
    return {};
  }

  Status check_room(std::uint64_t needed) const {
    GATECAST_TRY(const auto free, disk_.free_bytes(folder_));
    if (needed == 0 || free >= needed + kReserve) return {};
    return fail(
        environment_error("disk.full", folder_,
                          "the copy needs " + std::to_string((needed + kReserve) / 1'000'000 + 1) + " MB, " +
                              std::to_string(free / 1'000'000) + " MB are free",
                          "take a larger stick, delete what is not needed on it, or name one --channel"));
  }

  Status copy_object(const bundle::ObjectRef& object) {
    GATECAST_TRY(auto list, store::read_piece_list(disk_, folder_ / "objects", object));
    GATECAST_TRY(const auto transfer,
                 PieceFetch::create(disk_, folder_, {object.sha256, object.length_bytes, std::move(list)},
                                    nothing_, [&](std::uint64_t bytes) { return came(bytes); }));
    for (int attempt = 1; transfer->to_fetch() > 0; ++attempt) {
      std::vector<FetchJob> jobs;
      transfer->add_jobs(jobs, object.length_bytes);
      source_.fetch_all(jobs);
      if (transfer->to_fetch() == 0) break;
      if (attempt < kAttempts) continue;
      GATECAST_TRY_STATUS(transfer->suspend());
      for (const auto& job : jobs) GATECAST_TRY_STATUS(job.outcome);
      if (transfer->wrong()) return fail(*transfer->wrong());
      return fail(trust_error("store.object", object.sha256.hex(), "less came than the signed bytes"));
    }
    GATECAST_TRY(const bool is_whole, transfer->complete());
    GATECAST_INVARIANT(is_whole);  // nothing of it was copied from other objects
    return {};
  }

  Status came(std::uint64_t bytes) {
    report_.bytes_copied += bytes;
    if (options_.on_progress) options_.on_progress({std::min(report_.bytes_copied, total_), total_});
    return {};
  }

  // The names are ours: they were put together here, from verified metadata. The timestamp last.
  Status write_small_files() {
    const std::string last = "metadata/timestamp.json";
    recorded_.files["metadata/1.root.json"] = options_.root;
    for (const auto& [name, bytes] : recorded_.files)
      if (name != last) GATECAST_TRY_STATUS(write_small(name, bytes));
    return write_small(last, recorded_.files.at(last));
  }
  Status write_small(const std::string& name, const Bytes& bytes) {
    const auto there = read_file(disk_, folder_ / name, bytes.size());
    if (there && *there == bytes) return {};
    GATECAST_TRY_STATUS(make_directories(disk_, (folder_ / name).parent_path()));
    return write_file_durably(disk_, folder_ / name, bytes);
  }

  // What an earlier export trusted says nothing about this one.
  Status forget_trusted() {
    for (const char* name : {"partial/trusted/root", "partial/trusted"}) {
      GATECAST_TRY(const auto names, disk_.list(folder_ / name));
      for (const auto& file : names)
        if (file != "root") GATECAST_TRY_STATUS(disk_.remove(folder_ / name / file));
    }
    return {};
  }
  Status clean_up() {
    GATECAST_TRY_STATUS(forget_trusted());
    for (const char* name : {"partial/trusted/root", "partial/trusted"})
      GATECAST_TRY_STATUS(disk_.remove(folder_ / name));
    GATECAST_TRY(const auto left, disk_.list(folder_ / "partial"));
    for (const auto& name : left) GATECAST_TRY_STATUS(disk_.remove(folder_ / "partial" / name));
    return disk_.remove(folder_ / "partial");
  }

  Disk& disk_;
  const Path& folder_;
  Fetcher& source_;
  RecordingFetcher recorded_;
  const ExportOptions& options_;
  const store::PieceIndex nothing_;
  std::map<Sha256, bundle::ObjectRef> objects_;
  std::uint64_t total_ = 0;
  ExportReport report_;
};

}  // namespace

Result<ExportReport> export_repository(Disk& disk, const Path& folder, Fetcher& source,
                                       const ExportOptions& options) {
  return Export(disk, folder, source, options).run();
}

}  // namespace gatecast::updater

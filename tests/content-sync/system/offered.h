// A province that offers its kiosks an operating system, and a kiosk whose slots are files: all in memory.
// Threads: one owner.
#pragma once
#include "content-sync/agent/agent.h"
#include "content-sync/repository/system_draft.h"
#include "content-sync/store/verified_system.h"
#include "content-sync/system/install.h"
#include "tests/content-sync/repository/publishing.h"
#include "tests/support/hand_clock.h"
#include "tests/support/random_bytes.h"

namespace gatecast::test {

inline const std::vector<SigningKey>& release_officers() {
  static const std::vector<SigningKey> officers{test_key(31, "duc"), test_key(32, "mai"),
                                                test_key(33, "noy")};
  return officers;
}
inline Bytes boot_image(std::int64_t version) {
  return random_bytes(40'960, static_cast<std::uint64_t>(version)) + Bytes(8192, '\0');
}
inline Bytes root_image(std::int64_t version) {
  return random_bytes(300'000, static_cast<std::uint64_t>(version) + 1000);
}

// Its channel shows release 1.
struct Province {
  CutDisk disk;
  std::int64_t role_version = 0;

  Province() {
    REQUIRE(make_directories(disk, "/srv"));
    REQUIRE(repository::create_repository(disk, kRepository, plan(), test_time()));
    put_incoming(disk, {});
    REQUIRE(test::publish(disk));
    REQUIRE(name_officers(release_officers()));
  }
  Status name_officers(const std::vector<SigningKey>& officers) {
    std::vector<tuf::Key> keys;
    for (const auto& officer : officers) keys.push_back(officer.key);
    return repository::set_release_officers(disk, kRepository, keys, plan().targets_keys, plan().online,
                                            test_time());
  }
  // The draft's folder, signed by these.
  Path draft(std::int64_t version, const std::vector<SigningKey>& signers, std::int64_t role,
             const Bytes& root = {}) {
    const Path folder = "/srv/draft-" + std::to_string(version) + "-" + std::to_string(role);
    write(disk, "/srv/images/boot.img", boot_image(version));
    write(disk, "/srv/images/root.img", root.empty() ? root_image(version) : root);
    const auto image = repository::draft_system(
        disk, {"amd64", version, "/srv/images/boot.img", "/srv/images/root.img"}, folder);
    REQUIRE(image);
    Bytes metadata = repository::write_system_metadata(
        role, {{bundle::system_target("amd64"), bundle::write_system(*image)}}, test_time());
    for (const auto& signer : signers) metadata = *tuf::add_signature(metadata, "system.json", signer);
    write(disk, folder / "system.json", metadata);
    return folder;
  }
  Result<repository::Published> accept(const Path& draft) {
    const auto files = repository::read_system_draft(disk, draft);
    REQUIRE(files);
    return repository::accept_system(disk, kRepository, *files, draft, plan().online, test_time());
  }
  std::string offer(std::int64_t version,
                    const std::vector<SigningKey>& signers = {release_officers()[0], release_officers()[2]}) {
    return take(draft(version, signers, role_version + 1));
  }
  std::string offer_root(std::int64_t version, const Bytes& root) {
    return take(draft(version, {release_officers()[0], release_officers()[2]}, role_version + 1, root));
  }
  std::string take(const Path& draft) {
    const auto accepted = accept(draft);
    if (!accepted) return accepted.error().rule;
    ++role_version;
    return "accepted";
  }
};

inline const Path kBootB = "/dev/boot-b";
inline const Path kRootB = "/dev/root-b";
inline const Path kEnvironment = "/esp/grubenv";

// A line to the province's repository that breaks after so many bytes.
class Line final : public updater::Fetcher {
 public:
  explicit Line(Disk& disk) : folder_(disk, kRepository) {}
  Status fetch(const updater::FetchRequest& request, updater::FetchSink& sink) override {
    if (on_fetch) on_fetch();
    Meter meter(*this, sink);
    return folder_.fetch(request, meter);
  }
  [[nodiscard]] std::string name() const override { return "line"; }
  std::uint64_t breaks_after = UINT64_MAX;
  std::uint64_t sent = 0;
  std::function<void()> on_fetch;  // before each answer

 private:
  class Meter final : public updater::FetchSink {
   public:
    Meter(Line& line, updater::FetchSink& sink) : line_(line), sink_(sink) {}
    Status begin(std::uint64_t offset) override { return sink_.begin(offset); }
    Status append(ByteView bytes) override {
      if (line_.sent + bytes.size() > line_.breaks_after)
        return fail(environment_error("fetch.network", "line", "the connection ended before the file did"));
      line_.sent += bytes.size();
      return sink_.append(bytes);
    }
    [[nodiscard]] bool has_enough() const override { return sink_.has_enough(); }

   private:
    Line& line_;
    updater::FetchSink& sink_;
  };
  updater::DirectoryFetcher folder_;
};

// Slot A runs system 10 and is good; slot B holds what it was shipped with.
struct SlottedKiosk {
  CutDisk disk;
  HandClock clock;
  agent::AgentConfig config;
  Line* line = nullptr;
  std::optional<agent::Agent> agent;

  explicit SlottedKiosk(Province& province) {
    config.store = "/data/store";
    config.server = "memory";
    config.root = "/etc/root.json";
    config.channel = kChannel;
    config.reserve_mb = 0;
    write(disk, config.root,
          read_file(province.disk, kRepository / "metadata/1.root.json", 1U << 20U).value());
    write(disk, "/run/gatecast/system.json", R"({"arch": "amd64", "slot": "A", "version": 10})");
    write(disk, kBootB, boot_image(10));
    write(disk, kRootB, root_image(10));
    REQUIRE(make_directories(disk, "/data/system"));
    set_environment("A_OK=1\nA_TRY=0\nB_OK=1\nB_TRY=0\nMARK=1.\nORDER=A B\nTRIAL=0\n");
    start_agent(province);
  }
  void start_agent(Province& province) {
    auto made = std::make_unique<Line>(province.disk);
    line = made.get();
    auto opened = agent::Agent::open(disk, clock, config, std::move(made));
    REQUIRE(opened);
    agent.emplace(std::move(*opened));
  }
  void set_environment(const std::string& lines) {
    // As grub-editenv writes it.
    Bytes notes =
        "# GRUB Environment Block\n# WARNING: Do not edit this file by tools other than grub-editenv!!!\n" +
        lines;
    notes.resize(1024, '#');
    write(disk, kEnvironment, notes);
  }
  void fetch() {
    REQUIRE(agent->update({}));
    agent->attend_system({});
  }
  static system::InstallOptions options(Instant now = test_time()) {
    return {"/data/store",
            "/etc/root.json",
            "/data/system/notes.json",
            kEnvironment,
            kBootB,
            kRootB,
            "amd64",
            "A",
            10,
            now};
  }
  Result<system::Installed> install() { return system::install(disk, options(clock.now())); }
  Bytes bytes(const Path& path) { return read_file(disk, path, 1U << 20U).value(); }
  bool environment_says(const std::string& words) {
    return bytes(kEnvironment).find("\n" + words + "\n") != Bytes::npos;
  }
  // Slot B holds this system, whatever lies behind it in the partition.
  bool holds(std::int64_t version) {
    return bytes(kBootB).starts_with(boot_image(version).substr(0, 40'960)) &&
           bytes(kRootB).starts_with(root_image(version));
  }
};

}  // namespace gatecast::test

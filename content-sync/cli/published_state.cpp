#include "content-sync/cli/published_state.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "content-sync/cli/output.h"
#include "content-sync/cli/server_refusal.h"
#include "content-sync/store/limits.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::cli {
namespace {

// A folder that is gone with the program.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "gatecast-state-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const Path& path() const { return path_; }

 private:
  Path path_;
};

Result<std::unique_ptr<updater::Fetcher>> open_fetcher(Disk& disk, const std::string& to) {
  if (is_address(to)) {
    updater::HttpOptions options;
    options.address = to;
    GATECAST_TRY(auto fetcher, updater::HttpFetcher::create(std::move(options)));
    return fetcher;
  }
  return std::make_unique<updater::DirectoryFetcher>(disk, to);
}

Result<Bytes> trusted_root(Disk& disk, const std::string& to, const std::string& root) {
  if (!root.empty()) return read_file(disk, root, tuf::kRootLimit);
  if (is_address(to))
    return fail(usage_error("publish.root", "--root", "is missing: whom to trust about what stands there now",
                            "give the root.json that the kiosks have"));
  const Path first = Path(to) / "metadata" / "1.root.json";
  GATECAST_TRY(const auto status, disk.status(first));
  if (status.kind != FileKind::file)
    return fail(usage_error("publish.to", to, "neither an address nor the folder of a repository",
                            "for instance --to http://server:8377, or the folder that holds metadata/"));
  return read_file(disk, first, tuf::kRootLimit);
}

}  // namespace

struct PublishedState::Parts {
  SystemDisk disk;
  Scratch scratch;
  std::unique_ptr<updater::Fetcher> fetcher;
  updater::RefreshOptions refresh;
  std::optional<updater::TrustedMetadata> trusted;

  Result<Bytes> target(const tuf::TargetFile& file, const std::string& name, std::uint64_t limit) {
    const auto path = "targets/" + updater::target_path(file, name, trusted->set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, updater::fetch_bytes(*fetcher, path, limit));
    GATECAST_TRY_STATUS(tuf::verify_target(file, bytes, name));
    return bytes;
  }
};

PublishedState::PublishedState(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PublishedState::PublishedState(PublishedState&&) noexcept = default;
PublishedState::~PublishedState() = default;

Result<PublishedState> PublishedState::read(const std::string& to, const std::string& root, Instant now) {
  auto parts = std::make_unique<Parts>();
  GATECAST_TRY(const auto trusted, trusted_root(parts->disk, to, root));
  GATECAST_TRY(parts->fetcher, open_fetcher(parts->disk, to));
  auto& refresh = parts->refresh;
  refresh.disk = &parts->disk;
  refresh.trusted = parts->scratch.path();
  refresh.root_files = updater::RootFiles::newest;
  refresh.now = now;
  // The server judges freshness; who takes something off must not be stopped by it.
  refresh.policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto verified, updater::refresh_metadata(*parts->fetcher, trusted, refresh));
  parts->trusted.emplace(std::move(verified));
  return PublishedState(std::move(parts));
}

Result<repository::ActiveReleases> PublishedState::releases() {
  constexpr std::string_view kContent = "content-";
  repository::ActiveReleases releases;
  auto& trusted = *parts_->trusted;
  const auto delegations = trusted.set.targets("targets")->delegations;
  for (const auto& role : delegations ? delegations->roles : std::vector<tuf::DelegatedRole>{}) {
    if (!role.name.starts_with(kContent) || !trusted.set.snapshot()->meta.contains(role.name + ".json"))
      continue;
    const auto channel = role.name.substr(kContent.size());
    const std::string name = "releases/" + channel + ".json";
    GATECAST_TRY(const auto found, updater::find_target(*parts_->fetcher, trusted, name, parts_->refresh));
    GATECAST_TRY(const auto bytes, parts_->target(found.file, name, store::kReleaseLimit));
    GATECAST_TRY(auto release, bundle::parse_release(bytes, name));
    releases.emplace(channel, std::move(release));
  }
  return releases;
}

Result<StandingRole> PublishedState::role(const std::string& name, std::uint64_t file_limit) {
  StandingRole standing;
  auto& trusted = *parts_->trusted;
  if (const auto& delegations = trusted.set.targets("targets")->delegations)
    for (const auto& role : delegations->roles)
      if (role.name == name)
        for (const auto& id : role.role.key_ids)
          if (const auto key = delegations->keys.find(id); key != delegations->keys.end())
            standing.holders.push_back(key->second);
  const auto listed = trusted.set.snapshot()->meta.find(name + ".json");
  if (listed == trusted.set.snapshot()->meta.end()) return standing;
  standing.version = listed->second.version;
  if (const auto loaded =
          updater::load_delegated(*parts_->fetcher, trusted, name, "targets", parts_->refresh);
      !loaded) {
    progress("what stands now was signed by nobody who still may; it falls: " + loaded.error().message);
    return standing;
  }
  for (const auto& [target, file] : trusted.set.targets(name)->targets) {
    GATECAST_TRY(standing.files[target], parts_->target(file, target, file_limit));
  }
  return standing;
}

bool is_address(const std::string& to) {
  return to.starts_with("http://") || to.starts_with("https://");
}

Result<tuf::SigningKey> open_holders_key(const std::string& file, const std::vector<tuf::Key>& holders,
                                         const PassphraseSource& passphrase, const std::string& what,
                                         const std::string& command) {
  GATECAST_TRY(const Bytes bytes, repository::read_key_bytes(file));
  GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, file));
  const auto own = tuf::key_bytes(facts.key);
  const bool is_holder = std::any_of(holders.begin(), holders.end(),
                                     [&](const auto& key) { return tuf::key_bytes(key) == own; });
  if (!is_holder)
    return fail(trust_error("duty.key", file,
                            "this key of \"" + facts.key.person + "\" is not among the " + what,
                            "`" + command + "` puts it into force, signed by the targets keys"));
  if (!facts.needs_passphrase) return repository::open_key_file(bytes, file, std::nullopt);
  GATECAST_TRY(const auto word, read_passphrase(passphrase, "Passphrase of " + facts.key.person + ": "));
  return repository::open_key_file(bytes, file, word);
}

Status post_role_files(const std::string& to, const std::string& path, const store::RoleFiles& files) {
  updater::HttpOptions options;
  options.address = to;
  GATECAST_TRY(const auto answer, updater::http_post(options, path, store::write_role_files(files)));
  if (answer.code != 200) return fail(refusal(answer, to));
  return {};
}

}  // namespace gatecast::cli

#include "content-sync/server/news.h"

#include "content-sync/bundle/statement.h"
#include "content-sync/store/verified_statements.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::server {
namespace {

constexpr std::size_t kMostBytes = 128 * 1024;  // more than that is no small file any longer
constexpr int kMostRootsAlong = 16;

class News {
 public:
  News(Disk& disk, const Path& repository) : disk_(disk), repository_(repository) {}

  // The file's bytes; nothing where it is not there or would be too much.
  const Bytes* add(const std::string& name) {
    auto bytes = read_file(disk_, repository_ / name, kMostBytes - sum_);
    if (!bytes) return nullptr;
    return add(name, std::move(*bytes));
  }
  const Bytes* add(const std::string& name, Bytes bytes) {
    sum_ += bytes.size();
    return &(files_[name] = std::move(bytes));
  }
  void add_statements(std::int64_t version) {
    const auto* bytes = add("metadata/" + std::to_string(version) + "." + store::kAlertRole + ".json");
    if (bytes == nullptr) return;
    const auto role = tuf::parse_targets(*bytes, "alert.json");
    if (!role) return;
    for (const auto& [name, target] : role->signed_part.targets) {
      const auto hash = target.hashes.find("sha256");
      const auto slash = name.rfind('/');
      if (hash == target.hashes.end() || slash == std::string::npos) continue;
      // Names in metadata are words of whoever signed: none leads out of the folder.
      if (name.find("..") != std::string::npos || !name.starts_with("alerts/")) continue;
      add("targets/" + name.substr(0, slash + 1) + hash->second + "." + name.substr(slash + 1));
    }
  }
  [[nodiscard]] Bytes body() const { return store::write_role_files(files_); }

 private:
  Disk& disk_;
  const Path& repository_;
  store::RoleFiles files_;
  std::size_t sum_ = 0;
};

}  // namespace

Bytes news_for(Disk& disk, const Path& repository, ByteView timestamp, const KnownVersions& known) {
  if (known.root <= 0) return {};
  const auto parsed = tuf::parse_timestamp(timestamp, "timestamp.json");
  if (!parsed) return {};
  News news(disk, repository);
  news.add("metadata/timestamp.json", Bytes(timestamp));
  for (int i = 1; i <= kMostRootsAlong; ++i)
    if (news.add("metadata/" + std::to_string(known.root + i) + ".root.json") == nullptr) break;
  const auto version = parsed->signed_part.snapshot.version;
  if (version == known.snapshot) return news.body();
  const auto* bytes = news.add("metadata/" + std::to_string(version) + ".snapshot.json");
  if (bytes == nullptr) return news.body();
  const auto snapshot = tuf::parse_snapshot(*bytes, "snapshot.json");
  if (!snapshot) return news.body();
  const auto alert = snapshot->signed_part.meta.find(std::string(store::kAlertRole) + ".json");
  if (alert != snapshot->signed_part.meta.end() && alert->second.version != known.alert)
    news.add_statements(alert->second.version);
  return news.body();
}

}  // namespace gatecast::server

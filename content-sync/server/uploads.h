// What comes in: objects that must hash to their name, release documents, signed metadata. All of it lies in
// the staging folder until a publish takes it; nothing there is served.
// Threads: any number of requests; each upload writes a file of its own. Errors: trust error "upload.hash",
// usage "upload.too_large", environment "upload.quota".
#pragma once
#include <functional>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/server/names.h"

namespace gatecast::server {

struct UploadLimits {
  std::uint64_t object_bytes = 0;
  std::uint64_t staging_bytes = 0;
};

class Uploads {
 public:
  Uploads(Disk& disk, Path staging, UploadLimits limits)
      : disk_(&disk), staging_(std::move(staging)), limits_(limits) {}

  // Makes the folder; what an earlier server left half is removed.
  Status prepare();
  [[nodiscard]] const Path& folder() const { return staging_; }
  [[nodiscard]] Path object(const Sha256& hash) const;
  [[nodiscard]] Path release(const std::string& name) const { return staging_ / "releases" / name; }

  // `read` calls back with each portion of the body and gives false when the connection broke.
  using Body = std::function<bool(const std::function<bool(ByteView)>&)>;
  Status take(const Path& to, const Sha256& hash, std::uint64_t limit_bytes, std::uint64_t number,
              const Body& read);
  [[nodiscard]] std::uint64_t object_limit() const { return limits_.object_bytes; }
  Status put_metadata(const std::string& channel, ByteView bytes);

 private:
  Result<std::uint64_t> used_bytes();
  Disk* disk_;
  Path staging_;
  UploadLimits limits_;
};

}  // namespace gatecast::server

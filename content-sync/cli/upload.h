// What of a folder's objects a server lacks goes there; broken off, the same call goes on.
// Threads: main only; says on standard error how far it is. Errors: what the server told ("publish.*",
// "upload.*"), environment errors of the line and the disk. Source: ARCHITECTURE.md, Publish.
#pragma once
#include <chrono>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/release.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::cli {

class Upload {
 public:
  Upload(Disk& disk, const std::string& address);

  // Objects and piece lists that `release` names, out of `folder`/objects.
  Status send_objects(const Path& folder, const bundle::Release& release);
  Status put(const std::string& name, const Path& file);
  // The server's verdict: its answer where it says yes.
  Result<nlohmann::json> post(const std::string& path, ByteView body);

 private:
  Result<std::map<Sha256, std::uint64_t>> find_missing(const bundle::Release& release);

  Disk* disk_;
  updater::HttpOptions options_;
  std::uint64_t total_ = 0;  // bytes of objects to send
  std::uint64_t sent_ = 0;
  std::chrono::steady_clock::time_point last_line_ = std::chrono::steady_clock::now();
};

}  // namespace gatecast::cli

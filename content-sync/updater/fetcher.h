// Where bytes come from: a server or a folder (a stick, a test). A fetcher has no authority: all it brings is
// verified by who asked. Paths are those of the repository: "metadata/timestamp.json", "objects/ab/abcd...".
// Threads: one owner. Errors: environment errors "fetch.missing" (it is not there), "fetch.stalled",
// "fetch.network", "fetch.answer" (an answer that makes no sense), "fetch.web_page" (a captive portal),
// "fetch.too_long", "fetch.stopped"; what a sink refuses comes back as it is.
// Source: shared/design/sync.md, 3b and 6.3.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"

namespace gatecast::updater {

struct FetchRequest {
  std::string path;
  std::uint64_t limit_bytes = 0;  // the body of the whole file; one byte more is refused
  std::uint64_t offset = 0;       // wanted from here on
};

class FetchSink {
 public:
  virtual ~FetchSink() = default;
  // Where the bytes that follow really begin: a source may ignore or move a range. Never beyond the wish.
  virtual Status begin(std::uint64_t offset) = 0;
  virtual Status append(ByteView bytes) = 0;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  virtual Status fetch(const FetchRequest& request, FetchSink& sink) = 0;
  [[nodiscard]] virtual std::string name() const = 0;  // for people: the address or the folder
};

// The whole of a small file.
Result<Bytes> fetch_bytes(Fetcher& fetcher, const std::string& path, std::uint64_t limit_bytes);

// A repository in a folder. Read with read(), never mapped: a stick may be pulled out at any moment.
class DirectoryFetcher final : public Fetcher {
 public:
  DirectoryFetcher(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  Status fetch(const FetchRequest& request, FetchSink& sink) override;
  [[nodiscard]] std::string name() const override { return folder_.string(); }

 private:
  Disk* disk_;
  Path folder_;
};

}  // namespace gatecast::updater

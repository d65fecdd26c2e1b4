#include "content-sync/updater/download.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "content-sync/base/log.h"

namespace gatecast::updater {
namespace {

constexpr std::size_t kAtOnce = 32;  // files that are open

class WriterSink final : public FetchSink {
 public:
  WriterSink(store::ObjectWriter writer, const std::function<Status(std::uint64_t)>& on_bytes)
      : writer_(std::move(writer)), on_bytes_(on_bytes) {}
  Status begin(std::uint64_t offset) override {
    GATECAST_INVARIANT(offset == 0);
    return {};
  }
  Status append(ByteView bytes) override {
    GATECAST_TRY_STATUS(writer_.append(bytes));
    return on_bytes_ ? on_bytes_(bytes.size()) : Status();
  }
  store::ObjectWriter& writer() { return writer_; }

 private:
  store::ObjectWriter writer_;
  const std::function<Status(std::uint64_t)>& on_bytes_;
};

bool is_wrong(const Error& error) {
  return error.rule.starts_with("store.") || error.rule == "fetch.too_long" || error.rule == "fetch.length";
}

class Batch {
 public:
  Batch(Disk& disk, const Path& store, Fetcher& fetcher, const std::function<Status(std::uint64_t)>& on_bytes)
      : disk_(disk), store_(store), fetcher_(fetcher), on_bytes_(on_bytes) {}

  // Those that did not come whole stay in `files`, and the first error tells why.
  Status once(std::vector<store::ExpectedObject>& files) {
    std::deque<WriterSink> sinks;
    std::vector<FetchJob> jobs;
    for (const auto& file : files) {
      GATECAST_TRY(auto writer, store::ObjectWriter::create(disk_, store_, file));
      sinks.emplace_back(std::move(writer), on_bytes_);
      jobs.push_back(
          {{object_name(file.sha256), file.length_bytes, 0, file.length_bytes}, &sinks.back(), {}});
    }
    fetcher_.fetch_all(jobs);
    std::vector<store::ExpectedObject> left;
    Status first;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      auto status = jobs[i].outcome;
      if (status)
        if (const auto finished = sinks[i].writer().finish(); !finished) status = fail(finished.error());
      if (status) continue;
      left.push_back(files[i]);
      // A disk or a line that fails says more than what it made of the others.
      if (first || (!ends_all(first.error()) && ends_all(status.error()))) first = status;
    }
    files = std::move(left);
    return first;
  }

 private:
  Disk& disk_;
  const Path& store_;
  Fetcher& fetcher_;
  const std::function<Status(std::uint64_t)>& on_bytes_;
};

}  // namespace

std::string object_name(const Sha256& hash) {
  const auto hex = hash.hex();
  return "objects/" + hex.substr(0, 2) + "/" + hex;
}

Status download_files(Disk& disk, const Path& store, std::span<const store::ExpectedObject> files,
                      Fetcher& fetcher, const std::function<Status(std::uint64_t)>& on_bytes) {
  Batch batch(disk, store, fetcher, on_bytes);
  while (!files.empty()) {
    const auto portion = files.first(std::min(files.size(), kAtOnce));
    files = files.subspan(portion.size());
    std::vector<store::ExpectedObject> wanted(portion.begin(), portion.end());
    for (int attempt = 1; !wanted.empty(); ++attempt) {
      auto status = batch.once(wanted);
      if (status) continue;
      if (!is_wrong(status.error()) || attempt >= kAttempts) return status;
      log_error(status.error());
    }
  }
  return {};
}

}  // namespace gatecast::updater

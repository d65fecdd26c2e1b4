#include "content-sync/updater/download.h"

#include <algorithm>
#include <utility>

#include "content-sync/base/log.h"

namespace gatecast::updater {
namespace {

constexpr int kAttempts = 3;  // at wrong bytes; a broken line is left to the next update

class WriterSink final : public FetchSink {
 public:
  WriterSink(store::ObjectWriter& writer, const std::function<void(std::uint64_t)>& on_bytes)
      : writer_(writer), on_bytes_(on_bytes) {}
  Status begin(std::uint64_t offset) override {
    GATECAST_INVARIANT(offset <= writer_.position());
    to_skip_ = writer_.position() - offset;
    return {};
  }
  Status append(ByteView bytes) override {
    // A source that began too early sends again what is here already.
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip_, bytes.size()));
    to_skip_ -= skipped;
    bytes.remove_prefix(skipped);
    if (bytes.empty()) return {};
    GATECAST_TRY_STATUS(writer_.append(bytes));
    if (on_bytes_) on_bytes_(writer_.position());
    return {};
  }

 private:
  store::ObjectWriter& writer_;
  const std::function<void(std::uint64_t)>& on_bytes_;
  std::uint64_t to_skip_ = 0;
};

}  // namespace

std::string object_name(const Sha256& hash) {
  const auto hex = hash.hex();
  return "objects/" + hex.substr(0, 2) + "/" + hex;
}

Result<std::uint64_t> download_object(Disk& disk, const Path& store, const store::ExpectedObject& expected,
                                      Fetcher& fetcher, const std::function<void(std::uint64_t)>& on_bytes) {
  const auto name = object_name(expected.sha256);
  std::uint64_t taken = 0;
  for (int attempt = 1;; ++attempt) {
    GATECAST_TRY(auto writer, store::ObjectWriter::create(disk, store, expected));
    WriterSink sink(writer, on_bytes);
    const auto start = writer.position();
    Status status;
    if (writer.position() < writer.length() || writer.length() == 0)
      status = fetcher.fetch({name, expected.length_bytes, writer.position()}, sink);
    taken += writer.position() - start;
    if (status) status = writer.finish();
    if (status) return taken;
    const bool is_wrong =
        status.error().rule.starts_with("store.") || status.error().rule == "fetch.too_long";
    // What was verified so far stays for the next attempt; a disk that fails has already said so.
    if (const auto kept = writer.suspend(); !kept) return fail(kept.error());
    if (!is_wrong || attempt >= kAttempts) return fail(status.error());
    log_error(status.error());
  }
}

}  // namespace gatecast::updater

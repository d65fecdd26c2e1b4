#include "content-sync/updater/fetcher.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

class MemorySink final : public FetchSink {
 public:
  Status begin(std::uint64_t) override {
    bytes.clear();
    return {};
  }
  Status append(ByteView portion) override {
    bytes.append(portion);
    return {};
  }
  void tagged(const std::string& text) override { tag = text; }
  Bytes bytes;
  std::string tag;
};

constexpr std::size_t kPortion = 64 * 1024;

}  // namespace

bool ends_all(const Error& error) {
  for (const char* rule :
       {"fetch.network", "fetch.tls", "fetch.stalled", "fetch.stopped", "fetch.web_page", "fetch.neighbour"})
    if (error.rule == rule) return true;
  return error.rule.starts_with("disk.") || error.rule.starts_with("budget.");
}

void Fetcher::fetch_all(std::span<FetchJob> jobs) {
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    jobs[i].outcome = fetch(jobs[i].request, *jobs[i].sink);
    if (jobs[i].outcome || !ends_all(jobs[i].outcome.error())) continue;
    for (std::size_t rest = i + 1; rest < jobs.size(); ++rest) jobs[rest].outcome = jobs[i].outcome;
    return;
  }
}

Result<Bytes> fetch_bytes(Fetcher& fetcher, const std::string& path, std::uint64_t limit_bytes) {
  MemorySink sink;
  GATECAST_TRY_STATUS(fetcher.fetch({path, limit_bytes, 0}, sink));
  return std::move(sink.bytes);
}

Result<FreshBytes> fetch_if_changed(Fetcher& fetcher, const std::string& path, std::uint64_t limit_bytes,
                                    const std::string& known_tag) {
  MemorySink sink;
  FetchRequest request{path, limit_bytes, 0};
  request.known_tag = known_tag;
  const auto fetched = fetcher.fetch(request, sink);
  if (!fetched && fetched.error().rule == "fetch.unchanged") return FreshBytes{std::nullopt, known_tag};
  if (!fetched) return fail(fetched.error());
  return FreshBytes{std::move(sink.bytes), std::move(sink.tag)};
}

Status DirectoryFetcher::fetch(const FetchRequest& request, FetchSink& sink) {
  const Path path = folder_ / request.path;
  // No link leads out of a stick: each level must be a plain folder.
  Path walked = folder_;
  for (const auto& part : Path(request.path)) {
    if (part == "..")
      return fail(environment_error("fetch.answer", request.path, "a name that leads upwards"));
    walked /= part;
    GATECAST_TRY(const auto status, disk_->status(walked));
    if (status.kind == FileKind::missing)
      return fail(environment_error("fetch.missing", path, "this file is not in the folder",
                                    "is it all of a repository, with metadata/, targets/ and objects/?"));
    const bool is_last = walked == path;
    if (status.kind != (is_last ? FileKind::file : FileKind::directory))
      return fail(environment_error("fetch.answer", walked, "a link or device; only plain files are read",
                                    "copy the repository again, without links"));
  }
  GATECAST_TRY(const auto file, disk_->open_read(path));
  GATECAST_TRY(const auto size, file->size());
  if (size > request.limit_bytes)
    return fail(environment_error("fetch.too_long", path,
                                  std::to_string(size) + " bytes where at most " +
                                      std::to_string(request.limit_bytes) + " are allowed"));
  if (request.end != kToTheEnd && size != request.limit_bytes)
    return fail(environment_error(
        "fetch.length", path,
        std::to_string(size) + " bytes where " + std::to_string(request.limit_bytes) + " are signed",
        "the copy was cut off or changed: copy the repository again"));
  std::uint64_t offset = std::min(request.offset, size);
  GATECAST_TRY_STATUS(sink.begin(offset));
  Bytes buffer(kPortion, '\0');
  while (true) {
    const auto portion =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), request.end - offset));
    GATECAST_TRY(const auto got, file->read_at(offset, {buffer.data(), portion}));
    if (got == 0) return {};
    offset += got;
    if (offset > request.limit_bytes)
      return fail(environment_error("fetch.too_long", path, "the file grew while it was read"));
    GATECAST_TRY_STATUS(sink.append({buffer.data(), got}));
    if (sink.has_enough()) return {};
  }
}

}  // namespace gatecast::updater

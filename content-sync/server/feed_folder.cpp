#include "content-sync/server/feed_folder.h"

#include "content-sync/base/log.h"

namespace gatecast::server {
namespace {

constexpr std::size_t kMostFiles = 100;

}  // namespace

std::vector<repository::FeedReport> FeedFolder::look(SteadyInstant now, Instant time) {
  std::vector<repository::FeedReport> reports;
  if (source_.folder.empty() || now < next_) return reports;
  next_ = now + source_.each;
  const auto names = disk_->list(source_.folder);
  if (!names) {
    log_error(names.error());
    return reports;
  }
  std::size_t files = 0;
  for (const auto& name : *names) {
    if (!name.ends_with(".json") || name.front() == '.' || ++files > kMostFiles) continue;
    const Path path = source_.folder / name;
    const auto bytes = read_file(*disk_, path, bundle::kFeedsLimit);
    const Bytes content = bytes ? *bytes : Bytes();
    auto& seen = seen_[name];
    if (bytes && content == seen) continue;
    const bool is_news = seen != content;
    seen = content;
    const auto parsed =
        bytes ? repository::parse_feed_reports(content, path.string(), time) : fail(bytes.error());
    if (parsed)
      reports.insert(reports.end(), parsed->begin(), parsed->end());
    else if (is_news)
      log_error(parsed.error());
  }
  return reports;
}

}  // namespace gatecast::server

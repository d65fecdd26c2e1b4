// One file of the store that is looked at in every turn, and heard once: what of it was dealt with last. What
// cannot be read, or not be dealt with for this machine's sake (too many open files, a disk that gives read
// errors), is not heard: it is tried again in the next turn, and told once. Threads: one owner. Errors: none
// is passed on. Source: shared/design/trust.md, Faults (read errors).
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "content-sync/base/disk.h"
#include "content-sync/base/log.h"

namespace gatecast::playback {

class HeardFile {
 public:
  struct News {
    bool is_there = false;
    Bytes bytes;
    bool operator==(const News&) const = default;
  };
  // Nothing: as it was dealt with, or it cannot be read now.
  std::optional<News> look(Disk& disk, const Path& path, std::uint64_t limit_bytes) {
    auto bytes = read_file(disk, path, limit_bytes);
    if (!bytes && bytes.error().rule != "disk.missing") {
      tell(bytes.error());
      return std::nullopt;
    }
    News news;
    news.is_there = bytes.has_value();
    if (bytes) news.bytes = std::move(*bytes);
    if (dealt_with_ == news) return std::nullopt;
    return news;
  }
  void deal_with(News news) {
    dealt_with_ = std::move(news);
    told_.clear();
  }
  // What is refused for what it says is not looked at again until it is another.
  void refuse(News news, const Error& error) {
    if (error.kind == ErrorKind::environment) return tell(error);
    log_error(error);
    deal_with(std::move(news));
  }

 private:
  void tell(const Error& error) {
    auto text = to_string(error);
    if (text == told_) return;
    log_error(error);
    told_ = std::move(text);
  }
  std::optional<News> dealt_with_;
  std::string told_;  // why it could not be heard
};

}  // namespace gatecast::playback

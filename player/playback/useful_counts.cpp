#include "player/playback/useful_counts.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kWriteAfter = 10s;
constexpr std::size_t kMostCounts = 50'000;  // the oldest days go first
constexpr std::uint64_t kLargestFile = 16ULL << 20U;
constexpr auto kZone = 7h;  // of both countries

std::int64_t count_at(const nlohmann::json& row, const char* name) {
  const auto found = row.find(name);
  return found != row.end() && found->is_number_integer()
             ? std::max<std::int64_t>(0, found->get<std::int64_t>())
             : 0;
}

}  // namespace

void UsefulCounts::read() {
  is_read_ = true;
  const auto there = disk_->status(path_);
  if (there && there->kind == FileKind::missing) return;
  const auto bytes = read_file(*disk_, path_, kLargestFile);
  const auto document =
      bytes ? parse_json(*bytes, path_.string()) : Result<nlohmann::json>(fail(bytes.error()));
  if (!document) return log_error(document.error());
  const auto rows = document->find("counts");
  if (!document->is_object() || rows == document->end() || !rows->is_array()) return;
  for (const auto& row : *rows) {
    if (!row.is_object()) continue;
    auto& count = counts_[{text_at(row, "day"), text_at(row, "page"), text_at(row, "language")}];
    count.useful += count_at(row, "useful");
    count.not_useful += count_at(row, "not_useful");
  }
}

void UsefulCounts::note(const std::string& page, const std::string& language, bool is_useful, Instant now) {
  if (!is_read_) read();
  auto& count = counts_[{format_instant(now + kZone).substr(0, 10), page, language}];
  ++(is_useful ? count.useful : count.not_useful);
  while (counts_.size() > kMostCounts) counts_.erase(counts_.begin());
  is_changed_ = true;
}

Status UsefulCounts::tend(SteadyInstant now) {
  if (!is_changed_ || now < write_at_) return {};
  write_at_ = now + kWriteAfter;
  return write();
}

Status UsefulCounts::write() {
  if (!is_changed_) return {};
  auto rows = nlohmann::json::array();
  for (const auto& [key, count] : counts_)
    rows.push_back({{"day", std::get<0>(key)},
                    {"page", std::get<1>(key)},
                    {"language", std::get<2>(key)},
                    {"useful", count.useful},
                    {"not_useful", count.not_useful}});
  const nlohmann::json document{{"format", 1}, {"counts", rows}};
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_, document.dump(1) + "\n"));
  is_changed_ = false;
  return {};
}

}  // namespace gatecast::playback

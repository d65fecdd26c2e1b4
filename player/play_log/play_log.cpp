#include "player/play_log/play_log.h"

#include <algorithm>

namespace gatecast::play_log {
namespace {

// What stays in memory while nothing can be written: more becomes one sum.
constexpr std::size_t kMostWaiting = 16;
constexpr std::size_t kRows[] = {1000, 100, 10};

std::string day_of(LogTime time) {
  return format_instant(time).substr(0, 10);
}

// What these will take, without a line of them written yet: heads are of nearly one length.
constexpr std::uint64_t kHeadBytes = 560;
std::uint64_t size_of(const std::vector<Segment>& segments) {
  std::uint64_t size = 0;
  for (const auto& segment : segments) size += body_line(segment).size() + kHeadBytes;
  return size;
}

}  // namespace

void PlayLog::note(const OnScreen& on, const Moment& moment) {
  if (!written_) written_ = moment.steady;
  recorder_.note(on, moment);
}

void PlayLog::note(const Besides& besides, const Moment& moment) {
  if (!written_) written_ = moment.steady;
  recorder_.note(besides, moment);
}

void PlayLog::note_lost(std::int64_t count, const Moment& moment) {
  recorder_.mark("lost", std::to_string(count) + " changes of the screen", moment);
}

Status PlayLog::tend(const Moment& moment) {
  if (!recorder_.is_running() || !written_) return {};
  const auto day = day_of(to_log_time(moment.now));
  const bool is_new_day = !ticked_day_.empty() && day != ticked_day_;
  ticked_day_ = day;
  const auto since = moment.steady - *written_;
  const bool is_event = recorder_.has_event() || recorder_.is_full();
  const bool is_due = since >= limits_.quarter || (is_event && since >= limits_.least_between);
  if (!is_due && !is_new_day) return {};
  written_ = moment.steady;
  return write(moment, false);
}

Status PlayLog::close(const Moment& moment) {
  if (!recorder_.is_running()) return {};
  recorder_.mark("end", "", moment);
  return write(moment, true);
}

Status PlayLog::write(const Moment& moment, bool is_closing) {
  auto taken = recorder_.take(moment);
  std::move(taken.begin(), taken.end(), std::back_inserter(waiting_));
  if (waiting_.size() > kMostWaiting) waiting_ = {sum_up(waiting_, kRows[0])};
  if (waiting_.empty()) return {};
  GATECAST_TRY_STATUS(open());
  const auto today = day_of(to_log_time(moment.now));
  auto day = day_of(waiting_.front().from);
  if (day != day_) GATECAST_TRY_STATUS(roll_to(day));
  auto segments = within_limits(waiting_, is_closing || day != today);
  if (!segments) {
    if (day == today) return {};  // they wait for the day's end
    day = today;                  // that day holds no more: they are counted to the next
    GATECAST_TRY_STATUS(roll_to(day));
    segments = std::vector{sum_up(waiting_, kRows[1])};
  }
  waiting_ = std::move(*segments);
  while (!waiting_.empty()) {
    if (day != day_) GATECAST_TRY_STATUS(roll_to(day));
    if (!torn_.empty()) {
      waiting_.front().deviations.push_back({.what = "torn", .why = torn_});
      torn_.clear();
    }
    GATECAST_TRY_STATUS(append(waiting_.front()));
    waiting_.erase(waiting_.begin());
    if (!waiting_.empty()) day = day_of(waiting_.front().from);
  }
  return {};
}

// The segments as this day's limits allow them; none while they have to wait.
std::optional<std::vector<Segment>> PlayLog::within_limits(std::vector<Segment> segments,
                                                           bool is_last_of_day) const {
  if (length_ + size_of(segments) <= limits_.detail_bytes) return segments;
  std::vector<Segment> summed;
  for (const auto rows : kRows) {
    summed = {sum_up(segments, rows)};
    const auto limit = is_last_of_day ? limits_.day_bytes : limits_.summed_bytes;
    if (length_ + size_of(summed) <= limit) return summed;
  }
  return std::nullopt;
}

Status PlayLog::open() {
  if (key_) return {};
  GATECAST_TRY(auto key, LogKey::open_or_make(*disk_, key_path_));
  GATECAST_TRY_STATUS(make_directories(*disk_, folder_));
  GATECAST_TRY_STATUS(recover());
  key_ = std::move(key);
  return {};
}

// Finds the last whole head. What a power cut tore off behind it was never said to be written.
Status PlayLog::recover() {
  GATECAST_TRY(const auto sums, read_sums(*disk_, folder_));
  GATECAST_TRY(const auto files, list_log_files(*disk_, folder_));
  if (!sums.sums.empty()) {
    next_number_ = sums.sums.back().last + 1;
    previous_ = sums.sums.back().head;
  }
  for (auto name = files.rbegin(); name != files.rend(); ++name) {
    GATECAST_TRY(const auto file, read_log_file(*disk_, folder_ / to_string(*name)));
    const bool is_newest = name == files.rbegin();
    if (is_newest) {
      name_ = *name;
      day_ = name->day;
      length_ = file.whole_bytes;
      if (file.size_bytes > file.whole_bytes) {
        GATECAST_TRY(const auto torn, disk_->open_write(folder_ / to_string(*name), OpenMode::keep));
        GATECAST_TRY_STATUS(torn->truncate(file.whole_bytes));
        GATECAST_TRY_STATUS(torn->sync());
        torn_ = std::to_string(file.size_bytes - file.whole_bytes) + " bytes";
      }
    }
    if (file.entries.empty()) continue;
    const auto& last = file.entries.back().head;
    if (last.head.number >= next_number_) {
      next_number_ = last.head.number + 1;
      previous_ = last.hash;
    }
    break;
  }
  return {};
}

Status PlayLog::roll_to(const std::string& day) {
  file_.reset();
  name_ = {next_number_, day};
  day_ = day;
  length_ = 0;
  return sum_oldest(*disk_, folder_, *key_, limits_.sums);
}

Status PlayLog::append(const Segment& segment) {
  const auto body = body_line(segment);
  Head head{next_number_, segment.from, segment.to, sha256(body), previous_, key_->public_hex()};
  const auto json = head_json(head);
  const auto lines = body + "\n" + head_line(json, *key_) + "\n";
  const auto put = [&]() -> Status {
    const Path path = folder_ / to_string(name_);
    if (!file_) {
      GATECAST_TRY(file_, disk_->open_write(path, OpenMode::keep));
      GATECAST_TRY_STATUS(file_->truncate(length_));
      GATECAST_TRY_STATUS(disk_->sync_directory(folder_));
    }
    GATECAST_TRY_STATUS(file_->write_at(length_, lines));
    return file_->sync();
  };
  if (auto status = put(); !status) {
    file_.reset();  // the next try cuts off whatever this one left
    return status;
  }
  length_ += lines.size();
  ++next_number_;
  previous_ = sha256(json);
  return {};
}

}  // namespace gatecast::play_log

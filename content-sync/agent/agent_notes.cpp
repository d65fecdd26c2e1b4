// What the agent keeps of its own state on the disk, and how often.
#include "content-sync/agent/agent.h"
#include "content-sync/base/log.h"

namespace gatecast::agent {
namespace {

constexpr std::size_t kMostLeft = 10;
// An idle kiosk writes less than a megabyte a day: what only counts up is not worth more.
constexpr auto kNotesEach = std::chrono::hours(1);
constexpr auto kTimeEach = std::chrono::minutes(20);
constexpr std::uint64_t kBytesWorthANote = 100'000;

}  // namespace

void Agent::note_left_sources() {
  for (auto& error : fetcher_->take_troubles()) status_.left.push_back({std::move(error), clock_->now()});
  if (status_.left.size() > kMostLeft)
    status_.left.erase(status_.left.begin(), status_.left.end() - static_cast<std::ptrdiff_t>(kMostLeft));
}

// True where they were written: something that somebody should know changed, or it is time.
bool Agent::keep_notes() {
  const auto steady = clock_->steady_now();
  const auto is_due = [&](const std::optional<SteadyInstant>& last, Duration each) {
    return !last || steady - *last >= each;
  };
  if (is_due(time_noted_, kTimeEach) || time_.signed_at() != noted_signature_) {
    if (const auto saved = time_.save(); !saved) log_error(saved.error());
    time_noted_ = steady;
    noted_signature_ = time_.signed_at();
  }
  status_.scrub = scrub_.status();
  const auto bytes = data_.use().month_bytes;
  const bool is_worth_it = bytes < noted_bytes_ || bytes - noted_bytes_ >= kBytesWorthANote;
  if (!is_due(noted_, kNotesEach) && !is_worth_it && lasting_part(status_) == noted_status_) return false;
  save_notes();
  return true;
}

void Agent::save_notes() {
  status_.scrub = scrub_.status();
  for (const auto& status : {data_.save(), save_status(*disk_, config_.store, status_)})
    if (!status) log_error(status.error());
  noted_ = clock_->steady_now();
  noted_status_ = lasting_part(status_);
  noted_bytes_ = data_.use().month_bytes;
}

}  // namespace gatecast::agent

#include "player/playback/statistics.h"

#include <pthread.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>

#include "content-sync/base/json_value.h"

namespace gatecast::playback {
namespace {

constexpr std::size_t kMostCuts = 1000;
constexpr std::size_t kMostRefusals = 200;
constexpr std::size_t kMostAnswers = 10'000;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}
double rounded(double value, double steps) {
  return std::round(value * steps) / steps;
}

nlohmann::json spread(const std::deque<Duration>& times) {
  std::vector<Duration> sorted(times.begin(), times.end());
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double share) {
    if (sorted.empty()) return 0.0;
    const auto index = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return rounded(static_cast<double>(sorted[std::max<std::size_t>(index, 1) - 1].count()) / 1000, 10);
  };
  return {{"count", sorted.size()}, {"p50", at(0.5)}, {"p95", at(0.95)}, {"max", at(1)}};
}

// What a picture of each movement cost beside its rate, and what is the dearest that moves.
nlohmann::json motion_as_json(const MotionBudget& motion) {
  nlohmann::json out{{"most", motion.most()}};
  std::int64_t pictures = 0;
  std::int64_t late = 0;
  for (const auto kind : kMotionKinds) {
    const auto told = motion.told(kind);
    pictures += told.pictures;
    late += told.late;
    out[std::string(to_string(kind))] = {
        {"rate", to_string(told.rate)},
        {"cost_ms", rounded(static_cast<double>(told.cost.count()) / 1000, 100)},
        {"pictures", told.pictures},
        {"late", told.late}};
  }
  out["pictures"] = pictures;
  out["late"] = late;
  return out;
}

}  // namespace

void name_thread(const char* name) {
  pthread_setname_np(pthread_self(), name);
}

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void Statistics::frame_shown(Duration late, Duration length) {
  ++shown_;
  if (late > length / 2) ++late_;
  worst_late_ = std::max(worst_late_, late);
}

void Statistics::cut(Cut cut) {
  ++cut_count_;
  cuts_.push_back(std::move(cut));
  if (cuts_.size() > kMostCuts) cuts_.erase(cuts_.begin());
}

void Statistics::answered(Answer answer, Duration after) {
  auto& times = answers_[answer];
  times.push_back(after);
  if (times.size() > kMostAnswers) times.pop_front();
  // A page that opens is the first change after its touch, too.
  if (answer == Answer::page) answered(Answer::change, after);
}

void Statistics::refused(const Error& error) {
  if (error.rule.starts_with("decoder.") || error.rule == "media.memory") ++decoder_faults_[error.rule];
  if (refused_.size() < kMostRefusals) refused_.push_back(error);
}

void Statistics::first_picture(SteadyInstant now) {
  if (!has_first_picture())
    first_picture_ms_ = std::chrono::duration<double, std::milli>(now - process_start_).count();
}

namespace {

nlohmann::json cpu_seconds(const std::map<std::string, double>& by_thread, const rusage& usage,
                           const rusage& decoders) {
  const double own = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  const double theirs = seconds(decoders.ru_utime) + seconds(decoders.ru_stime);
  double named = 0;
  nlohmann::json cpu;
  for (const auto& [name, value] : by_thread) {
    cpu[name] = rounded(value, 1000);
    named += value;
  }
  cpu["other"] = rounded(std::max(0.0, own - named), 1000);  // the sound device's
  cpu["decoders"] = rounded(theirs, 1000);
  cpu["total"] = rounded(own + theirs, 1000);
  return cpu;
}

}  // namespace

std::string Statistics::to_json(Queue<ThreadTime>& times, const std::string& present_path,
                                bool has_sound) const {
  std::map<std::string, double> by_thread{{"main", thread_cpu_seconds()}};
  while (const auto time = times.try_pop()) by_thread[time->name] += time->cpu_seconds;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  rusage decoders{};  // all that were reaped, through the nursery
  getrusage(RUSAGE_CHILDREN, &decoders);
  nlohmann::json cuts = nlohmann::json::array();
  for (const auto& cut : cuts_)
    cuts.push_back({{"from", cut.from},
                    {"to", cut.to},
                    {"gap_ms", rounded(cut.gap_ms, 10)},
                    {"late_ms", rounded(cut.late_ms, 10)}});
  nlohmann::json refusals = nlohmann::json::array();
  for (const auto& error : refused_)
    refusals.push_back({{"rule", error.rule}, {"subject", error.subject}, {"message", error.message}});
  const auto answers = [&](Answer kind) {
    const auto found = answers_.find(kind);
    return spread(found == answers_.end() ? std::deque<Duration>() : found->second);
  };
  const double played =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - process_start_).count();
  const nlohmann::json document{
      {"format", 1},
      {"seconds", rounded(played, 1000)},
      {"present_path", present_path},
      {"has_sound", has_sound},
      {"first_frame_ms", rounded(first_picture_ms_, 10)},
      {"frames",
       {{"due", shown_ + dropped_},
        {"shown", shown_},
        {"late", late_},
        {"dropped", dropped_},
        {"left_out_by_plan", left_out_},
        {"repeated", repeated_},
        {"worst_late_ms", rounded(static_cast<double>(worst_late_.count()) / 1000, 10)}}},
      {"pictures_drawn", pictures_},
      {"ticker_pictures", ticker_pictures_},
      {"turns", turns_},
      {"motion", motion_as_json(motion_)},
      {"touch_to_change_ms", answers(Answer::change)},
      {"page_open_ms", answers(Answer::page)},
      {"attract_again_ms", answers(Answer::programme)},
      {"cut_count", cut_count_},
      {"cuts", cuts},
      {"items", items_},
      {"refused", refusals},
      {"decoder_faults", decoder_faults_},
      {"cpu_seconds", cpu_seconds(by_thread, usage, decoders)},
      {"peak_memory_kib", usage.ru_maxrss},
      {"peak_memory_of_a_decoder_kib", decoders.ru_maxrss}};
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace gatecast::playback

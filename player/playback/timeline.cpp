#include "player/playback/timeline.h"

#include <utility>

namespace gatecast::playback {
namespace {

constexpr Duration kForever = std::chrono::hours(24 * 365);

class ReleaseTimeline final : public Timeline {
 public:
  explicit ReleaseTimeline(ContentPtr content) : content_(std::move(content)) {}
  std::optional<programme::Showing> showing_at(const programme::Situation& situation, Instant now) override {
    return programme::showing_at(*content_->release, situation, now);
  }
  Instant next_change(const programme::Situation& situation, Instant now) override {
    return programme::next_change(*content_->release, situation, now);
  }
  void first_picture(Instant) override {}

 private:
  ContentPtr content_;
};

class FilesTimeline final : public Timeline {
 public:
  explicit FilesTimeline(std::vector<bundle::Item> items) : items_(std::move(items)) {
    for (const auto& item : items_) round_ += Duration(item.duration_us);
  }
  std::optional<programme::Showing> showing_at(const programme::Situation& situation, Instant now) override {
    if (items_.empty() || round_ <= Duration(0) || situation.unplayable.size() >= items_.size())
      return std::nullopt;
    const Instant begin = begin_.value_or(now);
    const std::int64_t pass = begin_ ? (now - begin) / round_ : 0;
    Instant starts = begin + pass * round_;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Instant ends = starts + Duration(items_[i].duration_us);
      if (now < ends) return showing(situation, i, starts, ends, pass);
      starts = ends;
    }
    return std::nullopt;
  }
  Instant next_change(const programme::Situation& situation, Instant now) override {
    const auto showing = showing_at(situation, now);
    return !begin_ || !showing ? now + kForever : showing->ends;
  }
  void first_picture(Instant now) override {
    if (!begin_) begin_ = now;
  }

 private:
  // A file that cannot be played leaves its time to the next one that can.
  programme::Showing showing(const programme::Situation& situation, std::size_t index, Instant starts,
                             Instant ends, std::int64_t pass) const {
    programme::Showing result;
    result.planned = items_[index].id;
    std::size_t drawn = index;
    while (situation.unplayable.contains(items_[drawn].id)) drawn = (drawn + 1) % items_.size();
    result.item = items_[drawn].id;
    result.languages = {"vi"};
    result.starts = starts;
    result.ends = ends;
    result.pass = pass;
    result.slot = static_cast<int>(index);
    return result;
  }

  std::vector<bundle::Item> items_;
  Duration round_{0};
  std::optional<Instant> begin_;
};

}  // namespace

std::unique_ptr<Timeline> release_timeline(ContentPtr content) {
  return std::make_unique<ReleaseTimeline>(std::move(content));
}
std::unique_ptr<Timeline> files_timeline(std::vector<bundle::Item> items) {
  return std::make_unique<FilesTimeline>(std::move(items));
}

}  // namespace gatecast::playback

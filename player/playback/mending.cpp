#include "player/playback/mending.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kRoundEvery = 2s;
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::uint64_t kPortion = 16ULL << 20U;

}  // namespace

std::optional<Sha256> damaged_object(const Error& error) {
  if (error.rule != "store.piece" && error.rule != "store.pieces" && error.rule != "store.link")
    return std::nullopt;
  return Sha256::from_hex(Path(error.subject).filename().string());
}

bool is_fault_of_item(const Error& error) {
  return error.kind == ErrorKind::content;
}

std::optional<Sha256> Mending::look(const std::set<Sha256>& damaged, const OpenObject& open,
                                    SteadyInstant now) {
  if (reading_ && damaged.contains(reading_->object)) return read_on();
  reading_.reset();
  if (left_.empty()) {
    if (now < next_round_) return std::nullopt;
    next_round_ = now + kRoundEvery;
    left_ = damaged;
  }
  while (!left_.empty() && !reading_) {
    const auto object = left_.extract(left_.begin()).value();
    if (!damaged.contains(object) || !begin(object, open)) continue;
    return read_on();
  }
  return std::nullopt;
}

// False where it is damaged still, at the place that is known.
bool Mending::begin(const Sha256& object, const OpenObject& open) {
  auto file = open(object);
  if (!file) return false;
  if (const auto wrong = wrong_at_.find(object); wrong != wrong_at_.end()) {
    Bytes buffer(kReadBytes, '\0');
    if (!(*file)->read_at(wrong->second, {buffer.data(), buffer.size()})) return false;
    wrong_at_.erase(wrong);
  }
  reading_ = Reading{object, std::move(*file), 0};
  return true;
}

std::optional<Sha256> Mending::read_on() {
  Bytes buffer(kReadBytes, '\0');
  for (std::uint64_t read = 0; read < kPortion; read += kReadBytes) {
    const auto got = reading_->file->read_at(reading_->offset, {buffer.data(), buffer.size()});
    if (got && *got == buffer.size()) {
      reading_->offset += *got;
      continue;
    }
    const auto object = reading_->object;
    if (!got) wrong_at_[object] = reading_->offset;
    reading_.reset();
    return got ? std::optional(object) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gatecast::playback

// Which of up to 64 numbered places are free. The lowest is taken first, so that memory behind high numbers
// stays untouched while few are in use. Threads: any; it never waits. Errors: none left is an empty answer.
#pragma once
#include <atomic>
#include <bit>
#include <cstdint>
#include <optional>

namespace gatecast {

class SlotSet {
 public:
  static constexpr int kMost = 64;
  explicit SlotSet(int count) : free_(count >= kMost ? ~0ULL : (1ULL << static_cast<unsigned>(count)) - 1) {}

  std::optional<int> take() {
    auto free = free_.load();
    while (free != 0)
      if (free_.compare_exchange_weak(free, free & (free - 1))) return std::countr_zero(free);
    return std::nullopt;
  }
  void give_back(int slot) { free_.fetch_or(1ULL << static_cast<unsigned>(slot)); }
  [[nodiscard]] int free_count() const { return std::popcount(free_.load()); }

 private:
  std::atomic<std::uint64_t> free_;
};

}  // namespace gatecast

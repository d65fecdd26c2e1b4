// Private to isolate: the memory that a decoder and the player share. The player makes it, sealed so that
// nobody can make it smaller under its eyes, and maps it for reading; the decoder puts its frames there.
// Threads: FrameRegion immutable; FrameSlots from any of libav's threads. Errors: empty or null answers.
// Source: memfd_create(2), fcntl(2) F_ADD_SEALS.
#pragma once
#include <cstdint>
#include <memory>

#include "content-sync/base/queue.h"
#include "content-sync/base/slot_set.h"
#include "player/decode/frame_memory.h"
#include "player/isolate/channel.h"

namespace gatecast::isolate {

class FrameRegion {
 public:
  // The player's: made and mapped read-only; `handle` is for the decoder.
  static std::unique_ptr<FrameRegion> make(std::uint64_t bytes);
  // The decoder's: mapped for writing.
  static std::unique_ptr<FrameRegion> of(int handle, std::uint64_t bytes);
  ~FrameRegion();
  FrameRegion(const FrameRegion&) = delete;
  FrameRegion& operator=(const FrameRegion&) = delete;
  [[nodiscard]] std::uint8_t* data() const { return data_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] int handle() const { return handle_.number(); }

 private:
  FrameRegion(std::uint8_t* data, std::uint64_t bytes, Handle handle)
      : data_(data), bytes_(bytes), handle_(std::move(handle)) {}
  std::uint8_t* data_;
  std::uint64_t bytes_;
  Handle handle_;
};

class FrameSlots final : public decode::FrameMemory {
 public:
  FrameSlots(const FrameRegion& region, const FrameSpace& space)
      : region_(region), slot_bytes_(space.slot_bytes), free_(space.slots) {}
  std::uint8_t* take(std::size_t bytes) override;
  void give_back(std::uint8_t* start) override;
  [[nodiscard]] bool holds(const std::uint8_t* place) const override;
  // libav swallows it when it gets no memory, and leaves the frame out.
  [[nodiscard]] bool has_refused() const { return refused_.size() > 0; }

 private:
  const FrameRegion& region_;
  std::uint64_t slot_bytes_;
  SlotSet free_;
  Queue<bool> refused_{"refused", 1};
};

}  // namespace gatecast::isolate

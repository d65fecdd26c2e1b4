#include "player/isolate/frame_region.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace gatecast::isolate {

std::unique_ptr<FrameRegion> FrameRegion::make(std::uint64_t bytes) {
  Handle handle(::memfd_create("frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!handle.is_open() || ::ftruncate(handle.number(), static_cast<off_t>(bytes)) != 0 ||
      ::fcntl(handle.number(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return nullptr;
  void* mapped = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, handle.number(), 0);
  if (mapped == MAP_FAILED) return nullptr;
  return std::unique_ptr<FrameRegion>(
      new FrameRegion(static_cast<std::uint8_t*>(mapped), bytes, std::move(handle)));
}

std::unique_ptr<FrameRegion> FrameRegion::of(int handle, std::uint64_t bytes) {
  void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
  if (mapped == MAP_FAILED) return nullptr;
  return std::unique_ptr<FrameRegion>(new FrameRegion(static_cast<std::uint8_t*>(mapped), bytes, Handle()));
}

FrameRegion::~FrameRegion() {
  ::munmap(data_, bytes_);
}

std::uint8_t* FrameSlots::take(std::size_t bytes) {
  const auto slot = bytes > slot_bytes_ ? std::nullopt : free_.take();
  if (slot) return region_.data() + static_cast<std::uint64_t>(*slot) * slot_bytes_;
  refused_.try_push(true);
  return nullptr;
}

void FrameSlots::give_back(std::uint8_t* start) {
  free_.give_back(static_cast<int>(static_cast<std::uint64_t>(start - region_.data()) / slot_bytes_));
}

bool FrameSlots::holds(const std::uint8_t* place) const {
  return place >= region_.data() && place < region_.data() + region_.bytes();
}

}  // namespace gatecast::isolate

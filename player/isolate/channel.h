// Private to isolate: one end of a socket pair that keeps messages whole, and a received message.
// Threads: any thread may send; one owner receives. Errors: as answers; a closed or full channel is no
// exception but what happens when the other side has died or misbehaves.
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "player/isolate/messages.h"

namespace gatecast::isolate {

class Handle {  // owns a file descriptor
 public:
  Handle() = default;
  explicit Handle(int number) : number_(number) {}
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

class Message {
 public:
  Message() : bytes_(kLargestPayload + 1024) {}
  [[nodiscard]] Kind kind() const;
  // The message as this struct, if it says so itself and is long enough.
  template <class T>
  [[nodiscard]] std::optional<T> as() const {
    static_assert(std::is_trivially_copyable_v<T>);
    if (size_ < sizeof(T) || kind() != T().kind) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data(), sizeof(T));
    return value;
  }
  template <class T>
  [[nodiscard]] std::span<const char> payload() const {
    return std::span<const char>(bytes_).subspan(sizeof(T), size_ - sizeof(T));
  }
  std::vector<Handle> handles;  // that came with it

 private:
  friend class Channel;
  std::vector<char> bytes_;
  std::size_t size_ = 0;
};

enum class Received { message, nothing, closed };
enum class Sent { yes, full, closed };

class Channel {
 public:
  Channel() = default;
  explicit Channel(Handle handle) : handle_(std::move(handle)) {}
  static std::optional<std::pair<Handle, Handle>> pair();

  // Never waits: whoever does not read what it asked for has lost its right to more.
  template <class T>
  Sent send(const T& message, std::span<const char> payload = {}, std::span<const int> handles = {}) const {
    static_assert(std::is_trivially_copyable_v<T>);
    return send_bytes({reinterpret_cast<const char*>(&message), sizeof(T)}, payload, handles, false);
  }
  // For a decoder, which has nothing else to do.
  template <class T>
  Sent send_waiting(const T& message, std::span<const char> payload = {}) const {
    return send_bytes({reinterpret_cast<const char*>(&message), sizeof(T)}, payload, {}, true);
  }
  // Waits at most `limit`; a negative one: as long as it takes.
  Received receive(Message& message, std::chrono::milliseconds limit) const;
  void shut() const;  // the other side sees an end
  [[nodiscard]] int number() const { return handle_.number(); }

 private:
  [[nodiscard]] Sent send_bytes(std::span<const char> head, std::span<const char> payload,
                                std::span<const int> handles, bool may_wait) const;
  Handle handle_;
};

}  // namespace gatecast::isolate

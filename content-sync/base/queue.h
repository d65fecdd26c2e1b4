// The only way two threads meet: a bounded queue with a name, closable from either side.
// Threads: any number of producers and consumers. A full queue makes the producer wait.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace gatecast {

template <class T>
class Queue {
 public:
  Queue(std::string name, std::size_t capacity) : name_(std::move(name)), capacity_(capacity) {}

  // Waits while full. False when the queue is closed; the value is then dropped.
  bool push(T value) {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_) return false;
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }
  // False when full or closed.
  bool try_push(T value) {
    const std::lock_guard lock(mutex_);
    if (closed_ || values_.size() >= capacity_) return false;
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }
  std::optional<T> try_pop() {
    const std::lock_guard lock(mutex_);
    return take();
  }
  // Waits at most `limit`; empty on timeout, or when closed and drained.
  template <class Rep, class Period>
  std::optional<T> pop_for(std::chrono::duration<Rep, Period> limit) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, limit, [&] { return closed_ || !values_.empty(); });
    return take();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    space_.notify_all();
    filled_.notify_all();
  }
  [[nodiscard]] bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return values_.size();
  }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::optional<T> take() {
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    space_.notify_one();
    return value;
  }

  const std::string name_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable space_;
  std::condition_variable filled_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace gatecast

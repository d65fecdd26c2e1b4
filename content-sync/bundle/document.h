// Reads members of a JSON document one by one with type, range and count checked; the first fault is kept and
// all later reads give harmless defaults, so that a reader is a plain list of its fields.
// Threads: one owner; nodes live no longer than the document and the Reading.
// Errors: content error "release.field", subject "<name>#<RFC 6901 pointer>".
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/error.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr std::size_t kLongestName = 200;   // ids, tags, names of options
inline constexpr std::size_t kLongestText = 8000;  // bytes of one text in one language
inline constexpr std::int64_t kLargestInteger = (std::int64_t{1} << 53U) - 1;

// The first fault of a document.
class Reading {
 public:
  explicit Reading(std::string name) : name_(std::move(name)) {}
  void fault(const std::string& pointer, std::string message, std::string hint = {},
             std::string rule = "release.field");
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::string name_;
  std::optional<Error> error_;
};

class Node {
 public:
  Node(const nlohmann::json& value, std::string pointer, Reading& reading)
      : value_(&value), pointer_(std::move(pointer)), reading_(&reading) {}

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] Node at(std::string_view key) const;  // a missing member is a fault

  // This value itself.
  [[nodiscard]] std::string text(std::size_t longest = kLongestName) const;
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] bool flag() const;
  [[nodiscard]] Sha256 hash() const;
  [[nodiscard]] Instant instant() const;
  [[nodiscard]] Ratio ratio() const;
  [[nodiscard]] TextByLanguage texts() const;
  // A name out of a closed list.
  template <class Parse>
  [[nodiscard]] auto one_of(Parse parse) const {
    const auto value = parse(text());
    if (!value) fault("\"" + text() + "\" is not one of the names that this format knows");
    return value.value_or(typename decltype(value)::value_type{});
  }

  template <class F>
  void each(std::size_t most, F f) const {
    if (!expect(value_->is_array(), "a list") || !count_is_at_most(most)) return;
    std::size_t index = 0;
    for (const auto& entry : *value_) f(Node(entry, pointer_ + "/" + std::to_string(index++), *reading_));
  }
  template <class F>
  void each_member(std::size_t most, F f) const {
    if (!expect(value_->is_object(), "an object") || !count_is_at_most(most)) return;
    for (const auto& [key, entry] : value_->items()) f(key, Node(entry, pointer_to(key), *reading_));
  }
  // The same for a member that may be absent.
  template <class F>
  void each_of(std::string_view key, std::size_t most, F f) const {
    if (has(key)) at(key).each(most, f);
  }
  template <class F>
  void each_member_of(std::string_view key, std::size_t most, F f) const {
    if (has(key)) at(key).each_member(most, f);
  }
  // Members that may be absent.
  [[nodiscard]] std::string text_or(std::string_view key, std::string otherwise) const;
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                        std::int64_t most) const;
  [[nodiscard]] bool flag_or(std::string_view key, bool otherwise) const;

  // As it stands in the document, in canonical form.
  [[nodiscard]] Bytes canonical() const;

  void fault(std::string message, std::string hint = {}) const {
    reading_->fault(pointer_, std::move(message), std::move(hint));
  }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

 private:
  [[nodiscard]] std::string pointer_to(std::string_view key) const;
  bool expect(bool holds, std::string_view what) const;
  [[nodiscard]] bool count_is_at_most(std::size_t most) const;

  const nlohmann::json* value_;
  std::string pointer_;
  Reading* reading_;
};

}  // namespace gatecast::bundle

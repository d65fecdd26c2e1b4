#include "content-sync/base/json.h"

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "content-sync/base/json_value.h"

namespace gatecast {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestInteger = (std::int64_t{1} << 53U) - 1;

// Counts what the lexer has consumed, so that each SAX event has a position.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* consumed) : at_(at), consumed_(consumed) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*consumed_;
    return *this;
  }
  CountingIterator operator++(int) {
    auto old = *this;
    ++*this;
    return old;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* consumed_;
};

TextPosition position_of(ByteView text, std::size_t offset) {
  TextPosition position;
  for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

class Builder : public json::json_sax_t {
 public:
  Builder(ByteView text, std::string_view name, const JsonLimits& limits, const std::size_t& consumed,
          JsonPositions* positions)
      : text_(text), name_(name), limits_(limits), consumed_(consumed), positions_(positions) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(json::number_integer_t value) override {
    return value < -kLargestInteger ? too_large() : add(value);
  }
  bool number_unsigned(json::number_unsigned_t value) override {
    return value > static_cast<std::uint64_t>(kLargestInteger) ? too_large() : add(value);
  }
  bool number_float(json::number_float_t value, const std::string& token) override {
    if (token.find_first_of(".eE") == std::string::npos) return too_large();
    if (!limits_.floats)
      return refuse("json.float", "a number with a fraction or exponent (" + token + ") is not allowed here",
                    "write an integer, in the unit that the field's name says");
    return add(value);
  }
  bool string(std::string& value) override { return add(value); }
  bool binary(json::binary_t&) override { return refuse("json.binary", "binary values are not JSON", {}); }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    if (name.find('\0') != std::string::npos) return refuse("json.key", "a key contains NUL", {});
    if (open_.back()->contains(name))
      return refuse("json.duplicate_key", "the key \"" + name + "\" stands twice in one object",
                    "delete one of the two");
    key_ = name;
    told_ = consumed_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception& e) override {
    std::string what = e.what();
    const bool is_utf8 = what.find("UTF-8") != std::string::npos;
    if (const auto colon = what.find(": "); colon != std::string::npos) what = what.substr(colon + 2);
    return refuse_at(position == 0 ? 0 : position - 1, is_utf8 ? "json.utf8" : "json.syntax",
                     "this is not valid JSON: " + what,
                     "an editor program that knows JSON marks the place; often a comma or quote is missing "
                     "just before it");
  }

  json root;
  std::optional<Error> error;

 private:
  bool add(json value) {
    if (open_.empty()) {
      root = std::move(value);
      note("");
      return true;
    }
    place(std::move(value));
    return true;
  }
  bool open(json container) {
    if (static_cast<int>(open_.size()) >= limits_.depth)
      return refuse("json.depth", fmt::format("nested deeper than {} levels", limits_.depth), {});
    if (open_.empty()) {
      root = std::move(container);
      note("");
      open_.push_back(&root);
      paths_.emplace_back();
    } else {
      auto path = place(std::move(container));
      paths_.push_back(std::move(path));
    }
    return true;
  }
  bool close() {
    open_.pop_back();
    paths_.pop_back();
    told_ = consumed_;
    return true;
  }
  // Puts the value into the innermost open container; opens it there if it is one itself.
  std::string place(json value) {
    json& parent = *open_.back();
    const bool is_container = value.is_structured();
    std::string path = paths_.back();
    json* placed = nullptr;
    if (parent.is_array()) {
      path += "/" + std::to_string(parent.size());
      parent.push_back(std::move(value));
      placed = &parent.back();
    } else {
      path = json_pointer(path, key_);
      placed = &(parent[key_] = std::move(value));
    }
    note(path);
    if (is_container) open_.push_back(placed);
    return path;
  }
  // A value begins behind what was told before it, the signs between them and the blanks.
  void note(const std::string& path) {
    const auto begin = std::min(text_.find_first_not_of(" \t\r\n,:", told_), text_.size());
    told_ = consumed_;
    if (positions_ == nullptr) return;
    for (; counted_ < begin; ++counted_) {  // once over the text in all
      if (text_[counted_] == '\n') {
        ++here_.line;
        here_.column = 1;
      } else {
        ++here_.column;
      }
    }
    positions_->emplace(path, here_);
  }
  bool too_large() {
    return refuse("json.number", "an integer outside +-(2^53 - 1)", "no field needs so large a number");
  }
  bool refuse(std::string rule, std::string message, std::string hint) {
    return refuse_at(consumed_ == 0 ? 0 : consumed_ - 1, std::move(rule), std::move(message),
                     std::move(hint));
  }
  bool refuse_at(std::size_t offset, std::string rule, std::string message, std::string hint) {
    const auto at = position_of(text_, offset);
    error = content_error(std::move(rule), fmt::format("{}:{}:{}", name_, at.line, at.column),
                          std::move(message), std::move(hint));
    return false;
  }

  ByteView text_;
  std::string name_;
  JsonLimits limits_;
  const std::size_t& consumed_;
  JsonPositions* positions_;
  std::vector<json*> open_;
  std::vector<std::string> paths_;
  std::string key_;
  std::size_t told_ = 0;  // the end of the last event's text
  std::size_t counted_ = 0;
  TextPosition here_;
};

}  // namespace

std::string json_pointer(std::string_view parent, std::string_view key) {
  std::string pointer = std::string(parent) + "/";
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

Result<json> parse_json(ByteView bytes, std::string_view name, const JsonLimits& limits,
                        JsonPositions* positions) {
  if (bytes.size() > limits.size_bytes)
    return fail(
        content_error("json.size", std::string(name),
                      fmt::format("{} bytes, more than the {} allowed", bytes.size(), limits.size_bytes)));
  std::size_t consumed = 0;
  Builder builder(bytes, name, limits, consumed, positions);
  try {
    const CountingIterator begin(bytes.data(), &consumed);
    const CountingIterator end(bytes.data() + bytes.size(), &consumed);
    if (json::sax_parse(begin, end, &builder)) return std::move(builder.root);
  } catch (const json::exception& e) {
    return fail(content_error("json.syntax", std::string(name), e.what()));
  }
  return fail(builder.error.value_or(content_error("json.syntax", std::string(name), "not valid JSON")));
}

}  // namespace gatecast

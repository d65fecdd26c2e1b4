#include "content-sync/bundle/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/bundle/language_tag.h"

namespace gatecast::bundle {
namespace {

const nlohmann::json kNothing;

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f;
  });
}

}  // namespace

void Reading::fault(const std::string& pointer, std::string message, std::string hint, std::string rule) {
  if (!error_)
    error_ = content_error(std::move(rule), name_ + "#" + pointer, std::move(message), std::move(hint));
}

bool Node::has(std::string_view key) const {
  return value_->is_object() && value_->find(std::string(key)) != value_->end();
}

Node Node::at(std::string_view key) const {
  if (expect(value_->is_object(), "an object")) {
    const auto found = value_->find(std::string(key));
    if (found != value_->end()) return {*found, pointer_to(key), *reading_};
    fault(fmt::format("the field \"{}\" is missing", key));
  }
  return {kNothing, pointer_to(key), *reading_};
}

Bytes Node::canonical() const {
  return value_->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Node::text(std::size_t longest) const {
  if (!expect(value_->is_string(), "a text")) return {};
  const auto& text = value_->get_ref<const std::string&>();
  if (text.size() > longest)
    fault(fmt::format("{} bytes of text, more than the {} allowed", text.size(), longest));
  if (has_control_characters(text)) fault("the text holds a control character");
  return text;
}

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
  if (!expect(value_->is_number_integer(), "an integer")) return least;
  const auto number = value_->get<std::int64_t>();
  if (number < least || number > most) {
    fault(fmt::format("{} is outside {} to {}", number, least, most));
    return least;
  }
  return number;
}

bool Node::flag() const {
  return expect(value_->is_boolean(), "true or false") && value_->get<bool>();
}

Sha256 Node::hash() const {
  const auto hash = Sha256::from_hex(text());
  if (!hash) fault("not a SHA-256 in 64 lower-case hexadecimal digits");
  return hash.value_or(Sha256{});
}

Instant Node::instant() const {
  const auto instant = parse_instant(text());
  if (!instant) fault(instant.error().message, instant.error().hint);
  return instant.value_or(Instant{});
}

Ratio Node::ratio() const {
  if (!expect(value_->is_array() && value_->size() == 2, "a pair [numerator, denominator]")) return {};
  Ratio ratio;
  ratio.numerator = Node((*value_)[0], pointer_ + "/0", *reading_).integer(0, 1'000'000'000);
  ratio.denominator = Node((*value_)[1], pointer_ + "/1", *reading_).integer(1, 1'000'000'000);
  return ratio;
}

TextByLanguage Node::texts() const {
  TextByLanguage texts;
  each_member(64, [&](const std::string& tag, const Node& text) {
    if (!is_well_formed_tag(tag)) text.fault("\"" + tag + "\" is not a language tag (BCP 47)");
    texts.emplace(tag, text.text(kLongestText));
  });
  return texts;
}

std::string Node::text_or(std::string_view key, std::string otherwise) const {
  return has(key) ? at(key).text() : std::move(otherwise);
}
std::int64_t Node::integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                              std::int64_t most) const {
  return has(key) ? at(key).integer(least, most) : otherwise;
}
bool Node::flag_or(std::string_view key, bool otherwise) const {
  return has(key) ? at(key).flag() : otherwise;
}

std::string Node::pointer_to(std::string_view key) const {
  return json_pointer(pointer_, key);
}

bool Node::expect(bool holds, std::string_view what) const {
  if (!holds) fault(fmt::format("{} was expected here", what));
  return holds;
}

bool Node::count_is_at_most(std::size_t most) const {
  if (value_->size() <= most) return true;
  fault(fmt::format("{} entries, more than the {} allowed", value_->size(), most));
  return false;
}

}  // namespace gatecast::bundle

#include "content-sync/source/source_file.h"

#include <fmt/format.h>

namespace gatecast::source {
namespace {

const nlohmann::json kNothing;

}  // namespace

std::string SourceFile::subject(const std::string& pointer) const {
  const auto found = positions.find(pointer);
  if (found == positions.end()) return shown;
  return fmt::format("{}:{}:{}", shown, found->second.line, found->second.column);
}

bool Cursor::has(std::string_view key) const {
  return value_->is_object() && value_->find(std::string(key)) != value_->end();
}

Cursor Cursor::at(std::string_view key) const {
  if (has(key)) return {*file_, *faults_, *value_->find(std::string(key)), json_pointer(pointer_, key)};
  return {*file_, *faults_, kNothing, pointer_};
}

std::string Cursor::text() const {
  return value_->is_string() ? value_->get<std::string>() : std::string();
}
std::int64_t Cursor::integer() const {
  return value_->is_number_integer() ? value_->get<std::int64_t>() : 0;
}
double Cursor::number() const {
  return value_->is_number() ? value_->get<double>() : 0;
}

std::string Cursor::text_or(std::string_view key, std::string otherwise) const {
  return has(key) ? at(key).text() : std::move(otherwise);
}
std::int64_t Cursor::integer_or(std::string_view key, std::int64_t otherwise) const {
  return has(key) ? at(key).integer() : otherwise;
}

void Cursor::error(std::string rule, std::string message, std::string hint) const {
  faults_->push_back(
      {Severity::error, content_error(std::move(rule), subject(), std::move(message), std::move(hint))});
}
void Cursor::warning(std::string rule, std::string message, std::string hint) const {
  faults_->push_back(
      {Severity::warning, content_error(std::move(rule), subject(), std::move(message), std::move(hint))});
}

}  // namespace gatecast::source

// One JSON file of a source folder with the place of each value, and a cursor that reads it and says what is
// wrong at which line. Threads: one owner; cursors live no longer than their file.
// Errors: collected as faults, never thrown away.
#pragma once
#include <string>
#include <string_view>

#include "content-sync/base/disk.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/source/fault.h"

namespace gatecast::source {

struct SourceFile {
  Path folder;        // the source folder that it belongs to: where its media lie
  std::string shown;  // as the editor knows it: "demo/items/welcome.json"
  nlohmann::json document;
  JsonPositions positions;

  // "demo/items/welcome.json:7:5"
  [[nodiscard]] std::string subject(const std::string& pointer) const;
};

class Cursor {
 public:
  Cursor(const SourceFile& file, Faults& faults) : Cursor(file, faults, file.document, "") {}

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] Cursor at(std::string_view key) const;  // null value where it is missing
  [[nodiscard]] const nlohmann::json& value() const { return *value_; }
  [[nodiscard]] const SourceFile& file() const { return *file_; }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] std::string subject() const { return file_->subject(pointer_); }

  // The schema has already said what kinds are wrong; these give harmless values for them.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::string text_or(std::string_view key, std::string otherwise) const;
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t otherwise) const;

  template <class F>
  void each(F f) const {
    if (!value_->is_array()) return;
    std::size_t index = 0;
    for (const auto& entry : *value_)
      f(Cursor(*file_, *faults_, entry, pointer_ + "/" + std::to_string(index++)));
  }
  template <class F>
  void each_member(F f) const {
    if (!value_->is_object()) return;
    for (const auto& [key, entry] : value_->items())
      if (key != "$schema") f(key, Cursor(*file_, *faults_, entry, json_pointer(pointer_, key)));
  }

  void error(std::string rule, std::string message, std::string hint) const;
  void warning(std::string rule, std::string message, std::string hint) const;

 private:
  Cursor(const SourceFile& file, Faults& faults, const nlohmann::json& value, std::string pointer)
      : file_(&file), faults_(&faults), value_(&value), pointer_(std::move(pointer)) {}

  const SourceFile* file_;
  Faults* faults_;
  const nlohmann::json* value_;
  std::string pointer_;
};

}  // namespace gatecast::source

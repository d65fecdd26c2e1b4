#include "content-sync/source/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace gatecast::source {
namespace {

using nlohmann::json;

// Longer texts are refused before any pattern is tried on them: the standard library's patterns recurse.
constexpr std::size_t kLongestText = 8000;

// "shared_parts.schema.json#/definitions/x" -> "#/definitions/x": one document, no fetching.
void make_local(json& node) {
  if (node.is_object()) {
    if (const auto ref = node.find("$ref"); ref != node.end()) {
      const auto target = ref->get<std::string>();
      *ref = target.substr(target.find('#'));
    }
  }
  if (node.is_structured())
    for (auto& child : node) make_local(child);
}

struct CompiledSchema {
  json document;
  valijson::Schema schema;
};

const CompiledSchema& compiled(const std::string& name) {
  static std::map<std::string, std::unique_ptr<CompiledSchema>> kept;
  auto& entry = kept[name];
  if (!entry) {
    entry = std::make_unique<CompiledSchema>();
    entry->document = json::parse(schema_texts().at(name + ".schema.json"));
    // What a schema defines itself stays; the shared parts stand beside it.
    entry->document["definitions"].update(
        json::parse(schema_texts().at("shared_parts.schema.json")).at("definitions"));
    make_local(entry->document);
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(entry->document), entry->schema);
  }
  return *entry;
}

const json& resolved(const json& root, const json& node) {
  const auto* at = &node;
  while (at->is_object() && at->contains("$ref"))
    at = &root.at(json::json_pointer(at->at("$ref").get<std::string>().substr(1)));
  return *at;
}

// The part of the schema that speaks of the value at this path.
const json& part_for(const json& root, const std::vector<std::string>& path) {
  static const json kNothing = json::object();
  const auto* at = &resolved(root, root);
  for (const auto& step : path) {
    const auto* next = &kNothing;
    if (at->contains("properties") && at->at("properties").contains(step))
      next = &at->at("properties").at(step);
    else if (at->contains("items") && !step.empty() && std::isdigit(static_cast<unsigned char>(step[0])) != 0)
      next = &at->at("items");
    else if (at->contains("additionalProperties") && at->at("additionalProperties").is_object())
      next = &at->at("additionalProperties");
    at = &resolved(root, *next);
  }
  return *at;
}

std::string what_would_be_right(const json& part) {
  return part.contains("description") ? "right is: " + part.at("description").get<std::string>()
                                      : std::string();
}

std::string quoted_part(const std::string& text) {
  const auto begin =
      text.find('\'', text.find("constraints") == std::string::npos ? 0 : text.find("constraints"));
  const auto end = text.rfind('\'');
  return begin == std::string::npos || end <= begin ? text : text.substr(begin + 1, end - begin - 1);
}

std::string shown_value(const json& value) {
  if (value.is_string() || value.is_number() || value.is_boolean()) {
    auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() > 80 ? text.substr(0, 80) + "..." : text;
  }
  return value.is_null() ? "null" : value.is_array() ? "a list" : "an object";
}

// One finding of valijson, turned into a fault where it is one (it also tells of every enclosing value).
class Teller {
 public:
  Teller(const SourceFile& file, const json& schema, Faults& faults)
      : file_(file), schema_(schema), faults_(faults) {}

  void tell(const std::vector<std::string>& context, const std::string& description) {
    std::vector<std::string> path;
    std::string pointer;
    for (std::size_t i = 1; i < context.size(); ++i) {
      path.push_back(context[i].substr(1, context[i].size() - 2));
      pointer = json_pointer(pointer, path.back());
    }
    const auto& part = part_for(schema_, path);
    const auto& value = value_at(pointer);
    const auto starts = [&](std::string_view with) { return description.rfind(with, 0) == 0; };
    if (starts("Object contains a property that could not be validated"))
      tell_unknown(pointer, quoted_part(description), part);
    else if (starts("Missing required property"))
      tell_missing(pointer, quoted_part(description), part);
    else if (starts("Value type not permitted"))
      add("schema.kind", pointer, shown_value(value) + " does not belong here", what_would_be_right(part));
    else if (starts("Failed to match against any enum values"))
      add("schema.value", pointer, enum_message(value, part), what_would_be_right(part));
    else if (starts("Failed to match regex"))
      add("schema.form", pointer, shown_value(value) + " has not the right form", what_would_be_right(part));
    else if (starts("Expected number"))
      add("schema.range", pointer, shown_value(value) + " is out of range", what_would_be_right(part));
    else if (starts("Array should") || starts("String should") || starts("Object should"))
      add("schema.count", pointer, too_many_or_few(description), what_would_be_right(part));
    else if (starts("Elements at indexes"))
      add("schema.repeated", pointer, "the same entry stands twice in this list", "delete one of the two");
  }

 private:
  const json& value_at(const std::string& pointer) const {
    static const json kNothing;
    const json::json_pointer at(pointer);
    return file_.document.contains(at) ? file_.document.at(at) : kNothing;
  }
  void add(std::string rule, const std::string& pointer, std::string message, std::string hint) {
    faults_.push_back({Severity::error, content_error(std::move(rule), file_.subject(pointer),
                                                      std::move(message), std::move(hint))});
  }
  static std::string too_many_or_few(const std::string& description) {
    if (description.find("no fewer than 1 ") != std::string::npos) return "this is empty";
    const auto digits = description.find_first_of("0123456789");
    const auto count =
        digits == std::string::npos ? std::string() : std::to_string(std::stoul(description.substr(digits)));
    return (description.find("no more") != std::string::npos ? "too many or too long: at most "
                                                             : "too few: at least ") +
           count;
  }
  static std::string enum_message(const json& value, const json& part) {
    std::vector<std::string> known;
    if (part.contains("enum"))
      for (const auto& entry : part.at("enum")) known.push_back(entry.get<std::string>());
    const auto near = value.is_string() ? nearest(value.get<std::string>(), known) : std::string();
    return shown_value(value) + " is not one of the names that may stand here" +
           (near.empty() ? "" : "; did you mean \"" + near + "\"?");
  }
  void tell_unknown(const std::string& pointer, const std::string& field, const json& part) {
    std::vector<std::string> known;
    if (part.contains("properties"))
      for (const auto& [name, ignored] : part.at("properties").items())
        if (name != "$schema") known.push_back(name);
    const auto near = nearest(field, known);
    add("schema.unknown_field", json_pointer(pointer, field), "the field \"" + field + "\" is not known here",
        near.empty() ? fmt::format("known are: {}", fmt::join(known, ", "))
                     : "did you mean \"" + near + "\"?");
  }
  void tell_missing(const std::string& pointer, const std::string& field, const json& part) {
    const auto& properties = part.contains("properties") ? part.at("properties") : json::object();
    add("schema.missing_field", pointer, "the field \"" + field + "\" is missing",
        properties.contains(field) ? what_would_be_right(resolved(schema_, properties.at(field))) : "");
  }

  const SourceFile& file_;
  const json& schema_;
  Faults& faults_;
};

bool check_lengths(const SourceFile& file, const json& value, const std::string& pointer, Faults& faults) {
  if (value.is_string() && value.get_ref<const std::string&>().size() > kLongestText) {
    faults.push_back(
        {Severity::error,
         content_error("schema.too_long", file.subject(pointer),
                       fmt::format("a text of {} bytes", value.get_ref<const std::string&>().size()),
                       fmt::format("no text is longer than {} bytes", kLongestText))});
    return false;
  }
  bool is_fine = true;
  if (value.is_object())
    for (const auto& [key, child] : value.items())
      is_fine = check_lengths(file, child, json_pointer(pointer, key), faults) && is_fine;
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i)
      is_fine = check_lengths(file, value[i], pointer + "/" + std::to_string(i), faults) && is_fine;
  return is_fine;
}

}  // namespace

bool check_schema(const SourceFile& file, const std::string& schema, Faults& faults) {
  if (!check_lengths(file, file.document, "", faults)) return false;
  try {
    const auto& compiled_schema = compiled(schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter target(file.document);
    if (validator.validate(compiled_schema.schema, target, &results)) return true;
    Teller teller(file, compiled_schema.document, faults);
    const auto before = faults.size();
    for (valijson::ValidationResults::Error error; results.popError(error);)
      teller.tell(error.context, error.description);
    if (faults.size() == before)
      faults.push_back(
          {Severity::error,
           content_error("schema.form", file.shown, "the file does not keep to the schema " + schema, {})});
  } catch (const std::exception& e) {
    faults.push_back({Severity::error, content_error("schema.form", file.shown, e.what(), {})});
  }
  return false;
}

}  // namespace gatecast::source

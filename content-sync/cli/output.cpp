#include "content-sync/cli/output.h"

#include <fmt/format.h>

#include <cstdio>

#include "content-sync/base/json_value.h"

namespace gatecast::cli {

using nlohmann::json;

json to_json(const Error& error) {
  return {{"rule", error.rule}, {"message", error.message}, {"subject", error.subject}, {"hint", error.hint}};
}

void print_json(const json& document) {
  fmt::print("{}\n", document.dump(2, ' ', false, json::error_handler_t::replace));
}

int report(const Error& error, OutputForm form) {
  if (form == OutputForm::json)
    print_json({{"ok", false}, {"errors", json::array({to_json(error)})}});
  else
    fmt::print(stderr, "{}\n", to_string(error));
  return exit_code(error);
}

void say(OutputForm form, std::string_view line) {
  if (form == OutputForm::words) fmt::print("{}\n", line);
}

void progress(std::string_view line) {
  fmt::print(stderr, "{}\n", line);
}

}  // namespace gatecast::cli

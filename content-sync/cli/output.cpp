#include "content-sync/cli/output.h"

#include <fmt/format.h>

#include <cstdio>

#include "content-sync/base/command_line.h"
#include "content-sync/base/json_value.h"

namespace gatecast::cli {

using nlohmann::json;

void print_json(const json& document) {
  fmt::print("{}\n", document.dump(2, ' ', false, json::error_handler_t::replace));
}

int report(const Error& error, OutputForm form) {
  return complain(error, form == OutputForm::json);
}

void say(OutputForm form, std::string_view line) {
  if (form == OutputForm::words) fmt::print("{}\n", line);
}

void progress(std::string_view line) {
  fmt::print(stderr, "{}\n", line);
}

}  // namespace gatecast::cli

// What every program does with its command line: parse it, and say which word was not understood.
// Threads: main only. Errors: usage, to standard error; where "--json" stands among the words, as one
// document on standard output, {"ok": false, "errors": [{rule, message, subject, hint}]}.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "content-sync/base/error.h"

namespace CLI {
class App;
}

namespace gatecast {

constexpr int kUsageExit = 2;

// Nothing: go on. Else the program ends with this code: 0 after --help and --version, `usage_code` after
// words that it does not understand.
std::optional<int> parse_command_line(CLI::App& app, int argc, char** argv, int usage_code = kUsageExit);

// Tells people on standard error, machines on standard output, what went wrong; gives the exit code.
int complain(const Error& error, bool as_json);
nlohmann::json to_json(const Error& error);  // {rule, message, subject, hint}

}  // namespace gatecast

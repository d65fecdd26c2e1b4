// How every subcommand speaks: results on standard output, progress and errors on standard error; with --json
// one JSON document on standard output and nothing else there.
// Threads: main only.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "content-sync/base/command_line.h"

namespace gatecast::cli {

enum class OutputForm { words, json };

// Prints what went wrong and gives the exit code.
int report(const Error& error, OutputForm form);

// One document, indented, with a line's end; invalid UTF-8 (a file's name may hold it) is replaced.
void print_json(const nlohmann::json& document);

// A line of results, only for people.
void say(OutputForm form, std::string_view line);
// A line about long work, to standard error.
void progress(std::string_view line);

}  // namespace gatecast::cli

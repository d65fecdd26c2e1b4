#include "content-sync/base/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <iostream>
#include <vector>

#include "content-sync/base/json_value.h"
#include "content-sync/base/nearest.h"
#include "content-sync/base/system_error.h"

namespace gatecast {
namespace {

bool is_option(const std::string& word) {
  return word.size() > 1 && word.front() == '-';
}

// The command whose words were being read when it went wrong, and how it is called.
const CLI::App& innermost(const CLI::App& app, std::string& called) {
  const auto* at = &app;
  called = app.get_name();
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().back();
    called += " " + at->get_name();
  }
  return *at;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

Error unknown_word(const std::string& called, const std::string& word, const char* kind,
                   const std::vector<std::string>& known) {
  const auto near = nearest(word, known);
  return usage_error("usage.unknown_word", called, std::string("there is no ") + kind + " \"" + word + "\"",
                     (near.empty() ? "" : "did you mean \"" + near + "\"? ") + "`" + called +
                         " --help` lists what there is");
}

Error in_words(const CLI::App& app, const CLI::ParseError& error) {
  std::string called;
  const auto& at = innermost(app, called);
  const auto rest = app.remaining(true);
  const bool is_about_words = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
                              dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (is_about_words && !rest.empty()) {
    const auto& word = rest.front();
    if (is_option(word)) return unknown_word(called, word, "option", options_of(at));
    if (const auto commands = commands_of(at); !commands.empty())
      return unknown_word(called, word, "command", commands);
    return usage_error(
        "usage.extra_word", called, "\"" + word + "\" is one word too many",
        "put a name that holds blanks into quotes; `" + called + " --help` says what is taken");
  }
  return usage_error("usage.words", called, error.what(), "`" + called + " --help` explains it");
}

bool wants_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc, [](const char* word) { return std::strcmp(word, "--json") == 0; });
}

}  // namespace

std::optional<int> parse_command_line(CLI::App& app, int argc, char** argv, int usage_code) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    complain(in_words(app, error), wants_json(argc, argv));
    return usage_code;
  }
}

int complain(const Error& told, bool as_json) {
  SystemDisk disk;
  const auto error = with_near_names(disk, told);
  if (as_json) {
    const nlohmann::json document{{"ok", false}, {"errors", nlohmann::json::array({to_json(error)})}};
    // A file's name may hold invalid UTF-8.
    std::cout << document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  } else {
    std::cerr << to_string(error) << "\n";
  }
  return exit_code(error);
}

nlohmann::json to_json(const Error& error) {
  return {{"rule", error.rule}, {"message", error.message}, {"subject", error.subject}, {"hint", error.hint}};
}

}  // namespace gatecast

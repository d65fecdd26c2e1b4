// gatecast doctor: the same as `gatecast-sync doctor`, which is the program that knows this kiosk's settings,
// store and clock. It takes this one's place.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"

namespace gatecast::cli {
namespace {

std::string beside_this(const char* name) {
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? std::string(name) : (self.parent_path() / name).string();
}

int become_the_agents_doctor(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{beside_this("gatecast-sync"), "doctor"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(pointers[0], pointers.data());
  return report(environment_error("doctor.missing", words.front(),
                                  std::string("cannot be run: ") + std::strerror(errno),
                                  "the doctor works at the kiosk: install gatecast-sync, or run it there"),
                OutputForm::words);
}

}  // namespace

void add_doctor_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "doctor", "At a kiosk: find out what is wrong with it and its network, and say what to do");
  command->prefix_command();
  command->footer(
      "Takes the options of gatecast-sync doctor (--language vi|en|both, --json, --config FILE ...).\n"
      "Exit codes: 0 all is well, 1 something was found, 2 usage, 3 it cannot be run.");
  command->callback([command, &exit_code] { exit_code = become_the_agents_doctor(command->remaining()); });
}

}  // namespace gatecast::cli

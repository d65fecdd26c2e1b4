// A shell at a terminal of its own: what is asked there is answered, as a person would.
// Threads: one owner. Errors: throws std::runtime_error. Source: forkpty(3).
#pragma once
#include <map>
#include <string>
#include <vector>

namespace gatecast::test {

struct Answer {
  std::string question;  // what the terminal's last line ends with
  std::string answer;
};
struct TerminalResult {
  int exit_code = -1;
  std::string shown;
};
TerminalResult run_at_terminal(const std::string& script, const std::string& folder,
                               const std::map<std::string, std::string>& environment,
                               const std::vector<Answer>& answers);

}  // namespace gatecast::test

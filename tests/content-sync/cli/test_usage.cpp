#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

namespace {

struct Outcome {
  int exit_code = -1;
  std::string output;
};

Outcome run(const std::string& arguments) {
  const std::string command = std::string(GATECAST_BIN_DIR) + "/gatecast " + arguments + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Outcome outcome;
  std::array<char, 4096> buffer{};
  while (const auto got = fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), got);
  outcome.exit_code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

}  // namespace

TEST_CASE("help explains the way of a release and the exit codes") {
  const auto help = run("--help");
  CHECK(help.exit_code == 0);
  CHECK(help.output.find("two editors sign") != std::string::npos);
  CHECK(help.output.find("Exit codes") != std::string::npos);
}

TEST_CASE("wrong usage ends with code 2") {
  CHECK(run("").exit_code == 2);
}

TEST_CASE("a word that is not understood is named, with the one that was probably meant") {
  const auto told = [](const std::string& arguments, const std::string& words) {
    const auto outcome = run(arguments);
    INFO(outcome.output);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.output.find(words) != std::string::npos);
  };
  told("no-such-command", "gatecast: there is no command \"no-such-command\" [usage.unknown_word]");
  told("chekc folder", "did you mean \"check\"?");
  told("keys rotat",
       "gatecast keys: there is no command \"rotat\" [usage.unknown_word]\n  did you mean \"rotate\"?");
  told("check folder --jsn",
       "gatecast check: there is no option \"--jsn\" [usage.unknown_word]\n  did you mean \"--json\"?");
  told("check one two", "\"two\" is one word too many");
  told("check", "`gatecast check --help` explains it");
  told("check --json", R"("rule": "usage.words")");
}

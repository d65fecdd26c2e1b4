#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/source_report.h"

namespace gatecast::cli {
namespace {

struct CheckOptions {
  std::string folder;
  bool is_json = false;
};

constexpr auto kCheckAbout =
    "Look through a source folder: every mistake with file, line and remedy.\n"
    "\n"
    "The folder holds channel.json, items/*.json, facts.json, glossary.json and media/. Films are measured "
    "and\n"
    "texts are fitted by the player's own code (gatecast-preview). Nothing is changed.\n"
    "Errors stop a build; warnings do not.";
constexpr auto kCheckExamples =
    "Examples:\n"
    "  gatecast check lao-bao-hall\n"
    "  gatecast check lao-bao-hall --json | jq '.faults[].subject'";

int run_check(const CheckOptions& options) {
  const auto form = options.is_json ? OutputForm::json : OutputForm::words;
  SystemDisk disk;
  const auto reading = check_source(disk, options.folder, SystemClock().now());
  if (!reading) return report(reading.error(), form);
  return report_faults(*reading, form);
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", kCheckAbout);
  command->footer(kCheckExamples);
  auto options = std::make_shared<CheckOptions>();
  command->add_option("FOLDER", options->folder, "the source folder")->required();
  command->add_flag("--json", options->is_json, "for machines: one JSON document on standard output");
  command->callback([options, &exit_code] { exit_code = run_check(*options); });
}

}  // namespace gatecast::cli

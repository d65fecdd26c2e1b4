#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/base/disk.h"
#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/plain_words.h"
#include "content-sync/cli/visible_text.h"

namespace gatecast::cli {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20U;

int run_inspect(const std::string& file, OutputForm form) {
  const auto describe = [&]() -> Result<PlainWords> {
    SystemDisk disk;
    GATECAST_TRY(const Bytes bytes, read_file(disk, file, kLargestFile));
    return describe_file(bytes, file);
  };
  const auto words = describe();
  if (!words) return report(words.error(), form);
  if (form == OutputForm::json)
    print_json({{"ok", true}, {"file", file}, {"kind", words->kind}, {"lines", words->lines}});
  for (const auto& line : words->lines) say(form, visible_text(line));
  return 0;
}

}  // namespace

void add_inspect_command(CLI::App& app, int& exit_code) {
  struct Options {
    std::string file;
    bool is_json = false;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("inspect",
                         "Say in plain words what a file holds: metadata, a release, a piece list, a key.\n"
                         "Nothing is verified; `gatecast verify` does that.");
  command->add_option("file", options->file, "The file")->required();
  command->add_flag("--json", options->is_json, "One JSON document on standard output");
  command->callback([options, &exit_code] {
    exit_code = run_inspect(options->file, options->is_json ? OutputForm::json : OutputForm::words);
  });
}

}  // namespace gatecast::cli

#include "content-sync/cli/commands.h"

#include <CLI/CLI.hpp>

#include "content-sync/cli/key_commands.h"

namespace gatecast::cli {
namespace {

constexpr auto kWhichIsWhich =
    "Which key is for what:\n"
    "  root      three officers, offline; two of them say which other keys count\n"
    "  targets   two officers, offline; say who the editors of each channel are\n"
    "  editor    each editor's own; two different persons sign what a channel shows\n"
    "  officer   each duty officer's own; one of them shows an alert, recalls an item, chooses the mode\n"
    "  release   each release officer's own; two of them offer the kiosks another operating system\n"
    "  snapshot, timestamp\n"
    "            online, on the server alone; they prove freshness and can put nothing on a screen\n"
    "\n"
    "A kiosk holds no private key: only metadata/1.root.json, in its read-only image.";

}  // namespace

void add_keys_command(CLI::App& app, int& exit_code) {
  CLI::App* keys = app.add_subcommand("keys", "Make keys, list and exchange them, say who the editors are");
  keys->footer(kWhichIsWhich);
  keys->require_subcommand(1);
  add_keys_new(*keys, exit_code);
  add_keys_list(*keys, exit_code);
  add_keys_ceremony(*keys, exit_code);
  add_keys_editors(*keys, exit_code);
  add_keys_officers(*keys, exit_code);
  add_keys_technicians(*keys, exit_code);
  add_keys_release_officers(*keys, exit_code);
  add_keys_feeds(*keys, exit_code);
  add_keys_rotate(*keys, exit_code);
  add_keys_renew(*keys, exit_code);
  add_keys_apply(*keys, exit_code);
  add_keys_demo(*keys, exit_code);
}

}  // namespace gatecast::cli

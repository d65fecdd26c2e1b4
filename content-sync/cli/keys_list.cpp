#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"

namespace gatecast::cli {
namespace {

using repository::KeyFacts;

struct KeysListOptions {
  std::string folder;
  bool is_json = false;
};

struct Listed {
  Path path;
  KeyFacts facts;
};

const char* belongs(const KeyFacts& facts) {
  if (facts.is_demo) return "demo: for trying out, never for a gate";
  if (!facts.is_private) return "public: to be given away";
  if (facts.purpose == "root" || facts.purpose == "targets") return "an officer's, offline, in a safe";
  if (facts.purpose == "editor" || facts.purpose == "officer") return "its owner's alone";
  return "the server's alone";
}

// Key files here and in the folders below, three levels deep.
void collect(Disk& disk, const Path& folder, int levels, std::vector<Listed>& listed) {
  for (const auto& name : disk.list(folder).value_or(std::vector<std::string>{})) {
    const Path path = folder / name;
    const auto status = disk.status(path);
    if (status && status->kind == FileKind::directory && levels > 0) collect(disk, path, levels - 1, listed);
    if (!name.ends_with(".json")) continue;
    const auto bytes = read_file(disk, path, repository::kKeyFileLimit);
    if (!bytes) continue;
    if (const auto facts = repository::read_key_facts(*bytes, path.string()))
      listed.push_back({path, *facts});
  }
}

int run_keys_list(const KeysListOptions& options) {
  const OutputForm form = options.is_json ? OutputForm::json : OutputForm::words;
  const Path folder = options.folder.empty() ? repository::default_key_folder() : Path(options.folder);
  SystemDisk disk;
  std::vector<Listed> listed;
  collect(disk, folder, 3, listed);
  if (form == OutputForm::json) {
    nlohmann::json keys = nlohmann::json::array();
    for (const auto& [path, facts] : listed)
      keys.push_back({{"file", path.string()},
                      {"purpose", facts.purpose},
                      {"person", facts.key.person},
                      {"keyid", facts.key_id},
                      {"private", facts.is_private},
                      {"demo", facts.is_demo},
                      {"passphrase", facts.needs_passphrase}});
    print_json({{"ok", true}, {"folder", folder.string()}, {"keys", std::move(keys)}});
    return 0;
  }
  say(form, fmt::format("{} keys in {}", listed.size(), folder.string()));
  for (const auto& [path, facts] : listed) {
    say(form, fmt::format("  {}", path.lexically_relative(folder).string()));
    say(form, fmt::format("    {} key{}, {}, id {}...{}", facts.purpose,
                          facts.key.person.empty() ? "" : " of " + facts.key.person, belongs(facts),
                          facts.key_id.substr(0, 12),
                          !facts.is_private        ? ""
                          : facts.needs_passphrase ? ", passphrase"
                                                   : ", no passphrase"));
  }
  if (listed.empty()) say(form, "Make an editor's key with `gatecast keys new --person NAME`.");
  return 0;
}

}  // namespace

void add_keys_list(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysListOptions>();
  auto* command = keys.add_subcommand("list", "List key files, what each is for and where it belongs");
  command->add_option("folder", options->folder, "Folder (else the user's data folder)");
  command->add_flag("--json", options->is_json, "One JSON document on standard output");
  command->callback([options, &exit_code] { exit_code = run_keys_list(*options); });
}

}  // namespace gatecast::cli

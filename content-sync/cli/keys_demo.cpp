#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/store/verified_feeds.h"
#include "content-sync/store/verified_statements.h"

namespace gatecast::cli {
namespace {

using repository::KeyFacts;
using tuf::SigningKey;

struct KeysDemoOptions {
  std::string repository;
  std::string keys;
  std::vector<std::string> channels;
  bool is_json = false;
};

struct DemoKey {
  const char* name;
  const char* purpose;
  const char* person;
};
constexpr std::array<DemoKey, 11> kDemoKeys{{{"root-1", "root", "Hoa (demo)"},
                                             {"root-2", "root", "Minh (demo)"},
                                             {"root-3", "root", "Thủy (demo)"},
                                             {"targets-1", "targets", "Hoa (demo)"},
                                             {"targets-2", "targets", "Minh (demo)"},
                                             {"editor-lan", "editor", "Lan (demo)"},
                                             {"editor-khamla", "editor", "Khamla (demo)"},
                                             {"officer-duty", "officer", "Vân (demo)"},
                                             {"snapshot", "snapshot", ""},
                                             {"timestamp", "timestamp", ""},
                                             {"feeds", "feeds", "Server (demo)"}}};

Path path_of(const Path& folder, const DemoKey& demo) {
  return folder / (std::string(demo.name) + ".key.json");
}

// What is there is used again: a second run must not change who is trusted.
Result<SigningKey> load_or_make(Disk& disk, const Path& folder, const DemoKey& demo) {
  const Path path = path_of(folder, demo);
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing) {
    const auto key = tuf::new_signing_key(demo.person);
    GATECAST_TRY_STATUS(repository::write_private_file(
        path, repository::write_key_file(key, {.purpose = demo.purpose, .is_demo = true})));
    return key;
  }
  GATECAST_TRY(const Bytes bytes, repository::read_key_bytes(path));
  GATECAST_TRY(const KeyFacts facts, repository::read_key_facts(bytes, path.string()));
  if (!facts.is_demo)
    return fail(
        usage_error("key.demo", path, "this is no demo key", "give --keys another folder for the demo keys"));
  return repository::open_key_file(bytes, path.string(), std::nullopt);
}

struct DemoKeys {
  repository::NewRepository plan;
  std::vector<tuf::Key> editors;
};

Result<DemoKeys> load_or_make_all(Disk& disk, const Path& folder) {
  DemoKeys keys;
  keys.plan.is_demo = true;
  for (const auto& demo : kDemoKeys) {
    GATECAST_TRY(auto key, load_or_make(disk, folder, demo));
    const std::string purpose = demo.purpose;
    if (purpose == "root") keys.plan.root_keys.push_back(key);
    if (purpose == "targets") keys.plan.targets_keys.push_back(key);
    if (purpose == "editor") keys.editors.push_back(key.key);
    if (purpose == "officer") keys.plan.officers.push_back(key.key);
    if (purpose == "snapshot") keys.plan.online.snapshot = key;
    if (purpose == "timestamp") keys.plan.online.timestamp = key;
    if (purpose == "feeds") keys.plan.online.feeds = key;
  }
  return keys;
}

Status add_channels(Disk& disk, const Path& folder, const DemoKeys& keys,
                    const std::vector<std::string>& channels, Instant now) {
  GATECAST_TRY(const auto view, repository::read_repository(disk, folder, now));
  const auto& ids = view.trusted.root().roles.at("timestamp").key_ids;
  if (std::find(ids.begin(), ids.end(), keys.plan.online.timestamp.id) == ids.end())
    return fail(usage_error("key.demo", folder,
                            "this repository belongs to other keys than those in the key folder",
                            "give the --keys folder that it was made with, or another --repository"));
  const auto& delegations = view.trusted.targets("targets")->delegations;
  const auto has_role = [&](const char* name) {
    return delegations && std::any_of(delegations->roles.begin(), delegations->roles.end(),
                                      [&](const auto& role) { return role.name == name; });
  };
  if (!has_role(store::kFeedRole))
    GATECAST_TRY_STATUS(repository::set_feeds_key(disk, folder, keys.plan.online.feeds->key,
                                                  keys.plan.targets_keys, keys.plan.online, now));
  if (!has_role(store::kAlertRole))
    GATECAST_TRY_STATUS(repository::set_officers(disk, folder, keys.plan.officers, keys.plan.targets_keys,
                                                 keys.plan.online, now));
  const auto there = repository::channels_of(view);
  for (const auto& channel : channels)
    if (std::find(there.begin(), there.end(), channel) == there.end())
      GATECAST_TRY_STATUS(repository::set_editors(disk, folder, {channel, keys.editors},
                                                  keys.plan.targets_keys, keys.plan.online, now));
  return {};
}

Result<bool> make(const KeysDemoOptions& options, const Path& key_folder) {
  SystemDisk disk;
  const Instant now = SystemClock().now();
  const Path folder = options.repository;
  GATECAST_TRY(const auto status, disk.status(folder / "metadata" / "timestamp.json"));
  GATECAST_TRY(auto keys, load_or_make_all(disk, key_folder));
  if (status.kind != FileKind::missing) {
    GATECAST_TRY_STATUS(add_channels(disk, folder, keys, options.channels, now));
    return false;
  }
  for (const auto& channel : options.channels) keys.plan.channels.push_back({channel, keys.editors});
  GATECAST_TRY_STATUS(repository::create_repository(disk, folder, keys.plan, now));
  return true;
}

int run_keys_demo(const KeysDemoOptions& options) {
  const OutputForm form = options.is_json ? OutputForm::json : OutputForm::words;
  const Path key_folder =
      options.keys.empty() ? repository::default_key_folder() / "demo" : Path(options.keys);
  const auto made = make(options, key_folder);
  if (!made) return report(made.error(), form);
  const std::string root = (Path(options.repository) / "metadata" / "1.root.json").string();
  if (form == OutputForm::json) {
    print_json({{"ok", true},
                {"repository", options.repository},
                {"keys", key_folder.string()},
                {"root", root},
                {"was_there", !*made}});
    return 0;
  }
  say(form, fmt::format("{} demo repository for {}: {}", *made ? "Made a" : "Already there: the",
                        fmt::join(options.channels, ", "), options.repository));
  say(form, fmt::format("Demo keys, without passphrases: {}", key_folder.string()));
  say(form,
      "  Anybody who can read them can sign: for trying out, never for a gate. Screens show DEMO in a "
      "corner.");
  say(form, fmt::format("Root for the kiosk's image: {}", root));
  say(form, "Next:");
  for (const auto* editor : {"editor-lan", "editor-khamla"})
    say(form, fmt::format("  gatecast sign BUILD --key {}/{}.key.json --active {}", key_folder.string(),
                          editor, options.repository));
  return 0;
}

}  // namespace

void add_keys_demo(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysDemoOptions>();
  auto* command =
      keys.add_subcommand("demo", "Make demo keys and a repository for trying out; safe to repeat");
  command->add_option("--repository", options->repository, "Folder for the repository")->required();
  command->add_option("--channel", options->channels, "Channel to make; may be repeated")
      ->default_val(std::vector<std::string>{"lao-bao-hall", "la-lay-gate"});
  command->add_option("--keys", options->keys, "Folder for the keys (else in the user's data folder)");
  command->add_flag("--json", options->is_json, "One JSON document on standard output");
  command->callback([options, &exit_code] { exit_code = run_keys_demo(*options); });
}

}  // namespace gatecast::cli

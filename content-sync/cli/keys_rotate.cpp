// gatecast keys rotate, renew: officers sign a change of keys, on a machine without network.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/key_record.h"
#include "content-sync/cli/output.h"
#include "content-sync/repository/key_change.h"

namespace gatecast::cli {
namespace {

struct KeysRotateOptions {
  std::string role;
  std::string repository;
  std::string out;
  std::string new_keys;
  std::string record;
  std::vector<std::string> removed;
  std::vector<std::string> added;
  std::vector<std::string> root_keys;
  std::vector<std::string> targets_keys;
  PassphraseSource passphrase;
};

std::vector<std::string> online_roles(const std::string& role) {
  if (role == "online") return {"snapshot", "timestamp"};
  if (role == "snapshot" || role == "timestamp") return {role};
  return {};
}

Status check_options(const KeysRotateOptions& options) {
  const bool is_online = !online_roles(options.role).empty();
  if (is_online && (options.new_keys.empty() || !options.removed.empty() || !options.added.empty()))
    return fail(usage_error("keys.rotate", options.role, "keys of the server are made anew by this command",
                            "give --new-keys FOLDER, and neither --remove nor --add"));
  if (!is_online && options.removed.empty() && options.added.empty())
    return fail(usage_error("keys.rotate", options.role, "neither --remove nor --add: nothing would change",
                            "for instance --remove Hoa --add hoa-root.pub.json"));
  if (options.role == "targets" && options.targets_keys.empty())
    return fail(usage_error("keys.rotate", options.role,
                            "the new targets keys must sign the list of editors again",
                            "give --targets-key twice: two of those who hold targets keys from now on"));
  return {};
}

Result<repository::OfficerKeys> officers_of(const KeysRotateOptions& options) {
  repository::OfficerKeys officers;
  GATECAST_TRY(officers.root, open_private_keys(options.root_keys, "root", options.passphrase));
  GATECAST_TRY(officers.targets, open_private_keys(options.targets_keys, "targets", options.passphrase));
  return officers;
}

Result<std::vector<repository::KeyExchange>> exchanges_of(const KeysRotateOptions& options,
                                                          std::vector<tuf::SigningKey>& online) {
  const auto roles = online_roles(options.role);
  if (roles.empty()) {
    GATECAST_TRY(auto added, read_public_keys(options.added, options.role));
    return std::vector<repository::KeyExchange>{{options.role, options.removed, std::move(added)}};
  }
  std::vector<repository::KeyExchange> exchanges;
  for (const auto& role : roles) {
    online.push_back(tuf::new_signing_key());
    exchanges.push_back({role, {}, {online.back().key}});
  }
  return exchanges;
}

Status finish(const KeysRotateOptions& options, const repository::KeyChange& change,
              const std::string& occasion, Instant now) {
  SystemDisk disk;
  GATECAST_TRY_STATUS(repository::write_change(disk, options.out, change));
  if (options.record.empty()) return {};
  GATECAST_TRY(const auto record, key_record(change.root, change.targets, occasion, now));
  return write_record(options.record, record);
}

Status rotate(const KeysRotateOptions& options) {
  GATECAST_TRY_STATUS(check_options(options));
  SystemDisk disk;
  const Instant now = SystemClock().now();
  std::vector<tuf::SigningKey> online;
  GATECAST_TRY(const auto exchanges, exchanges_of(options, online));
  GATECAST_TRY(const auto officers, officers_of(options));
  GATECAST_TRY(const auto change,
               repository::exchange_keys(disk, options.repository, exchanges, officers, now));
  const auto roles = online_roles(options.role);
  for (std::size_t i = 0; i < roles.size(); ++i)
    GATECAST_TRY_STATUS(
        repository::write_private_file(Path(options.new_keys) / (roles[i] + ".key.json"),
                                       repository::write_key_file(online[i], {.purpose = roles[i]})));
  return finish(options, change, "exchange of keys of the role " + options.role, now);
}

Status renew(const KeysRotateOptions& options) {
  SystemDisk disk;
  const Instant now = SystemClock().now();
  GATECAST_TRY(const auto officers, officers_of(options));
  GATECAST_TRY(const auto change, repository::renew(disk, options.repository, officers, now));
  return finish(options, change, "renewal of root and targets before they expire", now);
}

int conclude(const KeysRotateOptions& options, const Status& status) {
  if (!status) return report(status.error(), OutputForm::words);
  const auto tell = [](const std::string& line) { say(OutputForm::words, line); };
  tell(fmt::format("Signed: {}", options.out));
  if (!options.new_keys.empty())
    tell(fmt::format("New keys for the server alone: {}; carry them there, then delete them here",
                     options.new_keys));
  if (!options.record.empty()) tell(fmt::format("To be printed and signed by hand: {}", options.record));
  tell(fmt::format("Carry {} to the server: `gatecast keys apply` puts it into force.", options.out));
  return 0;
}

void add_common(CLI::App& command, KeysRotateOptions& options) {
  command
      .add_option("--repository", options.repository,
                  "Copy of the repository (its metadata folder is enough)")
      ->required();
  command.add_option("--root-key", options.root_keys, "Private root keys of two officers")->required();
  command.add_option("--targets-key", options.targets_keys, "Private targets keys of two officers");
  command.add_option("--out", options.out, "New folder for the signed change")->required();
  command.add_option("--record", options.record, "File for the record that is printed");
  add_passphrase_options(command, options.passphrase);
}

}  // namespace

void add_keys_rotate(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysRotateOptions>();
  auto* command =
      keys.add_subcommand("rotate", "Exchange keys: two officers sign, offline. Kiosks follow by themselves");
  command->add_option("role", options->role, "root, targets, snapshot, timestamp, or online (the last two)")
      ->required()
      ->check(CLI::IsMember({"root", "targets", "snapshot", "timestamp", "online"}));
  add_common(*command, *options);
  command->add_option("--remove", options->removed, "Person whose key goes (root, targets)");
  command->add_option("--add", options->added, "Public key (.pub.json) that comes (root, targets)");
  command->add_option("--new-keys", options->new_keys,
                      "Folder for the server's new keys (snapshot, timestamp)");
  command->footer(
      "Examples:\n"
      "  gatecast keys rotate root --repository repository --remove Thuy --add thuy-new.pub.json\n"
      "    --root-key hoa/root.key.json --root-key minh/root.key.json --out change\n"
      "  gatecast keys rotate online --repository repository --new-keys online\n"
      "    --root-key hoa/root.key.json --root-key minh/root.key.json --out change\n"
      "Editors are exchanged by `gatecast keys editors`.");
  command->callback([options, &exit_code] { exit_code = conclude(*options, rotate(*options)); });
}

void add_keys_renew(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysRotateOptions>();
  auto* command =
      keys.add_subcommand("renew", "Sign root and targets again before they expire, with the same keys");
  add_common(*command, *options);
  command->callback([options, &exit_code] { exit_code = conclude(*options, renew(*options)); });
}

}  // namespace gatecast::cli

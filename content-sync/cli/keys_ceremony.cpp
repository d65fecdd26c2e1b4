#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/key_record.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"

namespace gatecast::cli {
namespace {

using tuf::SigningKey;

struct KeysCeremonyOptions {
  std::string repository;
  std::string keys;
  std::string channel;
  std::vector<std::string> officers;
  std::vector<std::string> editors;
  std::string record;
  PassphraseSource passphrase;
};

struct NewFile {
  Path path;
  Bytes bytes;
};

// An officer's keys lie in a folder of his own, to be taken away on a stick of his own.
Status add_officer(const KeysCeremonyOptions& options, const std::string& officer, bool has_targets_key,
                   repository::NewRepository& plan, std::vector<NewFile>& files) {
  GATECAST_TRY(const auto passphrase,
               read_new_passphrase(options.passphrase, "Passphrase of the officer " + officer + ": "));
  const Path folder = Path(options.keys) / file_word(officer);
  const auto add = [&](const std::string& purpose, std::vector<SigningKey>& to) {
    to.push_back(tuf::new_signing_key(officer));
    files.push_back({folder / (purpose + ".key.json"),
                     repository::write_key_file(to.back(), {.purpose = purpose, .passphrase = passphrase})});
  };
  add("root", plan.root_keys);
  if (has_targets_key) add("targets", plan.targets_keys);
  return {};
}

Status run_ceremony(const KeysCeremonyOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(const auto there, disk.status(Path(options.repository) / "metadata"));
  if (there.kind != FileKind::missing)
    return fail(usage_error("repository.exists", options.repository,
                            "there is a repository in this folder already",
                            "a ceremony starts a new one: choose another folder"));
  repository::NewRepository plan;
  std::vector<NewFile> files;
  GATECAST_TRY(auto editors, read_public_keys(options.editors));
  plan.channels.push_back({options.channel, std::move(editors)});
  GATECAST_TRY_STATUS(repository::check_channel(plan.channels.front()));
  for (std::size_t i = 0; i < options.officers.size(); ++i)
    GATECAST_TRY_STATUS(add_officer(options, options.officers[i], i < 2, plan, files));
  plan.online = {tuf::new_signing_key(), tuf::new_signing_key()};
  const Path online = Path(options.keys) / "online";
  files.push_back({online / "snapshot.key.json",
                   repository::write_key_file(plan.online.snapshot, {.purpose = "snapshot"})});
  files.push_back({online / "timestamp.key.json",
                   repository::write_key_file(plan.online.timestamp, {.purpose = "timestamp"})});
  // The keys first: a repository whose keys are lost is worth nothing.
  for (const auto& file : files) GATECAST_TRY_STATUS(repository::write_private_file(file.path, file.bytes));
  const Instant now = SystemClock().now();
  GATECAST_TRY_STATUS(repository::create_repository(disk, options.repository, plan, now));
  if (options.record.empty()) return {};
  GATECAST_TRY(const auto view, repository::read_repository(disk, options.repository, now));
  GATECAST_TRY(const auto record,
               key_record(view.root, view.targets, "first keys of " + options.channel, now));
  return write_record(options.record, record);
}

int run_keys_ceremony(const KeysCeremonyOptions& options) {
  if (const auto status = run_ceremony(options); !status) return report(status.error(), OutputForm::words);
  const auto tell = [](const std::string& line) { say(OutputForm::words, line); };
  tell(fmt::format("Made a repository for {}: {}", options.channel, options.repository));
  tell("Where each key belongs:");
  for (std::size_t i = 0; i < options.officers.size(); ++i)
    tell(fmt::format("  {}/{}/  to {}, on a stick in a safe of their own (root{})", options.keys,
                     file_word(options.officers[i]), options.officers[i], i < 2 ? " and targets" : ""));
  tell(fmt::format("  {}/online/  to the server alone, as systemd credentials; then delete it here",
                   options.keys));
  tell(fmt::format("  {}/metadata/1.root.json  into the kiosks' image: all their trust starts from it",
                   options.repository));
  if (!options.record.empty()) tell(fmt::format("To be printed and signed by hand: {}", options.record));
  tell("Two of the three officers can exchange any key later. Root expires in 3 years, targets in 2.");
  return 0;
}

}  // namespace

void add_keys_ceremony(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysCeremonyOptions>();
  auto* command =
      keys.add_subcommand("ceremony", "Start a real repository: three officers, once, on an offline machine");
  command->add_option("--repository", options->repository, "Folder for the repository")->required();
  command->add_option("--keys", options->keys, "Folder for the new private keys")->required();
  command
      ->add_option("--officer", options->officers,
                   "An officer's name; exactly three; the first two also hold targets keys")
      ->required()
      ->expected(3);
  command->add_option("--channel", options->channel, "The first channel, for instance lao-bao-hall")
      ->required();
  command
      ->add_option("--editor", options->editors, "Public key of an editor (.pub.json); two persons or more")
      ->required();
  command->add_option("--record", options->record, "File for the record that is printed and signed by hand");
  add_passphrase_options(*command, options->passphrase);
  command->footer(
      "Example:\n"
      "  gatecast keys ceremony --repository repository --keys keys --officer Hoa Minh Thuy\n"
      "    --channel lao-bao-hall --editor lan.pub.json khamla.pub.json\n"
      "Each officer types a passphrase of their own; --passphrase-file gives all the same one (rehearsals "
      "only).");
  command->callback([options, &exit_code] { exit_code = run_keys_ceremony(*options); });
}

}  // namespace gatecast::cli

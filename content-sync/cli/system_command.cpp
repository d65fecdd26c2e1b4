// gatecast system: an operating system for the kiosks, signed by two of the release officers.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/published_state.h"
#include "content-sync/cli/upload.h"
#include "content-sync/repository/publish_system.h"
#include "content-sync/repository/system_draft.h"
#include "content-sync/store/verified_reader.h"

namespace gatecast::cli {
namespace {

struct SystemOptions {
  repository::SystemParts parts;
  std::string boot;
  std::string root_part;
  std::string draft;
  std::string to;    // the server's address, or a repository's folder
  std::string root;  // needed for an address
  std::string key;
  std::string online_keys;
  bool is_yes = false;
  PassphraseSource passphrase;
};

Path role_file(const std::string& draft) {
  return Path(draft) / (std::string(bundle::kSystemRole) + ".json");
}

Instant this_second() {
  return std::chrono::floor<std::chrono::seconds>(SystemClock().now());
}

Result<StandingRole> standing_of(const SystemOptions& options) {
  GATECAST_TRY(auto state, PublishedState::read(options.to, options.root, this_second()));
  GATECAST_TRY(auto standing, state.role(bundle::kSystemRole, bundle::kSystemLimit));
  if (!standing.holders.empty()) return standing;
  return fail(trust_error("publish.release_officers", "system.json",
                          "this repository names no release officers",
                          "`gatecast keys release-officers` puts their keys into force"));
}

Status make_draft(const SystemOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(auto standing, standing_of(options));
  auto parts = options.parts;
  parts.boot = options.boot;
  parts.root = options.root_part;
  progress("reading both images");
  GATECAST_TRY(const auto image, repository::draft_system(disk, parts, options.draft));
  standing.files[bundle::system_target(image.arch)] = bundle::write_system(image);
  GATECAST_TRY_STATUS(write_file_durably(
      disk, role_file(options.draft),
      repository::write_system_metadata(standing.version + 1, standing.files, this_second())));
  say(OutputForm::words, fmt::format("System {} for {}: {}", image.version, image.arch, options.draft));
  say(OutputForm::words,
      fmt::format("  boot  {}  {} bytes", image.boot.sha256.hex(), image.boot.length_bytes));
  say(OutputForm::words,
      fmt::format("  root  {}  {} bytes", image.root.sha256.hex(), image.root.length_bytes));
  say(OutputForm::words,
      "Two release officers sign it, each on a machine of their own: gatecast system sign");
  return {};
}

Status check_agreement(const SystemOptions& options, const std::string& person) {
  if (options.is_yes) return {};
  if (::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "Sign this as {}? [y/N] ", person);
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "y" || answer == "Y" || answer == "yes") return {};
  }
  return fail(usage_error("sign.unasked", options.draft, "not signed: nobody agreed",
                          "compare the numbers with those of who built the image; then sign, or --yes"));
}

Status sign_draft(const SystemOptions& options) {
  SystemDisk disk;
  const auto file = role_file(options.draft);
  GATECAST_TRY(const auto metadata, read_file(disk, file, tuf::kTargetsLimit));
  GATECAST_TRY(const auto envelope, tuf::parse_targets(metadata, file.string()));
  GATECAST_TRY(const auto standing, standing_of(options));
  for (const auto& [name, target] : envelope.signed_part.targets) {
    const auto before = standing.files.find(name);
    if (before != standing.files.end() && tuf::verify_target(target, before->second, name)) continue;
    // What is signed is what lies here: the document, and by its hashes both images.
    GATECAST_TRY(const auto document, read_file(disk, Path(options.draft) / name, bundle::kSystemLimit));
    GATECAST_TRY_STATUS(tuf::verify_target(target, document, name));
    GATECAST_TRY(const auto image, bundle::parse_system(document, name));
    for (const auto& [hash, object] : bundle::objects_of(image))
      GATECAST_TRY_STATUS(store::verify_object(disk, Path(options.draft) / "objects", object));
    say(OutputForm::words, fmt::format("System {} for {}", image.version, image.arch));
    say(OutputForm::words,
        fmt::format("  boot  {}\n  root  {}", image.boot.sha256.hex(), image.root.sha256.hex()));
  }
  GATECAST_TRY(const auto key, open_holders_key(options.key, standing.holders, options.passphrase,
                                                "release officers", "gatecast keys release-officers"));
  GATECAST_TRY_STATUS(check_agreement(options, key.key.person));
  GATECAST_TRY(const auto bytes, tuf::add_signature(metadata, file.string(), key));
  GATECAST_TRY_STATUS(write_file_durably(disk, file, bytes));
  say(OutputForm::words, fmt::format("Signed by {}: {}", key.key.person, file.string()));
  return {};
}

Result<repository::Published> publish_to_server(Disk& disk, const SystemOptions& options,
                                                const store::RoleFiles& files) {
  Upload upload(disk, options.to);
  for (const auto& [name, document] : files) {
    if (!name.starts_with("system/")) continue;
    GATECAST_TRY(const auto image, bundle::parse_system(document, name));
    bundle::Release carrier;
    carrier.objects = bundle::objects_of(image);
    GATECAST_TRY_STATUS(upload.send_objects(options.draft, carrier));
  }
  GATECAST_TRY(const auto answer, upload.post("publish/system", store::write_role_files(files)));
  repository::Published published;
  published.signers = answer.value("signers", std::vector<std::string>());
  published.was_active = answer.value("was_active", false);
  return published;
}

Result<repository::Published> publish_into_folder(Disk& disk, const SystemOptions& options,
                                                  const store::RoleFiles& files) {
  const Path keys =
      options.online_keys.empty() ? repository::default_key_folder() : Path(options.online_keys);
  GATECAST_TRY(const auto online, repository::load_online_keys(keys));
  return repository::accept_system(disk, options.to, files, options.draft, online, SystemClock().now());
}

// Before some hundred megabytes are sent; whose signatures count is judged where it is published.
Status check_signed(const SystemOptions& options, const store::RoleFiles& files) {
  const auto file = role_file(options.draft);
  GATECAST_TRY(const auto envelope, tuf::parse_targets(files.at(file.filename().string()), file.string()));
  if (envelope.signatures.size() >= repository::kOfflineThreshold) return {};
  return fail(trust_error(
      "publish.signatures", file,
      fmt::format("{} signature{} where {} release officers must sign", envelope.signatures.size(),
                  envelope.signatures.size() == 1 ? "" : "s", repository::kOfflineThreshold),
      "ask another release officer to run gatecast system sign on this draft"));
}

Status publish_draft(const SystemOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(const auto files, repository::read_system_draft(disk, options.draft));
  GATECAST_TRY_STATUS(check_signed(options, files));
  GATECAST_TRY(const auto published, is_address(options.to) ? publish_to_server(disk, options, files)
                                                            : publish_into_folder(disk, options, files));
  say(OutputForm::words, published.was_active ? std::string("This very system is offered already.")
                                              : fmt::format("Offered to the kiosks, signed by {}.",
                                                            fmt::join(published.signers, " and ")));
  return {};
}

}  // namespace

void add_system_command(CLI::App& app, int& exit_code) {
  auto* system = app.add_subcommand(
      "system", "Offer the kiosks another operating system: draft, two release officers sign, publish.");
  system->require_subcommand(1);
  const auto add = [&](const char* name, const char* about, auto work) {
    auto options = std::make_shared<SystemOptions>();
    auto* command = system->add_subcommand(name, about);
    command->add_option("draft", options->draft, "Folder of the draft")->required();
    command->add_option("--to", options->to, "The server's address, or the repository's folder")->required();
    command->callback([options, &exit_code, work] {
      const auto status = work(*options);
      exit_code = status ? 0 : report(status.error(), OutputForm::words);
    });
    return std::pair(command, options);
  };
  const auto [drafting, parts] =
      add("draft", "Make a draft of the two images that image/build.sh left", make_draft);
  drafting->add_option("--root", parts->root, "The root.json that the kiosks trust (for an address)");
  drafting->add_option("--arch", parts->parts.arch, "amd64 or arm64")->required();
  drafting->add_option("--version", parts->parts.version, "Its number (sizes.txt beside the image)")
      ->required();
  drafting->add_option("--boot", parts->boot, "boot.img")->required();
  drafting->add_option("--image", parts->root_part, "root.img")->required();
  const auto [signing, signer] =
      add("sign", "Sign a draft; two different release officers are needed", sign_draft);
  signing->add_option("--root", signer->root, "The root.json that the kiosks trust (for an address)");
  signing->add_option("--key", signer->key, "Your private key (.key.json)")->required();
  signing->add_flag("--yes", signer->is_yes, "Sign without being asked; needed where there is no terminal");
  add_passphrase_options(*signing, signer->passphrase);
  const auto [publishing, publisher] =
      add("publish", "Hand a signed draft to the server; only what it lacks is sent", publish_draft);
  publishing->add_option("--online-keys", publisher->online_keys,
                         "For a folder: where the snapshot and timestamp keys are");
}

}  // namespace gatecast::cli

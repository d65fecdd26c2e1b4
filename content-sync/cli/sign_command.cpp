#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/changes.h"
#include "content-sync/cli/build_folder.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"
#include "content-sync/cli/visible_text.h"
#include "content-sync/repository/repository.h"
#include "content-sync/tuf/signing.h"
#include "content-sync/tuf/threshold.h"

namespace gatecast::cli {
namespace {

using repository::ActiveRelease;

struct SignOptions {
  std::string build;
  std::string key;
  std::string active;
  PassphraseSource passphrase;
  bool is_yes = false;
  bool is_json = false;
};

// The repository that the release goes to: who its editors are, and what is shown now.
struct Destination {
  tuf::Delegations delegations;
  std::optional<tuf::DelegatedRole> role;
  std::optional<ActiveRelease> active;
};

Result<Destination> read_destination(Disk& disk, const SignOptions& options, const BuildFolder& build) {
  Destination destination;
  if (options.active.empty()) return destination;
  GATECAST_TRY(auto view, repository::read_repository(disk, options.active, SystemClock().now()));
  GATECAST_TRY(destination.active,
               repository::read_active_release(disk, options.active, view, build.channel));
  destination.delegations = view.trusted.targets("targets")->delegations.value_or(tuf::Delegations{});
  for (const auto& role : destination.delegations.roles)
    if (role.name == build.role()) destination.role = role;
  if (destination.role) return destination;
  return fail(usage_error("sign.channel", options.active, "the repository has no channel " + build.channel,
                          "its officers add one with `gatecast keys editors`"));
}

Status check_signer(const Destination& destination, const BuildFolder& build,
                    const repository::KeyFacts& signer, const std::string& file) {
  if (!destination.role) return {};
  const auto own = tuf::key_bytes(signer.key);
  const auto& ids = destination.role->role.key_ids;
  const auto& keys = destination.delegations.keys;
  const bool is_editor = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
    const auto key = keys.find(id);
    return key != keys.end() && tuf::key_bytes(key->second) == own;
  });
  if (is_editor) return {};
  return fail(
      trust_error("sign.not_editor", file,
                  fmt::format("this key of \"{}\" is not among the editors' keys of {}", signer.key.person,
                              build.channel),
                  "sign with the key that the officers put into force, or have this one put into force by "
                  "`gatecast keys editors`"));
}

// The version follows the active one. Before the first signature it is simply set; afterwards it cannot be.
Status follow_active(BuildFolder& build, const std::optional<ActiveRelease>& active) {
  if (active && build.release.number <= active->release.number)
    return fail(trust_error("sign.number", build.metadata_file,
                            fmt::format("this is release {}, and release {} is active", build.release.number,
                                        active->release.number),
                            "build again on top of the active release"));
  auto& part = build.envelope.signed_part;
  const std::int64_t expected = active ? active->role_version + 1 : 1;
  if (part.version == expected) return {};
  if (!build.envelope.signatures.empty())
    return fail(
        trust_error("sign.version", build.metadata_file,
                    fmt::format("version {} is signed already, but {} comes next", part.version, expected),
                    "another release was published meanwhile: build again and sign anew"));
  part.version = expected;
  build.metadata = tuf::write_metadata(part, {});
  return {};
}

struct Standing {
  std::vector<std::string> persons;
  int needed = 2;
  std::size_t counted = 0;
};

Result<Standing> standing_of(const Destination& destination, ByteView metadata, const BuildFolder& build,
                             const tuf::SigningKey& key) {
  GATECAST_TRY(const auto envelope, tuf::parse_targets(metadata, build.metadata_file.string()));
  Standing standing;
  if (!destination.role) {
    standing.counted = envelope.signatures.size();
    standing.persons = {key.key.person};
    return standing;
  }
  const auto count = tuf::count_signatures(destination.role->role, destination.delegations.keys,
                                           envelope.canonical, envelope.signatures);
  standing.needed = destination.role->role.threshold;
  standing.counted = count.persons.size();
  standing.persons.assign(count.persons.begin(), count.persons.end());
  return standing;
}

// Who has not read what changes signs nothing: without a person at a terminal only by --yes.
std::optional<Error> why_nobody_is_asked(const SignOptions& options) {
  if (options.is_yes) return std::nullopt;
  const bool has_terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
  if (has_terminal && !options.is_json) return std::nullopt;
  return usage_error("sign.unasked", options.build,
                     options.is_json ? "not signed: with --json nobody is asked whether to sign"
                                     : "not signed: there is no terminal at which to ask whether to sign",
                     "read the changes; then sign with --yes, which asks nobody");
}

bool is_agreed_to(const SignOptions& options, const std::string& person) {
  if (options.is_yes) return true;
  fmt::print(stderr, "Sign this as {}? [y/N] ", person);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

Result<tuf::SigningKey> open_editor_key(const SignOptions& options, const repository::KeyFacts& facts,
                                        ByteView bytes) {
  if (!facts.needs_passphrase) return repository::open_key_file(bytes, options.key, std::nullopt);
  GATECAST_TRY(const auto passphrase,
               read_passphrase(options.passphrase, "Passphrase of " + facts.key.person + ": "));
  return repository::open_key_file(bytes, options.key, passphrase);
}

void tell_changes(OutputForm form, const BuildFolder& build, const std::optional<ActiveRelease>& active,
                  const std::vector<std::string>& changes, bool has_repository) {
  if (active)
    say(form, fmt::format("Release {} of {}, against the active release {}:", build.release.number,
                          build.channel, active->release.number));
  else
    say(form,
        fmt::format("Release {} of {} ({}):", build.release.number, build.channel,
                    has_repository ? "the first of this channel" : "no --active repository to compare with"));
  for (const auto& change : changes) say(form, "  " + visible_text(change));
  if (changes.empty()) say(form, "  nothing changes on the screen");
}

// For machines the changes stand beside the refusal.
Result<int> refuse_unasked(const Error& error, const std::vector<std::string>& changes, OutputForm form) {
  if (form == OutputForm::words) return fail(error);
  print_json({{"ok", false}, {"errors", nlohmann::json::array({to_json(error)})}, {"changes", changes}});
  return exit_code(error);
}

void tell_standing(OutputForm form, const Standing& standing, const std::string& person, const Path& file) {
  say(form, fmt::format("Signed by {}: {}", visible_text(person), file.string()));
  const auto needed = static_cast<std::size_t>(standing.needed);
  if (standing.counted < needed)
    say(form, fmt::format("{} of {} signatures: another editor must sign too, with a key of their own.",
                          standing.counted, standing.needed));
  else
    say(form, fmt::format("{} of {} signatures: it can be published.", standing.counted, standing.needed));
}

Result<int> sign(const SignOptions& options, OutputForm form) {
  SystemDisk disk;
  GATECAST_TRY(auto build, read_build_folder(disk, options.build));
  GATECAST_TRY(const Bytes key_bytes, repository::read_key_bytes(options.key));
  GATECAST_TRY(const auto facts, repository::read_key_facts(key_bytes, options.key));
  GATECAST_TRY(const auto destination, read_destination(disk, options, build));
  GATECAST_TRY_STATUS(check_signer(destination, build, facts, options.key));
  if (!options.active.empty()) GATECAST_TRY_STATUS(follow_active(build, destination.active));
  progress(fmt::format("checking {} objects, {}", build.release.objects.size(),
                       readable_size(bytes_of(build.release))));
  const auto damaged = damaged_objects(disk, Path(options.build) / "objects", build.release);
  if (!damaged.empty()) return fail(damaged.front());

  const auto changes =
      bundle::describe_changes(destination.active ? &destination.active->release : nullptr, build.release);
  tell_changes(form, build, destination.active, changes, !options.active.empty());
  if (const auto unasked = why_nobody_is_asked(options)) return refuse_unasked(*unasked, changes, form);
  if (!is_agreed_to(options, facts.key.person)) {
    say(form, "Not signed.");
    return 1;
  }
  GATECAST_TRY(const auto key, open_editor_key(options, facts, key_bytes));
  GATECAST_TRY(const Bytes signed_bytes,
               tuf::add_signature(build.metadata, build.metadata_file.string(), key));
  GATECAST_TRY(const auto standing, standing_of(destination, signed_bytes, build, key));
  GATECAST_TRY_STATUS(write_file_durably(disk, build.metadata_file, signed_bytes));
  if (form == OutputForm::json)
    print_json({{"ok", true},
                {"channel", build.channel},
                {"release_number", build.release.number},
                {"changes", changes},
                {"signed_by", standing.persons},
                {"signatures", standing.counted},
                {"needed", standing.needed}});
  tell_standing(form, standing, facts.key.person, build.metadata_file);
  return 0;
}

}  // namespace

void add_sign_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<SignOptions>();
  auto* command =
      app.add_subcommand("sign",
                         "Sign a build, after listing what it changes against the active release.\n"
                         "What a channel shows needs the signatures of two different editors.");
  command->add_option("build", options->build, "Folder that `gatecast build` made")->required();
  command->add_option("--key", options->key, "Your private key (.key.json)")->required();
  command->add_option("--active", options->active, "Repository that holds the active release");
  command->add_flag("--yes", options->is_yes,
                    "Sign without being asked; needed where there is no terminal, and with --json");
  command->add_flag("--json", options->is_json, "One JSON document on standard output");
  add_passphrase_options(*command, options->passphrase);
  command->footer("Example: gatecast sign release-12 --key lan.key.json --active repository");
  command->callback([options, &exit_code] {
    const OutputForm form = options->is_json ? OutputForm::json : OutputForm::words;
    const auto result = sign(*options, form);
    exit_code = result ? *result : report(result.error(), form);
  });
}

}  // namespace gatecast::cli

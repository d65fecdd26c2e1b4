#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"

namespace gatecast::cli {
namespace {

struct KeysNewOptions {
  std::string person;
  std::string out;
  std::string purpose = "editor";
  PassphraseSource passphrase;
};

int run_keys_new(const KeysNewOptions& options) {
  const Path path = options.out.empty()
                        ? repository::default_key_folder() / (file_word(options.person) + ".key.json")
                        : Path(options.out);
  const auto make = [&]() -> Status {
    SystemDisk disk;
    GATECAST_TRY(const auto there, disk.status(path));
    if (there.kind != FileKind::missing)
      return fail(usage_error("disk.exists", path, "there is a file already; a key is never written over",
                              "choose another name with --out"));
    GATECAST_TRY(const auto passphrase, read_new_passphrase(options.passphrase, "Passphrase for the key of " +
                                                                                    options.person + ": "));
    const auto key = tuf::new_signing_key(options.person);
    GATECAST_TRY_STATUS(repository::write_private_file(
        path, repository::write_key_file(key, {.purpose = options.purpose, .passphrase = passphrase})));
    return write_file_durably(disk, public_path(path),
                              repository::write_public_key_file(key, options.purpose));
  };
  if (const auto status = make(); !status) return report(status.error(), OutputForm::words);
  say(OutputForm::words, fmt::format("Private key of {}: {}", options.person, path.string()));
  say(OutputForm::words, "  It stays on this machine or on its owner's stick, closed by the passphrase.");
  say(OutputForm::words, fmt::format("Public key: {}", public_path(path).string()));
  say(OutputForm::words,
      options.purpose == "editor" || options.purpose == "officer" || options.purpose == "technician"
          ? fmt::format(
                "  Give it to the holders of the targets keys: `gatecast keys {}s` puts it into force.",
                options.purpose)
      : options.purpose == "release"
          ? "  Give it to the holders of the targets keys: `gatecast keys release-officers` puts it into "
            "force."
          : "  Give it to the holders of the root keys: `gatecast keys rotate` puts it into force.");
  return 0;
}

}  // namespace

std::string file_word(const std::string& name) {
  std::string word;
  for (const char c : name) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      word += c;
    else if (c >= 'A' && c <= 'Z')
      word += static_cast<char>(c - 'A' + 'a');
    else if (!word.empty() && word.back() != '-')
      word += '-';
  }
  while (!word.empty() && word.back() == '-') word.pop_back();
  return word.empty() ? "key" : word;
}

Path public_path(const Path& private_path) {
  std::string text = private_path.string();
  constexpr std::string_view kEnding = ".key.json";
  if (text.ends_with(kEnding)) text.resize(text.size() - kEnding.size());
  return text + ".pub.json";
}

namespace {

Status check_purpose(const repository::KeyFacts& facts, const std::string& purpose, const std::string& file) {
  if (facts.purpose == purpose) return {};
  return fail(usage_error("key.purpose", file,
                          "this is a key for \"" + facts.purpose + "\", not for \"" + purpose + "\"",
                          "give one that `gatecast keys new --purpose " + purpose + "` made"));
}

}  // namespace

Result<std::vector<tuf::Key>> read_public_keys(const std::vector<std::string>& files,
                                               const std::string& purpose) {
  SystemDisk disk;
  std::vector<tuf::Key> keys;
  for (const auto& file : files) {
    GATECAST_TRY(const Bytes bytes, read_file(disk, file, repository::kKeyFileLimit));
    GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, file));
    GATECAST_TRY_STATUS(check_purpose(facts, purpose, file));
    keys.push_back(facts.key);
  }
  return keys;
}

Result<std::vector<tuf::SigningKey>> open_private_keys(const std::vector<std::string>& files,
                                                       const std::string& purpose,
                                                       const PassphraseSource& source) {
  std::vector<tuf::SigningKey> keys;
  for (const auto& file : files) {
    GATECAST_TRY(const Bytes bytes, repository::read_key_bytes(file));
    GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, file));
    GATECAST_TRY_STATUS(check_purpose(facts, purpose, file));
    std::optional<std::string> passphrase;
    if (facts.needs_passphrase) {
      GATECAST_TRY(passphrase,
                   read_passphrase(source, "Passphrase of " + facts.key.person + " (" + file + "): "));
    }
    GATECAST_TRY(auto key, repository::open_key_file(bytes, file, passphrase));
    keys.push_back(std::move(key));
  }
  return keys;
}

void add_keys_new(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysNewOptions>();
  auto* command = keys.add_subcommand("new", "Make a person's own key, closed by a passphrase");
  command->add_option("--person", options->person, "Who holds it; two keys of one person count once")
      ->required();
  command->add_option("--out", options->out, "File for the private key (else in the user's data folder)");
  command
      ->add_option("--purpose", options->purpose,
                   "editor (the default), officer (on duty: alerts, recalls, modes), technician, release, "
                   "root or targets")
      ->check(CLI::IsMember({"editor", "officer", "technician", "release", "root", "targets"}));
  add_passphrase_options(*command, options->passphrase);
  command->footer("Example: gatecast keys new --person \"Nguyễn Thị Lan\" --out lan.key.json");
  command->callback([options, &exit_code] { exit_code = run_keys_new(*options); });
}

}  // namespace gatecast::cli

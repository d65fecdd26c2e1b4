// The parts of `gatecast keys`, a file each.
// Threads: main only.
#pragma once

#include "content-sync/base/disk.h"
#include "content-sync/cli/passphrase.h"
#include "content-sync/repository/repository.h"

namespace CLI {
class App;
}  // namespace CLI

namespace gatecast::cli {

void add_keys_demo(CLI::App& keys, int& exit_code);
void add_keys_new(CLI::App& keys, int& exit_code);
void add_keys_ceremony(CLI::App& keys, int& exit_code);
void add_keys_editors(CLI::App& keys, int& exit_code);
void add_keys_officers(CLI::App& keys, int& exit_code);
void add_keys_technicians(CLI::App& keys, int& exit_code);
void add_keys_release_officers(CLI::App& keys, int& exit_code);
void add_keys_feeds(CLI::App& keys, int& exit_code);
void add_keys_list(CLI::App& keys, int& exit_code);
void add_keys_rotate(CLI::App& keys, int& exit_code);
void add_keys_renew(CLI::App& keys, int& exit_code);
void add_keys_apply(CLI::App& keys, int& exit_code);

// Public halves from key files, public or private ones, all made for this purpose.
Result<std::vector<tuf::Key>> read_public_keys(const std::vector<std::string>& files,
                                               const std::string& purpose = "editor");
// Private keys, each opened with its own passphrase; all made for this purpose.
Result<std::vector<tuf::SigningKey>> open_private_keys(const std::vector<std::string>& files,
                                                       const std::string& purpose,
                                                       const PassphraseSource& passphrase);
// "lan.key.json" -> "lan.pub.json".
Path public_path(const Path& private_path);
// A person's or channel's name as part of a file's name: small letters, digits, hyphens.
std::string file_word(const std::string& name);

}  // namespace gatecast::cli

// What `gatecast keys editors`, `technicians` and `release-officers` have in common: public keys of those who
// hold a role from now on, signed by holders of the targets role; in force at once beside the server's keys,
// or as a change that is carried to them. Threads: main only. Errors: usage errors, those of keys and
// repository.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "content-sync/cli/key_commands.h"
#include "content-sync/repository/key_change.h"

namespace gatecast::cli {

struct PeopleOptions {
  std::string repository;
  std::vector<std::string> people;  // files of their public keys
  std::vector<std::string> targets_keys;
  std::string online_keys;
  std::string out;
  PassphraseSource passphrase;
  [[nodiscard]] bool is_carried() const { return !out.empty(); }
};
// --targets-key, --online-keys, --out and the passphrase's.
void add_signing_options(CLI::App& command, PeopleOptions& options);

struct PeopleChange {
  std::string rule;     // of a usage error
  std::string purpose;  // that their keys were made for
  std::function<Result<repository::KeyChange>(Disk&, const std::vector<tuf::Key>& people,
                                              const std::vector<tuf::SigningKey>& targets_keys, Instant now)>
      carried;
  std::function<Status(Disk&, const std::vector<tuf::Key>& people,
                       const std::vector<tuf::SigningKey>& targets_keys, const repository::OnlineKeys& online,
                       Instant now)>
      at_once;
};
// Makes the change and says it: `words` are given the persons, "Lan, Khamla". The exit code.
int change_people(const PeopleOptions& options, const PeopleChange& change,
                  const std::function<std::string(const std::string& persons)>& words);

}  // namespace gatecast::cli

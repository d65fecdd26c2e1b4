// What a repository publishes now, verified from its root as a kiosk does it, from a server's address or a
// folder: what whoever signs the next word looks at first. Threads: main only. Errors: of updater and bundle;
// "publish.root" (an address without a root), "publish.to" (neither address nor folder).
// Source: TUF 1.0.34, section 5; shared/design/trust.md, Signing.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/cli/passphrase.h"
#include "content-sync/repository/publish_statements.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::cli {

bool is_address(const std::string& to);

// What one person signs, as it stands.
struct StandingRole {
  std::int64_t version = 0;            // 0: nothing was ever said; begun anew on top of it where keys changed
  std::vector<tuf::Key> holders;       // who may say it
  std::map<std::string, Bytes> files;  // its targets by name; none where nobody signed them who still may
};

class PublishedState {
 public:
  // `root`: a file; may be empty for a folder, which holds its own first one.
  static Result<PublishedState> read(const std::string& to, const std::string& root, Instant now);
  PublishedState(PublishedState&&) noexcept;
  PublishedState& operator=(PublishedState&&) = delete;
  ~PublishedState();

  // Of every channel that shows something.
  Result<repository::ActiveReleases> releases();
  // `file_limit`: bytes of one of its targets.
  Result<StandingRole> role(const std::string& name, std::uint64_t file_limit);

 private:
  struct Parts;
  explicit PublishedState(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// A private key, opened; "duty.key" unless it is one of `holders`. `what`: "officers on duty"; `command` puts
// keys into force.
Result<tuf::SigningKey> open_holders_key(const std::string& file, const std::vector<tuf::Key>& holders,
                                         const PassphraseSource& passphrase, const std::string& what,
                                         const std::string& command);

// Sends what one person signed to a server.
Status post_role_files(const std::string& to, const std::string& path, const store::RoleFiles& files);

}  // namespace gatecast::cli

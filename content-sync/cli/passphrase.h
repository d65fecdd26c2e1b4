// A passphrase from the terminal (not echoed), a file or a file descriptor; never from the arguments or the
// environment, which other programs can read.
// Threads: main only. Errors: "key.passphrase", environment errors.
#pragma once
#include <string>

#include "content-sync/base/result.h"

namespace CLI {
class App;
}  // namespace CLI

namespace gatecast::cli {

struct PassphraseSource {
  std::string file;
  int descriptor = -1;
};
void add_passphrase_options(CLI::App& command, PassphraseSource& source);

Result<std::string> read_passphrase(const PassphraseSource& source, const std::string& prompt);
// For a new key: asked twice at a terminal; at least 8 characters.
Result<std::string> read_new_passphrase(const PassphraseSource& source, const std::string& prompt);

}  // namespace gatecast::cli

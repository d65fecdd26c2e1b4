// What is looked at before a server serves: where it listens, and whether there is anything to serve.
// Threads: main only. Errors: usage "server.listen"; findings "server.nothing_published", "server.no_root".
#pragma once
#include <optional>
#include <string>

#include "content-sync/server/server.h"

namespace gatecast::server {

// "127.0.0.1:8377", "[::1]:8377"
Status parse_listen(const std::string& text, ServerOptions& options);

// A kiosk that finds nothing says so far away; here somebody looks.
std::optional<Error> what_is_missing(Disk& disk, const Path& repository);

}  // namespace gatecast::server

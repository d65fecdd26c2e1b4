#include "content-sync/server/start.h"

#include <charconv>

namespace gatecast::server {

Status parse_listen(const std::string& text, ServerOptions& options) {
  const auto colon = text.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const auto digits = text.substr(colon + 1);
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) port = -1;
  }
  if (port < 0 || port > 65535 || colon == 0)
    return fail(
        usage_error("server.listen", text, "not of the form HOST:PORT", "for instance 127.0.0.1:8377"));
  options.host = text.substr(0, colon);
  if (options.host.front() == '[' && options.host.back() == ']')
    options.host = options.host.substr(1, options.host.size() - 2);
  options.port = port;
  return {};
}

std::optional<Error> what_is_missing(Disk& disk, const Path& repository) {
  const auto metadata = repository / "metadata";
  const auto has = [&](const char* name) {
    const auto status = disk.status(metadata / name);
    return status && status->kind != FileKind::missing;
  };
  if (has("timestamp.json")) return std::nullopt;
  if (has("1.root.json"))
    return environment_error("server.nothing_published", metadata, "nothing is published yet",
                             "`gatecast publish BUILD --to` this address");
  return environment_error(
      "server.no_root", metadata, "no root is here, so nothing can be published",
      "check --repository; `gatecast keys` makes a root (`gatecast keys --help` says how)");
}

}  // namespace gatecast::server

// Hands this store's verified objects to the kiosks of the same site, where the settings name an address for
// it: `GET /objects/<2>/<64>`, whole or one range, and `GET /coming/<64>`; only reading, only for addresses
// that the settings list or that were found, nothing else of the store, and no name that is not a hash.
// Nobody has to believe it: who asks judges every piece. Threads: its own, each with its own view of the
// disk. Errors: environment error "neighbour.port". Source: issue 5, 2 (LAN); shared/design/trust.md.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"

namespace gatecast::agent {

// "10.0.0.12:8378", as the settings name kiosks of a site; one of IPv6 as "[fd00::12]:8378".
struct LanAddress {
  std::string host;
  int port = 0;
};
std::optional<LanAddress> parse_lan_address(const std::string& text);
// As a list stands in the settings: parted by commas or spaces.
std::vector<std::string> split_neighbours(const std::string& list);
// In such a list: whoever of the site is found (site_finder.h).
inline constexpr const char* kFindThem = "auto";

class ObjectServer {
 public:
  // Answers when this returns. `may_ask`: whether an address may, called from any thread.
  static Result<std::unique_ptr<ObjectServer>> open(const Path& store, const LanAddress& address,
                                                    std::function<bool(const std::string&)> may_ask);
  ~ObjectServer();
  ObjectServer(const ObjectServer&) = delete;
  ObjectServer& operator=(const ObjectServer&) = delete;

 private:
  struct Parts;
  explicit ObjectServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatecast::agent

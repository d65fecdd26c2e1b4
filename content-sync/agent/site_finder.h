// Kiosks of one site find each other by DNS-SD (avahi's daemon, over the system's bus): this one is announced
// as `_gatecast._tcp` with the address where it hands objects on, and those of others are gathered. What is
// found is never believed further than that it may be asked for an object by its hash; only addresses of
// private networks are taken, and no more than a site has. Without a daemon nobody is found, and it is looked
// for again. Threads: avahi's own, which alone writes who was found, and the owner's; they meet in that file
// and in a queue. Errors: logged. Source: issue 5, 2 (LAN); RFC 6763; shared/design/sync.md, 6.4.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/disk.h"

namespace gatecast::agent {

inline constexpr const char* kSiteService = "_gatecast._tcp";
inline constexpr std::size_t kMostFound = 32;

// What an announcement says: the address of a private network, as "10.0.0.12:8378"; "" where it says nothing
// of use. `text` is one entry of the service's TXT record.
std::string address_announced(std::string_view text);

// Who was found last, as the file in the store says it; read by any thread with a disk of its own.
std::vector<std::string> found_on_site(Disk& disk, const Path& store);

class SiteFinder {
 public:
  // `own`: where this kiosk hands objects on. Who is found stands in store/site.json.
  SiteFinder(const Path& store, const std::string& own);
  ~SiteFinder();
  SiteFinder(const SiteFinder&) = delete;
  SiteFinder& operator=(const SiteFinder&) = delete;

  // Who begins just now meets those who are there, and is known to them by then; nobody is waited for longer.
  void wait_for_first(std::chrono::milliseconds most);
  // "10.0.0.12:8378" each, without this one's own.
  [[nodiscard]] std::vector<std::string> found();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatecast::agent

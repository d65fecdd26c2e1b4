// The only file that knows avahi.
#include "content-sync/agent/site_finder.h"

#include <arpa/inet.h>
#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/thread-watch.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "content-sync/agent/object_server.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/base/queue.h"

namespace gatecast::agent {
namespace {

constexpr std::string_view kAt = "at=";
constexpr std::uint64_t kLargestSite = 16 * 1024;

Path site_path(const Path& store) {
  return store / "site.json";
}

bool is_private(const std::string& host) {
  in_addr four{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) {
    const auto address = ntohl(four.s_addr);
    const auto begins = [&](std::uint32_t prefix, int bits) {
      return address >> (32 - bits) == prefix >> (32 - bits);
    };
    return begins(0x0A000000, 8) || begins(0xAC100000, 12) || begins(0xC0A80000, 16) ||
           begins(0xA9FE0000, 16);
  }
  in6_addr six{};
  return ::inet_pton(AF_INET6, host.c_str(), &six) == 1 && (six.s6_addr[0] & 0xFEU) == 0xFC;
}

}  // namespace

std::string address_announced(std::string_view text) {
  if (!text.starts_with(kAt)) return {};
  const std::string name(text.substr(kAt.size()));
  const auto address = parse_lan_address(name);
  return address && is_private(address->host) ? name : std::string();
}

struct SiteFinder::Parts {
  std::string own;
  std::string name;  // of the service; another where somebody has it
  AvahiThreadedPoll* poll = nullptr;
  AvahiClient* client = nullptr;
  AvahiEntryGroup* group = nullptr;
  AvahiServiceBrowser* browser = nullptr;
  Path store;
  SystemDisk disk;                           // of avahi's thread, as what follows
  std::map<std::string, std::string> found;  // by interface, protocol and name: address
  Queue<bool> lost{"avahi's daemon went away", 1};

  void open();
  void close();
  void announce();
  void browse();
  void tell();
  static void on_client(AvahiClient* client, AvahiClientState state, void* user);
  static void on_group(AvahiEntryGroup* group, AvahiEntryGroupState state, void* user);
  static void on_browse(AvahiServiceBrowser* browser, AvahiIfIndex interface, AvahiProtocol protocol,
                        AvahiBrowserEvent event, const char* name, const char* type, const char* domain,
                        AvahiLookupResultFlags flags, void* user);
  static void on_resolve(AvahiServiceResolver* resolver, AvahiIfIndex interface, AvahiProtocol protocol,
                         AvahiResolverEvent event, const char* name, const char* type, const char* domain,
                         const char* host, const AvahiAddress* address, std::uint16_t port,
                         AvahiStringList* text, AvahiLookupResultFlags flags, void* user);
  static std::string key(AvahiIfIndex interface, AvahiProtocol protocol, const char* name) {
    return std::to_string(interface) + " " + std::to_string(protocol) + " " + name;
  }
  void trouble(const char* what) const {
    log_warning(std::string("neighbours by DNS-SD: ") + what + ": " +
                avahi_strerror(client != nullptr ? avahi_client_errno(client) : AVAHI_ERR_FAILURE));
  }
};

// The poll's thread runs only between open() and close(), which both stand outside it.
void SiteFinder::Parts::open() {
  poll = avahi_threaded_poll_new();
  if (poll == nullptr) return trouble("cannot begin");
  int error = 0;
  client = avahi_client_new(avahi_threaded_poll_get(poll), AVAHI_CLIENT_NO_FAIL, &on_client, this, &error);
  if (client == nullptr) {
    log_warning(std::string("neighbours by DNS-SD: no system bus: ") + avahi_strerror(error));
    lost.try_push(true);
    return;
  }
  avahi_threaded_poll_start(poll);
}

void SiteFinder::Parts::close() {
  if (poll != nullptr && client != nullptr) avahi_threaded_poll_stop(poll);
  if (client != nullptr) avahi_client_free(client);  // with its group, browser and resolvers
  if (poll != nullptr) avahi_threaded_poll_free(poll);
  poll = nullptr;
  client = nullptr;
  group = nullptr;
  browser = nullptr;
  found.clear();
  tell();
  while (lost.try_pop()) {
  }
}

void SiteFinder::Parts::announce() {
  if (group == nullptr) group = avahi_entry_group_new(client, &on_group, this);
  if (group == nullptr) return trouble("cannot be announced");
  if (avahi_entry_group_is_empty(group) == 0) return;
  const auto port = static_cast<std::uint16_t>(parse_lan_address(own)->port);
  const std::string at = std::string(kAt) + own;
  if (avahi_entry_group_add_service(group, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{},
                                    name.c_str(), kSiteService, nullptr, nullptr, port, at.c_str(),
                                    nullptr) < 0 ||
      avahi_entry_group_commit(group) < 0)
    trouble("cannot be announced");
}

void SiteFinder::Parts::browse() {
  if (browser != nullptr) return;
  browser = avahi_service_browser_new(client, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, kSiteService, nullptr,
                                      AvahiLookupFlags{}, &on_browse, this);
  if (browser == nullptr) trouble("cannot look around");
}

void SiteFinder::Parts::on_client(AvahiClient* client, AvahiClientState state, void* user) {
  auto& parts = *static_cast<Parts*>(user);
  parts.client = client;  // the first call comes before avahi_client_new has returned
  if (state == AVAHI_CLIENT_S_RUNNING) {
    parts.announce();
    parts.browse();
  } else if (state == AVAHI_CLIENT_S_COLLISION || state == AVAHI_CLIENT_S_REGISTERING) {
    if (parts.group != nullptr) avahi_entry_group_reset(parts.group);  // the host has another name soon
  } else if (state == AVAHI_CLIENT_FAILURE) {
    parts.found.clear();
    parts.tell();
    parts.lost.try_push(true);
  }
}

void SiteFinder::Parts::on_group(AvahiEntryGroup* group, AvahiEntryGroupState state, void* user) {
  auto& parts = *static_cast<Parts*>(user);
  if (state != AVAHI_ENTRY_GROUP_COLLISION) return;
  parts.group = group;
  char* other = avahi_alternative_service_name(parts.name.c_str());
  parts.name = other;
  avahi_free(other);
  avahi_entry_group_reset(group);
  parts.announce();
}

void SiteFinder::Parts::on_browse(AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol,
                                  AvahiBrowserEvent event, const char* name, const char* type,
                                  const char* domain, AvahiLookupResultFlags, void* user) {
  auto& parts = *static_cast<Parts*>(user);
  if (event == AVAHI_BROWSER_NEW) {
    // It frees itself, once it has answered.
    if (avahi_service_resolver_new(parts.client, interface, protocol, name, type, domain, AVAHI_PROTO_UNSPEC,
                                   AVAHI_LOOKUP_NO_ADDRESS, &on_resolve, user) == nullptr)
      parts.trouble("cannot ask who was found");
  } else if (event == AVAHI_BROWSER_REMOVE) {
    if (parts.found.erase(key(interface, protocol, name)) > 0) parts.tell();
  }
}

void SiteFinder::Parts::on_resolve(AvahiServiceResolver* resolver, AvahiIfIndex interface,
                                   AvahiProtocol protocol, AvahiResolverEvent event, const char* name,
                                   const char*, const char*, const char*, const AvahiAddress*, std::uint16_t,
                                   AvahiStringList* text, AvahiLookupResultFlags, void* user) {
  auto& parts = *static_cast<Parts*>(user);
  if (event == AVAHI_RESOLVER_FOUND) {
    std::string address;
    for (auto* entry = text; entry != nullptr && address.empty(); entry = avahi_string_list_get_next(entry))
      address = address_announced({reinterpret_cast<const char*>(avahi_string_list_get_text(entry)),
                                   avahi_string_list_get_size(entry)});
    if (!address.empty() && address != parts.own && parts.found.size() < kMostFound) {
      const bool is_known = std::any_of(parts.found.begin(), parts.found.end(),
                                        [&](const auto& one) { return one.second == address; });
      parts.found.emplace(key(interface, protocol, name), address);  // again by each interface
      if (!is_known) log_info("found on this site: " + address);
      parts.tell();
    }
  }
  avahi_service_resolver_free(resolver);
}

// Not durable: it is of this run alone.
void SiteFinder::Parts::tell() {
  std::set<std::string> addresses;
  for (const auto& [where, address] : found) addresses.insert(address);
  const nlohmann::json document{{"format", 1}, {"found", addresses}};
  const auto write = [&]() -> Status {
    const auto path = site_path(store);
    auto temporary = path;
    temporary += ".new";
    {
      GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::replace));
      GATECAST_TRY_STATUS(file->write_at(0, document.dump()));
    }
    return disk.rename(temporary, path);
  };
  if (const auto written = write(); !written)
    log_warning("neighbours by DNS-SD: " + to_string(written.error()));
}

std::vector<std::string> found_on_site(Disk& disk, const Path& store) {
  std::vector<std::string> addresses;
  const auto bytes = read_file(disk, site_path(store), kLargestSite);
  const auto document = bytes ? parse_json(*bytes, "site.json") : fail(bytes.error());
  if (!document || !document->is_object() || number_at(*document, "format") != 1) return addresses;
  const auto list = document->find("found");
  if (list == document->end() || !list->is_array()) return addresses;
  for (const auto& one : *list)
    if (one.is_string() && parse_lan_address(one.get<std::string>()))
      addresses.push_back(one.get<std::string>());
  return addresses;
}

SiteFinder::SiteFinder(const Path& store, const std::string& own) : parts_(std::make_unique<Parts>()) {
  parts_->own = own;
  parts_->store = store;
  parts_->name = "gatecast at " + own;
  parts_->tell();
  parts_->open();
}

SiteFinder::~SiteFinder() {
  parts_->close();
}

void SiteFinder::wait_for_first(std::chrono::milliseconds most) {
  constexpr std::chrono::milliseconds kStep{100};
  constexpr std::chrono::milliseconds kUntilKnownThere{1500};
  SystemDisk disk;
  for (; most > kStep && found_on_site(disk, parts_->store).empty(); most -= kStep)
    std::this_thread::sleep_for(kStep);
  if (most > kStep) std::this_thread::sleep_for(kUntilKnownThere);
}

std::vector<std::string> SiteFinder::found() {
  if (parts_->lost.try_pop()) {  // who is there now is told at the next question
    parts_->close();
    parts_->open();
  }
  SystemDisk disk;
  return found_on_site(disk, parts_->store);
}

}  // namespace gatecast::agent

#include "content-sync/doctor/network_findings.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

namespace gatecast::doctor {
namespace {

struct Place {
  std::string host;
  std::string port;
};

// "https://[2001:db8::1]:8443/gatecast" and the like; what is no address is nothing.
std::optional<Place> place_of(const std::string& server) {
  const auto scheme_end = server.find("://");
  if (scheme_end == std::string::npos) return std::nullopt;
  const auto scheme = server.substr(0, scheme_end);
  if (scheme != "http" && scheme != "https") return std::nullopt;
  auto rest = server.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto at = rest.rfind('@'); at != std::string::npos) rest = rest.substr(at + 1);
  Place place{rest, scheme == "http" ? "80" : "443"};
  const auto colon = rest.rfind(':');
  const auto bracket = rest.rfind(']');
  if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
    place.host = rest.substr(0, colon);
    place.port = rest.substr(colon + 1);
  }
  if (place.host.size() > 2 && place.host.front() == '[')
    place.host = place.host.substr(1, place.host.size() - 2);
  if (place.host.empty() || place.port.empty()) return std::nullopt;
  return place;
}

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

struct ListDeleter {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
  void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

// 0, or errno.
int connect_to(const addrinfo& to, std::chrono::seconds limit) {
  const Socket socket(::socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.get() < 0) return errno;
  if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd waits{socket.get(), POLLOUT, 0};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  if (::poll(&waits, 1, static_cast<int>(milliseconds)) <= 0) return ETIMEDOUT;
  int error = 0;
  socklen_t length = sizeof error;
  return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

// A datagram socket's connect asks only the table of routes; nothing is sent.
bool has_route(int family, const char* to) {
  sockaddr_storage address{};
  socklen_t length = 0;
  if (family == AF_INET) {
    auto* in = reinterpret_cast<sockaddr_in*>(&address);
    in->sin_family = AF_INET;
    in->sin_port = htons(9);
    ::inet_pton(AF_INET, to, &in->sin_addr);
    length = sizeof(sockaddr_in);
  } else {
    auto* in = reinterpret_cast<sockaddr_in6*>(&address);
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(9);
    ::inet_pton(AF_INET6, to, &in->sin6_addr);
    length = sizeof(sockaddr_in6);
  }
  const Socket socket(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return socket.get() >= 0 && ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), length) == 0;
}

// Addresses that a machine gives itself lead nowhere.
std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(address);
    const auto number = ntohl(in->sin_addr.s_addr);
    if ((number >> 16U) == 0xA9FEU) return {};  // 169.254.0.0/16
    return ::inet_ntop(AF_INET, &in->sin_addr, text.data(), text.size());
  }
  if (address->sa_family != AF_INET6) return {};
  const auto* in = reinterpret_cast<const sockaddr_in6*>(address);
  if (IN6_IS_ADDR_LINKLOCAL(&in->sin6_addr)) return {};
  return ::inet_ntop(AF_INET6, &in->sin6_addr, text.data(), text.size());
}

// What lies below the server: nothing where the machine seems to have a way out.
Findings below() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, ListDeleter> owned(list);
  std::string cards, linked, addresses;
  const auto add = [](std::string& names, const std::string& name) {
    if ((", " + names + ", ").find(", " + name + ", ") != std::string::npos) return;
    names += (names.empty() ? "" : ", ") + name;
  };
  for (const auto* one = list; one != nullptr; one = one->ifa_next) {
    if ((one->ifa_flags & IFF_LOOPBACK) != 0) continue;
    add(cards, one->ifa_name);
    if ((one->ifa_flags & IFF_UP) == 0 || (one->ifa_flags & IFF_RUNNING) == 0) continue;
    add(linked, one->ifa_name);
    const auto address = one->ifa_addr == nullptr ? std::string() : address_text(one->ifa_addr);
    if (!address.empty()) add(addresses, address);
  }
  if (linked.empty()) return {found("network.no_link", cards.empty() ? "-" : cards)};
  if (addresses.empty()) return {found("network.no_address", linked)};
  // Addresses for documentation (RFC 5737, RFC 3849): only the way towards them is asked for.
  if (!has_route(AF_INET, "192.0.2.1") && !has_route(AF_INET6, "2001:db8::1"))
    return {found("network.no_route", addresses)};
  return {};
}

Findings cause_of(int error, const Place& place) {
  if (error == ECONNREFUSED) return {found("network.refused", place.host, place.port)};
  if (auto findings = below(); !findings.empty()) return findings;
  return {found("network.unreachable", place.host, std::strerror(error))};
}

}  // namespace

Findings network_findings(const std::string& server, const Patience& patience) {
  const auto place = place_of(server);
  if (!place) return {found("network.answer", server, "no http(s)://HOST")};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int error = ::getaddrinfo(place->host.c_str(), place->port.c_str(), &hints, &list); error != 0) {
    if (auto findings = below(); !findings.empty()) return findings;
    return {found("network.dns", place->host, ::gai_strerror(error))};
  }
  const std::unique_ptr<addrinfo, ListDeleter> owned(list);
  int worst = 0;
  for (const auto* one = list; one != nullptr; one = one->ai_next) {
    const int error = connect_to(*one, patience.connect);
    if (error == 0) return {};
    // Who refuses is nearer than who is silent.
    if (worst != ECONNREFUSED) worst = error;
  }
  return cause_of(worst, *place);
}

}  // namespace gatecast::doctor

#include "content-sync/updater/line_count.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>

#include "content-sync/updater/http_transfer.h"

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kHead = 52;  // of IPv4 and TCP with time stamps; 20 more by IPv6
constexpr std::uint64_t kSixMore = 20;
constexpr std::uint64_t kFarewell = 2;  // packets after the last look

struct Counted {
  std::uint64_t bytes = 0;
  std::uint64_t head = kHead;
};

Counted counted_by_kernel(curl_socket_t socket) {
  Counted counted;
  tcp_info info{};
  socklen_t length = sizeof info;
  constexpr auto kNeeded = offsetof(tcp_info, tcpi_bytes_sent) + sizeof info.tcpi_bytes_sent;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0 || length < kNeeded) return counted;
  sockaddr_storage name{};
  socklen_t name_length = sizeof name;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &name_length) == 0 &&
      name.ss_family == AF_INET6)
    counted.head += kSixMore;
  const auto packets = std::uint64_t{info.tcpi_segs_out} + info.tcpi_segs_in;
  counted.bytes = info.tcpi_bytes_sent + info.tcpi_bytes_received + packets * counted.head;
  return counted;
}

}  // namespace

void LineCount::watch(CURL* handle) {
  set_option(handle, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set_option(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set_option(handle, CURLOPT_CLOSESOCKETFUNCTION, &on_close);
  set_option(handle, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(this));
}

std::uint64_t LineCount::bytes() const {
  auto sum = closed_;
  for (const auto socket : open_) sum += counted_by_kernel(socket).bytes;
  return sum;
}

curl_socket_t LineCount::on_open(void* user, curlsocktype, curl_sockaddr* address) {
  const auto socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket >= 0) static_cast<LineCount*>(user)->open_.insert(socket);
  return socket;
}

int LineCount::on_close(void* user, curl_socket_t socket) {
  auto* line = static_cast<LineCount*>(user);
  if (line->open_.erase(socket) > 0) {
    const auto counted = counted_by_kernel(socket);
    line->closed_ += counted.bytes + (counted.bytes > 0 ? kFarewell * counted.head : 0);
  }
  return ::close(socket);
}

}  // namespace gatecast::updater

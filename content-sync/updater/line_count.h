// What connections really cost a line: bytes of IP both ways, with the heads of packets, TLS and what was
// sent again, as the kernel counts each connection. Only for the files named http_*.cpp: curl's types go no
// further. Outlives the handles that it counts. Threads: one owner. Errors: none; what the kernel does not
// tell counts as nothing. Source: tcp(7), TCP_INFO.
#pragma once
#include <curl/curl.h>

#include <cstdint>
#include <set>

namespace gatecast::updater {

class LineCount {
 public:
  LineCount() = default;
  LineCount(const LineCount&) = delete;
  LineCount& operator=(const LineCount&) = delete;

  // What this handle opens from now on is counted.
  void watch(CURL* handle);
  [[nodiscard]] std::uint64_t bytes() const;

 private:
  static curl_socket_t on_open(void* user, curlsocktype purpose, curl_sockaddr* address);
  static int on_close(void* user, curl_socket_t socket);

  std::set<curl_socket_t> open_;
  std::uint64_t closed_ = 0;
};

}  // namespace gatecast::updater

// A web server of a test on the loopback: answers each connection by a function, the request's head in, bytes
// out. Threads: its own serves one connection at a time; the script must not touch what the test does
// meanwhile.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace gatecast::test {

// Closes after each answer, or waits first.
class ScriptedServer {
 public:
  using Script = std::function<std::string(const std::string& request)>;
  enum class Manner { one_by_one, many };
  explicit ScriptedServer(Script script, std::chrono::milliseconds linger = {},
                          Manner manner = Manner::one_by_one)
      : script_(std::move(script)), linger_(linger), manner_(manner) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    socklen_t length = sizeof address;
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }
  ~ScriptedServer() {
    thread_.request_stop();
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    serving_.clear();
    ::close(listener_);
  }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      if (manner_ == Manner::many)
        serving_.emplace_back([this, client] { answer_one(client); });
      else
        answer_one(client);
    }
  }
  void answer_one(int client) {
    {
      std::string request;
      char buffer[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const auto got = ::recv(client, buffer, sizeof buffer, 0);
        if (got <= 0) break;
        request.append(buffer, static_cast<std::size_t>(got));
      }
      const auto answer = script_(request);
      for (std::size_t at = 0; at < answer.size();) {
        const auto put = ::send(client, answer.data() + at, answer.size() - at, MSG_NOSIGNAL);
        if (put <= 0) break;
        at += static_cast<std::size_t>(put);
      }
      std::this_thread::sleep_for(linger_);
      ::close(client);
    }
  }
  Script script_;
  std::chrono::milliseconds linger_;
  Manner manner_;
  std::vector<std::jthread> serving_;
  int listener_ = -1;
  int port_ = 0;
  std::jthread thread_;
};

inline std::string answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n" + body;
}
inline std::string length(const std::string& body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n";
}

}  // namespace gatecast::test

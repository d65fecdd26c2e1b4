#include "player/isolate/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

namespace gatecast::isolate {
namespace {

constexpr std::size_t kMostHandles = 4;

void take_handles(const msghdr& header, std::vector<Handle>& handles) {
  for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr;
       part = CMSG_NXTHDR(const_cast<msghdr*>(&header), part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const auto count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(part) + i * sizeof(int), sizeof number);
      handles.emplace_back(number);
    }
  }
}

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Handle::~Handle() {
  if (number_ >= 0) ::close(number_);
}

Kind Message::kind() const {
  Kind kind = Kind::none;
  if (size_ >= sizeof kind) std::memcpy(&kind, bytes_.data(), sizeof kind);
  return kind;
}

std::optional<std::pair<Handle, Handle>> Channel::pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return std::nullopt;
  return std::pair{Handle(ends[0]), Handle(ends[1])};
}

Sent Channel::send_bytes(std::span<const char> head, std::span<const char> payload,
                         std::span<const int> handles, bool may_wait) const {
  std::array<iovec, 2> parts{iovec{const_cast<char*>(head.data()), head.size()},
                             iovec{const_cast<char*>(payload.data()), payload.size()}};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostHandles * sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = payload.empty() ? 1 : 2;
  if (!handles.empty() && handles.size() <= kMostHandles) {
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(handles.size_bytes());
    auto* part = CMSG_FIRSTHDR(&header);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(handles.size_bytes());
    std::memcpy(CMSG_DATA(part), handles.data(), handles.size_bytes());
  }
  while (true) {
    if (::sendmsg(handle_.number(), &header, MSG_NOSIGNAL | (may_wait ? 0 : MSG_DONTWAIT)) >= 0)
      return Sent::yes;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == ENOBUFS ? Sent::full : Sent::closed;
  }
}

Received Channel::receive(Message& message, std::chrono::milliseconds limit) const {
  if (limit.count() >= 0) {
    pollfd wait{handle_.number(), POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(limit.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) return Received::nothing;
    if (ready < 0) return Received::closed;
  }
  iovec part{message.bytes_.data(), message.bytes_.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostHandles * sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  const auto got = ::recvmsg(handle_.number(), &header, MSG_CMSG_CLOEXEC);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? Received::nothing : Received::closed;
  message.handles.clear();
  take_handles(header, message.handles);
  if (got == 0 || (header.msg_flags & MSG_TRUNC) != 0) return Received::closed;
  message.size_ = static_cast<std::size_t>(got);
  return Received::message;
}

void Channel::shut() const {
  if (handle_.is_open()) ::shutdown(handle_.number(), SHUT_RDWR);
}

}  // namespace gatecast::isolate

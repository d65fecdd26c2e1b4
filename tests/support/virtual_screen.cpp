#include "tests/support/virtual_screen.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/mman.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <csignal>

#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace gatecast::test {
namespace {

// The XWD header of X11/XWDFile.h: 25 big-endian words, then the window's name, then the colour map.
constexpr std::size_t kHeaderSize = 0;
constexpr std::size_t kBytesPerLine = 12;
constexpr std::size_t kColours = 19;
constexpr std::size_t kColourEntryBytes = 12;

std::uint32_t word(const std::uint8_t* file, std::size_t index) {
  std::uint32_t value = 0;
  std::memcpy(&value, file + index * 4, 4);
  return ntohl(value);
}

bool is_up(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && info.st_size > 100;
}

// The file grows, and its header is written and swapped in place, while the screen is made: both may be
// looked at only when the server has answered a client. Sends the connection set-up of the X protocol and
// waits for the first byte of the reply.
void wait_until_served(const std::string& socket_path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  const char set_up[12] = {'l', 0, 11, 0};
  char reply = 0;
  const bool is_served = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                         ::write(fd, set_up, sizeof set_up) == sizeof set_up && ::read(fd, &reply, 1) == 1;
  ::close(fd);
  if (!is_served) throw std::runtime_error("Xvfb does not answer");
}

}  // namespace

VirtualScreen::VirtualScreen(pixels::Size size) : size_(size) {
  const auto file = folder_.path() + "/Xvfb_screen0";
  const int first = 100 + static_cast<int>(::getpid() % 400);
  for (int number = first; number < first + 50 && file_ == nullptr; ++number) {
    display_ = ":" + std::to_string(number);
    if (is_up("/tmp/.X11-unix/X" + std::to_string(number)) ||
        ::access(("/tmp/.X" + std::to_string(number) + "-lock").c_str(), F_OK) == 0)
      continue;
    const auto geometry = std::to_string(size.width_px) + "x" + std::to_string(size.height_px) + "x24";
    server_.emplace(Process::start({"Xvfb", display_, "-screen", "0", geometry, "-fbdir", folder_.path(),
                                    "-nolisten", "tcp", "-noreset", "-ac"}));
    const auto socket = "/tmp/.X11-unix/X" + std::to_string(number);
    for (int i = 0; i < 500 && server_->is_running() && !(is_up(file) && ::access(socket.c_str(), F_OK) == 0);
         ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!server_->is_running() || !is_up(file)) {
      server_.reset();
      continue;
    }
    wait_until_served(socket);
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    ::fstat(fd, &info);
    file_length_ = static_cast<std::size_t>(info.st_size);
    void* mapped = ::mmap(nullptr, file_length_, PROT_READ, MAP_SHARED, fd, 0);
    ::close(fd);
    if (mapped == MAP_FAILED) throw std::runtime_error("the frame buffer cannot be mapped");
    file_ = static_cast<const std::uint8_t*>(mapped);
  }
  if (file_ == nullptr) throw std::runtime_error("Xvfb does not start: is the package xvfb installed?");
  stride_bytes_ = word(file_, kBytesPerLine);
  first_pixel_ =
      word(file_, kHeaderSize) + static_cast<std::size_t>(word(file_, kColours)) * kColourEntryBytes;
  if (first_pixel_ + stride_bytes_ * static_cast<std::size_t>(size.height_px) > file_length_)
    throw std::runtime_error("the frame buffer's header makes no sense");
}

VirtualScreen::~VirtualScreen() {
  // Ended, not killed: a killed server leaves its lock, and after some hundred of them no number is free.
  if (server_) {
    server_->signal(SIGTERM);
    server_->wait(std::chrono::seconds(5));
  }
  if (file_ != nullptr) ::munmap(const_cast<std::uint8_t*>(file_), file_length_);
}

pixels::Pixmap VirtualScreen::grab() const {
  pixels::Pixmap picture(size_);
  for (int y = 0; y < size_.height_px; ++y) {
    auto* row = picture.row(y);
    std::memcpy(row, file_ + first_pixel_ + static_cast<std::size_t>(y) * stride_bytes_,
                static_cast<std::size_t>(size_.width_px) * 4);
    for (int x = 0; x < size_.width_px; ++x) row[x] |= 0xFF000000U;
  }
  return picture;
}

std::uint32_t VirtualScreen::pixel(int x, int y) const {
  std::uint32_t value = 0;
  std::memcpy(
      &value,
      file_ + first_pixel_ + static_cast<std::size_t>(y) * stride_bytes_ + static_cast<std::size_t>(x) * 4,
      4);
  return value & 0xFFFFFFU;
}

Brightness brightness(const pixels::Pixmap& picture) {
  const auto size = picture.size();
  std::uint64_t sum = 0;
  std::uint64_t black = 0;
  for (int y = 0; y < size.height_px; ++y) {
    for (int x = 0; x < size.width_px; ++x) {
      const auto value = picture.row(y)[x];
      const auto luminance =
          (54 * (value >> 16U & 255U) + 183 * (value >> 8U & 255U) + 19 * (value & 255U)) >> 8U;
      sum += luminance;
      black += luminance < 8 ? 1 : 0;
    }
  }
  const auto count = static_cast<std::uint64_t>(size.width_px) * static_cast<std::uint64_t>(size.height_px);
  return {static_cast<int>(sum / count), static_cast<int>(black * 1000 / count)};
}

}  // namespace gatecast::test

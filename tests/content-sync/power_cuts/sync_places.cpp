#include "tests/content-sync/power_cuts/sync_places.h"

#include <execinfo.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>

#include "tests/support/process.h"

namespace gatecast::test {
namespace {

// One name for all files of a kind: hashes, their first two digits and numbers left out.
std::string kind_of_file(const std::string& operation) {
  std::string kind;
  for (std::size_t at = 0; at < operation.size();) {
    const auto end = std::min(operation.find_first_of("/.", at + 1), operation.size());
    auto part = operation.substr(at, end - at);
    const auto word = part.substr(std::min(part.find_first_not_of("/."), part.size()));
    const auto is_all_of = [&](const char* digits) {
      return !word.empty() && word.find_first_not_of(digits) == std::string::npos;
    };
    const bool is_hash = word.size() == 64 && is_all_of("0123456789abcdef");
    const bool is_folder_of_objects = kind.ends_with("/objects") && word.size() == 2;
    if (is_hash || is_folder_of_objects || is_all_of("0123456789"))
      part = part.substr(0, part.size() - word.size()) + (is_hash                ? "<hash>"
                                                          : is_folder_of_objects ? "<2>"
                                                                                 : "<n>");
    kind += part;
    at = end;
  }
  return kind;
}

// Where the program begins in memory: what a symbol's place is counted from.
const char* base_of_program() {
  const char* base = nullptr;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        *static_cast<const char**>(out) = reinterpret_cast<const char*>(info->dlpi_addr);
        return 1;  // the first is the program itself
      },
      &base);
  return base;
}

}  // namespace

SyncPlace sync_place(const CutDisk& disk, const std::string& operation) {
  std::array<void*, 64> frames{};
  const auto count = ::backtrace(frames.data(), static_cast<int>(frames.size()));
  const auto end = frames.begin() + count;
  const auto found = std::find(frames.begin(), end, disk.sync_called_from);
  SyncPlace place{kind_of_file(operation), disk.sync_called_from, nullptr};
  if (found != end && found + 1 != end) place.by = *(found + 1);
  return place;
}

std::string in_words(const SyncPlace& place) {
  std::ostringstream command;
  command << "addr2line -s -e /proc/" << ::getpid() << "/exe";
  for (const void* address : {place.called_from, place.by})
    command << " " << std::hex << "0x" << (static_cast<const char*>(address) - base_of_program() - 1);
  const auto lines = run({"/bin/sh", "-c", command.str()});
  auto words = lines.exit_code == 0 ? lines.out : std::string();
  if (!words.empty()) words.pop_back();
  std::replace(words.begin(), words.end(), '\n', ' ');
  return place.what + "  " + words;
}

}  // namespace gatecast::test

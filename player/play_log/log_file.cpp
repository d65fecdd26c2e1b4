#include "player/play_log/log_file.h"

#include <algorithm>
#include <cstdio>

namespace gatecast::play_log {
namespace {

constexpr std::size_t kDigits = 10;
constexpr std::size_t kDayLength = 10;
constexpr const char* kEnding = ".log";

std::optional<LogFileName> parse_name(const std::string& name) {
  if (name.size() != kDigits + 1 + kDayLength + 4 || name[kDigits] != '-' || !name.ends_with(kEnding))
    return std::nullopt;
  LogFileName result;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (name[i] < '0' || name[i] > '9') return std::nullopt;
    result.first = result.first * 10 + (name[i] - '0');
  }
  result.day = name.substr(kDigits + 1, kDayLength);
  return result.first > 0 ? std::optional(result) : std::nullopt;
}

}  // namespace

std::string to_string(const LogFileName& name) {
  auto digits = std::to_string(name.first);
  digits.insert(0, digits.size() < kDigits ? kDigits - digits.size() : 0, '0');
  return digits + "-" + name.day + kEnding;
}

Result<std::vector<LogFileName>> list_log_files(Disk& disk, const Path& folder) {
  std::vector<LogFileName> files;
  GATECAST_TRY(const auto status, disk.status(folder));
  if (status.kind == FileKind::missing) return files;
  GATECAST_TRY(const auto names, disk.list(folder));
  for (const auto& name : names)
    if (auto file = parse_name(name)) files.push_back(std::move(*file));
  std::sort(files.begin(), files.end());
  return files;
}

Result<LogFile> read_log_file(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestLogFile));
  LogFile file;
  file.size_bytes = bytes.size();
  ByteView body;
  std::size_t line_number = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    ++line_number;
    const auto end = bytes.find('\n', start);
    const bool is_ended = end != Bytes::npos;
    const auto line = ByteView(bytes).substr(start, is_ended ? end - start : Bytes::npos);
    start = is_ended ? end + 1 : bytes.size();
    const auto fault = [&](const char* rule, std::string message) {
      file.faults.push_back({line_number, rule, std::move(message)});
      body = {};
    };
    if (is_ended && line.starts_with("B ")) {
      if (!body.empty()) fault("log.line", "a body without its head stands before this line");
      body = line;
      continue;
    }
    const auto head = is_ended ? parse_head_line(line) : std::nullopt;
    if (!head) {
      fault("log.line", "not a line of a play log");
    } else if (!head->is_signed) {
      fault("log.signature",
            "head " + std::to_string(head->head.number) + " is not signed by the key it names");
    } else if (sha256(body) != head->head.body) {
      fault("log.body",
            "the body of head " + std::to_string(head->head.number) + " is missing or was changed");
    } else if (auto segment = parse_body_line(body, head->head)) {
      file.entries.push_back({*head, std::move(*segment), line_number});
      file.whole_bytes = start;
      body = {};
    } else {
      fault("log.body", "the body of head " + std::to_string(head->head.number) + " cannot be read");
    }
  }
  if (!body.empty()) file.faults.push_back({line_number, "log.line", "a body without a head"});
  return file;
}

}  // namespace gatecast::play_log

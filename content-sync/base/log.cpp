#include "content-sync/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "content-sync/base/journal_line.h"

namespace gatecast {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_color_mt("gatecast");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void set_log_level(LogLevel level) {
  logger().set_level(spdlog_level(level));
}
void log(LogLevel level, std::string_view message) {
  if (!logger().should_log(spdlog_level(level))) return;
  if (send_to_journal(journal_fields(level, message))) return;
  logger().log(spdlog_level(level), message);
}
void log_info(std::string_view message) {
  log(LogLevel::info, message);
}
void log_warning(std::string_view message) {
  log(LogLevel::warning, message);
}
void log_error(const Error& error) {
  if (send_to_journal(journal_fields(error))) return;
  log(LogLevel::error, to_string(error));
}

}  // namespace gatecast

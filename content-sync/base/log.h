// One log a program, to standard error (journald reads it there). Warnings and errors name the rule.
// Threads: any.
#pragma once
#include <string>
#include <string_view>

#include "content-sync/base/error.h"

namespace gatecast {

enum class LogLevel { debug, info, warning, error };

void set_log_level(LogLevel level);
void log(LogLevel level, std::string_view message);
void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(const Error& error);

}  // namespace gatecast

#include "content-sync/base/error.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace gatecast {
namespace {

Error make(ErrorKind kind, std::string rule, std::string subject, std::string message, std::string hint) {
  return {kind, std::move(rule), std::move(message), std::move(subject), std::move(hint)};
}

}  // namespace

std::string to_string(const Error& error) {
  std::string text = error.subject.empty() ? error.message : error.subject + ": " + error.message;
  if (!error.rule.empty()) text += " [" + error.rule + "]";
  if (!error.hint.empty()) text += "\n  " + error.hint;
  return text;
}

int exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::content:
    case ErrorKind::trust:
      return 1;
    case ErrorKind::usage:
      return 2;
    case ErrorKind::environment:
      break;
  }
  return 3;
}

Error content_error(std::string rule, std::string subject, std::string message, std::string hint) {
  return make(ErrorKind::content, std::move(rule), std::move(subject), std::move(message), std::move(hint));
}
Error trust_error(std::string rule, std::string subject, std::string message, std::string hint) {
  return make(ErrorKind::trust, std::move(rule), std::move(subject), std::move(message), std::move(hint));
}
Error usage_error(std::string rule, std::string subject, std::string message, std::string hint) {
  return make(ErrorKind::usage, std::move(rule), std::move(subject), std::move(message), std::move(hint));
}
Error environment_error(std::string rule, std::string subject, std::string message, std::string hint) {
  return make(ErrorKind::environment, std::move(rule), std::move(subject), std::move(message),
              std::move(hint));
}

void invariant_failed(std::string_view expression, std::string_view file, int line) {
  fmt::print(stderr, "invariant failed: {} ({}:{})\n", expression, file, line);
  std::abort();
}

}  // namespace gatecast

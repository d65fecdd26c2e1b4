// What went wrong, for a person: which file, which rule, how to mend it.
// Threads: values, no shared state.
#pragma once
#include <string>
#include <string_view>

namespace gatecast {

// The kind decides a program's exit code (0 fine, 1 content or trust, 2 usage, 3 environment).
enum class ErrorKind { content, trust, usage, environment };

struct Error {
  ErrorKind kind = ErrorKind::environment;
  std::string rule;     // stable name of the rule broken: "tuf.timestamp.rollback", "disk.full"
  std::string message;  // what is wrong, in one sentence
  std::string subject;  // the file, address or item concerned; with ":line:column" where known
  std::string hint;     // how to mend it; may be empty
};

// "subject: message [rule]\n  hint" as it stands in logs and on terminals.
std::string to_string(const Error& error);
int exit_code(const Error& error);

Error content_error(std::string rule, std::string subject, std::string message, std::string hint = {});
Error trust_error(std::string rule, std::string subject, std::string message, std::string hint = {});
Error usage_error(std::string rule, std::string subject, std::string message, std::string hint = {});
Error environment_error(std::string rule, std::string subject, std::string message, std::string hint = {});

// Stops the program when a thing that the program itself guarantees does not hold; never for content.
[[noreturn]] void invariant_failed(std::string_view expression, std::string_view file, int line);

}  // namespace gatecast

#define GATECAST_INVARIANT(expression) \
  ((expression) ? void() : ::gatecast::invariant_failed(#expression, __FILE__, __LINE__))

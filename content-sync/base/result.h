// A value or an Error. No exception crosses a library of ours.
#pragma once
#include <tl/expected.hpp>
#include <utility>

#include "content-sync/base/error.h"

namespace gatecast {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace gatecast

// GATECAST_TRY(auto bytes, disk.read_file(path)): the value, or return the error to the caller.
#define GATECAST_JOIN2(a, b) a##b
#define GATECAST_JOIN(a, b) GATECAST_JOIN2(a, b)
#define GATECAST_TRY(target, expression) \
  GATECAST_TRY_NAMED(GATECAST_JOIN(gatecast_result_, __LINE__), target, expression)
#define GATECAST_TRY_NAMED(name, target, expression)                            \
  auto name = (expression);                                                     \
  if (!name) return tl::unexpected<::gatecast::Error>(std::move(name).error()); \
  target = std::move(*name)
// The same for a Status.
#define GATECAST_TRY_STATUS(expression)                                             \
  do {                                                                              \
    if (auto gatecast_status = (expression); !gatecast_status)                      \
      return tl::unexpected<::gatecast::Error>(std::move(gatecast_status).error()); \
  } while (false)

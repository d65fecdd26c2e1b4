// What lies in the middle of measured values, and what nearly all of them keep. Threads: values.
#pragma once
#include <algorithm>
#include <vector>

namespace gatecast::test {

// The least of them below which so many of a thousand lie; `none` where there are no values.
template <class Value>
Value at_permille(std::vector<Value> values, std::size_t permille, Value none) {
  if (values.empty()) return none;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, values.size() * permille / 1000)];
}

}  // namespace gatecast::test

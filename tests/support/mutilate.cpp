#include "tests/support/mutilate.h"

#include <algorithm>
#include <random>

namespace gatecast::test {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return limit == 0 ? 0 : random() % limit;
}

void flip(Bytes& bytes, Random& random, std::size_t first, std::size_t length, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    char& byte = bytes[first + below(random, length)];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << below(random, 8)));
  }
}

Bytes something_else(Random& random) {
  const auto kind = below(random, 4);
  if (kind == 0) return "%PDF-1.7\n" + Bytes(5000, 'x');
  if (kind == 1) return Bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + Bytes(3000, '\x7f');
  if (kind == 2) return {};
  Bytes noise(20'000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  return noise;
}

}  // namespace

Mutilated mutilate(Bytes bytes, std::uint32_t seed) {
  Random random(seed * 2654435761U + 1);
  const auto size = bytes.size();
  const auto at = below(random, size);
  const auto length = std::min(size - at, 1 + below(random, 1 + size / 8));
  switch (seed % 8) {
    case 0:
      return {bytes.substr(0, at), "cut at " + std::to_string(at)};
    case 1:
      flip(bytes, random, 0, size, 1 + size / 2000);
      return {std::move(bytes), "bits flipped all over"};
    case 2:
      flip(bytes, random, 0, std::min<std::size_t>(size, 2000), 8);
      return {std::move(bytes), "bits flipped at the beginning"};
    case 3:
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length, '\0');
      return {std::move(bytes), std::to_string(length) + " zeros at " + std::to_string(at)};
    case 4:
      bytes.insert(at, bytes.substr(below(random, size), length));
      return {std::move(bytes), "a part said twice at " + std::to_string(at)};
    case 5:
      bytes.erase(at, length);
      return {std::move(bytes), std::to_string(length) + " bytes missing at " + std::to_string(at)};
    case 6: {  // the index of an MP4 lies at the end
      const auto tail = std::min<std::size_t>(size, 4000);
      flip(bytes, random, size - tail, tail, 6);
      return {std::move(bytes), "bits flipped at the end"};
    }
    default:
      return {something_else(random), "another kind of file"};
  }
}

}  // namespace gatecast::test

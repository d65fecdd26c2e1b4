// Private to decode: light of a wide or high-range film brought to a usual screen. R'G'B' codes of BT.2020 or
// P3, in PQ, HLG or a usual gamma, become R'G'B' of BT.709. White of a usual film is the 203 nits of BT.2408.
// Threads: immutable after making. Errors: none.
// Source: ITU-R BT.2100-2 (PQ, HLG), BT.2390-10 5.4.1 (tone curve), BT.2408-5 (203 nits), BT.1886
// (gamma 2.4), BT.2087 (gamut by way of linear light).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatecast::decode {

enum class Transfer { usual, pq, hlg };
enum class Primaries { bt709, bt2020, p3 };

struct Light {
  Transfer transfer = Transfer::usual;
  Primaries primaries = Primaries::bt709;
  int peak_nits = 1000;  // of a PQ film: what its makers saw
  [[nodiscard]] bool needs_map() const {
    return transfer != Transfer::usual || primaries != Primaries::bt709;
  }
  bool operator==(const Light&) const = default;
};

// A function of a positive number, as a table with the same relative fineness everywhere.
class RatioTable {
 public:
  template <typename Function>
  static RatioTable of(Function function) {
    RatioTable table;
    for (std::size_t i = 0; i < kSize; ++i) table.values_[i] = static_cast<float>(function(middle(i)));
    return table;
  }
  [[nodiscard]] float at(float x) const { return values_[index(x)]; }

 private:
  static constexpr int kMantissaBits = 8;
  static constexpr int kLowestExponent = -26;
  static constexpr int kHighestExponent = 6;
  static constexpr std::size_t kSize = static_cast<std::size_t>(kHighestExponent - kLowestExponent)
                                       << kMantissaBits;
  static std::size_t index(float x);
  static double middle(std::size_t index);
  std::vector<float> values_ = std::vector<float>(kSize);
};

class LightMap {
 public:
  static constexpr int kCodes = 4096;  // of one R', G' or B' that comes in
  explicit LightMap(const Light& light);
  [[nodiscard]] const Light& light() const { return light_; }
  // `count` pixels; what comes out is 0..255.
  void map(const std::uint16_t* red, const std::uint16_t* green, const std::uint16_t* blue,
           std::uint32_t* bgra, int count) const;

 private:
  Light light_;
  std::vector<float> linear_;      // code -> light; 1 = white of a usual film (HLG: of the scene)
  RatioTable system_;              // HLG: luminance of the scene -> factor to that of the screen
  RatioTable tone_;                // brightest of R, G, B -> factor that brings it into range
  RatioTable code_;                // light -> 0..255
  std::array<float, 9> matrix_{};  // primaries -> BT.709
};

}  // namespace gatecast::decode

#include "tests/player/decode/silent_order.h"

#include <stdexcept>
#include <vector>

namespace gatecast::test {
namespace {

class Bits {
 public:
  // A unit's bytes behind its first one, with the bytes that prevent start codes taken out.
  explicit Bits(ByteView unit) {
    int zeros = 0;
    for (const char byte : unit) {
      const auto value = static_cast<unsigned char>(byte);
      if (zeros >= 2 && value == 3) {
        zeros = 0;
        continue;
      }
      zeros = value == 0 ? zeros + 1 : 0;
      for (int bit = 7; bit >= 0; --bit) bits_.push_back((value >> bit & 1) != 0);
    }
  }
  unsigned take(int count) {
    unsigned value = 0;
    for (; count > 0; --count) value = value << 1U | (bits_.at(at_++) ? 1U : 0U);
    return value;
  }
  unsigned take_ue() {
    int zeros = 0;
    while (take(1) == 0) ++zeros;
    return zeros == 0 ? 0 : (1U << zeros) - 1 + take(zeros);
  }
  void expect(int count, unsigned value, const char* what) {
    if (take(count) != value) throw std::runtime_error(std::string("not a usual parameter set: ") + what);
  }
  // All up to here, then a 0, the stop bit and what fills the byte, with start codes prevented.
  [[nodiscard]] Bytes ended_with_zero() const {
    std::vector<bool> kept(bits_.begin(), bits_.begin() + static_cast<std::ptrdiff_t>(at_));
    kept.push_back(false);
    kept.push_back(true);
    while (kept.size() % 8 != 0) kept.push_back(false);
    Bytes unit;
    int zeros = 0;
    for (std::size_t i = 0; i < kept.size(); i += 8) {
      unsigned value = 0;
      for (std::size_t bit = 0; bit < 8; ++bit) value = value << 1U | (kept[i + bit] ? 1U : 0U);
      if (zeros >= 2 && value <= 3) {
        unit.push_back(3);
        zeros = 0;
      }
      zeros = value == 0 ? zeros + 1 : 0;
      unit.push_back(static_cast<char>(value));
    }
    return unit;
  }

 private:
  std::vector<bool> bits_;
  std::size_t at_ = 0;
};

void pass_picture_order(Bits& bits) {
  bits.take_ue();  // log2_max_frame_num
  if (bits.take_ue() != 0) throw std::runtime_error("not a usual parameter set: pic_order_cnt_type");
  bits.take_ue();  // log2_max_pic_order_cnt_lsb
  bits.take_ue();  // max_num_ref_frames
  bits.take(1);    // gaps_in_frame_num
}

void pass_size(Bits& bits) {
  bits.take_ue();
  bits.take_ue();
  if (bits.take(1) == 0) bits.take(1);  // frame_mbs_only, mb_adaptive_frame_field
  bits.take(1);                         // direct_8x8_inference
  if (bits.take(1) == 1)
    for (int side = 0; side < 4; ++side) bits.take_ue();
}

// Up to bitstream_restriction_flag, which comes next.
void pass_usability(Bits& bits) {
  if (bits.take(1) == 1 && bits.take(8) == 255) bits.take(32);  // aspect_ratio, extended
  if (bits.take(1) == 1) bits.take(1);                          // overscan
  if (bits.take(1) == 1) {                                      // video_signal_type
    bits.take(4);
    if (bits.take(1) == 1) bits.take(24);
  }
  if (bits.take(1) == 1) {  // chroma_loc
    bits.take_ue();
    bits.take_ue();
  }
  if (bits.take(1) == 1) {  // timing_info
    bits.take(32);
    bits.take(32);
    bits.take(1);
  }
  bits.expect(2, 0, "hrd parameters");
  bits.take(1);  // pic_struct_present
}

Bytes silenced(ByteView unit) {
  Bits bits(unit);
  bits.expect(8, 0x67, "unit type");
  const auto profile = bits.take(8);
  bits.take(16);
  bits.take_ue();
  if (profile >= 100) {
    bits.take_ue();
    bits.take_ue();
    bits.take_ue();
    bits.expect(2, 0, "scaling matrix");
  }
  pass_picture_order(bits);
  pass_size(bits);
  bits.expect(1, 1, "vui_parameters_present_flag");
  pass_usability(bits);
  return bits.ended_with_zero();
}

}  // namespace

Bytes without_reorder_data(Bytes file) {
  const auto box = file.find("avcC");
  if (box == Bytes::npos) throw std::runtime_error("no avcC in the file");
  const auto number = [&](std::size_t at) { return static_cast<unsigned char>(file.at(at)); };
  const std::size_t end = box - 4 + (number(box - 2) << 8U) + number(box - 1);
  const std::size_t length_at = box + 4 + 6;
  const std::size_t length = (number(length_at) << 8U) + number(length_at + 1);
  const auto unit = silenced(ByteView(file).substr(length_at + 2, length));
  // What follows moves up, and the box keeps its length: nothing reads what is left over at its end.
  Bytes whole{static_cast<char>(unit.size() >> 8U), static_cast<char>(unit.size() & 255U)};
  whole += unit;
  whole += file.substr(length_at + 2 + length, end - (length_at + 2 + length));
  whole.resize(end - length_at, '\0');
  file.replace(length_at, whole.size(), whole);
  return file;
}

}  // namespace gatecast::test

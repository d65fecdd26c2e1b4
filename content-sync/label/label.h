// The label on a kiosk's case: which kiosk it is, for eyes and as a QR code, and what to do when its screen
// is black. Nothing on it is a secret: not the code by which its disk may be erased, only the first eight
// digits of its key, by which the list of kiosks names it. Threads: values. Errors: "label.*" of what is
// read, environment errors. Source: issue 7, 3 (a printed label for each); ISO/IEC 18004 by libqrencode.
#pragma once
#include <map>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

struct _cairo;  // of cairo.h

namespace gatecast::label {

inline constexpr double kWidthMm = 100;
inline constexpr double kHeightMm = 60;

struct Label {
  std::string name;     // "lao-bao/hall-1"
  std::string channel;  // "" where nobody said
  std::string server;
  std::string key;    // eight digits; "" before it is enrolled
  std::string phone;  // whom to call; "" leaves a line to write on
};
// By name. What one file says of a kiosk and another does not is put together.
using Labels = std::map<std::string, Label>;

// A provision.json, or what `gatecast-server devices list --json` tells: of that the kiosks that are
// enrolled.
Status read_labels(ByteView bytes, const std::string& file, Labels& labels);
// One page a label, as PDF.
Result<Bytes> labels_pdf(const Labels& labels);
// In points (1/72 inch), from its upper left corner. What a reader of QR codes makes of it: "lao-bao/hall-1
// 3f2a91bc".
Status draw_label(_cairo* page, const Label& label);

}  // namespace gatecast::label

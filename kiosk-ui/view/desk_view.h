// The technician's screens as pure values: desk + panel -> layers and buttons. Nothing on them is content,
// and nothing on them can put content on the screen. In the image's own typefaces, in Vietnamese and English.
// Threads: the Typesetter's owner. Errors: none. Source: the section 5; shared/design/experience.md
// (Technicians).
#pragma once
#include <set>
#include <string>
#include <vector>

#include "kiosk-ui/view/layers.h"
#include "kiosk-ui/view/metrics.h"

namespace gatecast::kiosk_ui {

enum class DeskPlace { code, facts, picture, touches, languages };
// Label and value are in the desk's language; a fault is marked by a sign and its own colour.
struct DeskFact {
  std::string label;
  std::string value;
  bool is_fault = false;
};
inline constexpr int kTouchColumns = 16;
inline constexpr int kTouchRows = 9;

struct Desk {
  DeskPlace place = DeskPlace::code;
  bool is_english = false;
  std::string kiosk;      // as its secret names it
  std::string challenge;  // digits; empty: nothing can be asked now
  std::string typed;
  std::string note;  // what came of the last touch
  std::vector<DeskFact> facts;
  int part = 0;
  int picture = 0;             // which of the test pictures
  std::set<int> touched;       // cells of the touch test, by row and column
  std::string focus, pressed;  // ids of buttons
};
// How many screenfuls the facts take is in `parts`.
Screenful build_desk(const Desk& desk, const Metrics& metrics, text::Typesetter& typesetter);
// The test pictures after the set-up page: plain colours, then the steps of grey.
inline constexpr int kTestPictures = 7;
pixels::Pixmap paint_test_picture(int number, pixels::Size size);

// The same words in both languages of a technician.
std::string desk_word(const char* vietnamese, const char* english, bool is_english);

}  // namespace gatecast::kiosk_ui

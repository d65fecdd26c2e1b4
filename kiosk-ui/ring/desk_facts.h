// What a technician is told, in plain words with the next step: of the player's own knowledge, of what the
// agent wrote (read as anybody's file), and of the machine. Threads: main. Errors: what cannot be read is
// said so. Source: shared/design/trust.md (What must be visible), experience.md (Technicians).
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "kiosk-ui/view/desk_view.h"

namespace gatecast::kiosk_ui {

struct DeskPlaces {
  Path state;
  Path store;
  Path secret;
  Path thermal = "/sys/class/thermal";
  Path panels = "/sys/class/drm";
};
// Of the player itself.
struct DeskSubject {
  std::string channel;
  std::int64_t release = 0;  // 0: none is verified
  std::string document;      // SHA-256
  bool is_demo = false;
  Instant now;
};
std::vector<DeskFact> desk_facts(Disk& disk, const DeskPlaces& places, const DeskSubject& subject,
                                 bool is_english);

}  // namespace gatecast::kiosk_ui

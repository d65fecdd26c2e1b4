// What the kiosk of each place is set up with (provision.json, as the office keeps it), and the one-time
// ticket by which the next machine takes that place over. Beside the devices, never served. Threads: one
// owner each; a command writes settings and tickets, the server alone removes a ticket that was used. Errors:
// "provision.*" and "schema.*" of what is kept, usage error "place.unknown"; environment errors of the disk.
// Source: issue 7, 3 (replace); content-sync/FORMAT.md, Devices.
#pragma once
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/report/device_key.h"

namespace gatecast::server {

inline constexpr std::chrono::days kTicketStands{30};

struct Ticket {
  std::string by;   // who made the stick
  std::string why;  // for who reads the list later
};

class PlaceBook {
 public:
  PlaceBook(Disk& disk, Path devices) : disk_(&disk), folder_(std::move(devices) / "places") {}

  // A place's provision.json, from now on. `shown`: the file as the office knows it.
  Result<report::DeviceName> keep(ByteView provision, const std::string& shown);
  // With a new ticket in it, whatever ticket there was before.
  Result<Bytes> provision_with_ticket(const report::DeviceName& name, const Ticket& ticket, Instant now);

  // The ticket that this wish proves to have; nothing where it proves none that stands.
  Result<std::optional<Ticket>> proven(const report::Enrolment& wish, Instant now) const;
  Status remove_ticket(const report::DeviceName& name);

 private:
  [[nodiscard]] Path settings_of(const report::DeviceName& name) const {
    return folder_ / name.site / (name.kiosk + ".json");
  }
  [[nodiscard]] Path ticket_of(const report::DeviceName& name) const {
    return folder_ / name.site / (name.kiosk + ".ticket");
  }

  Disk* disk_;
  Path folder_;
};

}  // namespace gatecast::server

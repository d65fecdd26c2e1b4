// Which kiosks may report: one folder a key, one file for each thing that was said of it, so that the server
// and a technician's command never write the same file. A wish to be enrolled waits a day for somebody who
// types the code that stands on the kiosk; a key that was confirmed once is never taken as new again.
// Threads: one owner each; several programs may share the folder. Errors: trust errors "device.*", usage
// errors of commands, environment errors of the disk. Source: content-sync/FORMAT.md, Devices; issue 5, 4.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/report/device_key.h"
#include "content-sync/server/place_book.h"

namespace gatecast::server {

enum class DeviceState { waiting, confirmed, held, revoked };
const char* to_string(DeviceState state);

struct Device {
  std::string key;
  report::DeviceName name;
  DeviceState state = DeviceState::waiting;
  Instant since;                 // of this state
  std::string by;                // who confirmed or revoked it; where a wish came from
  std::string why;               // it is held or revoked
  std::int64_t asked_again = 0;  // to be enrolled, with a key that is known already
  std::optional<Instant> asked_last;
  std::string asked_from;
};

class DeviceBook {
 public:
  DeviceBook(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)), places_(disk, folder_) {}

  // A kiosk's wish, or how it stands with a key that is known. With the proof of a place's ticket it is
  // confirmed at once, and whoever had the name is revoked.
  Result<Device> ask(const report::Enrolment& wish, const std::string& from, Instant now);
  // `code` as somebody read it on the kiosk. `replaces`: the device that has this name now is revoked.
  Result<Device> confirm(const report::DeviceName& name, const std::string& code, const std::string& by,
                         bool replaces, Instant now);
  Result<Device> revoke(const std::string& name_or_key, const std::string& by, const std::string& why,
                        Instant now);
  // By the server itself: reports of two machines came under this key.
  Status hold(const std::string& key, const std::string& why, Instant now);

  // Known keys and wishes of the last day, by name.
  Result<std::vector<Device>> list(Instant now) const;
  Result<std::optional<Device>> find(const std::string& key) const;
  [[nodiscard]] Path reports_of(const std::string& key) const {
    return folder_ / "devices" / key / "reports";
  }
  [[nodiscard]] bool is_there() const;

 private:
  [[nodiscard]] Path wish_of(const std::string& key) const { return folder_ / "waiting" / (key + ".json"); }
  [[nodiscard]] Path note_of(const std::string& key, const char* name) const {
    return folder_ / "devices" / key / name;
  }
  Result<Device> enter(Device device, const std::string& by, bool replaces, const std::string& why,
                       Instant now);
  Result<std::vector<Device>> wishes(Instant now) const;
  Result<std::vector<Device>> known() const;
  Status note_again(const Device& device, const std::string& from, Instant now);
  Status make_room(const std::string& from, Instant now);

  Disk* disk_;
  Path folder_;
  PlaceBook places_;
};

}  // namespace gatecast::server

#include "content-sync/system/install.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_system.h"
#include "content-sync/system/boot_environment.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::system {
namespace {

using bundle::ObjectRef;
constexpr std::size_t kPortion = std::size_t{1} << 20U;
constexpr std::uint64_t kNotesLimit = 64 * 1024;

struct Notes {
  store::Floor floor;
  std::int64_t version = 0;  // the last that was written
  bool is_opened = false;    // to the boot loader
  int tries = 0;             // how often it was
  std::optional<Instant> opened_at;
};

Notes load_notes(Disk& disk, const Path& file) {
  Notes notes;
  const auto bytes = read_file(disk, file, kNotesLimit);
  const auto document = bytes ? parse_json(*bytes, file.string()) : fail(bytes.error());
  if (!document || !document->is_object()) return notes;
  notes.floor.root_version = number_at(*document, "root");
  notes.floor.role_versions = numbers_at(*document, "roles");
  notes.version = number_at(*document, "version");
  const auto opened = document->find("opened");
  notes.is_opened = opened != document->end() && opened->is_boolean() && opened->get<bool>();
  notes.tries = static_cast<int>(std::clamp<std::int64_t>(number_at(*document, "tries"), 0, kMostTries));
  if (notes.is_opened) notes.tries = std::max(notes.tries, 1);
  if (const auto at = parse_instant(text_at(*document, "opened_at"))) notes.opened_at = *at;
  return notes;
}

Status save_notes(Disk& disk, const Path& file, const Notes& notes, const std::string& slot) {
  nlohmann::json document{{"format", 1},
                          {"root", notes.floor.root_version},
                          {"roles", notes.floor.role_versions},
                          {"version", notes.version},
                          {"slot", slot},
                          {"opened", notes.is_opened},
                          {"tries", notes.tries}};
  if (notes.opened_at) document["opened_at"] = format_instant(*notes.opened_at);
  return write_file_durably(disk, file, document.dump());
}

// So that what is read back comes from the disk and not from memory; where that cannot be had, nothing is
// lost.
void forget_cached(const Path& device) {
  const int descriptor = ::open(device.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  static_cast<void>(::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED));
  ::close(descriptor);
}

Status write_part(Disk& disk, const Path& objects, const ObjectRef& part, const Path& device) {
  GATECAST_TRY(const auto from, store::open_verified(disk, objects, part));
  GATECAST_TRY(const auto to, disk.open_write(device, OpenMode::keep));
  Bytes buffer(kPortion, '\0');
  for (std::uint64_t at = 0; at < part.length_bytes;) {
    GATECAST_TRY(const auto got, from->read_at(at, {buffer.data(), buffer.size()}));
    if (got == 0)
      return fail(trust_error("store.object", part.sha256.hex(), "ends before its signed length"));
    GATECAST_TRY_STATUS(to->write_at(at, ByteView(buffer).substr(0, got)));
    at += got;
  }
  return to->sync();
}

Status read_back(Disk& disk, const ObjectRef& part, const Path& device) {
  forget_cached(device);
  GATECAST_TRY(const auto file, disk.open_read(device));
  Sha256Stream whole;
  Bytes buffer(kPortion, '\0');
  for (std::uint64_t at = 0; at < part.length_bytes;) {
    const auto portion = std::min<std::uint64_t>(kPortion, part.length_bytes - at);
    GATECAST_TRY(const auto got, file->read_at(at, {buffer.data(), static_cast<std::size_t>(portion)}));
    if (got == 0) break;
    whole.update(ByteView(buffer).substr(0, got));
    at += got;
  }
  if (whole.finish() == part.sha256) return {};
  return fail(environment_error("system.readback", device, "gives other bytes than were written",
                                "the running system stays; replace the disk"));
}

// Who goes first, and whether the other may come at all.
Status let_in(Disk& disk, BootEnvironment& environment, const std::string& running, const std::string& other,
              bool is_opened) {
  environment.set("ORDER", is_opened ? other + " " + running : running + " " + other);
  environment.set(other + "_OK", is_opened ? "1" : "0");
  environment.set(other + "_TRY", "0");
  environment.set("TRIAL", is_opened ? other : "0");
  return environment.write(disk);
}

bool may_try_again(const Notes& notes, std::int64_t version, Instant now) {
  return version == notes.version && notes.tries < kMostTries && notes.opened_at &&
         now - *notes.opened_at >= kBetweenTries;
}

// What lies in the slot is what was signed, or it is not tried any more.
Result<bool> open_again(Disk& disk, const InstallOptions& options, const bundle::SystemImage& image,
                        Notes notes, BootEnvironment& environment) {
  const auto other = std::string(options.running_slot == "A" ? "B" : "A");
  const auto boot = read_back(disk, image.boot, options.boot_device);
  const auto root = boot ? read_back(disk, image.root, options.root_device) : boot;
  notes.tries = root ? notes.tries + 1 : kMostTries;
  notes.opened_at = options.now;
  // Counted first: a power cut here costs a try, not an end of them.
  GATECAST_TRY_STATUS(save_notes(disk, options.notes, notes, other));
  if (!root) return fail(root.error());
  GATECAST_TRY_STATUS(let_in(disk, environment, options.running_slot, other, true));
  return true;
}

}  // namespace

Tried last_tried(Disk& disk, const Path& notes) {
  const auto known = load_notes(disk, notes);
  return {known.version, known.tries};
}

Result<Installed> install(Disk& disk, const InstallOptions& options) {
  GATECAST_TRY(const auto ready, disk.status(options.store / store::kSystemReadyFile));
  if (ready.kind == FileKind::missing) return Installed{};
  GATECAST_TRY(const auto root, read_file(disk, options.root, tuf::kRootLimit));
  auto notes = load_notes(disk, options.notes);
  GATECAST_TRY(const auto verified, store::load_verified_system(disk, options.store / store::kSystemFile,
                                                                root, options.arch, notes.floor));
  if (!verified.image) return Installed{};
  const auto& image = *verified.image;
  Installed installed{false, image.version, options.running_slot == "A" ? "B" : "A"};
  const bool was_tried = notes.is_opened && image.version <= notes.version;
  if (image.version <= options.running_version ||
      (was_tried && !may_try_again(notes, image.version, options.now)))
    return installed;

  GATECAST_TRY(auto environment, BootEnvironment::read(disk, options.environment));
  // Before the running system is known to be good, the other slot is what one comes back to.
  if (environment.value(options.running_slot + "_TRY") != "0") return installed;
  if (was_tried) {
    if (environment.value(installed.slot + "_TRY") != "3") return installed;  // it still has its starts
    GATECAST_TRY(installed.is_new, open_again(disk, options, image, notes, environment));
    return installed;
  }
  GATECAST_TRY_STATUS(let_in(disk, environment, options.running_slot, installed.slot, false));
  const auto objects = options.store / "objects";
  for (const auto& [part, device] :
       {std::pair(image.boot, options.boot_device), std::pair(image.root, options.root_device)}) {
    GATECAST_TRY_STATUS(write_part(disk, objects, part, device));
    GATECAST_TRY_STATUS(read_back(disk, part, device));
  }
  notes = {store::higher(notes.floor, verified.seen), image.version, false, 1, options.now};
  GATECAST_TRY_STATUS(save_notes(disk, options.notes, notes, installed.slot));
  GATECAST_TRY_STATUS(let_in(disk, environment, options.running_slot, installed.slot, true));
  notes.is_opened = true;
  GATECAST_TRY_STATUS(save_notes(disk, options.notes, notes, installed.slot));
  installed.is_new = true;
  return installed;
}

}  // namespace gatecast::system

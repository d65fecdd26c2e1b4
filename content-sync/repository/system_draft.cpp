#include "content-sync/repository/system_draft.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/store/verified_reader.h"

namespace gatecast::repository {
namespace {

constexpr std::size_t kPortion = std::size_t{1} << 20U;
constexpr std::uint64_t kBlock = 4096;

Error unusable(const Path& file, const std::string& what) {
  return usage_error("system.part", file, what,
                     "give boot.img and root.img that image/build.sh left in steps/");
}

// Up to the last block that is not all zeros.
Result<std::uint64_t> used_length(ReadFile& file) {
  Bytes buffer(kPortion, '\0');
  std::uint64_t used = 0;
  for (std::uint64_t at = 0;;) {
    GATECAST_TRY(const auto got, file.read_at(at, {buffer.data(), buffer.size()}));
    if (got == 0) return used;
    const auto last = ByteView(buffer).substr(0, got).find_last_not_of('\0');
    at += got;
    if (last == ByteView::npos) continue;
    const auto end = at - got + last + 1;
    used = std::min(at, (end + kBlock - 1) / kBlock * kBlock);
  }
}

Status write_object(Disk& disk, const Path& objects, const Sha256& hash, ByteView bytes) {
  const auto path = store::object_path(objects, hash);
  GATECAST_TRY_STATUS(make_directories(disk, path.parent_path()));
  return write_file_durably(disk, path, bytes);
}

Result<bundle::ObjectRef> take_part(Disk& disk, const Path& from, const Path& objects) {
  GATECAST_TRY(const auto file, disk.open_read(from));
  GATECAST_TRY(const auto length, used_length(*file));
  if (length == 0 || length > bundle::kLargestSystemPart)
    return fail(unusable(from, fmt::format("holds {} bytes; 1 to {} are a part of a system", length,
                                           bundle::kLargestSystemPart)));
  const Path unnamed = objects / "part.new";
  GATECAST_TRY(auto to, disk.open_write(unnamed, OpenMode::replace));
  Sha256Stream whole;
  bundle::PieceCutter cutter;
  Bytes buffer(kPortion, '\0');
  for (std::uint64_t at = 0; at < length;) {
    const auto portion = std::min<std::uint64_t>(kPortion, length - at);
    GATECAST_TRY(const auto got, file->read_at(at, {buffer.data(), static_cast<std::size_t>(portion)}));
    if (got == 0) return fail(unusable(from, "changed while it was read"));
    const auto bytes = ByteView(buffer).substr(0, got);
    GATECAST_TRY_STATUS(to->write_at(at, bytes));
    whole.update(bytes);
    cutter.update(bytes);
    at += got;
  }
  GATECAST_TRY_STATUS(to->sync());
  to.reset();
  const auto hash = whole.finish();
  const auto path = store::object_path(objects, hash);
  GATECAST_TRY_STATUS(make_directories(disk, path.parent_path()));
  GATECAST_TRY_STATUS(disk.rename(unnamed, path));
  const auto list = bundle::write_piece_list(cutter.finish());
  GATECAST_TRY_STATUS(write_object(disk, objects, sha256(list), list));
  return bundle::ObjectRef{hash, length, sha256(list), list.size(), "application/octet-stream"};
}

}  // namespace

Result<bundle::SystemImage> draft_system(Disk& disk, const SystemParts& parts, const Path& draft) {
  if (!bundle::is_arch(parts.arch) || parts.version < 1)
    return fail(usage_error("system.part", draft, "--arch amd64 or arm64, --version a whole number above 0",
                            "sizes.txt beside the image names its version"));
  GATECAST_TRY(const auto there, disk.status(draft));
  if (there.kind != FileKind::missing)
    return fail(usage_error("disk.exists", draft, "there is something already", "choose a new folder"));
  GATECAST_TRY_STATUS(make_directories(disk, draft / "objects"));
  bundle::SystemImage image{parts.arch, parts.version, {}, {}};
  GATECAST_TRY(image.boot, take_part(disk, parts.boot, draft / "objects"));
  GATECAST_TRY(image.root, take_part(disk, parts.root, draft / "objects"));
  const Path document = draft / bundle::system_target(parts.arch);
  GATECAST_TRY_STATUS(make_directories(disk, document.parent_path()));
  GATECAST_TRY_STATUS(write_file_durably(disk, document, bundle::write_system(image)));
  return image;
}

}  // namespace gatecast::repository

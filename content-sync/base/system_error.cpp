#include "content-sync/base/system_error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "content-sync/base/nearest.h"

namespace gatecast {
namespace {

struct Trouble {
  int number;
  const char* rule;
  const char* words;  // null: the system's own
  const char* hint;
};

constexpr const char* kFailing = "see what the system says of it: dmesg | tail; the disk may be failing";
constexpr const char* kOwner = "look at its owner and mode (ls -l), or run this as the user who owns it";

constexpr std::array kTroubles{
    Trouble{ENOENT, "disk.missing", "is not there", "look for a mistyped name, or make it first"},
    Trouble{EEXIST, "disk.exists", "is there already", "choose another name, or move away what is there"},
    Trouble{ENOSPC, "disk.full", nullptr, "free some space on this disk"},
    Trouble{EDQUOT, "disk.full", nullptr, "free some space: your part of this disk is used up"},
    Trouble{EACCES, "disk.permission", nullptr, kOwner},
    Trouble{EPERM, "disk.permission", nullptr, kOwner},
    Trouble{EROFS, "disk.permission", nullptr,
            "mount it for writing; a disk that turned so by itself is failing"},
    Trouble{EISDIR, "disk.io", "is a folder, not a file", "name a file in it"},
    Trouble{ENOTDIR, "disk.io", "leads through a file as if that were a folder", "look for a mistyped name"},
    Trouble{ENOTEMPTY, "disk.io", "is a folder that is not empty", "empty it, or choose another name"},
    Trouble{ELOOP, "disk.io", "is a link where none is followed, or one that leads to itself",
            "put the file itself there"},
    Trouble{ENAMETOOLONG, "disk.io", "is too long a name", "choose a shorter one"},
    Trouble{EMFILE, "disk.io", nullptr, "allow this program more open files: ulimit -n"},
    Trouble{EBUSY, "disk.io", nullptr, "something else uses it: end that first"},
    Trouble{EIO, "disk.io", nullptr, kFailing},
};

constexpr std::size_t kMostNames = 2000;

Path folder_of(const Path& path) {
  return path.parent_path().empty() ? Path(".") : path.parent_path();
}

bool is_there(Disk& disk, const Path& path) {
  const auto status = disk.status(path);
  return !status || status->kind != FileKind::missing;
}

}  // namespace

Error system_error(const Path& path, const std::string& action, int number) {
  const auto* trouble = std::find_if(kTroubles.begin(), kTroubles.end(),
                                     [&](const Trouble& one) { return one.number == number; });
  if (trouble == kTroubles.end())
    return environment_error("disk.io", path, "cannot " + action + ": " + std::strerror(number), kFailing);
  const auto message = trouble->words != nullptr ? std::string(trouble->words)
                                                 : "cannot " + action + ": " + std::strerror(number);
  return environment_error(trouble->rule, path, message, trouble->hint);
}

Error with_near_names(Disk& disk, Error error) {
  const bool is_about_a_path = error.rule == "disk.missing" || error.rule.ends_with(".folder");
  if (!is_about_a_path || error.subject.empty()) return error;
  Path missing = error.subject;
  if (is_there(disk, missing)) return error;
  while (missing != folder_of(missing) && !is_there(disk, folder_of(missing))) missing = folder_of(missing);
  const auto folder = folder_of(missing);
  auto names = disk.list(folder);
  if (!names || names->size() > kMostNames) return error;
  const auto near = nearest(missing.filename().string(), *names);
  std::string more;
  if (missing != Path(error.subject)) more = "there is no folder " + missing.string();
  if (!near.empty())
    more += (more.empty() ? "" : "; ") + ("did you mean " + (missing.parent_path() / near).string() + "?");
  if (!more.empty()) error.hint = error.hint.empty() ? more : more + "\n  " + error.hint;
  return error;
}

}  // namespace gatecast

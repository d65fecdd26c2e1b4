#include "content-sync/doctor/machine_findings.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace gatecast::doctor {
namespace {

constexpr std::size_t kMostFiles = 50'000;  // of one folder

std::optional<uid_t> user_id(const std::string& name) {
  passwd entry{};
  passwd* result = nullptr;
  std::array<char, 4096> buffer{};
  if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &result) != 0 || result == nullptr)
    return std::nullopt;
  return entry.pw_uid;
}

std::string user_name(uid_t id) {
  passwd entry{};
  passwd* result = nullptr;
  std::array<char, 4096> buffer{};
  if (::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &result) != 0 || result == nullptr)
    return std::to_string(id);
  return entry.pw_name;
}

std::string mode_of(const struct stat& info) {
  return fmt::format("{:03o}", static_cast<unsigned>(info.st_mode & 0777U));
}

// Other users must be able to read it, and to enter it where it is a folder.
bool is_open_to_all(const struct stat& info) {
  const mode_t needed = S_ISDIR(info.st_mode) ? S_IROTH | S_IXOTH : S_IROTH;
  return (info.st_mode & needed) == needed;
}

// One finding a kind and folder, with the first file and how many more there are.
struct Walk {
  Path folder;
  uid_t owner = 0;
  std::string owner_name;
  bool is_for_all = true;  // the other program reads it
  struct Kind {
    Path first;
    std::string detail;
    std::size_t count = 0;
  };
  Kind foreign, unreadable, open;

  static void note(Kind& kind, const Path& path, std::string detail) {
    if (kind.count++ == 0) {
      kind.first = path;
      kind.detail = std::move(detail);
    }
  }
  void look(const Path& path, bool must_be_read) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) return;
    if (info.st_uid != owner) note(foreign, path, user_name(info.st_uid));
    if (must_be_read && !is_open_to_all(info)) note(unreadable, path, mode_of(info));
    if ((info.st_mode & S_IWOTH) != 0) note(open, path, mode_of(info));
  }
  [[nodiscard]] static std::string with_more(const Kind& kind) {
    return kind.first.string() + (kind.count > 1 ? fmt::format(" (+{})", kind.count - 1) : "");
  }
  void tell(Findings& findings) const {
    if (foreign.count > 0)
      findings.push_back(found("permission.owner", with_more(foreign), foreign.detail,
                               fmt::format("{}: {}", owner_name, folder.string())));
    if (unreadable.count > 0)
      findings.push_back(
          found("permission.unreadable", with_more(unreadable), unreadable.detail, folder.string()));
    if (open.count > 0)
      findings.push_back(found("permission.open", with_more(open), open.detail, folder.string()));
  }
};

// What the player reads of the store; the rest is the agent's own.
bool is_for_the_player(const Path& inside) {
  const auto top = inside.begin() == inside.end() ? std::string() : inside.begin()->string();
  return top.empty() || top == "objects" || top == "generations" || top == "statements.json" ||
         top == "feeds.json" || top == "device.json";
}

void walk_folder(const Path& folder, const std::string& user, bool is_store, Findings& findings) {
  struct stat info {};
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return;
  // Elsewhere (a demo, a test) the folder's own owner is the right one.
  const auto expected = folder.parent_path() == kPackagesFolder ? user_id(user) : std::nullopt;
  Walk walk;
  walk.folder = folder;
  walk.owner = expected.value_or(info.st_uid);
  walk.owner_name = user_name(walk.owner);
  walk.look(folder, true);
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entry(folder, failed);
  for (std::size_t count = 0;
       !failed && entry != std::filesystem::recursive_directory_iterator() && count < kMostFiles;
       entry.increment(failed), ++count)
    walk.look(entry->path(), is_store && is_for_the_player(entry->path().lexically_relative(folder)));
  walk.tell(findings);
}

void look_at_root(const Path& root, Findings& findings) {
  struct stat info {};
  if (::stat(root.c_str(), &info) != 0) return;  // told by root_findings
  if (!is_open_to_all(info)) findings.push_back(found("root.unreadable", root.string(), mode_of(info)));
  if ((info.st_mode & S_IWOTH) != 0)
    findings.push_back(found("permission.open", root.string(), mode_of(info), root.string()));
}

// Held by who works on this folder, as long as it runs.
bool is_held(const Path& lock) {
  const int file = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return errno == EACCES;  // not ours to say
  const bool is_free = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  return !is_free;
}

std::string server_word(const Kiosk& kiosk) {
  return kiosk.server.empty() || kiosk.server.front() == '(' ? "ADDRESS" : kiosk.server;
}

Finding not_running(const Kiosk& kiosk, const std::string& rule, const Path& folder,
                    const std::string& command) {
  if (kiosk.store.parent_path() == kPackagesFolder) return found(rule);
  return found_as(rule, rule + ".by_hand", folder.string(), command);
}

}  // namespace

Findings permission_findings(const Kiosk& kiosk) {
  Findings findings;
  look_at_root(kiosk.root, findings);
  struct statvfs system {};
  if (::statvfs(kiosk.store.c_str(), &system) == 0 && (system.f_flag & ST_RDONLY) != 0)
    findings.push_back(found("disk.read_only", kiosk.store.string()));
  walk_folder(kiosk.store, kiosk.agent_user, true, findings);
  if (!kiosk.player_state.empty()) walk_folder(kiosk.player_state, kiosk.player_user, false, findings);
  return findings;
}

Findings program_findings(const Kiosk& kiosk) {
  Findings findings;
  if (!is_held(kiosk.store / "lock"))
    findings.push_back(not_running(kiosk, "agent.not_running", kiosk.store,
                                   fmt::format("gatecast-sync run --store {} --server {} --root {} --channel "
                                               "{} --player-state {}",
                                               kiosk.store.string(), server_word(kiosk), kiosk.root.string(),
                                               kiosk.channel, kiosk.player_state.string())));
  if (!kiosk.player_state.empty() && !is_held(kiosk.player_state / "lock"))
    findings.push_back(not_running(
        kiosk, "player.not_running", kiosk.player_state,
        fmt::format("gatecast-player --store {} --root {} --channel {} --state {}", kiosk.store.string(),
                    kiosk.root.string(), kiosk.channel, kiosk.player_state.string())));
  return findings;
}

}  // namespace gatecast::doctor

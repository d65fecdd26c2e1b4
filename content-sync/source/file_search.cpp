#include "content-sync/source/file_search.h"

#include <algorithm>

#include "content-sync/source/schema.h"

namespace gatecast::source {
namespace {

std::vector<std::string> components_of(const std::string& name) {
  std::vector<std::string> components;
  for (std::size_t begin = 0; begin <= name.size();) {
    const auto end = std::min(name.find('/', begin), name.size());
    components.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return components;
}

Status check_name(const std::string& name, const std::vector<std::string>& components,
                  const std::string& subject) {
  constexpr auto kInside = "put the file into this folder, for instance into media/, and name it from there";
  if (name.empty())
    return fail(content_error("source.path", subject, "the name of the file is empty", kInside));
  if (name.front() == '/' || name.find('\\') != std::string::npos || name.find(':') != std::string::npos)
    return fail(
        content_error("source.path", subject, "\"" + name + "\" is not a path inside this folder", kInside));
  for (const auto& component : components)
    if (component.empty() || component == "." || component == "..")
      return fail(
          content_error("source.path", subject, "\"" + name + "\" leads out of this folder", kInside));
  return {};
}

enum class Look { found, missing, link };

// Step by step, so that no link on the way is followed.
Result<Look> look(Disk& disk, const Path& folder, const std::vector<std::string>& components) {
  Path path = folder;
  for (std::size_t i = 0; i < components.size(); ++i) {
    path /= components[i];
    GATECAST_TRY(const auto status, disk.status(path));
    if (status.kind == FileKind::link) return Look::link;
    if (status.kind != (i + 1 == components.size() ? FileKind::file : FileKind::directory))
      return Look::missing;
  }
  return Look::found;
}

std::string advice(Disk& disk, const std::vector<Path>& folders, const std::string& name) {
  const auto slash = name.rfind('/');
  const auto base = slash == std::string::npos ? name : name.substr(slash + 1);
  const auto prefix = slash == std::string::npos ? std::string() : name.substr(0, slash + 1);
  for (const auto& folder : folders) {
    const auto names = disk.list(slash == std::string::npos ? folder : folder / prefix.substr(0, slash));
    if (!names) continue;
    if (const auto near = nearest(base, *names); !near.empty())
      return "did you mean \"" + prefix + near + "\"?";
  }
  return "put the file there, or correct its name (capital and small letters count)";
}

}  // namespace

Result<Path> find_file(Disk& disk, const std::vector<Path>& folders, const std::string& name,
                       const std::string& subject) {
  const auto components = components_of(name);
  GATECAST_TRY_STATUS(check_name(name, components, subject));
  for (const auto& folder : folders) {
    GATECAST_TRY(const auto found, look(disk, folder, components));
    if (found == Look::link)
      return fail(content_error("source.path", subject, "\"" + name + "\" is a link, or lies behind one",
                                "put the file itself there, not a link to it"));
    if (found == Look::found) return folder / name;
  }
  return fail(content_error("source.missing_file", subject, "the file \"" + name + "\" is not there",
                            advice(disk, folders, name)));
}

}  // namespace gatecast::source

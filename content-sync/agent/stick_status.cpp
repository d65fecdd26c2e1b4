#include "content-sync/agent/stick_status.h"

#include <algorithm>
#include <array>

#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

struct StateName {
  StickState state;
  const char* name;
};
constexpr std::array kNames{
    StateName{StickState::reading, "reading"},         StateName{StickState::fresh, "fresh"},
    StateName{StickState::nothing_new, "nothing_new"}, StateName{StickState::refused, "refused"},
    StateName{StickState::unreadable, "unreadable"},   StateName{StickState::no_content, "no_content"}};

const char* name_of(StickState state) {
  return std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.state == state; })
      ->name;
}

std::string outcome(const StickStatus& stick) {
  switch (stick.state) {
    case StickState::reading:
      return "is being read, " + std::to_string(stick.done_bytes / 1'000'000) + " of " +
             std::to_string(stick.total_bytes / 1'000'000) + " MB";
    case StickState::fresh:
      return "brought something new; release " + std::to_string(stick.release) + " is on";
    case StickState::nothing_new:
      return "brought nothing new";
    case StickState::refused:
      return "was REFUSED";
    case StickState::unreadable:
      return "could not be read to its end";
    case StickState::no_content:
      return "holds no content";
  }
  return {};
}

}  // namespace

nlohmann::json to_json(const StickStatus& stick) {
  nlohmann::json document{{"format", 1},
                          {"name", stick.name},
                          {"state", name_of(stick.state)},
                          {"done_bytes", stick.done_bytes},
                          {"total_bytes", stick.total_bytes},
                          {"release", stick.release},
                          {"at", format_instant(stick.at)},
                          {"error", nullptr}};
  if (stick.reports) document["reports"] = *stick.reports;
  if (stick.error)
    document["error"] = {{"rule", stick.error->rule},
                         {"message", stick.error->message},
                         {"subject", stick.error->subject},
                         {"hint", stick.error->hint}};
  return document;
}

std::optional<StickStatus> stick_from_json(const nlohmann::json& document) {
  if (!document.is_object()) return std::nullopt;
  const auto text = text_at(document, "state");
  const auto* found =
      std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.name == text; });
  if (found == kNames.end()) return std::nullopt;
  const auto count = [&](const char* name) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_at(document, name)));
  };
  StickStatus stick;
  stick.name = text_at(document, "name");
  stick.state = found->state;
  stick.done_bytes = count("done_bytes");
  stick.total_bytes = count("total_bytes");
  stick.release = number_at(document, "release");
  if (document.contains("reports")) stick.reports = number_at(document, "reports");
  if (const auto at = parse_instant(text_at(document, "at"))) stick.at = *at;
  if (const auto error = document.find("error"); error != document.end() && error->is_object())
    stick.error = Error{ErrorKind::environment, text_at(*error, "rule"), text_at(*error, "message"),
                        text_at(*error, "subject"), text_at(*error, "hint")};
  return stick;
}

std::string in_words(const StickStatus& stick) {
  auto words = "the one of " + format_instant(stick.at) + " " + outcome(stick);
  if (stick.reports)
    words += "; " + std::to_string(*stick.reports) + (*stick.reports == 1 ? " batch" : " batches") +
             " of reports on it";
  if (stick.error) words += ": " + stick.error->message + " [" + stick.error->rule + "]";
  return words;
}

Status show_stick(Disk& disk, const Path& store, const StickStatus& stick) {
  const Path path = store / "stick.json";
  auto temporary = path;
  temporary += ".new";
  {
    GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::replace));
    GATECAST_TRY_STATUS(file->write_at(
        0, to_json(stick).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
  }
  return disk.rename(temporary, path);
}

}  // namespace gatecast::agent

#include "player/programme/calendar_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatecast::programme {
namespace {

constexpr std::size_t kLongestLine = 75;  // octets, without the line's end

bool is_inside_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Folded: what goes on stands after a space in the next line; never within a character.
void add_line(std::string& file, const std::string& line) {
  std::size_t room = kLongestLine;
  for (std::size_t at = 0; at < line.size();) {
    auto end = std::min(line.size(), at + room);
    while (end < line.size() && end > at + 1 && is_inside_character(line[end])) --end;
    if (at > 0) file += "\r\n ";
    file += line.substr(at, end - at);
    room = kLongestLine - 1;
    at = end;
  }
  file += "\r\n";
}

std::string text(const std::string& plain) {
  std::string out;
  for (const char c : plain) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

// 20261121T060000Z
std::string utc(Instant instant) {
  auto out = format_instant(std::chrono::floor<std::chrono::seconds>(instant)).substr(0, 19);
  std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
  return out + "Z";
}

std::string name_of(const bundle::Release& release, const bundle::ItemId& id) {
  const auto item = release.items.find(id);
  if (item == release.items.end() || item->second.name.empty()) return id;
  const auto chosen = bundle::choose_text(item->second.name, release.languages.primary, release.languages);
  return chosen ? fmt::format("{} ({})", chosen->text, id) : id;
}

std::string description(const bundle::Release& release, const Block& block) {
  const auto all = std::max(Duration(1), block.ends - block.starts);
  auto out = fmt::format("mode {}", bundle::to_string(block.mode));
  if (!block.event.empty()) out = fmt::format("event {}, playlist {}, ", block.event, block.playlist) + out;
  for (const auto& [item, plays] : block.items) {
    const auto permille = plays.length * 1000 / all;
    out += fmt::format("\n{}: {} times, {}.{} %", name_of(release, item), plays.times, permille / 10,
                       permille % 10);
  }
  return out;
}

}  // namespace

std::string calendar_file(const bundle::Release& release, const std::vector<Block>& blocks) {
  std::string file;
  const auto add = [&](const std::string& line) { add_line(file, line); };
  add("BEGIN:VCALENDAR");
  add("VERSION:2.0");
  add("PRODID:-//Gatecast//Programme " GATECAST_VERSION "//EN");
  add("CALSCALE:GREGORIAN");
  add("X-WR-CALNAME:" + text(release.channel));
  add("X-WR-TIMEZONE:" + text(release.zone));
  for (const auto& block : blocks) {
    const auto event = block.event.empty() ? std::string("still") : block.event;
    add("BEGIN:VEVENT");
    add(fmt::format("UID:{}-{}@{}.gatecast", utc(block.starts), event, release.channel));
    add("DTSTAMP:" + utc(release.created));
    add("SEQUENCE:" + std::to_string(std::min<std::int64_t>(release.number, 2'147'483'647)));
    add("DTSTART:" + utc(block.starts));
    add("DTEND:" + utc(std::max(block.ends, block.starts + std::chrono::seconds(1))));
    add("SUMMARY:" + text(block.event.empty() ? "(still with the clock)"
                                              : fmt::format("{}: {}", block.event, block.playlist)));
    add("DESCRIPTION:" + text(description(release, block)));
    add("CATEGORIES:" + text(std::string(bundle::to_string(block.mode))));
    add("TRANSP:TRANSPARENT");
    add("END:VEVENT");
  }
  add("END:VCALENDAR");
  return file;
}

}  // namespace gatecast::programme

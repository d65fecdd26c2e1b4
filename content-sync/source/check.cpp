#include "content-sync/source/check.h"

#include <fmt/format.h>

#include <charconv>

#include "content-sync/source/preview_process.h"

namespace gatecast::source {
namespace {

constexpr std::chrono::days kWarnBefore{30};
constexpr std::uint64_t kLargeRelease = std::uint64_t{1} << 30U;

// "20260101" -> its first moment in UTC; near enough for a warning of days.
Instant start_of(const std::string& day) {
  int number = 0;
  std::from_chars(day.data(), day.data() + day.size(), number);
  const std::chrono::year_month_day date{std::chrono::year{number / 10000},
                                         std::chrono::month{static_cast<unsigned>(number / 100 % 100)},
                                         std::chrono::day{static_cast<unsigned>(number % 100)}};
  return std::chrono::sys_days{date};
}

void warn(DraftReading& reading, const std::string& rule, const std::string& subject, std::string message,
          std::string hint) {
  reading.faults.push_back(
      {Severity::warning, content_error(rule, subject, std::move(message), std::move(hint))});
}

// An item whose licence is over drops out by itself: nobody should learn that from the screen.
void tell_rights(DraftReading& reading, const bundle::Item& item, Instant now) {
  const auto& subject = reading.draft.other_places.at("rights/" + item.id);
  const auto last = format_instant(*item.rights_until - std::chrono::seconds(1)).substr(0, 10);
  if (*item.rights_until <= now)
    warn(reading, "rights.ends", subject,
         fmt::format("the licence of \"{}\" ended on {}: the item is not shown any more", item.id, last),
         "renew the licence and set its new last day, or take the item out of its playlists");
  else if (*item.rights_until - now < kWarnBefore)
    warn(reading, "rights.ends", subject,
         fmt::format("the licence of \"{}\" ends on {}, in {} days; then the item drops out by itself",
                     item.id, last, std::chrono::ceil<std::chrono::days>(*item.rights_until - now).count()),
         "renew the licence and set its new last day, or have another item ready");
}

void check_ends(DraftReading& reading, Instant now) {
  const auto tell = [&](Instant end, const std::string& what, const std::string& subject, const char* rule) {
    if (end <= now)
      warn(reading, rule, subject, what + " has ended on " + format_instant(end).substr(0, 10),
           "check it again and set a new date");
    else if (end - now < kWarnBefore)
      warn(reading, rule, subject, what + " ends on " + format_instant(end).substr(0, 10),
           "check it again before that day");
  };
  for (const auto& [id, fact] : reading.draft.release.facts)
    if (!fact.valid_until.empty())
      tell(start_of(fact.valid_until) + std::chrono::days(1) - std::chrono::seconds(1),
           "the fact \"" + id + "\"", reading.draft.other_places.at("facts/" + id), "fact.ends");
  for (const auto& [id, item] : reading.draft.release.items)
    if (item.rights_until)
      tell_rights(reading, item, now);
    else if (item.valid_until)
      tell(*item.valid_until, "the item \"" + id + "\"", reading.draft.places.at(id).subject, "item.ends");
}

void check_size(DraftReading& reading) {
  std::uint64_t total = 0;
  for (const auto& [hash, file] : reading.draft.files)
    if (file.use != FileUse::font) total += file.length_bytes;
  if (total > kLargeRelease)
    warn(reading, "release.size", "media",
         fmt::format("all files together are {:.1f} GB", static_cast<double>(total) / 1e9),
         "over a link of 10 Mbit/s that takes " +
             fmt::format("{:.0f} minutes", static_cast<double>(total) * 8 / 1e7 / 60) +
             "; convert the films to the screen's size");
}

}  // namespace

Result<DraftReading> check_folder(Disk& disk, const CheckRequest& request) {
  request.progress(fmt::format("reading {}", request.shown));
  GATECAST_TRY(auto reading, read_draft(disk, request.folder, request.shown));
  check_ends(reading, request.now);
  check_size(reading);
  const auto preview = find_preview();
  if (!preview) {
    reading.faults.push_back({Severity::error, preview.error()});
    return reading;
  }
  measure_media(disk, reading, *preview, request.progress);
  // Texts are fitted only in a folder that can be read: else the same mistakes would be told twice.
  if (!has_errors(reading.faults)) measure_texts(reading, request.folder, *preview, request.progress);
  return reading;
}

}  // namespace gatecast::source

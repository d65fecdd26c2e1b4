// Times and sentences of the officer's desk.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "content-sync/cli/duty_desk.h"

namespace gatecast::cli {
namespace {

constexpr auto kGateOffset = std::chrono::hours(7);  // Viet Nam, Laos and Thailand

std::string written(Instant instant) {
  return format_instant(instant + kGateOffset).substr(0, 19) + "+07:00";
}

tl::unexpected<Error> no_time(const std::string& text) {
  return fail(usage_error("duty.time", text, "is no time",
                          "write 18:00, 2026-11-21T18:00, or from now on +90m or +2h"));
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

}  // namespace

Result<std::string> parse_duty_time(const std::string& text, Instant now) {
  if (text.size() > 2 && text.front() == '+') {
    const auto count = number(std::string_view(text).substr(1, text.size() - 2));
    const char unit = text.back();
    if (!count || (unit != 'm' && unit != 'h' && unit != 's')) return no_time(text);
    const Duration one = unit == 'h'   ? Duration(std::chrono::hours(1))
                         : unit == 'm' ? Duration(std::chrono::minutes(1))
                                       : Duration(std::chrono::seconds(1));
    return written(now + *count * one);
  }
  if (text.size() == 5 && text[2] == ':') {
    const auto day = format_instant(now + kGateOffset).substr(0, 10);
    auto instant = parse_instant(day + "T" + text + ":00+07:00");
    if (!instant) return no_time(text);
    return written(*instant > now ? *instant : *instant + std::chrono::hours(24));
  }
  for (const auto& ending : {"", "+07:00", ":00+07:00"}) {
    const auto instant = parse_instant(text + ending);
    if (instant && text.size() >= 16) return written(*instant);
  }
  return no_time(text);
}

std::string duty_time(Instant instant) {
  const auto local = format_instant(instant + kGateOffset);
  return local.substr(8, 2) + "/" + local.substr(5, 2) + " " + local.substr(11, 5);
}

std::string in_words(const bundle::Statement& statement) {
  const auto who = statement.officer.empty() ? std::string() : ", says " + statement.officer;
  if (statement.kind == bundle::StatementKind::recall) {
    std::string out = fmt::format("recall of {}", statement.item);
    for (const auto& [channel, number] : statement.up_to_release)
      out += fmt::format(", {} up to release {}", channel, number);
    return out + who;
  }
  const auto where = fmt::format(
      "{}{}", fmt::join(statement.sites, ", "),
      statement.channels.empty() ? "" : fmt::format(" ({} only)", fmt::join(statement.channels, ", ")));
  const auto what = statement.kind == bundle::StatementKind::alert
                        ? "alert " + statement.item
                        : fmt::format("mode {}", bundle::to_string(statement.mode));
  return fmt::format("{} at {}, {} to {}{}", what, where, duty_time(statement.starts),
                     duty_time(statement.ends), who);
}

}  // namespace gatecast::cli

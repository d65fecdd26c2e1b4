// An IANA zone: local civil time <-> UTC, the one place where zones are applied.
// A local time that a clock change skips is read with the offset before the gap (02:30 becomes 03:30); one
// that comes twice means its first coming. Both as RFC 5545 3.3.5 says. Threads: immutable, copies share.
// Errors: content error "zone.unknown". Source: IANA tz by ICU; RFC 5545.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/clock.h"

namespace gatecast::schedule {

using LocalTime = std::chrono::local_seconds;  // civil time without a zone
using LocalDay = std::chrono::local_days;

class Zone {
 public:
  // Only names of the IANA list ("Asia/Ho_Chi_Minh", "UTC"); no "GMT+7", no abbreviations.
  static Result<Zone> open(const std::string& name);
  [[nodiscard]] LocalTime to_local(Instant instant) const;  // rounded down to the second
  [[nodiscard]] Instant to_instant(LocalTime local) const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Rules;
  Zone(std::string name, std::shared_ptr<const Rules> rules)
      : name_(std::move(name)), rules_(std::move(rules)) {}
  std::string name_;
  std::shared_ptr<const Rules> rules_;
};

// RFC 5545 DATE "20260101" and DATE-TIME without zone "20260101T060000"; nothing else.
std::optional<LocalDay> parse_day(std::string_view text);
std::optional<LocalTime> parse_local(std::string_view text);
std::string format_day(LocalDay day);            // "20260101"
std::string format_for_people(LocalTime local);  // "2026-01-01 06:00:00"

}  // namespace gatecast::schedule

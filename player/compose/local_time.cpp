#include "player/compose/local_time.h"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>

#include <array>
#include <memory>

namespace gatecast::compose {

namespace {

using Names = std::array<const char*, 12>;
constexpr std::array<const char*, 7> kViDays{"Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư",
                                             "Thứ Năm",  "Thứ Sáu", "Thứ Bảy"};
constexpr std::array<const char*, 7> kLoDays{"ວັນອາທິດ", "ວັນຈັນ", "ວັນອັງຄານ", "ວັນພຸດ", "ວັນພະຫັດ", "ວັນສຸກ", "ວັນເສົາ"};
constexpr std::array<const char*, 7> kThDays{"วันอาทิตย์",  "วันจันทร์", "วันอังคาร", "วันพุธ",
                                             "วันพฤหัสบดี", "วันศุกร์",  "วันเสาร์"};
constexpr std::array<const char*, 7> kThShortDays{"อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."};
constexpr std::array<const char*, 7> kEnDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                             "Thursday", "Friday", "Saturday"};
constexpr std::array<const char*, 7> kZhDays{"星期日", "星期一", "星期二", "星期三",
                                             "星期四", "星期五", "星期六"};
constexpr Names kLoMonths{"ມັງກອນ", "ກຸມພາ", "ມີນາ",  "ເມສາ", "ພຶດສະພາ", "ມິຖຸນາ",
                          "ກໍລະກົດ", "ສິງຫາ", "ກັນຍາ", "ຕຸລາ",  "ພະຈິກ",   "ທັນວາ"};
constexpr Names kThMonths{"มกราคม",  "กุมภาพันธ์", "มีนาคม",  "เมษายน", "พฤษภาคม",  "มิถุนายน",
                          "กรกฎาคม", "สิงหาคม",  "กันยายน", "ตุลาคม",  "พฤศจิกายน", "ธันวาคม"};
constexpr Names kThShort{"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                         "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.",  "พ.ย.", "ธ.ค."};
constexpr Names kEnMonths{"January", "February", "March",     "April",   "May",      "June",
                          "July",    "August",   "September", "October", "November", "December"};

std::string numeric(const CivilTime& d) {
  return fmt::format("{:02}/{:02}/{}", d.day, d.month, d.year);
}

std::string vietnamese(const CivilTime& d, DateForm form, const char* weekday) {
  if (form == DateForm::numeric) return numeric(d);
  if (form == DateForm::brief) return fmt::format("{} {}", weekday, numeric(d));
  // Official papers write days below ten and the months one and two with a zero.
  return fmt::format("{}, ngày {:02} tháng {} năm {}", weekday, d.day,
                     d.month <= 2 ? fmt::format("{:02}", d.month) : std::to_string(d.month), d.year);
}

}  // namespace

CivilTime civil_time(Instant instant, const std::string& zone) {
  std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  if (*rules == icu::TimeZone::getUnknown()) rules.reset(icu::TimeZone::createTimeZone("Asia/Ho_Chi_Minh"));
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*rules, status);
  calendar.setGregorianChange(-8.64e15, status);  // one calendar for all dates
  calendar.setTime(static_cast<UDate>(instant.time_since_epoch().count()) / 1000.0, status);
  const auto field = [&](UCalendarDateFields name) { return static_cast<int>(calendar.get(name, status)); };
  return {field(UCAL_YEAR),        field(UCAL_MONTH) + 1, field(UCAL_DATE), field(UCAL_DAY_OF_WEEK) - 1,
          field(UCAL_HOUR_OF_DAY), field(UCAL_MINUTE)};
}

std::optional<CivilTime> parse_day(std::string_view text) {
  if (text.size() != 8 || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  CivilTime day;
  day.year = std::stoi(std::string(text.substr(0, 4)));
  day.month = std::stoi(std::string(text.substr(4, 2)));
  day.day = std::stoi(std::string(text.substr(6, 2)));
  const std::chrono::year_month_day date{std::chrono::year(day.year),
                                         std::chrono::month(static_cast<unsigned>(day.month)),
                                         std::chrono::day(static_cast<unsigned>(day.day))};
  if (!date.ok()) return std::nullopt;
  day.weekday = static_cast<int>(std::chrono::weekday(std::chrono::sys_days(date)).c_encoding());
  return day;
}

long day_number(const CivilTime& day) {
  const std::chrono::sys_days days{std::chrono::year_month_day{
      std::chrono::year(day.year), std::chrono::month(static_cast<unsigned>(day.month)),
      std::chrono::day(static_cast<unsigned>(day.day))}};
  return days.time_since_epoch().count();
}

std::string weekday_in(const CivilTime& d, std::string_view language) {
  const auto weekday = static_cast<std::size_t>(d.weekday);
  const std::string_view base = language.substr(0, language.find('-'));
  return base == "lo"   ? kLoDays[weekday]
         : base == "th" ? kThDays[weekday]
         : base == "en" ? kEnDays[weekday]
         : base == "zh" ? kZhDays[weekday]
                        : kViDays[weekday];
}

std::string date_in(const CivilTime& d, std::string_view language, DateForm form) {
  const auto weekday = static_cast<std::size_t>(d.weekday);
  const auto month = static_cast<std::size_t>(d.month - 1);
  const std::string_view base = language.substr(0, language.find('-'));
  if (base == "lo") {
    if (form == DateForm::numeric) return numeric(d);
    if (form == DateForm::brief) return fmt::format("{} {}", kLoDays[weekday], numeric(d));
    return fmt::format("{} ທີ {} {} {}", kLoDays[weekday], d.day, kLoMonths[month], d.year);
  }
  if (base == "th") {
    const int buddhist = d.year + 543;
    if (form == DateForm::numeric)
      return fmt::format("{} {} {} ({})", d.day, kThShort[month], buddhist, d.year);
    if (form == DateForm::brief)
      return fmt::format("{} {} {} {}", kThShortDays[weekday], d.day, kThShort[month], buddhist);
    return fmt::format("{}ที่ {} {} พ.ศ. {} (ค.ศ. {})", kThDays[weekday], d.day, kThMonths[month], buddhist,
                       d.year);
  }
  if (base == "en") {
    const std::string month_name(kEnMonths[month]);
    if (form == DateForm::numeric) return fmt::format("{} {} {}", d.day, month_name.substr(0, 3), d.year);
    if (form == DateForm::brief)
      return fmt::format("{} {} {} {}", std::string(kEnDays[weekday]).substr(0, 3), d.day,
                         month_name.substr(0, 3), d.year);
    return fmt::format("{}, {} {} {}", kEnDays[weekday], d.day, month_name, d.year);
  }
  if (base == "zh") {
    if (form == DateForm::numeric) return fmt::format("{}年{}月{}日", d.year, d.month, d.day);
    return fmt::format("{}年{}月{}日{}", d.year, d.month, d.day, kZhDays[weekday]);
  }
  return vietnamese(d, form, kViDays[weekday]);
}

}  // namespace gatecast::compose

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "player/text/breaks.h"
#include "player/text/characters.h"

namespace gatecast::text {
namespace {

// After a number, with or without a space. Longest match wins.
constexpr std::array kUnits = {
    u"%",        u"‰",      u"°",          u"°C",        u"₫",        u"₭",        u"฿",        u"$",
    u"€",        u"¥",      u"VND",        u"LAK",       u"THB",      u"USD",      u"CNY",      u"EUR",
    u"đồng",     u"đ",      u"kíp",        u"kip",       u"baht",     u"bạt",      u"đô la",    u"nghìn",
    u"triệu",    u"tỷ",     u"tỉ",         u"thousand",  u"million",  u"km",       u"km/h",     u"km²",
    u"m",        u"m²",     u"m³",         u"cm",        u"mm",       u"kg",       u"g",        u"mg",
    u"l",        u"L",      u"ml",         u"lít",       u"tấn",      u"ha",       u"t",        u"h",
    u"giờ",      u"phút",   u"giây",       u"ngày",      u"tuần",     u"tháng",    u"năm",      u"tuổi",
    u"người",    u"chỗ",    u"hours",      u"hour",      u"minutes",  u"minute",   u"min",      u"seconds",
    u"days",     u"day",    u"weeks",      u"months",    u"month",    u"years",    u"year",     u"people",
    u"persons",  u"metres", u"kilometres", u"kilograms", u"litres",   u"a.m.",     u"p.m.",     u"am",
    u"pm",       u"dong",   u"ກິໂລແມັດ",     u"ກິໂລກຣາມ",   u"ກິໂລ",      u"ກມ",       u"ກກ",       u"ແມັດ",
    u"ລິດ",       u"ໂຕນ",    u"ໂມງ",        u"ຊົ່ວໂມງ",     u"ນາທີ",      u"ວິນາທີ",     u"ວັນ",       u"ມື້",
    u"ອາທິດ",     u"ເດືອນ",   u"ປີ",          u"ຄົນ",        u"ກີບ",       u"ບາດ",      u"ດົງ",       u"ດົ່ງ",
    u"ໂດລາ",     u"ພັນ",     u"ໝື່ນ",         u"ແສນ",       u"ລ້ານ",      u"ກິໂລເມັດ",   u"ກຣາມ",     u"กิโลเมตร",
    u"กิโลกรัม",   u"กิโล",    u"กม.",        u"กม",        u"กก.",      u"เมตร",     u"ลิตร",      u"ตัน",
    u"กรัม",      u"น.",     u"นาฬิกา",      u"โมง",       u"ชั่วโมง",    u"ชม.",      u"นาที",      u"วินาที",
    u"วัน",       u"สัปดาห์",  u"เดือน",       u"ปี",         u"คน",       u"บาท",      u"กีบ",       u"ดอง",
    u"ด่ง",       u"ดอลลาร์", u"พัน",         u"หมื่น",       u"แสน",      u"ล้าน",      u"公里",     u"千米",
    u"米",       u"公斤",   u"千克",       u"克",        u"升",       u"吨",       u"小时",     u"分钟",
    u"分",       u"秒",     u"点",         u"时",        u"天",       u"日",       u"周",       u"月",
    u"个月",     u"年",     u"号",         u"岁",        u"人",       u"元",       u"越南盾",   u"越盾",
    u"基普",     u"泰铢",   u"美元",       u"人民币",    u"万",       u"亿",       u"千",       u"円",
    u"キロ",     u"時間",   u"時",         u"名",        u"원",       u"시간",     u"시",       u"분",
    u"일",       u"월",     u"년",         u"명",        u"킬로미터", u"độ",       u"điếu",     u"phần trăm",
    u"lần",      u"chai",   u"tầng",       u"January",   u"February", u"March",    u"April",    u"May",
    u"June",     u"July",   u"August",     u"September", u"October",  u"November", u"December", u"ມັງກອນ",
    u"ກຸມພາ",     u"ມີນາ",    u"ເມສາ",       u"ພຶດສະພາ",    u"ມິຖຸນາ",     u"ກໍລະກົດ",    u"ສິງຫາ",     u"ກັນຍາ",
    u"ຕຸລາ",      u"ພະຈິກ",   u"ທັນວາ",       u"ອົງສາ",      u"ມວນ",      u"ຂວດ",      u"มกราคม",   u"กุมภาพันธ์",
    u"มีนาคม",    u"เมษายน", u"พฤษภาคม",    u"มิถุนายน",    u"กรกฎาคม",  u"สิงหาคม",   u"กันยายน",   u"ตุลาคม",
    u"พฤศจิกายน", u"ธันวาคม", u"องศา",       u"มวน",       u"ขวด",      u"달러",     u"번",       u"세",
    u"층",       u"점"};
// Before a number.
constexpr std::array kPrefixes = {u"USD", u"VND", u"LAK", u"THB",   u"CNY", u"EUR",   u"₫",   u"₭",
                                  u"฿",   u"$",   u"€",   u"¥",     u"№",   u"№.",    u"+",   u"~",
                                  u"≈",   u"ວັນທີ", u"ທີ",   u"ຮ້ອຍລະ", u"ที่",   u"ร้อยละ", u"ເລກ", u"วันที่"};

bool is_digit(char32_t c) {
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}
bool is_alphabetic_end(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) != 0 &&
         u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_LINE_BREAK) == U_LB_ALPHABETIC;
}
bool is_capital(char32_t c) {
  return u_isupper(static_cast<UChar32>(c)) != 0;
}
// What stands inside telephone numbers, ticket numbers, times, dates and ranges.
bool is_joint(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x202F || c == '-' || c == '.' || c == ',' || c == ':' || c == '/' ||
         c == '(' || c == ')' || c == '+' || c == 0x2060 || c == '~' || c == 0xFF5E || c == 0x301C ||
         c == 0xD7 || (c >= 0x2010 && c <= 0x2015);
}
constexpr std::size_t kLongestJoint = 4;  // " – (" and the like

void forbid(std::vector<bool>& may_break, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i <= to && i < may_break.size(); ++i) may_break[i] = false;
}

// From the end of digits over joints to the next digits: nothing may break between.
std::size_t next_digits(std::u16string_view text, std::size_t end) {
  std::size_t i = end;
  bool is_list = false;  // "5, 7": a comma with a space parts two numbers
  while (i < text.size() && i - end <= kLongestJoint && is_joint(text[i])) {
    if ((text[i] == u',' || text[i] == u'.') && i + 1 < text.size() && text[i + 1] == u' ') is_list = true;
    ++i;
  }
  return i < text.size() && is_digit(text[i]) && !is_list ? i : end;
}

// The longest unit that starts here and is not the beginning of a longer word.
std::size_t unit_end(std::u16string_view text, std::size_t start) {
  std::size_t best = start;
  for (const std::u16string_view unit : kUnits) {
    if (text.substr(start, unit.size()) != unit) continue;
    const std::size_t end = start + unit.size();
    if (end < text.size()) {
      const char32_t next = character_at(text, end);
      if (is_mark(next) || (is_alphabetic_end(next) && is_alphabetic_end(text[end - 1]))) continue;
    }
    best = std::max(best, end);
  }
  return best;
}

std::size_t prefix_start(std::u16string_view text, std::size_t number) {
  std::size_t end = number;
  if (end > 0 && is_space(text[end - 1])) --end;
  for (const std::u16string_view prefix : kPrefixes)
    if (end >= prefix.size() && text.substr(end - prefix.size(), prefix.size()) == prefix)
      return end - prefix.size();
  // The letters of a ticket or a road: "QL 9", "AB-123".
  std::size_t start = end;
  if (start > 0 && text[start - 1] == u'-') --start;
  const std::size_t letters_end = start;
  while (start > 0 && is_capital(text[start - 1])) --start;
  const std::size_t letters = letters_end - start;
  const bool is_word_start = start == 0 || !u_isalnum(text[start - 1]);
  return letters >= 1 && letters <= 3 && is_word_start ? start : number;
}

}  // namespace

void keep_numbers_whole(std::u16string_view text, std::vector<bool>& may_break) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    forbid(may_break, prefix_start(text, i) + 1, i);
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    for (std::size_t next = next_digits(text, end); next != end; next = next_digits(text, end)) {
      end = next;
      while (end < text.size() && is_digit(text[end])) ++end;
    }
    forbid(may_break, i + 1, end - 1);
    std::size_t unit = end;
    if (unit < text.size() && is_space(text[unit])) ++unit;
    if (const std::size_t after_unit = unit_end(text, unit); after_unit > unit) {
      forbid(may_break, end, after_unit - 1);
      end = after_unit;
    }
    i = std::max(end, i + 1);
  }
}

}  // namespace gatecast::text

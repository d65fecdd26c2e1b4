#include "kiosk-ui/ring/desk_facts.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::kiosk_ui {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestFile = 1U << 20U;
constexpr std::uint64_t kLeastFree = 500'000'000;
constexpr double kHot = 85;
constexpr std::size_t kMostRefusals = 6;
constexpr std::size_t kLongest = 300;

json object_at(const json& document, const char* name) {
  const auto found = document.is_object() ? document.find(name) : document.end();
  return document.is_object() && found != document.end() ? *found : json();
}
std::string text_at(const json& document, const char* name) {
  const auto value = object_at(document, name);
  return value.is_string() ? value.get<std::string>().substr(0, kLongest) : std::string();
}
std::int64_t number_at(const json& document, const char* name) {
  const auto value = object_at(document, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

class Facts {
 public:
  Facts(Disk& disk, const DeskPlaces& places, const DeskSubject& subject, bool is_english)
      : disk_(disk), places_(places), subject_(subject), is_english_(is_english) {
    status_ = document(places.store / "status.json");
  }

  std::vector<DeskFact> gather() {
    release();
    network();
    clock();
    disk();
    machine();
    officer_switch();
    refusals();
    add(say("Phần mềm", "Software"), GATECAST_VERSION);
    return std::move(facts_);
  }

 private:
  [[nodiscard]] std::string say(const char* vietnamese, const char* english) const {
    return is_english_ ? english : vietnamese;
  }
  void add(const std::string& label, const std::string& value, bool is_fault = false) {
    facts_.push_back({label, value, is_fault});
  }

  json document(const Path& path) {
    const auto bytes = read_file(disk_, path, kLargestFile);
    if (!bytes) return {};
    auto parsed = parse_json(*bytes, path.string());
    return parsed && parsed->is_object() ? std::move(*parsed) : json();
  }
  std::string word_of(const Path& path) {
    const auto bytes = read_file(disk_, path, kLargestFile);
    if (!bytes) return {};
    return bytes->substr(0, bytes->find_first_of("\r\n"));
  }

  [[nodiscard]] std::string ago(const std::string& instant) const {
    const auto at = parse_instant(instant);
    if (!at) return say("chưa bao giờ", "never");
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(subject_.now - *at).count();
    if (minutes < -1)
      return instant + say(" (ở tương lai theo đồng hồ này)", " (in the future by this clock)");
    const auto span = minutes < 90 ? std::to_string(std::max<std::int64_t>(0, minutes)) + say(" phút", " min")
                      : minutes < 48 * 60 ? std::to_string(minutes / 60) + say(" giờ", " h")
                                          : std::to_string(minutes / 1440) + say(" ngày", " days");
    return is_english_ ? span + " ago" : span + " trước";
  }

  void release() {
    if (subject_.release == 0) {
      add(say("Bản phát hành", "Release"),
          say("chưa có bản nào được xác minh; kiểm tra mạng hoặc dùng USB có nội dung",
              "none is verified; look at the network, or use a stick with content"),
          true);
      return;
    }
    const auto playing = document(places_.state / "playing.json");
    const bool is_same = number_at(playing, "release") == subject_.release;
    add(say("Bản phát hành", "Release"),
        subject_.channel + " · " + say("số ", "no. ") + std::to_string(subject_.release) +
            (subject_.is_demo ? " · DEMO" : "") +
            (is_same ? say(" · từ ", " · since ") + text_at(playing, "since") : "") + " · " +
            subject_.document.substr(0, 12));
    const auto of_agent = object_at(status_, "release");
    std::string signers;
    if (number_at(of_agent, "number") == subject_.release)
      for (const auto& signer : object_at(of_agent, "signers"))
        if (signer.is_string())
          signers += (signers.empty() ? "" : ", ") + signer.get<std::string>().substr(0, 80);
    add(say("Người ký", "Signed by"), signers.empty() ? say("chưa rõ", "not known") : signers);
  }

  void network() {
    if (!status_.is_object()) {
      add(say("Mạng", "Network"),
          say("không có tin từ gatecast-sync: systemctl status gatecast-sync",
              "nothing is heard of gatecast-sync: systemctl status gatecast-sync"),
          true);
      return;
    }
    const auto failures = number_at(status_, "failures_in_a_row");
    std::string words = say("liên lạc lần cuối ", "last contact ") + ago(text_at(status_, "last_contact"));
    if (failures > 0)
      words += say("; lỗi liên tiếp: ", "; failures in a row: ") + std::to_string(failures) +
               say(" – kiểm tra dây mạng, SIM, máy chủ", " – look at cable, SIM, server");
    add(say("Mạng", "Network"), words + "; " + text_at(status_, "server"), failures > 0);
    const auto state = text_at(status_, "state");
    if (state == "stale")
      add(say("Độ mới", "Freshness"),
          say("đã cũ hơn 24 giờ; màn hình vẫn phát nội dung đang có", "older than 24 h; what is on stays on"),
          true);
  }

  void clock() {
    const auto time = object_at(status_, "time");
    add(say("Đồng hồ", "Clock"),
        format_instant(subject_.now) + say(" · dựa trên: ", " · rests on: ") +
            (text_at(time, "rests_on").empty() ? say("chưa rõ", "not known") : text_at(time, "rests_on")));
  }

  void disk() {
    const auto free = disk_.free_bytes(places_.state);
    if (!free) {
      add(say("Đĩa", "Disk"), to_string(free.error()), true);
      return;
    }
    const auto tenths = static_cast<std::int64_t>(*free / 100'000'000);
    const bool is_low = *free < kLeastFree;
    add(say("Đĩa", "Disk"),
        say("còn trống ", "free ") + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB" +
            (is_low ? say(" – sắp đầy: cần đĩa lớn hơn", " – nearly full: a larger disk is needed") : ""),
        is_low);
  }

  void machine() {
    double hottest = -1000;
    if (const auto zones = disk_.list(places_.thermal))
      for (const auto& zone : *zones) {
        const auto text = word_of(places_.thermal / zone / "temp");
        if (!text.empty()) hottest = std::max(hottest, std::atof(text.c_str()) / 1000);
      }
    const bool is_known = hottest > -200;
    add(say("Nhiệt độ", "Temperature"),
        is_known ? std::to_string(static_cast<int>(hottest)) + " °C" +
                       (hottest > kHot ? say(" – quá nóng: lau khe gió, xem quạt",
                                             " – too hot: clean the vents, look at the fan")
                                       : "")
                 : say("máy này không cho biết", "this machine does not say"),
        is_known && hottest > kHot);
    std::string panels;
    bool is_dark = true;
    if (const auto cards = disk_.list(places_.panels))
      for (const auto& card : *cards) {
        if (word_of(places_.panels / card / "status") != "connected") continue;
        const bool is_lit = word_of(places_.panels / card / "dpms") == "On";
        is_dark = is_dark && !is_lit;
        panels += (panels.empty() ? "" : ", ") + card +
                  (is_lit ? say(": có tín hiệu", ": lit") : say(": tắt", ": dark"));
      }
    add(say("Màn hình", "Panel"),
        panels.empty() ? say("máy này không cho biết", "this machine does not say") : panels,
        !panels.empty() && is_dark);
  }

  void officer_switch() {
    const auto state = document(places_.state / "switch.json");
    const auto is_off = object_at(state, "is_off");
    add(say("Công tắc cán bộ", "Officer's switch"),
        !is_off.is_boolean() ? say("chưa từng dùng", "never used")
                             : (is_off.get<bool>() ? say("đang tắt, ", "off, ") : say("đang mở, ", "on, ")) +
                                   ago(text_at(state, "since")));
  }

  void refusal(const json& entry, const std::string& what) {
    add(say("Từ chối", "Refused"),
        what + (what.empty() ? "" : ": ") + text_at(entry, "message") + " [" + text_at(entry, "rule") + "] " +
            text_at(entry, "hint"),
        true);
  }
  void refusals() {
    if (const auto refused = object_at(status_, "refused"); refused.is_object())
      refusal(refused, text_at(refused, "subject"));
    std::size_t count = 0;
    for (const auto& entry : object_at(object_at(status_, "duty"), "refused"))
      if (entry.is_object() && count++ < kMostRefusals) refusal(entry, text_at(entry, "subject"));
    const auto quarantine = document(places_.state / "quarantine.json");
    for (const auto& entry : object_at(quarantine, "items"))
      if (entry.is_object() && count++ < kMostRefusals) refusal(entry, text_at(entry, "item"));
    const auto broken = object_at(document(places_.state / "broken.json"), "objects");
    if (broken.is_array() && !broken.empty())
      add(say("Tệp hỏng", "Broken objects"),
          std::to_string(broken.size()) + say(" – sẽ được tải lại", " – fetched again"), true);
    if (facts_.back().label != say("Từ chối", "Refused") && count == 0)
      add(say("Từ chối", "Refused"), say("không có", "nothing"));
  }

  Disk& disk_;
  const DeskPlaces& places_;
  const DeskSubject& subject_;
  bool is_english_;
  json status_;
  std::vector<DeskFact> facts_;
};

}  // namespace

std::vector<DeskFact> desk_facts(Disk& disk, const DeskPlaces& places, const DeskSubject& subject,
                                 bool is_english) {
  return Facts(disk, places, subject, is_english).gather();
}

}  // namespace gatecast::kiosk_ui

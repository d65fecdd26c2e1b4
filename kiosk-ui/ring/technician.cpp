#include "kiosk-ui/ring/technician.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"

namespace gatecast::kiosk_ui {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLargestOwnFile = 4096;
constexpr auto kGesture = 10s;
constexpr int kCorners = 6;
constexpr int kBackKeys = 8;
constexpr auto kNobody = 5min;
constexpr auto kFactsAgain = 5s;
constexpr int kMostFailed = 30;
constexpr const char* kAttempts = "technician.json";

std::string in_minutes(SteadyInstant::duration left) {
  const auto seconds = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
  const auto rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

}  // namespace

Duration wait_after(int failed) {
  if (failed < kFreeAttempts) return Duration(0);
  return std::chrono::minutes(1) * (1 << std::min(failed - kFreeAttempts, 6));
}

bool DeskGesture::take(const screen::Input& input, pixels::Size screen, SteadyInstant now) {
  if (input.kind == screen::InputKind::key) {
    if (input.key != screen::Key::back || now - keys_began_ > kGesture) keys_ = 0;
    if (input.key != screen::Key::back) return false;
    if (keys_++ == 0) keys_began_ = now;
    if (keys_ < kBackKeys) return false;
    keys_ = 0;
    return true;
  }
  if (input.kind != screen::InputKind::touch_down) return false;
  const int side = std::min(screen.width_px, screen.height_px) / 6;
  const int corner_x = count_ % 2 == 0 ? 0 : screen.width_px - side;
  const bool is_in = input.at.y < side && input.at.x >= corner_x && input.at.x < corner_x + side;
  if (!is_in || (count_ > 0 && now - began_ > kGesture)) {
    count_ = 0;
    return false;
  }
  if (count_++ == 0) began_ = now;
  if (count_ < kCorners) return false;
  count_ = 0;
  return true;
}

void Technician::read_secret() {
  secret_.reset();
  if (places_.secret.empty()) return;
  const auto bytes = read_file(*disk_, places_.secret, kLargestOwnFile);
  auto secret =
      bytes ? parse_kiosk_secret(*bytes, places_.secret.string()) : Result<KioskSecret>(fail(bytes.error()));
  if (secret)
    secret_ = std::move(*secret);
  else
    log_error(secret.error());
}

// How often it was tried stands on disk: pulling the plug gives no attempts back. A note that cannot be read
// counts as many.
void Technician::read_attempts(SteadyInstant now) {
  if (std::exchange(is_read_, true)) return;
  failed_at_ = now;
  const auto path = places_.state / kAttempts;
  const auto there = disk_->status(path);
  if (there && there->kind == FileKind::missing) return;
  failed_ = kMostFailed;
  const auto bytes = read_file(*disk_, path, kLargestOwnFile);
  const auto document =
      bytes ? parse_json(*bytes, path.string()) : Result<nlohmann::json>(fail(bytes.error()));
  if (!document || !document->is_object()) return;
  const auto failed = document->find("failed");
  if (failed != document->end() && failed->is_number_integer())
    failed_ = static_cast<int>(std::clamp<std::int64_t>(failed->get<std::int64_t>(), 0, kMostFailed));
}

Status Technician::write_attempts() {
  GATECAST_TRY_STATUS(make_directories(*disk_, places_.state));
  const nlohmann::json document{{"format", 1}, {"failed", failed_}};
  return write_file_durably(*disk_, places_.state / kAttempts, document.dump(1) + "\n");
}

void Technician::open(const DeskSubject& subject, SteadyInstant now) {
  read_secret();
  if (!secret_) return;  // this kiosk has no technician's screen
  read_attempts(now);
  desk_ = Desk{};
  desk_->kiosk = secret_->kiosk + (subject.channel.empty() ? "" : " · " + subject.channel);
  touched_at_ = now;
  ask(now);
}

void Technician::close() {
  desk_.reset();
}

// The same question until it is answered: who telephones may take their time.
void Technician::ask(SteadyInstant now) {
  desk_->typed.clear();
  desk_->challenge.clear();
  const auto left = failed_at_ + wait_after(failed_) - now;
  if (left > 0s) {
    desk_->note = "Chờ · Wait " + in_minutes(left);
    look_at_ = now + 1s;
    return;
  }
  if (challenge_.empty()) challenge_ = new_challenge().value_or("");
  desk_->challenge = challenge_;
  look_at_ = now + kNobody;
}

void Technician::type(const std::string& digit, const DeskSubject& subject, SteadyInstant now) {
  if (desk_->challenge.empty()) return;
  if (digit == "erase") {
    if (!desk_->typed.empty()) desk_->typed.pop_back();
    return;
  }
  if (digit.size() != 1 || digit.front() < '0' || digit.front() > '9') return;
  desk_->note.clear();
  desk_->typed += digit;
  if (desk_->typed.size() == kKioskCodeDigits) judge(subject, now);
}

// Counted first, then judged.
void Technician::judge(const DeskSubject& subject, SteadyInstant now) {
  failed_ = std::min(failed_ + 1, kMostFailed);
  failed_at_ = now;
  const auto challenge = std::exchange(challenge_, "");
  if (const auto status = write_attempts(); !status) {
    log_error(status.error());
    ask(now);
    desk_->note = "Không ghi được đĩa · The disk takes no note: no attempt can be judged";
    return;
  }
  if (!is_response(*secret_, challenge, desk_->typed)) {
    log_warning("a wrong answer at the technician's screen, no. " + std::to_string(failed_) +
                " in a row [desk.code]");
    ask(now);
    const int left = kFreeAttempts - failed_;
    if (left > 0)
      desk_->note = "Sai mã · Wrong answer (" + std::to_string(left) + ")";
    else
      desk_->note = "Sai mã · Wrong answer. " + desk_->note;
    return;
  }
  failed_ = 0;
  if (const auto status = write_attempts(); !status) log_error(status.error());
  log_warning("the technician's screen is open [desk.open]");
  desk_->typed.clear();
  desk_->note.clear();
  show_facts(subject, now);
}

void Technician::show_facts(const DeskSubject& subject, SteadyInstant now) {
  desk_->place = DeskPlace::facts;
  desk_->facts = desk_facts(*disk_, places_, subject, desk_->is_english);
  facts_at_ = now;
  look_at_ = now + kFactsAgain;
}

void Technician::press(const std::string& id, const DeskSubject& subject, SteadyInstant now) {
  touched_at_ = now;
  constexpr std::string_view kPrefix = "desk/";
  const auto name = id.starts_with(kPrefix) ? id.substr(kPrefix.size()) : std::string();
  if (name == "close") return close();
  switch (desk_->place) {
    case DeskPlace::code:
      return type(name, subject, now);
    case DeskPlace::facts:
      return press_in_facts(name, subject, now);
    case DeskPlace::picture:
      if (++desk_->picture >= kTestPictures) show_facts(subject, now);
      return;
    case DeskPlace::touches:
    case DeskPlace::languages:
      if (name == "back") show_facts(subject, now);
      return;
  }
}

void Technician::press_in_facts(const std::string& id, const DeskSubject& subject, SteadyInstant now) {
  desk_->note.clear();
  if (id == "picture") {
    desk_->place = DeskPlace::picture;
    desk_->picture = 0;
  } else if (id == "touches") {
    desk_->place = DeskPlace::touches;
    desk_->touched.clear();
  } else if (id == "languages") {
    desk_->place = DeskPlace::languages;
  } else if (id == "sound") {
    wishes_.emplace_back(playback::PlayTestSound{});
    told("Loa: trái, phải, rồi cả hai", "Loudspeaker: left, right, then both");
  } else if (id == "export") {
    wishes_.emplace_back(playback::ExportLog{});
    told("Đang chép nhật ký …", "Copying the log …");
  } else if (id == "restart") {
    wishes_.emplace_back(playback::RestartPlayer{});
  } else if (id == "speak") {
    desk_->is_english = !desk_->is_english;
    show_facts(subject, now);
  } else if (id == "earlier") {
    desk_->part = std::max(0, desk_->part - 1);
  } else if (id == "later") {
    desk_->part = std::min(parts_ - 1, desk_->part + 1);
  }
}

void Technician::touch_cell(int cell) {
  if (desk_->place == DeskPlace::touches) desk_->touched.insert(cell);
}

void Technician::set_pressed(const std::string& id) {
  desk_->pressed = id;
}

void Technician::told(const std::string& vietnamese, const std::string& english) {
  if (desk_) desk_->note = desk_->is_english ? english : vietnamese;
}

bool Technician::look(const DeskSubject& subject, SteadyInstant now) {
  if (!desk_) return false;
  if (now - touched_at_ > kNobody) {
    close();
    return true;
  }
  if (now < look_at_) return false;
  look_at_ = now + kFactsAgain;
  if (desk_->place == DeskPlace::code && desk_->challenge.empty()) {
    ask(now);
    if (!desk_->challenge.empty()) desk_->note.clear();
  } else if (desk_->place == DeskPlace::facts) {
    show_facts(subject, now);
  } else {
    return false;
  }
  return true;
}

}  // namespace gatecast::kiosk_ui

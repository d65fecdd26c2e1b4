#include "content-sync/agent/report_duty.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "content-sync/agent/machine_facts.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/report/ticket.h"
#include "content-sync/tuf/keys.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::agent {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using report::Draft;
using report::plain_text;

constexpr auto kLookEach = 60s;
constexpr auto kStatusEach = 1h;
constexpr auto kRefusalAgain = 24h;
constexpr auto kLongestPause = 1h;
constexpr auto kWishEach = 6h;             // at the server one stands for a day
constexpr std::size_t kMostRefusals = 40;  // taken down at once
constexpr std::size_t kMostRemembered = 500;
constexpr std::size_t kLongestWord = 120;
constexpr std::uint64_t kHeads = 600;  // of a request and its answer, beside the body

std::string random_hex() {
  std::array<char, 16> bytes{};
  if (sodium_init() >= 0) randombytes_buf(bytes.data(), bytes.size());
  return to_hex({bytes.data(), bytes.size()});
}

json status_body(const SyncStatus& status, const PlayerFacts& player) {
  auto quarantine = json::array();
  for (const auto& entry : player.quarantine)
    if (quarantine.size() < 20) quarantine.push_back(entry.item);
  json body{{"channel", status.channel},
            {"state", !status.release    ? "empty"
                      : is_stale(status) ? "stale"
                                         : "fresh"},
            {"release", status.release ? status.release->number : 0},
            {"document", status.release ? status.release->document_hash : std::string()},
            {"quarantine", std::move(quarantine)},
            {"broken", player.broken_objects},
            {"is_switched_off", player.is_switched_off},
            {"time_rests_on", plain_text(status.verification_basis, kLongestWord)},
            {"repairs", status.repairs.size()}};
  if (status.system) body["system"] = status.system->version;
  if (!status.data_partition.empty()) body["data_partition"] = status.data_partition;
  if (status.waiting) body["waiting"] = plain_text(status.waiting->rule, kLongestWord);
  if (status.release && status.release->since) body["since"] = format_instant(*status.release->since);
  return body;
}

// What changes all the time and is worth no report of its own.
void add_figures(json& body, const SyncStatus& status, Disk& disk) {
  body["failures"] = status.failures_in_a_row;
  body["free_bytes"] = status.free_bytes;
  body["used_bytes"] = status.used_bytes;
  body["day_bytes"] = status.data_use.day_bytes;
  body["month_bytes"] = status.data_use.month_bytes;
  if (status.signed_at) body["signed_at"] = format_instant(*status.signed_at);
  if (const auto hottest = hottest_tenths(disk)) body["hottest_tenths"] = *hottest;
}

Result<tuf::Root> newest_root(Disk& disk, const Path& store) {
  const auto folder = store / "trusted" / "root";
  GATECAST_TRY(const auto names, disk.list(folder));
  std::int64_t newest = 0;
  for (const auto& name : names)
    if (name.ends_with(".root.json"))
      newest = std::max<std::int64_t>(newest, std::strtoll(name.c_str(), nullptr, 10));
  const auto path = folder / (std::to_string(newest) + ".root.json");
  GATECAST_TRY(const auto bytes, read_file(disk, path, tuf::kRootLimit));
  GATECAST_TRY(auto root, tuf::parse_root(bytes, path.string()));
  return std::move(root.signed_part);
}

Error refusal_of(const updater::HttpAnswer& answer) {
  auto error =
      environment_error("report.answer", "server", "answered " + std::to_string(answer.code) + " to a report",
                        "an older server, or a plain web server, takes no reports");
  const auto document = parse_json(answer.body, "answer");
  if (!document || !document->is_object()) return error;
  const auto told = document->value("error", json());
  if (!told.is_object() || text_at(told, "rule").empty()) return error;
  return trust_error(plain_text(text_at(told, "rule"), kLongestWord),
                     plain_text(text_at(told, "subject"), kLongestWord),
                     plain_text(text_at(told, "message"), 300), plain_text(text_at(told, "hint"), 300));
}

}  // namespace

Path device_key_path(const Path& store) {
  return store / "device" / "key.json";
}
Path device_ticket_path(const Path& store) {
  return store / "device" / "ticket";
}
Bytes wish_to_be_enrolled(Disk& disk, const Path& store, const report::DeviceName& name,
                          const report::DeviceKey& key) {
  const auto text = read_file(disk, device_ticket_path(store), 256);
  return report::write_enrolment(name, key, text ? report::parse_ticket(*text) : std::nullopt);
}
Path device_name_path(const Path& store) {
  return store / "device" / "name.json";
}
Path report_folder(const Path& store) {
  return store / "reports";
}
Path answer_path(const Path& store) {
  return store / "device" / "answer.json";
}

report::QueueLimits queue_limits(const AgentConfig& config) {
  return {.most_bytes = static_cast<std::uint64_t>(config.report_queue_mb) * 1'000'000};
}

std::optional<report::DeviceName> device_name(Disk& disk, const Path& store) {
  const auto bytes = read_file(disk, device_name_path(store), 4096);
  const auto document = bytes ? parse_json(*bytes, "name.json") : fail(bytes.error());
  if (!document || !document->is_object()) return std::nullopt;
  auto name = report::parse_device_name(text_at(*document, "site") + "/" + text_at(*document, "kiosk"));
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

bool is_receipt(Disk& disk, const Path& store, const report::Receipt& receipt, const std::string& key_id,
                const std::string& signature) {
  const auto root = newest_root(disk, store);
  if (!root) return false;
  const auto role = root->roles.find("timestamp");
  const auto key = root->keys.find(key_id);
  if (role == root->roles.end() || key == root->keys.end()) return false;
  const auto& ids = role->second.key_ids;
  return std::find(ids.begin(), ids.end(), key_id) != ids.end() &&
         tuf::signature_holds(key->second, report::receipt_message(receipt), signature);
}

ReportDuty::ReportDuty(Disk& disk, const AgentConfig& config, report::QueueLimits limits)
    : disk_(&disk), config_(config), limits_(limits), play_log_(disk, config.player_state) {}

// True where this kiosk reports. Enrolling may happen at any time beside the running agent.
bool ReportDuty::begin(const ReportMoment& moment) {
  if (queue_) return true;
  if (looked_ && moment.steady - *looked_ < kLookEach) return false;
  looked_ = moment.steady;
  if (config_.report_day_kb == 0) return false;
  name_ = device_name(*disk_, config_.store);
  if (!name_) return false;
  auto queue = report::ReportQueue::open(*disk_, report_folder(config_.store), limits_);
  if (!queue) {
    note_answer(fail(queue.error()), moment);
    return false;
  }
  queue_ = std::move(*queue);
  const auto known = parse_json(queue_->cursor(), "cursor");
  if (known && known->is_object()) {
    place_ = place_from_json(known->value("play", json()));
    day_ = text_at(*known, "day");
    const auto bytes = known->value("day_bytes", json());
    if (bytes.is_number_unsigned()) day_bytes_ = bytes.get<std::uint64_t>();
  }
  // By chance: two machines that begin from one disk are never of one mind.
  const json body{{"version", GATECAST_VERSION}, {"run", random_hex()}, {"name", to_string(*name_)}};
  if (!put({{report::milliseconds(moment.now), "start", report::canonical_text(body)}}, place_)) ++lost_;
  return true;
}

std::string ReportDuty::cursor(const PlayLogPlace& place) const {
  return report::canonical_text({{"play", to_json(place)}, {"day", day_}, {"day_bytes", day_bytes_}});
}

bool ReportDuty::put(const std::vector<Draft>& drafts, const PlayLogPlace& place) {
  auto all = drafts;
  if (lost_ > 0)
    all.insert(all.begin(), {drafts.empty() ? 0 : drafts.front().at_ms, "lost",
                             report::canonical_text({{"records", lost_}})});
  const auto next = cursor(place);
  const auto last = queue_->last_number() + static_cast<std::int64_t>(all.size());
  const auto status = queue_->append(all, next);
  if (!status) log_error(status.error());
  // Taken although the oldest could not be summed to make room.
  const bool is_taken = queue_->last_number() == last && queue_->cursor() == next;
  if (is_taken) {
    lost_ = 0;
    place_ = place;
  }
  return is_taken;
}

void ReportDuty::note_status(const SyncStatus& status, const PlayerFacts& player, const ReportMoment& moment,
                             std::vector<Draft>& drafts) {
  auto body = status_body(status, player);
  const auto lasting = report::canonical_text(body);
  const bool is_news = lasting != noted_status_;
  if (!is_news && status_noted_ && moment.steady - *status_noted_ < kStatusEach) return;
  add_figures(body, status, *disk_);
  drafts.push_back({report::milliseconds(moment.now), "status", report::canonical_text(body)});
  status_noted_ = moment.steady;
  noted_status_ = lasting;
  is_urgent_ = is_urgent_ || is_news;
}

void ReportDuty::note_refusal(const char* by, const Error& error, const ReportMoment& moment,
                              std::vector<Draft>& drafts) {
  const auto known = error.rule + "\n" + error.subject;
  const auto before = refused_.find(known);
  if (before != refused_.end() && moment.now - before->second < kRefusalAgain) return;
  if (drafts.size() >= kMostRefusals) return;  // at the next look
  if (before == refused_.end() && refused_.size() >= kMostRemembered) {
    std::erase_if(refused_, [&](const auto& one) { return moment.now - one.second >= kRefusalAgain; });
    if (refused_.size() >= kMostRemembered) {
      ++lost_;  // a flood; that it was one is told
      return;
    }
  }
  refused_[known] = moment.now;
  is_urgent_ = true;
  drafts.push_back({report::milliseconds(moment.now), "refused",
                    report::canonical_text({{"by", by},
                                            {"rule", plain_text(error.rule, kLongestWord)},
                                            {"subject", plain_text(error.subject, kLongestWord)},
                                            {"message", plain_text(error.message, 300)}})});
}

void ReportDuty::note_refusals(const SyncStatus& status, const PlayerFacts& player,
                               const std::vector<Error>& oddities, const ReportMoment& moment,
                               std::vector<Draft>& drafts) {
  const auto agent = [&](const Error& error) { note_refusal("agent", error, moment, drafts); };
  if (status.release_error) agent(*status.release_error);
  // A line that is down is no refusal; it shows as failures.
  if (status.refused && status.refused->error.kind != ErrorKind::environment) agent(status.refused->error);
  for (const auto& error : status.duty_refused) agent(error);
  for (const auto& error : status.feeds_refused) agent(error);
  for (const auto& one : status.left) agent(one.error);
  for (const auto& error : oddities) agent(error);
  for (const auto& entry : player.quarantine)
    note_refusal("player", content_error(entry.rule, entry.item, entry.message), moment, drafts);
}

void ReportDuty::collect(const SyncStatus& status, const ReportMoment& moment) {
  if (!begin(moment)) return;
  if (collected_ && moment.steady - *collected_ < kLookEach) return;
  collected_ = moment.steady;
  const auto player = read_player(*disk_, config_.player_state);
  auto part = play_log_.look(place_);
  auto oddities = player.oddities;
  oddities.insert(oddities.end(), part.oddities.begin(), part.oddities.end());
  std::vector<Draft> drafts;
  note_refusals(status, player, oddities, moment, drafts);
  note_status(status, player, moment, drafts);
  const auto own = static_cast<std::int64_t>(drafts.size());
  std::move(part.drafts.begin(), part.drafts.end(), std::back_inserter(drafts));
  const bool has_moved = part.place.number != place_.number || part.place.hash != place_.hash;
  if (drafts.empty() && !has_moved) return;
  if (!put(drafts, part.place)) {
    lost_ += own;
    // The log's own heads come again, from the place that is on the disk.
    play_log_ = PlayLogFollower(*disk_, config_.player_state);
  }
  if (part.has_more) collected_.reset();
}

Result<CarriedReports> ReportDuty::carry(const SyncStatus& status, const ReportMoment& moment,
                                         const Path& stick) {
  looked_.reset();
  if (!begin(moment)) {
    if (name_ && config_.report_day_kb > 0)
      return fail(environment_error("report.queue", report_folder(config_.store), "cannot be opened",
                                    "gatecast-sync reports says why"));
    return fail(usage_error("report.not_enrolled", config_.store, "this kiosk makes no reports",
                            "gatecast-sync enrol SITE/KIOSK; see also \"report_day_kb\""));
  }
  // The player's log may have much that was not looked at yet.
  constexpr int kMostLooks = 1000;
  collected_.reset();
  for (int looks = 0; !collected_ && looks < kMostLooks; ++looks) collect(status, moment);
  return carry_reports(*disk_, config_.store, *name_, *queue_, stick);
}

bool ReportDuty::is_within_budget(const ReportMoment& moment) {
  const auto day = day_at_gate(moment.now);
  // A clock that went back gives no second budget, but one that was years ahead does not end reporting.
  if (day > day_ || day_at_gate(moment.now + 48h) < day_) {
    day_ = day;
    day_bytes_ = 0;
  }
  return day_bytes_ < static_cast<std::uint64_t>(config_.report_day_kb) * 1000;
}

std::uint64_t ReportDuty::send(const Post& post, const Status& may_send, const ReportMoment& moment) {
  if (!queue_ || !queue_->has_waiting() || !may_send || !is_within_budget(moment)) return 0;
  const Duration usual = is_urgent_ ? 60s : std::chrono::seconds(config_.report_seconds);
  const Duration patient =
      failures_ == 0
          ? usual
          : std::min<Duration>(kLongestPause,
                               60s * (std::int64_t{1} << std::min<std::int64_t>(failures_ - 1, 10)));
  if (sent_ && moment.steady - *sent_ < patient) return 0;
  std::uint64_t bytes = 0;
  const auto outcome = exchange(post, moment, bytes);
  day_bytes_ += bytes;
  note_answer(outcome, moment);
  if (!outcome) {
    // Left off for something newer: no fault of anybody.
    if (outcome.error().rule == "fetch.stopped") return bytes;
    sent_ = moment.steady;
    ++failures_;
    return bytes;
  }
  failures_ = 0;
  if (queue_->has_waiting()) return bytes;  // the rest at the next turn
  is_urgent_ = false;
  sent_ = moment.steady;
  return bytes;
}

// It was named where nobody could ask (by the installer), or its wish ended before somebody confirmed it.
void ReportDuty::ask_to_be_enrolled(const Post& post, const report::DeviceKey& key,
                                    const ReportMoment& moment, std::uint64_t& bytes) {
  if (asked_ && moment.steady - *asked_ < kWishEach) return;
  const auto wish = wish_to_be_enrolled(*disk_, config_.store, *name_, key);
  const auto answer = post("report/enrol", wish);
  bytes += wish.size() + kHeads + (answer ? answer->body.size() : 0);
  if (!answer) return;
  asked_ = moment.steady;
  if (answer->code != 200) log_error(refusal_of(*answer));
}

Status ReportDuty::exchange(const Post& post, const ReportMoment& moment, std::uint64_t& bytes) {
  GATECAST_TRY(const auto key, report::DeviceKey::open(*disk_, device_key_path(config_.store)));
  GATECAST_TRY(const auto batch, queue_->seal(key));
  if (!batch) return {};
  bytes = batch->bytes.size() + kHeads;
  GATECAST_TRY(const auto answer, post("report/batch", batch->bytes));
  bytes += answer.body.size();
  if (answer.code != 200) {
    auto refusal = refusal_of(answer);
    if (refusal.rule == "device.unknown") ask_to_be_enrolled(post, key, moment, bytes);
    return fail(std::move(refusal));
  }
  const auto document = parse_json(answer.body, "receipt");
  const report::Receipt receipt{key.public_hex(), batch->number, batch->hash};
  if (!document || !document->is_object() ||
      !is_receipt(*disk_, config_.store, receipt, text_at(*document, "keyid"),
                  text_at(*document, "signature")))
    return fail(trust_error("report.receipt", config_.server,
                            "the answer is no receipt signed by the server's timestamp key",
                            "nothing was forgotten; is this the province's server?"));
  return queue_->received(batch->number, batch->hash);
}

// For `gatecast-sync reports`; written when it changes.
void ReportDuty::note_answer(const Status& outcome, const ReportMoment& moment) {
  const auto rule = outcome ? std::string("taken") : outcome.error().rule;
  if (rule == told_ || rule == "fetch.stopped") return;
  told_ = rule;
  json note{{"format", 1}, {"rule", rule}, {"at", format_instant(moment.now)}};
  if (!outcome) {
    log_error(outcome.error());
    note["message"] = outcome.error().message;
    note["hint"] = outcome.error().hint;
  }
  const auto saved =
      write_file_durably(*disk_, answer_path(config_.store), report::canonical_text(note) + "\n");
  if (!saved) log_error(saved.error());
}

}  // namespace gatecast::agent

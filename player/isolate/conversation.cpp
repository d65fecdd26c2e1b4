#include "player/isolate/conversation.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "player/isolate/decoder_process.h"

namespace gatecast::isolate {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 50ms;
constexpr auto kReportWithin = 1000ms;

std::string ending_in_words(int wait_status) {
  if (WIFSIGNALED(wait_status)) {
    const int number = WTERMSIG(wait_status);
    const char* name = ::sigabbrev_np(number);
    return std::string("killed by SIG") + (name != nullptr ? name : std::to_string(number).c_str());
  }
  return "ended with code " + std::to_string(WEXITSTATUS(wait_status));
}

}  // namespace

Conversation::Conversation(std::shared_ptr<const Line> line, std::unique_ptr<ReadFile> file,
                           std::uint64_t file_bytes, std::string name, std::stop_token stop)
    : line_(std::move(line)),
      file_(std::move(file)),
      file_bytes_(file_bytes),
      name_(std::move(name)),
      stop_(std::move(stop)),
      buffer_(kLargestPayload) {}

Result<std::unique_ptr<Conversation>> Conversation::begin(Nursery& nursery, const std::string& process_name,
                                                          std::uint64_t region_bytes,
                                                          std::unique_ptr<ReadFile> file, std::string name,
                                                          std::stop_token stop) {
  GATECAST_TRY(const auto file_bytes, file->size());
  GATECAST_TRY(auto cradle, nursery.bear(process_name, region_bytes));
  return std::unique_ptr<Conversation>(new Conversation(std::make_shared<const Line>(std::move(cradle)),
                                                        std::move(file), file_bytes, std::move(name),
                                                        std::move(stop)));
}

Conversation::~Conversation() {
  // The decoder ends even while its last frames are looked at: the memory stays.
  line_->cradle.talk.shut();
  line_->cradle.life.shut();
}

Error Conversation::senseless() const {
  return content_error("decoder.message", name_, "its decoder says what cannot be: it was ended",
                       "the film is damaged or made to do harm: export it again from its source");
}

Status Conversation::serve(const ReadBytes& wish) {
  FileBytes answer;
  const auto count = std::min<std::size_t>(wish.count, buffer_.size());
  std::size_t got = 0;
  if (wish.offset < file_bytes_ && !source_error_) {
    auto read = file_->read_at(wish.offset, {buffer_.data(), count});
    if (read)
      got = *read;
    else
      source_error_ = std::move(read.error());
  }
  answer.could_read = source_error_ ? 0 : 1;
  return after(line_->cradle.talk.send(answer, {buffer_.data(), got}));
}

Status Conversation::after(Sent sent) {
  if (sent == Sent::yes) return {};
  // One that asks and does not read is no better than one that lies.
  return fail(sent == Sent::full ? senseless() : why_it_ended());
}

Result<const Message*> Conversation::wait_for_answer() {
  const auto until = std::chrono::steady_clock::now() + answer_within_;
  while (std::chrono::steady_clock::now() < until) {
    if (stop_.stop_requested())
      return fail(environment_error("decoder.stopped", name_, "not wanted any more"));
    const auto received = line_->cradle.talk.receive(message_, kLookEvery);
    if (received == Received::nothing) continue;
    if (received == Received::closed) return fail(why_it_ended());
    if (const auto wish = message_.as<ReadBytes>()) {
      GATECAST_TRY_STATUS(serve(*wish));
      continue;
    }
    if (const auto failed = message_.as<Failed>()) {
      if (source_error_) return fail(*source_error_);
      return fail(checked_error(*failed, name_));
    }
    return &message_;
  }
  return fail(content_error("decoder.hangs", name_, "its decoder does not answer any more",
                            "the film is damaged or too much for this kiosk: see gatecast-preview --probe"));
}

Error Conversation::why_it_ended() {
  Message report;
  const auto received = line_->cradle.life.receive(report, kReportWithin);
  const auto died = received == Received::message ? report.as<Died>() : std::nullopt;
  const std::string hint = "the film is damaged or made to do harm: export it again from its source";
  // Without a report the nursery has gone and taken its children with it.
  if (!died) return environment_error(std::string(kNurseryLost), name_, "its decoder went with the nursery");
  if (WIFEXITED(died->wait_status) && WEXITSTATUS(died->wait_status) == kOutOfMemory)
    return content_error("decoder.memory", name_, "its decoder asked for more memory than it may have", hint);
  return content_error("decoder.died", name_, "its decoder was " + ending_in_words(died->wait_status), hint);
}

}  // namespace gatecast::isolate

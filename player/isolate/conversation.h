// Private to isolate: one decoder, asked question after question; while it works, its wishes for bytes of the
// file are served. Threads: one owner. Errors: as remote_decoder.h says.
#pragma once
#include <stop_token>

#include "content-sync/base/queue.h"
#include "player/isolate/frame_message.h"
#include "player/isolate/nursery.h"

namespace gatecast::isolate {

// What outlives the conversation while its frames are still looked at.
struct Line {
  Cradle cradle;
  // Frames that nobody looks at any more, until the next question takes their numbers along.
  mutable Queue<std::uint32_t> released{"frames let go", 64};
  explicit Line(Cradle its_cradle) : cradle(std::move(its_cradle)) {}
};

class Conversation {
 public:
  static Result<std::unique_ptr<Conversation>> begin(Nursery& nursery, const std::string& process_name,
                                                     std::uint64_t region_bytes,
                                                     std::unique_ptr<ReadFile> file, std::string name,
                                                     std::stop_token stop);
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // Sends the question and waits for an answer that is none of the decoder's own wishes.
  template <class T>
  Result<const Message*> ask(const T& question) {
    GATECAST_TRY_STATUS(after(line_->cradle.talk.send(question)));
    return wait_for_answer();
  }
  void be_impatient(std::chrono::milliseconds answer_within) { answer_within_ = answer_within; }
  [[nodiscard]] const std::shared_ptr<const Line>& line() const { return line_; }
  [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }
  [[nodiscard]] Error senseless() const;

 private:
  Conversation(std::shared_ptr<const Line> line, std::unique_ptr<ReadFile> file, std::uint64_t file_bytes,
               std::string name, std::stop_token stop);
  Result<const Message*> wait_for_answer();
  Status serve(const ReadBytes& wish);
  Status after(Sent sent);
  Error why_it_ended();

  std::shared_ptr<const Line> line_;
  std::unique_ptr<ReadFile> file_;
  std::uint64_t file_bytes_;
  std::string name_;
  std::stop_token stop_;
  Message message_;
  std::vector<char> buffer_;
  std::optional<Error> source_error_;
  std::chrono::milliseconds answer_within_{
      10'000};  // longer than any seek on slow hardware; the player gives up sooner
};

}  // namespace gatecast::isolate

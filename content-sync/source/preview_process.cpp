#include "content-sync/source/preview_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::source {
namespace {

constexpr std::size_t kLongestAnswer = 32U << 20U;
constexpr std::size_t kLongestComplaint = 64U << 10U;
constexpr int kCannotStart = 126;

#if defined(GATECAST_SANITIZED)
constexpr bool kIsSanitized = true;  // shadow memory counts as address space
#else
constexpr bool kIsSanitized = false;
#endif

struct Pipe {
  int read = -1;
  int write = -1;
};

// No sockets, no tracing, no other users' processes; all else is what a decoder needs.
bool forbid_network() {
  const auto context = seccomp_init(SCMP_ACT_ALLOW);
  if (context == nullptr) return false;
  bool is_set = true;
  for (const int call : {SCMP_SYS(socket),
                         SCMP_SYS(socketpair),
                         SCMP_SYS(connect),
                         SCMP_SYS(bind),
                         SCMP_SYS(listen),
                         SCMP_SYS(accept),
                         SCMP_SYS(accept4),
                         SCMP_SYS(sendto),
                         SCMP_SYS(ptrace),
                         SCMP_SYS(process_vm_readv),
                         SCMP_SYS(process_vm_writev),
                         SCMP_SYS(mount),
                         SCMP_SYS(unlink),
                         SCMP_SYS(unlinkat),
                         SCMP_SYS(rename),
                         SCMP_SYS(renameat),
                         SCMP_SYS(renameat2),
                         SCMP_SYS(execveat),
                         SCMP_SYS(bpf),
                         SCMP_SYS(io_uring_setup),
                         SCMP_SYS(keyctl),
                         SCMP_SYS(userfaultfd),
                         SCMP_SYS(perf_event_open)})
    is_set = seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && is_set;
  is_set = is_set && seccomp_load(context) == 0;
  seccomp_release(context);
  return is_set;
}

bool limit(__rlimit_resource resource, rlim_t value) {
  const rlimit wanted{value, value};
  return setrlimit(resource, &wanted) == 0;
}

// In the child, between fork and exec. This program has one thread, so that the library may allocate here.
[[noreturn]] void become_preview(const Path& program, const std::vector<std::string>& arguments,
                                 const PreviewLimits& limits, const Pipe& out, const Pipe& err) {
  const int nothing = open("/dev/null", O_RDONLY);
  bool is_ready = nothing >= 0 && dup2(nothing, 0) == 0 && dup2(out.write, 1) == 1 && dup2(err.write, 2) == 2;
  is_ready = is_ready && syscall(SYS_close_range, 3U, ~0U, 0U) == 0 && setpgid(0, 0) == 0;
  is_ready = is_ready && limit(RLIMIT_CPU, static_cast<rlim_t>(limits.time.count()) * 4) &&
             limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 256);
  if (!kIsSanitized) is_ready = is_ready && limit(RLIMIT_AS, limits.memory_bytes);
  is_ready = is_ready && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
  is_ready = is_ready && forbid_network();
  if (!is_ready) _exit(kCannotStart);
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  // The leak checker of sanitized builds traces its own process, which the sandbox forbids.
  std::array<std::string, 4> settings{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "SDL_VIDEODRIVER=dummy",
                                      "ASAN_OPTIONS=detect_leaks=0"};
  std::array<char*, 5> environment{settings[0].data(), settings[1].data(), settings[2].data(),
                                   kIsSanitized ? settings[3].data() : nullptr, nullptr};
  execve(program.c_str(), argv.data(), environment.data());
  _exit(kCannotStart);
}

struct Answer {
  std::string out;
  std::string err;
  int status = 0;
  bool was_too_slow = false;
  bool was_too_long = false;
};

// Appends what can be read; false at the end of the stream.
bool drain(int fd, std::string& into, std::size_t longest, bool& was_too_long) {
  std::array<char, 65536> buffer{};
  const auto got = read(fd, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  const auto room = longest - std::min(longest, into.size());
  into.append(buffer.data(), std::min<std::size_t>(room, static_cast<std::size_t>(got)));
  was_too_long = was_too_long || static_cast<std::size_t>(got) > room;
  return true;
}

Answer listen_to(pid_t child, int out, int err, const PreviewLimits& limits, std::size_t longest) {
  const auto deadline = std::chrono::steady_clock::now() + limits.time;
  Answer answer;
  bool ignored = false;
  std::array<pollfd, 2> streams{{{out, POLLIN, 0}, {err, POLLIN, 0}}};
  while ((streams[0].fd >= 0 || streams[1].fd >= 0) && !answer.was_too_long) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      answer.was_too_slow = true;
      break;
    }
    if (poll(streams.data(), streams.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) break;
    if (streams[0].revents != 0 && !drain(out, answer.out, longest, answer.was_too_long)) streams[0].fd = -1;
    if (streams[1].revents != 0 && !drain(err, answer.err, kLongestComplaint, ignored)) streams[1].fd = -1;
  }
  if (answer.was_too_slow || answer.was_too_long) kill(-child, SIGKILL);
  // It may have closed its pipes and still run on.
  while (waitpid(child, &answer.status, WNOHANG) == 0) {
    if (!answer.was_too_slow && std::chrono::steady_clock::now() > deadline) {
      answer.was_too_slow = true;
      kill(-child, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return answer;
}

Error what_went_wrong(const Answer& answer, const std::string& subject, const PreviewLimits& limits) {
  constexpr auto kDamaged = "the file is damaged, or made to do harm: convert it anew from its original";
  if (answer.was_too_slow)
    return content_error("preview.time", subject,
                         fmt::format("measuring took more than {} s", limits.time.count()), kDamaged);
  if (answer.was_too_long)
    return content_error("preview.answer", subject, "measuring it gave an endless answer", kDamaged);
  if (WIFSIGNALED(answer.status))
    return content_error(
        "preview.crash", subject,
        fmt::format("the measuring program was stopped by it ({})", strsignal(WTERMSIG(answer.status))),
        kDamaged);
  if (WEXITSTATUS(answer.status) == kCannotStart)
    return environment_error("preview.start", "gatecast-preview", "it cannot be started in its sandbox",
                             "look whether this kernel allows seccomp filters");
  if (WEXITSTATUS(answer.status) == 2)
    return environment_error(
        "preview.version", "gatecast-preview",
        "it does not know what this program asks: " + answer.err.substr(0, answer.err.find('\n')),
        "install both programs of the same version");
  return content_error("preview.answer", subject,
                       fmt::format("gatecast-preview ended with code {}: {}", WEXITSTATUS(answer.status),
                                   answer.err.substr(0, answer.err.find('\n'))),
                       {});
}

}  // namespace

Result<Path> find_preview() {
  if (const auto* named = std::getenv("GATECAST_PREVIEW"); named != nullptr && *named != '\0') {
    if (access(named, X_OK) == 0) return Path(named);
    return fail(environment_error("preview.missing", named, "$GATECAST_PREVIEW names no program",
                                  "let it name gatecast-preview, or unset it"));
  }
  std::array<char, 4096> self{};
  const auto length = readlink("/proc/self/exe", self.data(), self.size() - 1);
  if (length > 0) {
    const auto beside =
        Path(std::string(self.data(), static_cast<std::size_t>(length))).parent_path() / "gatecast-preview";
    if (access(beside.c_str(), X_OK) == 0) return beside;
  }
  return fail(
      environment_error("preview.missing", "gatecast-preview", "the program is not beside this one",
                        "install it there, or name it in $GATECAST_PREVIEW; without it no media is measured "
                        "and no text is fitted"));
}

namespace {

constexpr const char* kNoProcess = "this machine has no room for another program: end some, then try again";

// What it has said when it ended, whatever its exit code is.
Result<Answer> ask(const Path& program, const std::vector<std::string>& arguments,
                   const PreviewLimits& limits, std::size_t longest) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0)
    return fail(environment_error("preview.start", program, std::strerror(errno), kNoProcess));
  const auto child = fork();
  if (child == 0) become_preview(program, arguments, limits, {out[0], out[1]}, {err[0], err[1]});
  close(out[1]);
  close(err[1]);
  Answer answer;
  if (child > 0) answer = listen_to(child, out[0], err[0], limits, longest);
  close(out[0]);
  close(err[0]);
  if (child < 0) return fail(environment_error("preview.start", program, std::strerror(errno), kNoProcess));
  return answer;
}

bool has_ended(const Answer& answer) {
  return !answer.was_too_slow && !answer.was_too_long && WIFEXITED(answer.status);
}

std::string subject_of(const Path& program, const std::vector<std::string>& arguments) {
  return arguments.empty() ? program.string() : arguments.back();
}

}  // namespace

Result<nlohmann::json> run_preview(const Path& program, const std::vector<std::string>& arguments,
                                   const PreviewLimits& limits) {
  GATECAST_TRY(const auto answer, ask(program, arguments, limits, kLongestAnswer));
  const auto subject = subject_of(program, arguments);
  // Code 1 says that there are faults, and still comes with the document.
  if (!has_ended(answer) ||
      (WEXITSTATUS(answer.status) != 0 && (WEXITSTATUS(answer.status) != 1 || answer.out.empty())))
    return fail(what_went_wrong(answer, subject, limits));
  JsonLimits json_limits;
  json_limits.size_bytes = kLongestAnswer;
  json_limits.floats = true;
  auto document = parse_json(answer.out, "gatecast-preview", json_limits);
  if (!document) return fail(what_went_wrong(answer, subject, limits));
  return document;
}

Result<Bytes> bytes_of_preview(const Path& program, const std::vector<std::string>& arguments,
                               std::uint64_t longest, const PreviewLimits& limits) {
  GATECAST_TRY(auto answer, ask(program, arguments, limits, longest));
  if (!has_ended(answer) || WEXITSTATUS(answer.status) != 0)
    return fail(what_went_wrong(answer, subject_of(program, arguments), limits));
  return std::move(answer.out);
}

}  // namespace gatecast::source

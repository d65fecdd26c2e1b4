#include "player/isolate/confine.h"

#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

namespace gatecast::isolate {
namespace {

auto refused(const char* what, int error) {
  return fail(environment_error("decoder.confine", what, std::strerror(error),
                                "look whether this kernel allows seccomp filters"));
}

struct FilterReleaser {
  void operator()(void* filter) const { seccomp_release(filter); }
};

// Calls whose arguments can do no harm.
std::vector<int> plain_calls() {
  return {SCMP_SYS(recvmsg),
          SCMP_SYS(sendmsg),
          SCMP_SYS(poll),
          SCMP_SYS(ppoll),
          SCMP_SYS(close),
          SCMP_SYS(munmap),
          SCMP_SYS(mremap),
          SCMP_SYS(madvise),
          SCMP_SYS(brk),
          SCMP_SYS(futex),
          SCMP_SYS(set_robust_list),
          SCMP_SYS(rseq),
          SCMP_SYS(rt_sigprocmask),
          SCMP_SYS(rt_sigreturn),
          SCMP_SYS(sigaltstack),
          SCMP_SYS(sched_getaffinity),
          SCMP_SYS(sched_yield),
          SCMP_SYS(clock_gettime),
          SCMP_SYS(clock_nanosleep),
          SCMP_SYS(nanosleep),
          SCMP_SYS(gettimeofday),
          SCMP_SYS(getpid),
          SCMP_SYS(gettid),
          SCMP_SYS(getrandom),
          SCMP_SYS(restart_syscall),
          SCMP_SYS(exit),
          SCMP_SYS(exit_group)};
}

// What only an intruder would try ends the process; all else that is not named is "not permitted", as some
// library function may look for a file and do well without.
Status close_calls(bool has_engine) {
  const std::unique_ptr<void, FilterReleaser> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
  if (!filter) return refused("seccomp", ENOMEM);
  int error = 0;
  const auto add = [&](std::uint32_t action, int call, auto... conditions) {
    const int status = seccomp_rule_add(filter.get(), action, call, sizeof...(conditions), conditions...);
    if (status < 0 && status != -EDOM && error == 0) error = status;
  };
  for (const int call : plain_calls()) add(SCMP_ACT_ALLOW, call);
  // Memory, but none that could be run as a program.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    add(SCMP_ACT_ALLOW, call, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  // Threads, but no processes. clone3 hides its flags behind a pointer: the C library then takes clone.
  add(SCMP_ACT_ALLOW, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  add(SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
  // Requests that only a graphics driver understands (drm.h: their type is 'd'), and what its library asks of
  // the descriptors that it has.
  if (has_engine) {
    add(SCMP_ACT_ALLOW, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xff00, 'd' << 8));
    add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_DUPFD_CLOEXEC));
    for (const int call : {SCMP_SYS(fstat), SCMP_SYS(lseek)}) add(SCMP_ACT_ALLOW, call);
  }
  // abort() and its last words.
  add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(::getpid())));
  for (const int call : {SCMP_SYS(write), SCMP_SYS(writev)})
    add(SCMP_ACT_ALLOW, call, SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO));
#if defined(GATECAST_SANITIZED)
  // The sanitizers ask the kernel, through a pipe, whether memory can be read before they look at an object.
  for (const int call : {SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(write)}) add(SCMP_ACT_ALLOW, call);
#endif
  for (const int call :
       {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(ptrace)})
    add(SCMP_ACT_KILL_PROCESS, call);
  if (error < 0) return refused("seccomp", -error);
  if (error = seccomp_load(filter.get()); error < 0) return refused("seccomp", -error);
  return {};
}

[[maybe_unused]] std::uint64_t address_space_now() {
  unsigned long pages = 0;
  if (auto* file = std::fopen("/proc/self/statm", "re"); file != nullptr) {
    if (std::fscanf(file, "%lu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

Status limit(__rlimit_resource resource, rlim_t value, const char* what) {
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return refused(what, errno);
  const rlim_t least = std::min(now.rlim_max, value);
  const rlimit lowered{least, least};
  if (setrlimit(resource, &lowered) != 0) return refused(what, errno);
  return {};
}

}  // namespace

Status confine(const Limits& limits) {
  // One arena: others would reserve address space by the hundred megabytes.
  mallopt(M_ARENA_MAX, 1);
  // When the machine runs out of memory, a decoder goes first.
  if (const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
    if (::write(file, "1000", 4) != 4) errno = 0;  // not allowed everywhere; the limit below holds
    ::close(file);
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no new privileges", errno);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("no dumps", errno);
  GATECAST_TRY_STATUS(limit(RLIMIT_CORE, 0, "core files"));
  GATECAST_TRY_STATUS(limit(RLIMIT_FSIZE, 0, "files"));
  GATECAST_TRY_STATUS(limit(RLIMIT_CPU, limits.cpu_seconds, "processor time"));
#if !defined(GATECAST_SANITIZED)
  GATECAST_TRY_STATUS(limit(RLIMIT_AS, address_space_now() + limits.memory_bytes, "memory"));
#endif
  return close_calls(limits.has_engine != 0);
}

}  // namespace gatecast::isolate

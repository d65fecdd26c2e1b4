#include "player/preview/confine.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace gatecast::preview {
namespace {

auto refused(const char* what, int error) {
  return fail(environment_error("preview.confine", what, std::strerror(error)));
}

struct FilterReleaser {
  void operator()(void* filter) const { seccomp_release(filter); }
};

// Denied, not deadly: a library that tries gets "not permitted" and says so.
Status deny_calls() {
  const std::unique_ptr<void, FilterReleaser> filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter) return refused("seccomp", ENOMEM);
  for (const int call :
       {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(execve), SCMP_SYS(execveat),
        SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kill),
        SCMP_SYS(mount), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
        SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(keyctl), SCMP_SYS(bpf)}) {
    const int error = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
    if (error < 0 && error != -EDOM) return refused("seccomp", -error);
  }
  if (const int error = seccomp_load(filter.get()); error < 0) return refused("seccomp", -error);
  return {};
}

// Never raised: the caller may have set a lower one.
Status lower(__rlimit_resource resource, rlim_t most, const char* what) {
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return refused(what, errno);
  const rlim_t value = std::min({now.rlim_cur, now.rlim_max, most});
  const rlimit lowered{value, value};
  if (setrlimit(resource, &lowered) != 0) return refused(what, errno);
  return {};
}

}  // namespace

Status confine_for_measuring() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no new privileges", errno);
  GATECAST_TRY_STATUS(lower(RLIMIT_CORE, 0, "core files"));
  GATECAST_TRY_STATUS(lower(RLIMIT_NOFILE, 256, "open files"));
#if !defined(GATECAST_SANITIZED)
  GATECAST_TRY_STATUS(lower(RLIMIT_AS, rlim_t{6} << 30U, "memory"));
#endif
  return deny_calls();
}

}  // namespace gatecast::preview

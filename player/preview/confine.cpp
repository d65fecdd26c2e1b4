#include "player/preview/confine.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

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

}  // namespace

Status confine_for_measuring() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no new privileges", errno);
  const rlimit no_core{0, 0};
  if (setrlimit(RLIMIT_CORE, &no_core) != 0) return refused("core files", errno);
  const rlimit few_files{256, 256};
  if (setrlimit(RLIMIT_NOFILE, &few_files) != 0) return refused("open files", errno);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  constexpr rlim_t kMemory = rlim_t{6} << 30U;
  const rlimit memory{kMemory, kMemory};
  if (setrlimit(RLIMIT_AS, &memory) != 0) return refused("memory", errno);
#endif
  return deny_calls();
}

}  // namespace gatecast::preview

// The kernel's word on its clock, as a time service leaves it that has heard from its server; with
// TOLD_CLOCK=no, as one that has not. For LD_PRELOAD: a test machine may have either.
#include <sys/timex.h>

#include <cstdlib>
#include <cstring>

extern "C" int adjtimex(timex* state) noexcept {
  const char* told = std::getenv("TOLD_CLOCK");
  const bool is_told = told == nullptr || std::strcmp(told, "no") != 0;
  *state = {};
  state->status = is_told ? STA_PLL : STA_UNSYNC;
  return is_told ? TIME_OK : TIME_ERROR;
}

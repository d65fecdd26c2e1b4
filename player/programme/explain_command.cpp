#include "player/programme/explain_command.h"

#include <cmath>
#include <cstdio>

#include "content-sync/base/disk.h"
#include "player/programme/calendar_file.h"
#include "player/programme/explain.h"

namespace gatecast::programme {
namespace {

constexpr double kUsualHours = 24;

Duration hours(double count) {
  return Duration(std::llround(count * 3'600'000'000.0));
}

}  // namespace

Status print_explanation(const bundle::Release& release, const Situation& situation,
                         const ExplainRequest& request) {
  if (!request.ics.empty()) {
    const auto length = hours(request.hours > 0 ? request.hours : kUsualHours);
    const auto file = calendar_file(release, agenda(release, situation, request.now, length));
    if (request.ics == "-") {
      std::fputs(file.c_str(), stdout);
      return {};
    }
    SystemDisk disk;
    GATECAST_TRY_STATUS(write_file_durably(disk, request.ics, file));
  }
  const Question question{request.now, hours(request.hours), request.about};
  const auto text = request.is_json ? explain_as_json(release, situation, question)
                                    : explain_in_words(release, situation, question);
  std::fputs(text.c_str(), stdout);
  return {};
}

}  // namespace gatecast::programme

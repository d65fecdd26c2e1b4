#include "content-sync/doctor/doctor.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/doctor/machine_findings.h"
#include "content-sync/doctor/store_findings.h"

namespace gatecast::doctor {
namespace {

void add(Findings& findings, Findings more) {
  for (auto& one : more)
    if (std::none_of(findings.begin(), findings.end(), [&](const auto& other) {
          return other.rule == one.rule && other.subject == one.subject;
        }))
      findings.push_back(std::move(one));
}

// What was found now explains, or has overtaken, what the agent noted at its last attempt.
void drop_what_is_explained(Findings& findings) {
  const bool is_other_root = has(findings, "root.other") || has(findings, "root.broken_chain");
  std::erase_if(findings, [&](const Finding& one) {
    if (one.rule == "sync.failing") return one.detail.find("[fetch.") != std::string::npos;
    return one.rule == "content.refused" && is_other_root;
  });
  // That nobody asked yet is the cause only where there is no other.
  const auto others = std::count_if(findings.begin(), findings.end(),
                                    [](const auto& one) { return one.rule != "content.never"; });
  if (others > 0) std::erase_if(findings, [](const auto& one) { return one.rule == "content.never"; });
}

}  // namespace

Findings examine_files(Disk& disk, const Kiosk& kiosk) {
  Findings findings = settings_findings(kiosk);
  if (!findings.empty()) return findings;
  add(findings, root_findings(disk, kiosk));
  add(findings, clock_findings(kiosk));
  add(findings, disk_findings(disk, kiosk));
  if (has(findings, "store.missing")) return findings;
  add(findings, permission_findings(kiosk));
  add(findings, program_findings(kiosk));
  add(findings, content_findings(disk, kiosk));
  return findings;
}

Findings examine(Disk& disk, const Kiosk& kiosk, const Patience& patience) {
  auto findings = examine_files(disk, kiosk);
  if (kiosk.settings_error) return findings;
  // The server knows which channels there are: its answer stands before the agent's note.
  auto way = way_findings(disk, kiosk, patience);
  const bool is_none_known = has(way, "content.none");
  if (is_none_known) std::erase_if(findings, [](const auto& one) { return one.rule == "content.none"; });
  add(findings, std::move(way));
  drop_what_is_explained(findings);
  return findings;
}

std::string summary(const Findings& findings, Language language) {
  std::string text;
  const auto count = findings.size();
  if (language != Language::en)
    text += count == 0
                ? "Không thấy lỗi: cấu hình, khóa gốc, giờ máy, ổ đĩa, quyền tệp, hai chương trình, nội "
                  "dung,\nmạng và máy chủ đều tốt.\n"
                : fmt::format("Thấy {} vấn đề; vấn đề đầu thường là nguyên nhân.\n", count);
  if (language != Language::vi)
    text += count == 0
                ? "All is well: settings, root, clock, disk, permissions, both programs, content, network "
                  "and\nserver.\n"
            : count == 1 ? "One thing was found.\n"
                         : fmt::format("{} things were found; the first is often the cause.\n", count);
  return text + "\n";
}

}  // namespace gatecast::doctor

#include "player/preview/probe.h"

#include "content-sync/base/json_value.h"
#include "player/decode/probe.h"
#include "player/decode/tile_maker.h"
#include "player/preview/embedded_subtitles.h"

namespace gatecast::preview {
namespace {

using nlohmann::json;

// Facts in the words of a release document, by writing a release that holds nothing else.
json facts_as_written(const decode::ProbeReport& report, const char* member) {
  bundle::Release release;
  const Sha256 any;
  if (report.media) release.media[any] = *report.media;
  if (report.picture) release.pictures[any] = *report.picture;
  const auto document = json::parse(bundle::write_release(release));
  const auto facts = document.find(member);
  if (facts == document.end() || facts->empty()) return nullptr;
  return facts->begin().value();
}

json fault_to_json(const std::string& rule, const std::string& message, const std::string& hint,
                   bool is_warning) {
  return {{"rule", rule}, {"message", message}, {"hint", hint}, {"is_warning", is_warning}};
}

Result<decode::ProbeReport> probe(Disk& disk, const Path& path, int loudness_mlufs, bool is_for_gallery) {
  GATECAST_TRY(auto file, disk.open_read(path));
  decode::ProbeOptions options;
  options.target_mlufs = loudness_mlufs;
  if (is_for_gallery) options.picture_limits = decode::gallery_limits();
  return decode::probe_file(std::move(file), path.string(), options);
}

// As files, so that a build can take them in. What cannot be read is told by the faults of those who want it.
void add_subtitles(Disk& disk, const Path& path, json& entry) {
  const auto files = embedded_subtitles(disk, path);
  if (!files) return;
  for (const auto& [stream, bytes] : *files)
    entry["subtitle_files"].push_back({{"stream_index", stream}, {"text", bytes}});
}

}  // namespace

Measured probe_files(Disk& disk, const std::vector<Path>& files, int loudness_mlufs, bool is_for_gallery) {
  Measured measured;
  measured.is_fine = true;
  json out = json::array();
  for (const auto& path : files) {
    json entry{{"file", path.string()}, {"media", nullptr}, {"picture", nullptr}, {"faults", json::array()}};
    if (const auto report = probe(disk, path, loudness_mlufs, is_for_gallery)) {
      if (report->media) entry["media"] = facts_as_written(*report, "media");
      if (report->media && !report->media->subtitles.empty()) add_subtitles(disk, path, entry);
      if (report->picture) entry["picture"] = facts_as_written(*report, "pictures");
      for (const auto& fault : report->faults) {
        entry["faults"].push_back(fault_to_json(fault.rule, fault.message, fault.hint, fault.is_warning));
        measured.is_fine = measured.is_fine && fault.is_warning;
      }
    } else {
      const auto& error = report.error();
      entry["faults"].push_back(fault_to_json(error.rule, error.message, error.hint, false));
      measured.is_fine = false;
    }
    out.push_back(std::move(entry));
  }
  measured.json = json{{"files", out}}.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  return measured;
}

}  // namespace gatecast::preview

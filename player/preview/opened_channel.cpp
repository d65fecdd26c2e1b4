#include "player/preview/opened_channel.h"

#include <cstdio>

#include "content-sync/base/memory_file.h"
#include "content-sync/source/draft.h"
#include "content-sync/store/verified_reader.h"
#include "player/decode/probe.h"
#include "player/preview/embedded_subtitles.h"

namespace gatecast::preview {
namespace {

constexpr std::uint64_t kLargestRelease = std::uint64_t{16} << 20U;

// What a clip leaves open is taken from its video, as the build will do.
void complete(bundle::Item& item, const source::OpenClip& open, const bundle::MediaFacts& facts) {
  auto* clip = std::get_if<bundle::Clip>(&item.body);
  if (clip == nullptr) return;
  if (open.until_end || clip->out_us == 0) clip->out_us = facts.duration_us;
  if (open.own_duration || item.duration_us == 0) item.duration_us = clip->out_us - clip->in_us;
  if (!open.own_sounds) return;
  for (const auto& sound : facts.audio)
    clip->sounds.push_back({sound.language, std::nullopt, sound.stream_index});
}

void take_in_subtitles(Disk& disk, source::Draft& draft, const source::DraftFile& film, bundle::Clip& clip,
                       const source::OpenClip& open, const bundle::MediaFacts& facts) {
  if (open.subtitles.empty()) return;
  const auto texts = embedded_subtitles(disk, film.path);
  if (!texts) return;  // the build tells of it
  for (const auto& wanted : open.subtitles) {
    const auto number = static_cast<std::size_t>(wanted.number);
    if (number >= facts.subtitles.size()) continue;
    const auto text = texts->find(facts.subtitles[number].stream_index);
    if (text == texts->end()) continue;
    const auto shown = film.shown + " (subtitles " + std::to_string(number) + ")";
    clip.subtitles.push_back({wanted.language, source::take_in(draft, text->second, shown, wanted.subject)});
  }
}

void glance_at_films(Disk& disk, source::Draft& draft, source::Faults& faults) {
  for (auto& [id, item] : draft.release.items) {
    auto* clip = std::get_if<bundle::Clip>(&item.body);
    if (clip == nullptr) continue;
    const auto file = draft.files.find(clip->video);
    if (file == draft.files.end()) continue;
    auto facts = [&]() -> Result<bundle::MediaFacts> {
      GATECAST_TRY(auto opened, disk.open_read(file->second.path));
      return decode::glance_at_file(std::move(opened), file->second.shown);
    }();
    if (!facts) {
      faults.push_back({source::Severity::error, facts.error()});
      continue;
    }
    complete(item, draft.open_clips[id], *facts);
    take_in_subtitles(disk, draft, file->second, *clip, draft.open_clips[id], *facts);
    draft.release.media[clip->video] = std::move(*facts);
  }
}

Result<OpenedChannel> open_draft(Disk& disk, const Path& folder) {
  GATECAST_TRY(auto reading, source::read_draft(disk, folder));
  OpenedChannel opened;
  opened.is_draft = true;
  opened.faults = std::move(reading.faults);
  glance_at_films(disk, reading.draft, opened.faults);
  const auto files = reading.draft.files;
  for (const auto& [hash, file] : files) opened.files[hash] = file.shown;
  auto content = std::make_shared<playback::Content>();
  content->release = std::make_shared<const bundle::Release>(std::move(reading.draft.release));
  content->open_object = [&disk, files](const Sha256& object) -> Result<std::unique_ptr<ReadFile>> {
    const auto found = files.find(object);
    if (found == files.end()) {
      return fail(content_error("preview.object", object.hex(), "no file of this folder has this content"));
    }
    if (found->second.made) return std::make_unique<MemoryFile>(found->second.made);
    return disk.open_read(found->second.path);
  };
  opened.content = std::move(content);
  return opened;
}

Result<OpenedChannel> open_build(Disk& disk, const Path& folder) {
  const auto document = folder / "release.json";
  GATECAST_TRY(const auto bytes, read_file(disk, document, kLargestRelease));
  GATECAST_TRY(auto release, bundle::parse_release(bytes, document.string()));
  OpenedChannel opened;
  for (const auto& [hash, object] : release.objects) opened.files[hash] = store::object_path("objects", hash);
  auto content = std::make_shared<playback::Content>();
  content->release = std::make_shared<const bundle::Release>(std::move(release));
  const auto shared = content->release;
  content->open_object = [&disk, shared, folder](const Sha256& object) -> Result<std::unique_ptr<ReadFile>> {
    const auto found = shared->objects.find(object);
    if (found == shared->objects.end()) {
      return fail(content_error("preview.object", object.hex(), "the release does not name this object"));
    }
    return store::open_verified(disk, folder / "objects", found->second);
  };
  opened.content = std::move(content);
  return opened;
}

bool has_file(Disk& disk, const Path& path) {
  const auto status = disk.status(path);
  return status && status->kind == FileKind::file;
}

Result<OpenedChannel> open_either(Disk& disk, const Path& folder) {
  if (has_file(disk, folder / "channel.json")) return open_draft(disk, folder);
  if (has_file(disk, folder / "release.json")) return open_build(disk, folder);
  return fail(usage_error("preview.folder", folder.string(), "neither a source folder nor a build folder",
                          "give the folder that holds channel.json, or the one that `gatecast build` made"));
}

}  // namespace

Result<OpenedChannel> open_channel(Disk& disk, const Path& folder,
                                   std::shared_ptr<isolate::Nursery> nursery) {
  GATECAST_TRY(auto channel, open_either(disk, folder));
  auto content = std::make_shared<playback::Content>(*channel.content);
  content->nursery = std::move(nursery);
  channel.content = std::move(content);
  return channel;
}

int print_faults(const OpenedChannel& channel) {
  for (const auto& fault : channel.faults) {
    std::fprintf(stderr, "%s%s\n", fault.severity == source::Severity::warning ? "warning: " : "",
                 to_string(fault.error).c_str());
  }
  return source::has_errors(channel.faults) ? 1 : 0;
}

}  // namespace gatecast::preview

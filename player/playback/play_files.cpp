#include "player/playback/play_files.h"

#include "player/decode/probe.h"

namespace gatecast::playback {
namespace {

// Plain files become a release in memory whose objects are the files themselves.
struct Draft {
  std::shared_ptr<bundle::Release> release = std::make_shared<bundle::Release>();
  std::map<Sha256, Path> files;
  std::vector<bundle::Item> items;
};

Status add_file(Draft& draft, const Path& file) {
  SystemDisk disk;
  GATECAST_TRY(auto opened, disk.open_read(file));
  GATECAST_TRY(auto facts, decode::glance_at_file(std::move(opened), file.string()));
  if (!facts.video || facts.duration_us <= 0)
    return fail(content_error("media.no_video", file.string(),
                              "there is no film of known length in this file",
                              "see gatecast-preview --probe"));
  bundle::Item item;
  item.id = "file/" + std::to_string(draft.items.size() + 1) + "-" + file.filename().string();
  item.duration_us = facts.duration_us;
  bundle::Clip clip;
  clip.video = sha256(item.id);
  clip.out_us = facts.duration_us;
  for (const auto& audio : facts.audio)
    clip.sounds.push_back({audio.language, std::nullopt, audio.stream_index});
  item.body = clip;
  draft.files[clip.video] = file;
  draft.release->media[clip.video] = std::move(facts);
  draft.release->items[item.id] = item;
  draft.items.push_back(std::move(item));
  return {};
}

}  // namespace

Status play_files(const PlayFilesOptions& options) {
  Draft draft;
  for (const auto& file : options.files) GATECAST_TRY_STATUS(add_file(draft, file));
  Duration once(0);
  for (const auto& item : draft.items) once += Duration(item.duration_us);
  auto content = std::make_shared<Content>();
  content->release = draft.release;
  content->open_object = [files = draft.files](const Sha256& hash) -> Result<std::unique_ptr<ReadFile>> {
    SystemDisk disk;
    return disk.open_read(files.at(hash));
  };
  PlayerOptions player;
  player.screen = options.screen;
  player.seconds = options.seconds.value_or(once);
  player.stats = options.stats;
  player.process_start = options.process_start;
  content->nursery = options.nursery;
  player.nursery = options.nursery;
  player.content = content;
  player.timeline = files_timeline(draft.items);
  GATECAST_TRY(const auto made, Player::create(std::move(player)));
  return made->run();
}

}  // namespace gatecast::playback

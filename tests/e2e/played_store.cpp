#include "tests/e2e/played_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "content-sync/store/object_writer.h"
#include "content-sync/store/verified_reader.h"
#include "player/decode/probe.h"
#include "tests/support/devices.h"
#include "tests/support/duty.h"
#include "tests/support/made_film.h"

namespace gatecast::test {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return std::move(*result);
}
void must(const Status& status) {
  if (!status) throw std::runtime_error(to_string(status.error()));
}

Bytes file_bytes(const std::string& path) {
  SystemDisk disk;
  return must(read_file(disk, path, 64U << 20U));
}

}  // namespace

// Signed before now, whatever day it is here: else the player takes its clock for a wrong one.
PlayedStore::PlayedStore()
    : repository_({"lao-bao-hall", "la-lay-gate"},
                  std::min(test_time(), SystemClock().now() - std::chrono::hours(1))) {
  SystemDisk disk;
  must(write_file_durably(disk, folder_.path() + "/root.json", repository_.root_file(1)));
}

std::vector<std::string> PlayedStore::command(const std::vector<std::string>& more) const {
  std::vector<std::string> command{GATECAST_BIN_DIR "/gatecast-player",
                                   "--store",
                                   store(),
                                   "--root",
                                   folder_.path() + "/root.json",
                                   "--channel",
                                   "lao-bao-hall",
                                   "--state",
                                   state(),
                                   "--stats",
                                   stats()};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Sha256 PlayedStore::add_film(const ColourFilm& film) {
  const auto path = film.file.empty() ? fmt::format("{}/{:06x}.mp4", folder_.path(), film.colour) : film.file;
  if (!std::filesystem::exists(path))
    made_film(path, {.picture = fmt::format("color=0x{:06x}:s=640x360:r=25:d=4", film.colour),
                     .sound = "sine=f=440:d=4",
                     .video_codec = {"-c:v", "libx264", "-g", "25"}});
  const auto object = add_object(sample_, file_bytes(path), "video/mp4");
  SystemDisk disk;
  const auto& measured = film.measured.empty() ? path : film.measured;
  const auto report = must(decode::probe_file(must(disk.open_read(measured)), measured));
  // Two mutilated films may be the same bytes: the facts of the first hold for both.
  auto& facts = sample_.release.media.try_emplace(object, *report.media).first->second;
  if (film.is_understated) facts.video->width_px = facts.video->height_px = 16;
  return object;
}

std::int64_t PlayedStore::publish(const std::vector<ColourFilm>& films, std::int64_t slot_us,
                                  const std::function<void(bundle::Release& release)>& edit,
                                  const std::string& channel) {
  sample_ = sample_release(channel, ++number_);
  auto& release = sample_.release;
  release.screen = {640, 360, 1210, 680, 5000};
  auto welcome = release.items.at("gate/welcome");
  std::get<bundle::Slide>(welcome.body).texts.erase("text");
  std::get<bundle::Slide>(welcome.body).layout = "title";  // the still holds no facts
  release.items.clear();
  release.fonts.clear();
  release.overlays.clear();
  release.objects.clear();
  release.media.clear();
  release.pictures.clear();
  sample_.objects.clear();
  for (const auto& [script, file] :
       {std::pair{"Latn", "NotoSans-Regular.ttf"}, std::pair{"Laoo", "NotoSansLao-Regular.ttf"}})
    release.fonts.push_back(
        {script, bundle::FontRole::text, 400,
         add_object(sample_, file_bytes(std::string("/usr/share/fonts/truetype/noto/") + file), "font/ttf"),
         0});
  auto& playlist = release.playlists.at("day");
  playlist.entries.clear();
  for (const auto& film : films) {
    bundle::Item item;
    item.id = film.item;
    item.name = {{"vi", film.item}};
    item.topic = "place";
    item.duration_us = slot_us;
    item.rights = "test";
    bundle::Clip clip;
    clip.video = add_film(film);
    clip.out_us = release.media.at(clip.video).duration_us;
    const auto& sounds = release.media.at(clip.video).audio;
    if (!sounds.empty()) clip.sounds = {{"", std::nullopt, sounds.front().stream_index}};
    item.body = clip;
    release.items[item.id] = item;
    playlist.entries.push_back({item.id, 1});
  }
  if (films.empty()) {
    release.items[welcome.id] = welcome;
    release.events.clear();
    release.playlists.clear();
  }
  if (edit) edit(release);
  take_in_objects();
  repository_.publish_release(channel, bundle::write_release(release), number_);
  SystemDisk disk;
  auto opened = must(store::Store::open(disk, store()));
  store::GenerationFiles files{{"1.root.json", repository_.root_file(1)},
                               {"timestamp.json", repository_.timestamp_file()},
                               {"snapshot.json", repository_.snapshot_file()},
                               {"targets.json", repository_.role_file("targets")},
                               {"content-" + channel + ".json", repository_.role_file("content-" + channel)},
                               {"release.json", bundle::write_release(release)}};
  const auto generation = must(opened.write_generation(files));
  must(opened.activate(generation));
  return generation;
}

void PlayedStore::take_in_objects() {
  SystemDisk disk;
  auto opened = must(store::Store::open(disk, store()));
  for (const auto& [hash, bytes] : sample_.objects) {
    if (must(opened.has(hash, bytes.size()))) continue;
    auto writer =
        must(store::ObjectWriter::create(disk, opened.folder(), {hash, bytes.size(), std::nullopt}));
    must(writer.append(bytes));
    must(writer.finish());
  }
}

void PlayedStore::say(const std::vector<bundle::Statement>& statements) {
  if (!repository_.targets.contains(store::kAlertRole)) add_officers(repository_);
  test::say(repository_, statements);
  SystemDisk disk;
  must(write_file_durably(disk, Path(store()) / store::kStatementFile,
                          store::write_statement_files(statement_files(repository_))));
}

void PlayedStore::ask(const bundle::DeviceState& wish) {
  if (!repository_.targets.contains(bundle::device_role(wish.site))) add_device_role(repository_);
  test::ask(repository_, wish);
  SystemDisk disk;
  must(write_file_durably(disk, Path(store()) / store::kDeviceFile,
                          store::write_role_files(device_files(repository_))));
}

std::string PlayedStore::named(const std::string& more) const {
  const auto path = folder_.path() + "/kiosk.json";
  std::ofstream(path) << R"({"site": "lao-bao", "kiosk": "hall-1")" << (more.empty() ? "" : ", ") << more
                      << "}";
  return path;
}

void PlayedStore::forget_wishes() const {
  std::filesystem::remove(Path(store()) / store::kDeviceFile);
}

void PlayedStore::activate(std::int64_t generation) {
  SystemDisk disk;
  auto opened = must(store::Store::open(disk, store()));
  must(opened.activate(generation));
}

void PlayedStore::damage(const std::string& item) {
  const auto& clip = std::get<bundle::Clip>(sample_.release.items.at(item).body);
  const auto path = store::object_path(Path(store()) / "objects", clip.video);
  SystemDisk disk;
  auto bytes = file_bytes(path);
  const auto at = bytes.size() / 2;
  auto file = must(disk.open_write(path, OpenMode::keep));
  must(file->write_at(at, std::string(1, static_cast<char>(bytes[at] ^ 1))));
}

void PlayedStore::damage_release(std::int64_t generation) {
  const auto path = Path(store()) / "generations" / std::to_string(generation) / "release.json";
  auto bytes = file_bytes(path);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  SystemDisk disk;
  must(write_file_durably(disk, path, bytes));
}

Bytes PlayedStore::state_file(const std::string& name) const {
  SystemDisk disk;
  const auto bytes = read_file(disk, Path(state()) / name, 1U << 20U);
  return bytes ? *bytes : Bytes();
}

}  // namespace gatecast::test

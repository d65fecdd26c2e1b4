// What verification costs while a film is read, beside reading the same file unverified and beside a store
// that was verified before and lies in memory; and what the player does at its start with a store of 10 GB,
// beside one of a few objects: it verifies signatures and the release's document, and reads no object that is
// not due.
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>

#include "content-sync/bundle/piece_list.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;

namespace {

constexpr std::size_t kFilm = std::size_t{128} << 20U;
constexpr std::size_t kBlock = std::size_t{64} << 10U;  // a demuxer's read
constexpr double kFilmRate = 1e6;                       // bytes a second: 8 Mbit/s

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double best_of_three(const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const double begin = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", to_string(result.error()).c_str());
  std::exit(3);
}

void put(const Path& file, ByteView bytes) {
  std::filesystem::create_directories(file.parent_path());
  SystemDisk disk;
  if (!need(disk.open_write(file, OpenMode::replace))->write_at(0, bytes)) std::exit(3);
}

void read_through(ReadFile& file, std::size_t length) {
  std::string block(kBlock, '\0');
  for (std::size_t at = 0; at < length; at += kBlock) need(file.read_at(at, block));
}

void tell(const char* what, double seconds, double plain) {
  const double of_a_core = seconds / static_cast<double>(kFilm) * kFilmRate;
  std::printf("%-44s %7.3f s of processor time for 128 MiB, %6.2f x, %5.2f %% of a core at 8 Mbit/s\n", what,
              seconds, seconds / plain, of_a_core * 100);
}

void reading(const Path& folder) {
  Bytes film(kFilm, '\0');
  std::mt19937_64 random(4);
  for (std::size_t at = 0; at < kFilm; at += 8) {
    const auto noise = random();
    std::memcpy(film.data() + at, &noise, 8);
  }
  bundle::PieceCutter cutter;
  cutter.update(film);
  const auto list = bundle::write_piece_list(cutter.finish());
  bundle::ObjectRef object;
  object.sha256 = sha256(film);
  object.length_bytes = kFilm;
  object.pieces = sha256(list);
  object.pieces_length_bytes = list.size();
  put(store::object_path(folder, object.sha256), film);
  put(store::object_path(folder, object.pieces), list);
  SystemDisk disk;
  const double plain = best_of_three([&] {
    const auto file = need(disk.open_read(store::object_path(folder, object.sha256)));
    read_through(*file, kFilm);
  });
  tell("read, not verified", plain, plain);
  tell("read from memory, verified before", best_of_three([&] {
         std::string block(kBlock, '\0');
         for (std::size_t at = 0; at < kFilm; at += kBlock)
           std::memcpy(block.data(), film.data() + at, kBlock);
       }),
       plain);
  tell("read, every piece verified", best_of_three([&] {
         const auto file = need(store::open_verified(disk, folder, object));
         read_through(*file, kFilm);
       }),
       plain);
  tell("SHA-256 alone", best_of_three([&] { static_cast<void>(sha256(film)); }), plain);
}

// As the agent writes it; `films` of 25 MB each, which are not there: the start must not ask for them.
double start(const Path& folder, int films) {
  auto sample = test::sample_release();
  auto& release = sample.release;
  for (int i = 0; i < films; ++i) {
    const auto name = "film " + std::to_string(i);
    bundle::ObjectRef object = release.objects.begin()->second;
    object.sha256 = sha256(name);
    object.length_bytes = 25'000'000;
    object.pieces = sha256("pieces of " + name);
    object.pieces_length_bytes = 110'000;
    auto item = release.items.at("tourism/ridge");
    item.id = "tourism/film-" + std::to_string(i);
    auto& clip = std::get<bundle::Clip>(item.body);
    release.media[object.sha256] = release.media.at(clip.video);
    clip.video = object.sha256;
    release.objects[object.sha256] = object;
    release.items[item.id] = std::move(item);
  }
  test::TestRepository repository;
  repository.publish_release("lao-bao-hall", bundle::write_release(release), 1);
  put(folder / "1.root.json", repository.root_file(1));
  put(folder / "timestamp.json", repository.timestamp_file());
  put(folder / "snapshot.json", repository.snapshot_file());
  put(folder / "targets.json", repository.role_file("targets"));
  put(folder / "content-lao-bao-hall.json", repository.role_file("content-lao-bao-hall"));
  put(folder / "release.json", bundle::write_release(release));
  SystemDisk disk;
  return best_of_three([&] {
    static_cast<void>(
        need(store::load_verified_release(disk, folder, repository.root_file(1), "lao-bao-hall", {})));
  });
}

}  // namespace

int main() {
  std::string pattern = (std::filesystem::temp_directory_path() / "gatecast-bench-XXXXXX").string();
  const Path folder = mkdtemp(pattern.data());
  reading(folder / "objects");
  std::printf("release verified at the start, a few objects     %8.2f ms\n",
              start(folder / "small", 0) * 1e3);
  std::printf("release verified at the start, 400 films, 10 GB  %8.2f ms\n",
              start(folder / "large", 400) * 1e3);
  std::filesystem::remove_all(folder);
  return 0;
}

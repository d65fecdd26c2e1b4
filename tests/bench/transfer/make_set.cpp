// The set that the transfer of changes is measured with: ten films of 20 MiB that nothing can compress, four
// of them edited in nine places each. Writes FOLDER/old and FOLDER/new (plain files), FOLDER/one and
// FOLDER/two (repositories that hold release 1, and 1 and 2), FOLDER/root.json; prints how many bytes are
// new. Sizes in MiB may be given.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFilms = 10;
constexpr std::size_t kEdited = 4;

Bytes random_bytes(std::size_t length, std::mt19937_64& random) {
  Bytes bytes(length, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

void write(const fs::path& path, ByteView bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

void publish(test::TestRepository& repository, std::int64_t number, const std::vector<Bytes>& films) {
  auto sample = test::sample_release("lao-bao-hall", number, "same");
  for (const auto& film : films) test::add_object(sample, film, "video/mp4");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
}

void put(const fs::path& folder, const std::string& name, const std::string& repository_name,
         const test::TestRepository& repository, const std::vector<Bytes>& films) {
  for (std::size_t i = 0; i < films.size(); ++i)
    write(folder / name / ("film" + std::to_string(i) + ".bin"), films[i]);
  for (const auto& [path, bytes] : repository.files) write(folder / repository_name / path, bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::cerr << "usage: transfer_set FOLDER [MIB_A_FILM]\n", 2;
  const fs::path folder = argv[1];
  const std::size_t length = (argc > 2 ? std::stoul(argv[2]) : 20) << 20U;
  std::mt19937_64 random(2026);
  std::vector<Bytes> films;
  for (std::size_t i = 0; i < kFilms; ++i) films.push_back(random_bytes(length, random));
  test::TestRepository repository;
  write(folder / "root.json", repository.root_file(1));
  publish(repository, 1, films);
  put(folder, "old", "one", repository, films);
  std::uint64_t new_bytes = 0;
  for (std::size_t i = 0; i < kEdited; ++i) {
    auto& film = films[i * 2];
    for (int edit = 0; edit < 8; ++edit)
      film.replace(random() % (film.size() - 65'536), 65'536, random_bytes(65'536, random));
    film.insert(film.size() / 2, random_bytes(100'000, random));
    new_bytes += 8 * 65'536 + 100'000;
  }
  publish(repository, 2, films);
  put(folder, "new", "two", repository, films);
  std::cout << new_bytes << "\n";
  return 0;
}

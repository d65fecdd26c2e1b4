// A kiosk's store with releases that the player can really play: films of one plain colour, signed by two
// editors. Made by the ffmpeg program; typefaces of the Noto packages. Threads: one owner. Errors: throws,
// which fails the test.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "content-sync/bundle/statement.h"
#include "content-sync/store/store.h"
#include "tests/support/process.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

struct ColourFilm {
  std::string item;             // "film/red"
  std::uint32_t colour;         // 0xRRGGBB
  std::string file = {};        // this film instead of a plain colour
  bool is_understated = false;  // the release says that it is smaller than it is
  std::string measured = {};    // the release says of it what is true of this file
};

class PlayedStore {
 public:
  PlayedStore();

  // Publishes and activates a release whose day is these films, each in a slot of `slot_us`, in this order.
  // An empty list: nothing plays at this time. Returns the generation's number.
  std::int64_t publish(const std::vector<ColourFilm>& films, std::int64_t slot_us = 2'000'000,
                       const std::function<void(bundle::Release& release)>& edit = nullptr,
                       const std::string& channel = "lao-bao-hall");
  // An object of the release that is being published: for `edit`.
  Sha256 add(Bytes bytes, const std::string& media_type) {
    return add_object(sample_, std::move(bytes), media_type);
  }
  // All that officers on duty say from now on.
  void say(const std::vector<bundle::Statement>& statements);
  // All that technicians ask of the kiosk lao-bao/hall-1 from now on.
  void ask(const bundle::DeviceState& wish);
  // Settings that give the kiosk this name, and more of them: for `--config`.
  [[nodiscard]] std::string named(const std::string& more = {}) const;
  // As if the agent had never fetched any of them.
  void forget_wishes() const;
  void activate(std::int64_t generation);
  // Changes one byte in the middle of the film's object.
  void damage(const std::string& item);
  void damage_release(std::int64_t generation);

  [[nodiscard]] const bundle::Release& release() const { return sample_.release; }
  [[nodiscard]] std::string store() const { return folder_.path() + "/store"; }
  [[nodiscard]] std::string state() const { return folder_.path() + "/state"; }
  // The player has left word that the screen is dark for its hours.
  [[nodiscard]] bool says_rest() const {
    return state_file("device.json").find("resting_since") != Bytes::npos;
  }
  [[nodiscard]] std::string stats() const { return folder_.path() + "/stats.json"; }
  // The program with all that it needs.
  [[nodiscard]] std::vector<std::string> command(const std::vector<std::string>& more = {}) const;
  [[nodiscard]] Bytes state_file(const std::string& name) const;

 private:
  Sha256 add_film(const ColourFilm& film);
  void take_in_objects();

  TemporaryFolder folder_;
  TestRepository repository_;
  SampleRelease sample_;
  std::int64_t number_ = 0;
};

}  // namespace gatecast::test

// Where decoders are born: a small process, forked before the player has threads or has seen a foreign byte,
// that forks one child for each film, sound or picture to be decoded and reports how it ended. A nursery that
// is lost is replaced by a new one (the program itself, started with kNurseryCall).
// Threads: start() while there is one; bear() from any. Errors: environment errors kNurseryLost: no
// item's fault. Source: shared/design/trust.md (decoder crash or hang on one item); ARCHITECTURE.md.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "content-sync/base/queue.h"
#include "content-sync/base/result.h"
#include "player/isolate/channel.h"
#include "player/isolate/frame_region.h"

namespace gatecast::isolate {

inline constexpr std::string_view kNurseryLost = "decoder.nursery";  // the rule of such an error

// The player's ends of one decoder. Letting go of `life` ends it, whatever it is doing.
struct Cradle {
  Channel talk;
  Channel life;
  std::shared_ptr<const FrameRegion> region;  // null: none was asked for
};

class Nursery {
 public:
  static Result<std::shared_ptr<Nursery>> start();
  ~Nursery();  // ends all decoders and waits for them: their processor time is then known
  Nursery(const Nursery&) = delete;
  Nursery& operator=(const Nursery&) = delete;

  Result<Cradle> bear(const std::string& name, std::uint64_t region_bytes);
  void end();  // as the destructor does, for whoever wants the processor time before

 private:
  struct House {
    Channel talk;
    int pid = -1;
  };
  Nursery() : house_("nursery", 1) {}
  static Result<Cradle> bear_in(const House& house, const std::string& name, std::uint64_t region_bytes);
  static Result<House> built_anew();
  static void close(House house);

  Queue<House> house_;  // whoever has taken it out speaks with the nursery
};

inline constexpr const char* kNurseryCall = "--decoder-nursery";
// True when the program was started to be a nursery: then run_nursery is all that it does.
bool is_nursery_call(int argc, char** argv);
int run_nursery(int talk = 3);

}  // namespace gatecast::isolate

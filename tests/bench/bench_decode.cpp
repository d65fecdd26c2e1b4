// What decoding a film costs in its process apart, beside libav alone on the same film in the same run: as
// quickly as it goes and at the film's own pace, by one thread and by two. Medians of processor time in turn.
// usage: bench_decode [FILM [SECONDS]]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include "player/decode/libav.h"
#include "player/decode/probe.h"
#include "player/isolate/remote_decoder.h"
#include "tests/player/decode/clips.h"
#include "tests/player/isolate/children.h"

namespace {

using namespace gatecast;
using namespace std::chrono_literals;

double own_cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct Use {
  double cpu_s = 0;
  std::int64_t switches = 0;
};

// Of all threads of the decoders that live now.
Use of_decoders() {
  Use use;
  for (const auto& child : test::decoders_of(::getpid()))
    for (const auto& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(child.pid) + "/task")) {
      double ns = 0;
      std::ifstream(task.path() / "schedstat") >> ns;
      use.cpu_s += ns / 1e9;
      std::ifstream status(task.path() / "status");
      for (std::string word; status >> word;)
        if (word == "voluntary_ctxt_switches:" || word == "nonvoluntary_ctxt_switches:") {
          std::int64_t count = 0;
          status >> count;
          use.switches += count;
        }
    }
  return use;
}

struct Cost {
  double cpu_per_s = 0;     // of the film
  double beside_per_s = 0;  // in the process that shows it
  double switches_per_s = 0;
};

struct Film {
  std::string path;
  bundle::MediaFacts facts;
  Duration length;
};

// libav as any program uses it: its own memory, frame after frame.
Cost libav_alone(const Film& film, int threads) {
  const double before = own_cpu_s();
  auto input = decode::MediaInput::open(test::opened(film.path), film.path);
  const int stream = film.facts.video->stream_index;
  (*input)->play_only(stream);
  {
    auto codec = decode::open_decoder(**input, stream, threads, film.facts.video->reorder_depth);
    decode::PacketPtr packet(av_packet_alloc());
    decode::AvFramePtr frame(av_frame_alloc());
    const auto base = (*input)->format().streams[stream]->time_base;
    bool is_on = true;
    while (is_on) {
      const auto has_packet = (*input)->read(*packet);
      is_on = has_packet && *has_packet && decode::to_duration(packet->dts, base) < film.length;
      if (!is_on || packet->stream_index == stream)
        avcodec_send_packet(codec->get(), is_on ? packet.get() : nullptr);
      av_packet_unref(packet.get());
      while (avcodec_receive_frame(codec->get(), frame.get()) == 0) av_frame_unref(frame.get());
    }
  }
  const auto seconds = std::chrono::duration<double>(film.length).count();
  return {(own_cpu_s() - before) / seconds, 0, 0};
}

// The player's way; some frames are always looked at, as in its queue. `together`: so many frames are asked
// for at once when the first of them is due; 0: as quickly as it goes.
Cost apart(isolate::Nursery& nursery, const Film& film, decode::VideoRequest request, int together) {
  request.name = "bench";
  request.facts = film.facts;
  request.out = film.length;
  const double before = own_cpu_s();
  auto decoder = isolate::open_video(nursery, test::opened(film.path), request);
  if (!decoder) throw std::runtime_error(to_string(decoder.error()));
  std::deque<decode::Frame> kept;
  int count = 0;
  const auto started = std::chrono::steady_clock::now();
  while (true) {
    auto frame = (*decoder)->next();
    if (!frame) throw std::runtime_error(to_string(frame.error()));
    if (!*frame) break;
    if (together > 0 && count++ % together == 0) std::this_thread::sleep_until(started + (*frame)->time);
    kept.push_back(std::move(**frame));
    if (kept.size() > 6) kept.pop_front();
  }
  const auto use = of_decoders();
  const auto seconds = std::chrono::duration<double>(film.length).count();
  return {use.cpu_s / seconds, (own_cpu_s() - before) / seconds, static_cast<double>(use.switches) / seconds};
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

std::string made_film() {
  return test::made_clip(
      "bench-decode.mp4",
      {"-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=10,noise=alls=10:allf=t", "-pix_fmt", "yuv420p",
       "-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-g", "60"});
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kRounds = 3;
  auto nursery = isolate::Nursery::start();
  if (!nursery) return 1;
  Film film;
  film.path = argc > 1 ? argv[1] : made_film();
  auto facts = decode::glance_at_file(test::opened(film.path), film.path);
  if (!facts || !facts->video) return 1;
  film.facts = *facts;
  film.facts.video->reorder_depth = std::max(film.facts.video->reorder_depth, 2);
  film.length = std::min(Duration(film.facts.duration_us),
                         Duration(std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 10)));

  const auto request = [](int threads, double first = 1.5) {
    decode::VideoRequest made;
    made.threads = threads;
    made.one_thread.first = first;
    return made;
  };
  std::vector<std::pair<std::string, std::function<Cost()>>> ways{
      {"libav alone, 2 threads", [&] { return libav_alone(film, 2); }},
      {"libav alone, 1 thread", [&] { return libav_alone(film, 1); }},
      {"apart, 2 threads, as quick as it goes", [&] { return apart(**nursery, film, request(2, 0), 0); }},
      {"apart, 1 thread, as quick as it goes", [&] { return apart(**nursery, film, request(1), 0); }},
      {"apart, 2 threads, at its pace", [&] { return apart(**nursery, film, request(2, 0), 1); }},
      {"apart, 1 thread, at its pace", [&] { return apart(**nursery, film, request(1), 1); }},
      {"apart, 1 thread, two frames at once", [&] { return apart(**nursery, film, request(1), 2); }},
      {"apart, 1 thread, four frames at once", [&] { return apart(**nursery, film, request(1), 4); }},
  };
  std::map<std::string, std::vector<Cost>> costs;
  for (int round = 0; round < kRounds; ++round)
    for (const auto& [name, way] : ways) costs[name].push_back(way());
  const auto middle = [&](const std::string& name, double Cost::*field) {
    std::vector<double> values;
    for (const auto& cost : costs[name]) values.push_back(cost.*field);
    return median(std::move(values));
  };
  const double floor = middle(ways.front().first, &Cost::cpu_per_s);
  fmt::print("{:42}{:>8}{:>10}{:>12}\n", "of libav alone with 2 threads", "ratio", "beside", "switches/s");
  for (const auto& [name, way] : ways)
    fmt::print("{:42}{:8.2f}{:10.3f}{:12.0f}\n", name, middle(name, &Cost::cpu_per_s) / floor,
               middle(name, &Cost::beside_per_s) / floor, middle(name, &Cost::switches_per_s));
  return 0;
}

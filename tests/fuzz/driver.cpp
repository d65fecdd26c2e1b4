// Runs a fuzz target where libFuzzer is not: every seed as it is, then seeds that a numbered stream of random
// numbers has bent, so that run 4711 is the same on every machine. Takes libFuzzer's own options:
//   fuzz_x [-runs=N] [-max_total_time=SECONDS] [-first=RUN] FOLDER|FILE...
// Threads: one. Errors: the input that ended the process is left in crash-<target>-<run>; exit code not 0.
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
#if defined(GATECAST_SANITIZED)
extern "C" void __sanitizer_set_death_callback(void (*callback)());
#endif

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLongest = 256 * 1024;
constexpr int kSecondsForOne = 60;  // of processor time: a machine that is busy elsewhere is no hang

std::string now_running;  // the input and the name that it is left under
std::string left_as;

void leave_input() {
  std::ofstream(left_as, std::ios::binary) << now_running;
  std::fprintf(stderr, "the input is in %s\n", left_as.c_str());
}
void die(int signal) {
  std::fprintf(stderr, "%s\n", signal == SIGPROF ? "it does not end" : "a promise is broken");
  leave_input();
  _exit(1);
}

std::vector<std::string> read_seeds(const std::vector<fs::path>& places) {
  std::vector<fs::path> files;
  for (const auto& place : places) {
    if (!fs::is_directory(place)) files.push_back(place);
    if (fs::is_directory(place))
      for (const auto& entry : fs::directory_iterator(place)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

class Bender {
 public:
  explicit Bender(const std::vector<std::string>& seeds, std::uint32_t run) : seeds_(seeds), random_(run) {}

  std::string bent() {
    std::string bytes = seeds_[below(seeds_.size())];
    for (std::size_t count = 1 + below(6); count > 0; --count) bend(bytes);
    bytes.resize(std::min(bytes.size(), kLongest));
    return bytes;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  std::string part_of(const std::string& bytes) {
    const auto from = below(bytes.size());
    return bytes.substr(from, 1 + below(std::min<std::size_t>(64, bytes.size())));
  }

  void bend(std::string& bytes) {
    static constexpr const char* kNumbers[] = {"0",  "-1", "255", "65536", "2147483648", "9007199254740993",
                                               "1e9"};
    const auto at = below(bytes.size() + 1);
    switch (below(9)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
        break;
      case 2:  // an extreme number, four bytes wide
        for (std::size_t i = at; i < std::min(bytes.size(), at + 4); ++i)
          bytes[i] = static_cast<char>(below(2) == 0 ? 0xFF : below(2) * 0x7F);
        break;
      case 3:
        bytes.erase(at, 1 + below(32));
        break;
      case 4:  // said twice
        bytes.insert(at, part_of(bytes));
        break;
      case 5:  // out of another seed
        bytes.insert(at, part_of(seeds_[below(seeds_.size())]));
        break;
      case 6: {  // another number where digits stand
        const auto digit = bytes.find_first_of("0123456789", at);
        if (digit == std::string::npos) break;
        const auto end = std::min(bytes.find_first_not_of("0123456789", digit), bytes.size());
        bytes.replace(digit, end - digit, kNumbers[below(std::size(kNumbers))]);
        break;
      }
      case 7:
        if (below(4) == 0) bytes.resize(at);
        break;
      default:
        if (at < bytes.size()) std::swap(bytes[at], bytes[below(bytes.size())]);
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_;
};

void run(const std::string& name, std::string input, const std::string& number) {
  left_as = "crash-" + name + "-" + number;
  now_running = std::move(input);
  const itimerval limit{{0, 0}, {kSecondsForOne, 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(now_running.data()), now_running.size());
}

}  // namespace

int main(int argc, char** argv) {
  const std::string name = fs::path(argv[0]).filename();
  unsigned long runs = ~0UL, seconds = 0, first = 1;
  std::vector<fs::path> places;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto value = [&](const char* option, unsigned long& number) {
      if (!argument.starts_with(option)) return false;
      number = std::strtoul(argument.c_str() + std::string(option).size(), nullptr, 10);
      return true;
    };
    if (value("-runs=", runs) || value("-max_total_time=", seconds) || value("-first=", first)) continue;
    places.emplace_back(argument);
  }
  const auto seeds = read_seeds(places);
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds: name a folder or a file\n");
    return 2;
  }
  for (const int signal : {SIGABRT, SIGPROF}) std::signal(signal, die);
#if defined(GATECAST_SANITIZED)
  __sanitizer_set_death_callback(leave_input);
#endif
  for (std::size_t i = 0; i < seeds.size(); ++i) run(name, seeds[i], "seed" + std::to_string(i));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  unsigned long done = 0;
  while (done < runs && (seconds == 0 || std::chrono::steady_clock::now() < until)) {
    const auto number = first + done++;
    run(name, Bender(seeds, static_cast<std::uint32_t>(number)).bent(), std::to_string(number));
  }
  std::printf("%s: %zu seeds and %lu bent inputs\n", name.c_str(), seeds.size(), done);
  return 0;
}

#include "player/text/subtitle_pace.h"

#include <cmath>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLeastTime = 800ms;
constexpr std::size_t kMostFindings = 12;

double letters_a_second(const std::string& language) {
  if (language.starts_with("zh") || language.starts_with("ja")) return 7;
  if (language.starts_with("lo") || language.starts_with("th") || language.starts_with("km")) return 14;
  return 17;
}

std::string tenths(double value) {
  const auto rounded = std::llround(value * 10);
  return std::to_string(rounded / 10) + "." + std::to_string(rounded % 10);
}

double seconds(Duration time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

int letters_of(const std::string& utf8) {
  int letters = 0;
  for (const auto& paragraph : clean_text(utf8).paragraphs)
    for (std::size_t i = 0; i < paragraph.size(); i = cluster_end(paragraph, i))
      if (!is_ignorable(character_at(paragraph, i))) ++letters;
  return letters;
}

std::vector<PaceFinding> check_pace(const std::vector<Cue>& cues, const std::string& language) {
  std::vector<PaceFinding> findings;
  const double most = letters_a_second(language);
  const Cue* before = nullptr;
  for (const auto& cue : cues) {
    if (findings.size() == kMostFindings) break;
    const double time = seconds(cue.end - cue.start);
    const double speed = letters_of(cue.text) / time;
    if (cue.end - cue.start < kLeastTime)
      findings.push_back({cue.start, "subtitles.short",
                          "this subtitle stands for " + tenths(time) + " s only",
                          "let it stand for at least 0.8 s"});
    else if (speed > most)
      findings.push_back(
          {cue.start, "subtitles.fast",
           "this subtitle is too fast: " + tenths(speed) + " letters a second, people follow " + tenths(most),
           "shorten it, or let it stand longer"});
    else if (before != nullptr && cue.start < before->end && cue.place == before->place)
      findings.push_back({cue.start, "subtitles.overlap",
                          "this subtitle begins before the one before it has ended: both stand together",
                          "end the earlier one first, unless two persons speak"});
    if (before == nullptr || cue.end > before->end) before = &cue;
  }
  return findings;
}

}  // namespace gatecast::text

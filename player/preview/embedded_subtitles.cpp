#include "player/preview/embedded_subtitles.h"

#include <fmt/format.h>

#include "player/decode/probe.h"

namespace gatecast::preview {
namespace {

std::string clock(Duration time, bool is_ass) {
  const auto total = std::max<std::int64_t>(0, time.count() / 1000);
  const auto hours = total / 3'600'000, minutes = total / 60'000 % 60, seconds = total / 1000 % 60;
  if (is_ass) return fmt::format("{}:{:02}:{:02}.{:02}", hours, minutes, seconds, total % 1000 / 10);
  return fmt::format("{:02}:{:02}:{:02}.{:03}", hours, minutes, seconds, total % 1000);
}

// Lines that hold together within a cue: no empty ones, no arrow, and what is meant literally stays so.
std::string cue_text(const std::string& text, bool is_plain) {
  std::string out;
  for (const char c : text) {
    if (c == '\r' || (c == '\n' && (out.empty() || out.back() == '\n'))) continue;
    if (is_plain && (c == '&' || c == '<' || c == '>'))
      out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
    else
      out += c;
  }
  for (auto arrow = out.find("-->"); arrow != out.npos; arrow = out.find("-->", arrow))
    out.replace(arrow, 3, "-- ");
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

// "ReadOrder,Layer,Style,..." -> "Layer,start,end,Style,..."
std::string dialogue(const decode::SubtitlePacket& packet) {
  const auto first = packet.text.find(',');
  const auto second = first == std::string::npos ? first : packet.text.find(',', first + 1);
  if (second == std::string::npos) return {};
  std::string rest = packet.text.substr(second + 1);
  std::erase(rest, '\r');
  std::erase(rest, '\n');
  return fmt::format("Dialogue: {},{},{},{}\n", packet.text.substr(first + 1, second - first - 1),
                     clock(packet.start, true), clock(packet.end, true), rest);
}

}  // namespace

Bytes as_file(const decode::SubtitleStream& stream) {
  if (stream.codec == "ass") {
    Bytes file = stream.header;
    if (file.find("[Events]") == Bytes::npos)
      file += "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
    if (!file.ends_with('\n')) file += '\n';
    for (const auto& packet : stream.packets) file += dialogue(packet);
    return file;
  }
  const bool is_plain = stream.codec == "mov_text" || stream.codec == "text";
  Bytes file = "WEBVTT\n";
  for (const auto& packet : stream.packets) {
    const auto text = cue_text(packet.text, is_plain);
    if (text.empty() || packet.end <= packet.start) continue;
    file += fmt::format("\n{} --> {}{}{}\n{}\n", clock(packet.start, false), clock(packet.end, false),
                        packet.settings.empty() ? "" : " ", packet.settings, text);
  }
  return file;
}

Result<std::map<int, Bytes>> embedded_subtitles(Disk& disk, const Path& film) {
  GATECAST_TRY(auto glanced, disk.open_read(film));
  GATECAST_TRY(const auto facts, decode::glance_at_file(std::move(glanced), film.string()));
  std::map<int, Bytes> files;
  for (const auto& stream : facts.subtitles) {
    if (!decode::is_text_subtitle(stream.codec)) continue;
    GATECAST_TRY(auto file, disk.open_read(film));
    GATECAST_TRY(const auto read,
                 decode::read_subtitle_stream(std::move(file), film.string(), stream.stream_index));
    files[stream.stream_index] = as_file(read);
  }
  return files;
}

}  // namespace gatecast::preview

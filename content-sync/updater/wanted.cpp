// What kiosks of one site tell each other of the objects they fetch.
#include <charconv>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kLargestWanted = 8 << 20U;

}  // namespace

Path wanted_path(const Path& store) {
  return store / "wanted.json";
}

Status write_wanted(Disk& disk, const Path& store, const WantedObjects& wanted) {
  const auto names = [](const std::set<Sha256>& hashes) {
    auto list = nlohmann::json::array();
    for (const auto& hash : hashes) list.push_back(hash.hex());
    return list;
  };
  const nlohmann::json document{{"format", 1},
                                {"progress", wanted.progress},
                                {"objects", names(wanted.objects)},
                                {"fetching", names(wanted.fetching)}};
  auto temporary = wanted_path(store);
  temporary += ".new";
  {
    GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::replace));
    GATECAST_TRY_STATUS(file->write_at(0, document.dump()));
  }
  return disk.rename(temporary, wanted_path(store));
}

WantedObjects read_wanted(Disk& disk, const Path& store) {
  WantedObjects wanted;
  const auto bytes = read_file(disk, wanted_path(store), kLargestWanted);
  const auto document = bytes ? parse_json(*bytes, "wanted.json") : fail(bytes.error());
  if (!document || !document->is_object() || number_at(*document, "format") != 1) return wanted;
  wanted.progress = static_cast<std::uint64_t>(number_at(*document, "progress"));
  const auto take = [&](const char* list, std::set<Sha256>& hashes) {
    for (const auto& name : document->value(list, nlohmann::json::array()))
      if (const auto hash = name.is_string() ? Sha256::from_hex(name.get<std::string>()) : std::nullopt)
        hashes.insert(*hash);
  };
  take("objects", wanted.objects);
  take("fetching", wanted.fetching);
  return wanted;
}

HoldingAnswer holding_of(const WantedObjects& wanted, const Sha256& hash) {
  if (wanted.fetching.contains(hash)) return {Holding::fetching, wanted.progress};
  if (wanted.objects.contains(hash)) return {Holding::coming, wanted.progress};
  return {};
}

std::string to_text(const HoldingAnswer& answer) {
  switch (answer.holding) {
    case Holding::whole:
      return "have";
    case Holding::fetching:
      return "fetching " + std::to_string(answer.progress);
    case Holding::coming:
      return "coming " + std::to_string(answer.progress);
    case Holding::none:
      break;
  }
  return "no";
}

std::optional<HoldingAnswer> parse_holding(ByteView text) {
  if (text == "have") return HoldingAnswer{Holding::whole, 0};
  if (text == "no") return HoldingAnswer{};
  const auto space = text.find(' ');
  if (space == ByteView::npos) return std::nullopt;
  const auto word = text.substr(0, space);
  if (word != "fetching" && word != "coming") return std::nullopt;
  HoldingAnswer answer{word == "coming" ? Holding::coming : Holding::fetching, 0};
  const auto* end = text.data() + text.size();
  const auto result = std::from_chars(text.data() + space + 1, end, answer.progress);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return answer;
}

}  // namespace gatecast::updater

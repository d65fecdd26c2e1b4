#include "content-sync/source/draft.h"

#include <fmt/format.h>

#include "content-sync/source/draft_reader.h"
#include "content-sync/source/font_sources.h"
#include "content-sync/source/schema.h"

namespace gatecast::source {
namespace {

constexpr std::uint64_t kLargestSource = 8U << 20U;
constexpr std::size_t kMostFiles = 5000;

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() || folder.back() == '/' ? folder + name : folder + "/" + name;
}

// Schema of a file by its place; an item's by its kind.
std::string schema_of(const std::string& name, const nlohmann::json& document) {
  if (name.rfind("pages/", 0) == 0) return "page";
  if (name.rfind("items/", 0) != 0) return name.substr(0, name.find('.'));
  const bool is_clip = document.is_object() && document.value("kind", nlohmann::json()) == "clip";
  return is_clip ? "clip" : "slide";
}

}  // namespace

Sha256 take_in(Draft& draft, Bytes subtitles, const std::string& shown, const std::string& subject) {
  const auto hash = sha256(subtitles);
  DraftFile file;
  file.path = subtitles.starts_with("WEBVTT") ? "embedded.vtt" : "embedded.ass";
  file.shown = shown;
  file.subject = subject;
  file.use = FileUse::subtitles;
  file.length_bytes = subtitles.size();
  file.made = std::make_shared<const Bytes>(std::move(subtitles));
  draft.files.emplace(hash, std::move(file));
  return hash;
}

Result<FileHash> hash_file(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto file, disk.open_read(path));
  Sha256Stream stream;
  FileHash hash;
  Bytes buffer(1U << 20U, '\0');
  for (;;) {
    GATECAST_TRY(const auto got, file->read_at(hash.length_bytes, {buffer.data(), buffer.size()}));
    if (got == 0) break;
    stream.update(ByteView(buffer).substr(0, got));
    hash.length_bytes += got;
  }
  hash.sha256 = stream.finish();
  return hash;
}

Result<DraftReading> read_draft(Disk& disk, const Path& folder, const std::string& shown) {
  DraftReading reading;
  GATECAST_TRY_STATUS(DraftReader(disk, reading).read(folder, shown));
  return reading;
}

void DraftReader::fault(Error error) {
  reading_.faults.push_back({Severity::error, std::move(error)});
}

// Reads one JSON file against its schema; null where it is missing, or wrong in a way that is now a fault.
const SourceFile* DraftReader::load(const Path& folder, const std::string& shown_folder,
                                    const std::string& name) {
  const auto shown = joined(shown_folder, name);
  const auto status = disk_.status(folder / name);
  if (status && status->kind == FileKind::missing) return nullptr;
  if (!status || status->kind != FileKind::file) {
    fault(content_error("source.path", shown, "this is not a plain file",
                        "put the file itself there, not a link to it"));
    return nullptr;
  }
  const auto bytes = read_file(disk_, folder / name, kLargestSource);
  if (!bytes) {
    auto error = bytes.error();
    error.subject = shown;
    fault(std::move(error));
    return nullptr;
  }
  SourceFile file;
  file.folder = folder;
  file.shown = shown;
  JsonLimits limits;
  limits.floats = true;
  auto document = parse_json(*bytes, shown, limits, &file.positions);
  if (!document) {
    has_unread_items_ = true;
    fault(document.error());
    return nullptr;
  }
  file.document = std::move(*document);
  const bool is_page = name.rfind("pages/", 0) == 0;
  if ((name.rfind("items/", 0) == 0 || is_page) && file.document.is_object()) {
    const auto id = file.document.value("id", nlohmann::json());
    if (id.is_string()) known_ids_.insert((is_page ? "page:" : "") + id.get<std::string>());
  }
  if (!check_schema(file, schema_of(name, file.document), reading_.faults)) return nullptr;
  files_.push_back(std::move(file));
  return &files_.back();
}

void DraftReader::include_folders(const Cursor& channel) {
  channel.at("include").each([&](const Cursor& entry) {
    const auto name = entry.text();
    const auto path = folders_.front().path / name;
    const auto status = disk_.status(path);
    if (name.empty() || name.front() == '/')
      entry.error("source.path", "\"" + name + "\" is not relative to this folder",
                  "write it like \"../shared\"");
    else if (!status || status->kind != FileKind::directory)
      entry.error("source.missing_folder", "the folder \"" + name + "\" is not there",
                  "it is looked for beside this file");
    else
      folders_.push_back({path, joined(folders_.front().shown, name)});
  });
}

Status DraftReader::read(const Path& folder, const std::string& shown) {
  GATECAST_TRY(const auto status, disk_.status(folder / "."));
  if (status.kind != FileKind::directory)
    return fail(usage_error("source.folder", shown, "there is no folder of this name",
                            "give the folder that holds channel.json"));
  GATECAST_TRY(const auto channel_status, disk_.status(folder / "channel.json"));
  if (channel_status.kind == FileKind::missing)
    return fail(
        content_error("source.missing_file", joined(shown, "channel.json"), "the file is not there",
                      "a source folder holds channel.json, items/, facts.json, glossary.json and media/"));
  folders_ = {{folder, shown}};
  const auto* channel = load(folder, shown, "channel.json");
  if (channel != nullptr) {
    const Cursor cursor(*channel, reading_.faults);
    include_folders(cursor);
    read_channel(cursor);
  }
  // Facts first: items refer to them.
  for (const auto& each : folders_) {
    if (const auto* facts = load(each.path, each.shown, "facts.json")) read_facts(*facts);
    if (const auto* feeds = load(each.path, each.shown, "feeds.json")) read_feeds(*feeds);
    if (const auto* glossary = load(each.path, each.shown, "glossary.json")) read_glossary(*glossary);
  }
  for (const auto& each : folders_) read_all(each.path, each.shown, "items/", &DraftReader::read_item);
  for (const auto& each : folders_)
    if (const auto* topics = load(each.path, each.shown, "topics.json")) read_topics(*topics);
  for (const auto& each : folders_) read_all(each.path, each.shown, "pages/", &DraftReader::read_page);
  if (channel == nullptr) return {};  // all else would only repeat that
  check_draft(reading_, known_ids_, has_unread_items_);
  check_feed_texts(reading_);
  check_pages(reading_, known_ids_, has_unread_items_);
  return add_whole_fonts(disk_, reading_.draft);
}

void DraftReader::read_all(const Path& folder, const std::string& shown, const std::string& of,
                           void (DraftReader::*reader)(const SourceFile&)) {
  const auto names = disk_.list(folder / of);
  if (!names) return;  // a folder may hold facts only
  if (names->size() > kMostFiles) {
    fault(content_error("source.count", joined(shown, of), fmt::format("{} files", names->size()),
                        fmt::format("at most {} files make a channel", kMostFiles)));
    return;
  }
  for (const auto& name : *names) {
    const auto extension = Path(name).extension();
    if (name.front() == '.' || name.back() == '~') continue;  // an editor program's own
    if (extension != ".json") {
      reading_.faults.push_back(
          {Severity::warning,
           content_error("source.stray_file", joined(shown, of + name), "only .json files belong here",
                         "move it to media/, or delete it")});
      continue;
    }
    if (const auto* file = load(folder, shown, of + name)) (this->*reader)(*file);
  }
}

}  // namespace gatecast::source

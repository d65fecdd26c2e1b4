#include <unistd.h>

#include <catch2/catch.hpp>

#include "content-sync/base/json_value.h"
#include "content-sync/source/check.h"
#include "content-sync/source/preview_process.h"
#include "tests/content-sync/source/scratch_folder.h"

using namespace gatecast;
using namespace gatecast::source;
using test::ScratchFolder;

namespace {

// A program that stands in the place of gatecast-preview and misbehaves as damaged media might make it.
Path program(const ScratchFolder& folder, const std::string& script) {
  const auto path = folder.root() / "preview";
  std::ofstream(path) << "#!/bin/bash\n" << script << "\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::string verdict(const std::string& script) {
  const ScratchFolder folder;
  PreviewLimits limits;
  limits.time = std::chrono::seconds(1);
  const auto answer = run_preview(program(folder, script), {"film.mp4"}, limits);
  return answer ? answer->dump() : answer.error().rule;
}

}  // namespace

TEST_CASE("the answer of the measuring program is read, with and without faults") {
  CHECK(verdict("echo '{\"files\":[]}'") == "{\"files\":[]}");
  CHECK(verdict("echo '{\"files\":[]}'; exit 1") == "{\"files\":[]}");
  CHECK(verdict("echo \"{\\\"argument\\\":\\\"$1\\\"}\"") == "{\"argument\":\"film.mp4\"}");
}

TEST_CASE("a measuring program that fails is told by what it did") {
  CHECK(verdict("kill -SEGV $$") == "preview.crash");
  CHECK(verdict("sleep 30") == "preview.time");
  CHECK(verdict("exec >&- 2>&-; sleep 30") == "preview.time");
  CHECK(verdict("while true; do :; done") == "preview.time");
  CHECK(verdict("head -c 40000000 /dev/zero") == "preview.answer");
  CHECK(verdict("echo 'no json'") == "preview.answer");
  CHECK(verdict("echo '--probe is unknown' >&2; exit 2") == "preview.version");
  CHECK(verdict("echo oops >&2; exit 3") == "preview.answer");
}

TEST_CASE("the measuring program has no network, no files to write, no input and nothing of ours open") {
  const auto in_sandbox = [](const std::string& script) {
    return verdict("if " + script +
                   "; then echo '{\"could\":true}'; else echo '{\"could\":false}'; fi 2>/dev/null");
  };
  CHECK(in_sandbox("true") == "{\"could\":true}");
  CHECK(in_sandbox("exec 3<>/dev/tcp/127.0.0.1/1") == "{\"could\":false}");
  CHECK(in_sandbox("(echo text > \"$0.written\"); [ -s \"$0.written\" ]") == "{\"could\":false}");
  CHECK(in_sandbox("rm -f \"$0\"") == "{\"could\":false}");
  CHECK(in_sandbox("read -t 1 line") == "{\"could\":false}");
  CHECK(in_sandbox("[ -n \"$HOME$USER$GATECAST_PREVIEW\" ]") == "{\"could\":false}");
  CHECK(in_sandbox("[ -e /proc/$$/fd/3 ]") == "{\"could\":false}");
}

TEST_CASE("findings of the measuring program become faults at the place that names the file") {
  const ScratchFolder folder;
  const auto answer = [&](const std::string& probe, const std::string& measure) {
    const auto path = program(
        folder, "if [ \"$1\" = --probe ]; then echo '" + probe + "'; else echo '" + measure + "'; fi");
    setenv("GATECAST_PREVIEW", path.c_str(), 1);
    SystemDisk disk;
    const auto reading = check_folder(
        disk, {folder.channel(), "channel", *parse_instant("2026-11-21T08:00:00Z"), [](auto) {}});
    unsetenv("GATECAST_PREVIEW");
    REQUIRE(reading);
    std::string out;
    for (const auto& fault : reading->faults)
      out += (fault.severity == Severity::warning ? "warning: " : "") + to_string(fault.error) + "\n";
    return out;
  };
  const std::string picture =
      R"({"files":[{"file":"x","media":null,"picture":{"width_px":64,"height_px":48,"format":"png"},"faults":[]}]})";
  CHECK(answer(picture, R"({"items":[]})").empty());
  CHECK(answer(picture, R"({"items":[],"events":[{"event":"every-day","faults":["it never plays"]}]})") ==
        "channel/channel.json:24:5: it never plays [event.plays]\n");
  CHECK(answer(R"({"files":[{"file":"x","media":null,"picture":null,"faults":[]}]})", "{}") ==
        "channel/items/coffee.json:15:26: \"channel/media/coffee.png\" is not a picture [media.no_picture]\n"
        "  save it as PNG or JPEG; a video belongs into a clip\n");
  CHECK(
      answer(
          R"({"files":[{"file":"x","media":null,"picture":null,"faults":[{"rule":"media.truncated","message":"it ends in the middle","hint":"copy it again"}]}]})",
          "{}") ==
      "channel/items/coffee.json:15:26: \"channel/media/coffee.png\": it ends in the middle "
      "[media.truncated]\n"
      "  copy it again\n");
  CHECK(
      answer(
          picture,
          R"({"items":[{"item":"gate/welcome","languages":["vi","lo"],"size":[1920,1080],"boxes":[{"slot":"title","language":"lo","fits":false,"missing":["U+1234"],"contrast_hundredths":300}],"faults":["an icon is missing"]}]})") ==
      "channel/items/welcome.json:13:14: \"title\" in lo does not fit, even at its least size [text.fit]\n"
      "  shorten it; see it with gatecast-preview FOLDER --item gate/welcome --out FILE.png\n"
      "channel/items/welcome.json:13:14: \"title\" in lo: no typeface has the character \"U+1234\" "
      "[text.glyph]\n"
      "  write it with another character\n"
      "warning: channel/items/welcome.json:13:14: \"title\" in lo: contrast 3.0, less than 4.5 "
      "[text.contrast]\n"
      "  choose another picture, focus or tone\n"
      "warning: channel/items/welcome.json:3:9: an icon is missing [slide.drawn]\n");
}

TEST_CASE("without the measuring program the check says so and how to mend it") {
  const ScratchFolder folder;
  setenv("GATECAST_PREVIEW", "/no/such/program", 1);
  SystemDisk disk;
  const auto reading =
      check_folder(disk, {folder.channel(), "channel", *parse_instant("2026-11-21T08:00:00Z"), [](auto) {}});
  unsetenv("GATECAST_PREVIEW");
  REQUIRE(reading);
  REQUIRE(reading->faults.size() == 1);
  CHECK(reading->faults[0].error.rule == "preview.missing");
  CHECK(reading->faults[0].error.kind == ErrorKind::environment);
}

TEST_CASE("facts and items near their end are warned of") {
  const ScratchFolder folder;
  folder.change("facts.json", "\"sample\": true", "\"valid_until\": \"2026-12-01\"");
  folder.change("items/welcome.json", "\"duration_s\": 8",
                "\"valid_until\": \"2026-11-01T00:00:00+07:00\", \"duration_s\": 8");
  setenv("GATECAST_PREVIEW", "/no/such/program", 1);
  SystemDisk disk;
  const auto reading =
      check_folder(disk, {folder.channel(), "channel", *parse_instant("2026-11-21T08:00:00Z"), [](auto) {}});
  unsetenv("GATECAST_PREVIEW");
  REQUIRE(reading);
  CHECK(to_string(reading->faults.at(0).error) ==
        "channel/facts.json:3:12: the fact \"hours\" ends on 2026-12-01 [fact.ends]\n  check it again before "
        "that day");
  CHECK(reading->faults.at(1).error.message == "the item \"gate/welcome\" has ended on 2026-10-31");
}

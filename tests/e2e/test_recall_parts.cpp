// An officer takes one picture of a page off, or what is read aloud of it: from the tool to the kiosk.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/e2e/province.h"
#include "tests/support/made_film.h"

using namespace gatecast::test;

namespace {

void write_text(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The test's channel with one page: two pictures, and speech in Lao.
std::string channel_with_page(const Province& province) {
  const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
  const auto base = province.folder() + "/source";
  copy_folder(data + "/shared", base + "/shared");
  const auto folder = copy_folder(data + "/channel", base + "/channel");
  for (const auto* colour : {"teal", "maroon"})
    write_text(folder + "/media/" + colour + ".svg",
               std::string(R"(<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400">)") +
                   R"(<rect width="600" height="400" fill=")" + colour + R"("/></svg>)");
  run_ffmpeg({"-f", "lavfi", "-i", "sine=f=300:d=2", "-c:a", "libopus", folder + "/media/page.ogg"});
  write_text(
      folder + "/topics.json",
      R"({"topics": [{"id": "visa", "icon": "visa", "name": {"vi": "Thị thực", "lo": "ວີຊ່າ", "en": "Visas"}}]})");
  write_text(folder + "/pages/two.json",
             R"({"id": "visa/two", "topic": "visa", "title": {"vi": "Thị thực", "lo": "ວີຊ່າ", "en": "Visas"},
          "speech": {"lo": {"file": "media/page.ogg", "revision": 1, "checked_by": "A Listener"}},
          "blocks": [{"kind": "gallery", "pictures": [
            {"file": "media/teal.svg", "credit": "Gatecast", "caption": {"vi": "Một", "lo": "ໜຶ່ງ", "en": "One"}},
            {"file": "media/maroon.svg", "credit": "Gatecast", "caption": {"vi": "Hai", "lo": "ສອງ", "en": "Two"}}
          ]}]})");
  return folder;
}

}  // namespace

TEST_CASE(
    "an officer recalls one picture of a page, or what is read aloud of it, by its place and language") {
  Province province{"lao-bao-hall"};
  province.start_server();
  province.publish(channel_with_page(province), 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  const auto duty = [&](std::vector<std::string> words) {
    for (const auto& word : {std::string("--to"), province.server(), std::string("--root"), province.root(),
                             std::string("--key"), province.keys() + "/officer-duty.key.json"})
      words.push_back(word);
    return province.gatecast(words);
  };
  // What is not there, and both at once, is refused, and nothing is said.
  for (const auto& words : {std::vector<std::string>{"recall", "visa/two", "--picture", "3"},
                            {"recall", "visa/two", "--speech", "vi"},
                            {"recall", "visa/none", "--picture", "1"}}) {
    const auto refused = duty(words);
    INFO(refused.out << refused.err);
    CHECK(refused.exit_code != 0);
    CHECK(refused.err.find("[alert.item]") != std::string::npos);
  }
  CHECK(duty({"recall", "visa/two", "--picture", "1", "--speech", "lo"}).exit_code != 0);
  CHECK(duty({"recall", "visa/two", "--picture", "0"}).exit_code != 0);

  const auto picture = duty({"recall", "visa/two", "--picture", "2"});
  INFO(picture.out << picture.err);
  REQUIRE(picture.exit_code == 0);
  CHECK(picture.out.find("That is picture 2 of visa/two.") != std::string::npos);
  const auto speech = duty({"recall", "visa/two", "--speech", "lo"});
  INFO(speech.out << speech.err);
  REQUIRE(speech.exit_code == 0);
  CHECK(speech.out.find("That is the speech of visa/two in lo.") != std::string::npos);

  // The kiosk knows exactly these two objects as recalled.
  REQUIRE(kiosk.sync_once().exit_code == 0);
  const auto statements = read_text(kiosk.store() + "/statements.json");
  std::string release_file;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kiosk.store() + "/generations"))
    if (entry.path().filename() == "release.json") release_file = entry.path().string();
  const auto release = nlohmann::json::parse(read_text(release_file));
  const auto text = release.dump();
  const auto page = std::find_if(release.at("pages").begin(), release.at("pages").end(), [](const auto& one) {
    return one.dump().find("\"One\"") != std::string::npos;
  });
  REQUIRE(page != release.at("pages").end());
  const auto& pictures = page->at("blocks").at(0).at("pictures");
  const auto is_said = [&](const nlohmann::json& object) {
    return statements.find(object.get<std::string>()) != std::string::npos;
  };
  CHECK(is_said(pictures.at(1).at("object")));
  CHECK_FALSE(is_said(pictures.at(0).at("object")));
  CHECK(is_said(page->at("speech").at("lo").at("object")));
}

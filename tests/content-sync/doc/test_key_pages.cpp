// Follows the pages of content-sync/doc, command by command as they stand there, and looks at what a kiosk
// makes of it.
#include "tests/content-sync/doc/office.h"

using namespace gatecast::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("the pages about keys, followed word by word, leave a repository that every kiosk follows") {
  const Office office;
  office.follow("key-ceremony.md");
  CHECK(office.release() == 1);
  const auto record = office.text("offline/record.txt");
  CHECK_THAT(record,
             Contains("Root version 1") && Contains("Thuy") && Contains("content-lao-bao-hall (2 of 2"));
  CHECK(fs::is_empty(office.at("stick/online")));

  office.follow("officer-key.md");
  CHECK(office.release() == 1);
  CHECK(office.has_root(3));
  CHECK_THAT(office.text("offline/record-targets.txt"), Contains("Mai") && !Contains("    Minh"));
  // Minh's keys sign nothing any more.
  const auto late = office.at_terminal(
      "cp -r ../server/repository/metadata ../stick/repository/\n"
      "gatecast keys rotate root --repository ../stick/repository --remove Hoa --add keys/mai/root.pub.json "
      "--root-key keys/minh/root.key.json --root-key keys/thuy/root.key.json --out late",
      "offline");
  CHECK(late.exit_code != 0);

  fs::copy(office.at("etc/online"), office.at("stolen"));
  office.follow("server-keys.md");
  CHECK(office.release() == 1);
  CHECK(office.has_root(6));
  CHECK(office.text("services") ==
        "start gatecast-server\nstop gatecast-server\nstart gatecast-server\n"
        "stop gatecast-server\nstart gatecast-server\n");
  const auto stolen = office.at_terminal(
      "gatecast keys apply ../stick/change-root --repository repository --online-keys "
      "../stolen",
      "server");
  CHECK(stolen.exit_code != 0);

  // The last step first: refused, because the release on the screens is signed with the lost key.
  const auto hasty = office.at_terminal(
      "gatecast keys new --person Bao --out bao.key.json\n"
      "cp -r ../server/repository/metadata ../stick/repository/\n"
      "gatecast keys editors --repository ../stick/repository --channel lao-bao-hall --editor bao.pub.json "
      "khamla.pub.json --targets-key keys/hoa/targets.key.json --targets-key keys/mai/targets.key.json --out "
      "hasty\n"
      "gatecast keys apply hasty --repository ../server/repository --online-keys ../etc/online",
      "offline");
  CHECK(hasty.exit_code == 2);
  CHECK_THAT(hasty.shown, Contains("repository.editors_signed"));
  office.follow("editor-key.md");
  CHECK(office.release() == 2);
  const auto lost = office.at_terminal(
      "gatecast build content --out build-3 --active ../server/repository\n"
      "gatecast sign build-3 --key lan.key.json --active ../server/repository",
      "desk");
  CHECK(lost.exit_code != 0);

  office.follow("new-agency.md");
  CHECK(office.release() == 2);
  CHECK_THAT(office.at_terminal("gatecast verify repository", "server").shown, Contains("la-lay-gate"));

  office.follow("renewal.md");
  CHECK(office.release() == 2);
  CHECK(office.has_root(7));
}
